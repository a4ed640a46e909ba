"""A real Ray cluster of two nodes on the loopback address, and what to kill in it."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

RAY = Path(sys.executable).with_name("ray")
STORE_BYTES = 100_000_000
START_TIMEOUT_S = 60


class Cluster:
    """A head and a second node, each in a session of its own, one core each."""

    def __init__(self, folder: Path, environment: dict[str, str]) -> None:
        self.address = f"127.0.0.1:{free_port()}"
        self._environment = environment
        port = self.address.rpartition(":")[2]
        head = ("--head", "--port", port, "--include-dashboard=false", "--temp-dir", folder)
        self._nodes = [self._start(*head)]
        self._wait_for(1)
        self._nodes.append(self._start("--address", self.address))
        self._wait_for(2)

    def _start(self, *arguments: object) -> subprocess.Popen[bytes]:
        options = ["--node-ip-address=127.0.0.1", "--num-cpus=1", f"--object-store-memory={STORE_BYTES}"]
        return subprocess.Popen(
            [RAY, "start", "--block", "--disable-usage-stats", *options]
            + [str(argument) for argument in arguments],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            env=self._environment,
            start_new_session=True,
        )

    def _wait_for(self, nodes: int) -> None:
        """Until so many raylets run."""
        end = time.monotonic() + START_TIMEOUT_S
        while len(self.processes("raylet/raylet")) < nodes:
            if time.monotonic() > end:
                self.stop()
                raise TimeoutError(f"no {nodes} Ray nodes after {START_TIMEOUT_S} s")
            time.sleep(0.2)
        time.sleep(2)

    def processes(self, name: str) -> list[int]:
        """The processes of this cluster, and no other, whose command line holds `name`."""
        return [pid for pid in descendants(node.pid for node in self._nodes) if name in command_line(pid)]

    def kill_a_worker(self, *, timeout_s: float) -> bool:
        """Kills one actor that works on the documents, as soon as there is one."""
        end = time.monotonic() + timeout_s
        while time.monotonic() < end:
            if actors := self.processes("MapWorker"):
                os.kill(actors[0], signal.SIGKILL)
                return True
            time.sleep(0.05)
        return False

    def stop(self) -> None:
        doomed = descendants(node.pid for node in self._nodes)
        for pid in doomed:
            try:
                os.kill(pid, signal.SIGKILL)
            except ProcessLookupError:
                continue
        for node in self._nodes:
            node.wait()


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


def descendants(roots) -> list[int]:  # type: ignore[no-untyped-def]
    """The roots and all processes below them, by /proc."""
    children: dict[int, list[int]] = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            children.setdefault(parent_of(entry), []).append(int(entry.name))
    found, new = [], list(roots)
    while new:
        found += new
        new = [child for pid in new for child in children.get(pid, [])]
    return found


def parent_of(entry: Path) -> int:
    try:
        return int((entry / "stat").read_text().rpartition(")")[2].split()[1])
    except (OSError, IndexError):
        return 0


def command_line(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes().decode(errors="replace")
    except OSError:
        return ""
