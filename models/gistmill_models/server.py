"""Questions to a server that speaks the OpenAI-compatible API, with patience where that helps, over HTTP."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any, Self

from gistmill_models.address import Address, is_loopback
from gistmill_models.errors import EngineMissing, ModelNotFound, ServerFailed

Json = dict[str, Any]

# Before each further try; a server that is loading its model or has too much to do is ready after a while.
PAUSES_S = (0.5, 1.0, 2.0, 4.0)
LONGEST_PAUSE_S = 30.0
CONNECT_S = 5.0
TRY_AGAIN = frozenset({408, 425, 429, 500, 502, 503, 504})
SHOWN_CHARACTERS = 200


class Refused(Exception):
    """The server says that the question itself is wrong (400, 422); `message` is what it says."""

    def __init__(self, status: int, message: str) -> None:
        super().__init__(message)
        self.status = status
        self.message = message


class Server:
    """An endpoint, for a `with` block; may be asked by several threads at once.

    Raises ModelNotFound where it does not know the model, ServerFailed where it cannot be reached, breaks off, takes
    too long or answers otherwise than expected, and Refused.
    """

    def __init__(self, address: Address, *, pause: Callable[[float], None] = time.sleep) -> None:
        try:
            import httpx2
        except ImportError as error:
            raise EngineMissing(
                f"{address}: served models need the extra: pip install 'gistmill[served]'"
            ) from error
        self._address = address
        self._pause = pause
        self._http: Any = httpx2
        self._client = httpx2.Client(
            timeout=httpx2.Timeout(address.timeout_s, connect=CONNECT_S),
            limits=httpx2.Limits(max_connections=address.parallel),
            # What is for this machine must not go through a proxy that stands elsewhere.
            trust_env=not is_loopback(address.host),
            # Reading the certificates takes longer than a question to a server here.
            verify=address.endpoint.startswith("https:"),
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._client.close()

    def get(self, path: str) -> Json:
        """Asked once: whether a server is there is known at once."""
        return self._asked("GET", path, None, pauses=())

    def post(self, path: str, body: Json) -> Json:
        return self._asked("POST", path, body, pauses=PAUSES_S)

    def _asked(self, method: str, path: str, body: Json | None, *, pauses: tuple[float, ...]) -> Json:
        url = self._address.endpoint + path
        for pause in (*pauses, None):
            wanted_s = 0.0
            try:
                response = self._client.request(method, url, json=body)
                if response.status_code not in TRY_AGAIN:
                    return self._answer(response)
                failure = f"answers with error {response.status_code}{_said(response)}; try again later"
                wanted_s = _retry_after(response)
            except (self._http.ReadTimeout, self._http.WriteTimeout) as error:
                # To ask again would leave the server with the same question twice.
                raise ServerFailed(
                    f"{self._address}: no answer within {self._address.timeout_s} seconds; give it longer with "
                    "?timeout=SECONDS, or fewer questions at once with ?parallel=1"
                ) from error
            except self._http.ConnectError as error:
                failure = f"cannot be reached ({error}); start it, or check the address"
            except self._http.TransportError as error:
                failure = f"breaks off ({type(error).__name__}); look at what it says of itself"
            if pause is not None:
                self._pause(min(max(pause, wanted_s), LONGEST_PAUSE_S))
        raise ServerFailed(f"{self._address}: the server {failure}")

    def _answer(self, response: Any) -> Json:
        status = response.status_code
        if status in (401, 403):
            raise ServerFailed(
                f"{self._address}: the server asks for a key ({status}), and gistmill sends none; "
                "start it without one"
            )
        if status == 404:
            raise ModelNotFound(
                f"{self._address}: the server has no such model or address (404){_said(response)}"
            )
        if status in (400, 422):
            raise Refused(status, _message(response))
        if not response.is_success:
            raise ServerFailed(f"{self._address}: the server answers with {status}{_said(response)}")
        value = _json(response)
        if not isinstance(value, dict):
            raise ServerFailed(
                f"{self._address}: what answers there is no OpenAI-compatible server; does the address end in /v1?"
            )
        return value


def _json(response: Any) -> Any:
    try:
        return response.json()
    except ValueError:
        return None


def _message(response: Any) -> str:
    """What the server says of an error, in one line; servers put it in two places."""
    value = _json(response)
    error = value.get("error", value.get("message", "")) if isinstance(value, dict) else ""
    text = error.get("message", "") if isinstance(error, dict) else error
    return " ".join(str(text).split())[:SHOWN_CHARACTERS]


def _said(response: Any) -> str:
    message = _message(response)
    return f": {message}" if message else ""


def _retry_after(response: Any) -> float:
    value = response.headers.get("Retry-After", "")
    return float(value) if value.isdecimal() else 0.0
