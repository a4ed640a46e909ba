"""Where a served model is: `http://127.0.0.1:11434/v1#qwen3:4b`, an endpoint and a model's name there.

Settings of the server stand between them as a query: `?window=8192&parallel=4&timeout=300`.
"""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass
from urllib.parse import parse_qsl, unquote, urlsplit

from gistmill_models.errors import ModelNotFound, Offline, WouldLeaveMachine

SCHEMES = ("http://", "https://")
# Ollama passes models of these names on to its makers' machines.
ELSEWHERE = ("-cloud", ":cloud")


@dataclass(frozen=True)
class Address:
    """An OpenAI-compatible endpoint (no slash at its end) and the name of a model there, "" where none was given.

    `window`: pieces of instruction, source and answer together; None: what the server says. `parallel`: requests
    side by side. `timeout_s`: how long the server may take over one answer.
    """

    endpoint: str
    model: str
    window: int | None = None
    parallel: int = 4
    timeout_s: int = 300

    @property
    def host(self) -> str:
        return urlsplit(self.endpoint).hostname or ""

    @property
    def stays_here(self) -> bool:
        """Whether what is sent there stays on this machine, as far as the address tells."""
        return is_loopback(self.host) and not self.model.endswith(ELSEWHERE)

    def __str__(self) -> str:
        return f"{self.endpoint}#{self.model}"


def is_address(name: str) -> bool:
    return name.lower().startswith(SCHEMES)


def is_loopback(host: str) -> bool:
    """
    >>> [is_loopback(host) for host in ("127.0.0.1", "::1", "localhost", "192.168.0.7", "localhost.example.org")]
    [True, True, True, False, False]
    """
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def parse_address(name: str) -> Address:
    """The parts of an address; raises ModelNotFound, with what is expected, where it is none.

    >>> parse_address("http://127.0.0.1:8080/v1/?window=8192#qwen3:4b")
    Address(endpoint='http://127.0.0.1:8080/v1', model='qwen3:4b', window=8192, parallel=4, timeout_s=300)
    """
    try:
        parts = urlsplit(name)
        _ = parts.port
    except ValueError as error:
        raise ModelNotFound(f"{name} is no address ({error}); {EXPECTED}") from error
    if not parts.hostname or parts.username or parts.password:
        raise ModelNotFound(f"{name} is no address of a host and a port; {EXPECTED}")
    settings = {}
    for key, value in parse_qsl(parts.query, keep_blank_values=True):
        if key not in SETTINGS or not value.isdecimal() or not int(value):
            raise ModelNotFound(f"{name}: {key}={value} is no setting; {EXPECTED}")
        settings[SETTINGS[key]] = int(value)
    endpoint = f"{parts.scheme}://{parts.netloc}{parts.path.rstrip('/')}"
    return Address(endpoint, unquote(parts.fragment), **settings)


def check_stays_here(address: Address, *, allow_remote: bool, offline: bool = False) -> None:
    """Raises WouldLeaveMachine unless the text stays on this machine or may leave it; Offline where nothing may."""
    if address.stays_here or (allow_remote and not offline):
        return
    if offline:
        raise Offline(
            f"{address}: --offline forbids asking another machine; leave it out, or name a model here"
        )
    where = f"{address.model} runs" if is_loopback(address.host) else f"{address.host} is"
    raise WouldLeaveMachine(
        f"{address}: {where} not on this machine, and the text would be sent there; if it may leave, say --allow-remote"
    )


SETTINGS = {"window": "window", "parallel": "parallel", "timeout": "timeout_s"}
EXPECTED = (
    "give it as http://127.0.0.1:11434/v1#MODEL, with ?window=8192, &parallel=4 or &timeout=300 before the # "
    "if need be"
)
