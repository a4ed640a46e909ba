"""The command in processes that are forked from one that has it imported: as real as started ones, but fast.

`python -m tests.preloaded SOCKET` serves; `Preloaded` starts that and asks it. Each run is a process of its own with
its own standard streams, directory and environment, and can be killed.
"""

from __future__ import annotations

import json
import os
import resource
import signal
import socket
import subprocess
import sys
import tempfile
import time
import traceback
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import IO, Any

MAIN = "from gistmill.cli import main\nmain()"
CLOSED = -1


class Run:
    """A command under way; `wait` gives what became of it, as `subprocess.run` does."""

    def __init__(self, talk: socket.socket, files: Sequence[IO[bytes] | None]) -> None:
        self._talk, self._files = talk, files
        self.pid = int(talk.recv(16))

    def send_signal(self, number: int) -> None:
        os.kill(self.pid, number)

    def wait(self, *, timeout_s: float = 120) -> subprocess.CompletedProcess[str]:
        """Raises TimeoutError, and kills the process, where it does not end in time."""
        self._talk.settimeout(timeout_s)
        try:
            code = int(self._talk.recv(16))
        except TimeoutError:
            os.kill(self.pid, signal.SIGKILL)
            raise
        finally:
            self._talk.close()
        return subprocess.CompletedProcess([], code, *map(_text_of, self._files))


class Preloaded:
    """The process that has everything imported; `close` ends it."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / "socket"
        self._server = subprocess.Popen([sys.executable, "-m", "tests.preloaded", str(self._path)])
        while not self._path.exists():
            if self._server.poll() is not None:
                raise RuntimeError("the preloaded process ended while it started")
            time.sleep(0.02)

    def start(
        self,
        *arguments: object,
        cwd: Path,
        env: Mapping[str, str],
        code: str = MAIN,
        stdin: int | IO[Any] | str = "",
        stdout: int | IO[Any] | None = None,
        stderr: int | None = None,
        max_file_bytes: int | None = None,
    ) -> Run:
        """Starts `gistmill ARGUMENTS`; `code` may do something else first. A stream is a file, its number, or CLOSED.

        `max_file_bytes` is the size from which on no file may grow: a full disk, for one process and without a disk.
        """
        captured = [tempfile.TemporaryFile() if one is None else None for one in (stdout, stderr)]  # noqa: SIM115
        given = tempfile.TemporaryFile()  # noqa: SIM115
        if isinstance(stdin, str):
            given.write(stdin.encode())
            given.seek(0)
        streams = [given if isinstance(stdin, str) else stdin]
        streams += [
            one if one is not None else file for one, file in zip((stdout, stderr), captured, strict=True)
        ]
        numbers = [one if isinstance(one, int) else one.fileno() for one in streams]
        talk = socket.socket(socket.AF_UNIX)
        talk.connect(str(self._path))
        request = {
            "arguments": [str(argument) for argument in arguments],
            "cwd": str(cwd), "env": dict(env), "code": code, "max_file_bytes": max_file_bytes,
            "closed": [number == CLOSED for number in numbers],
        }  # fmt: skip
        message = json.dumps(request).encode()
        with open(os.devnull) as nothing:  # noqa: PTH123
            passed = [nothing.fileno() if number == CLOSED else number for number in numbers]
            socket.send_fds(talk, [len(message).to_bytes(8, "big")], passed)
            talk.sendall(message)
            run = Run(talk, captured)
        given.close()
        return run

    def close(self) -> None:
        self._server.kill()
        self._server.wait()


def _text_of(file: IO[bytes] | None) -> str:
    if file is None:
        return ""
    with file:
        file.seek(0)
        return file.read().decode("utf-8", "backslashreplace")


def _serve(path: Path) -> None:
    import gistmill.batch
    import gistmill.cli.app
    import gistmill.read
    import gistmill.run  # noqa: F401

    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    listener = socket.socket(socket.AF_UNIX)
    listener.bind(str(path) + ".new")
    listener.listen()
    Path(str(path) + ".new").rename(path)
    while os.getppid() != 1:
        talk, _ = listener.accept()
        if os.fork() == 0:
            listener.close()
            _watch(talk)
        talk.close()


def _watch(talk: socket.socket) -> None:
    """Forks the command, says its number, waits for it, and says how it ended."""
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    head, streams, _, _ = socket.recv_fds(talk, 8, 3)
    size, message = int.from_bytes(head, "big"), b""
    while len(message) < size:
        message += talk.recv(size - len(message))
    pid = os.fork()
    if pid == 0:
        talk.close()
        _run(json.loads(message), streams)
    talk.sendall(str(pid).encode())
    _, status = os.waitpid(pid, 0)
    with suppress(OSError):
        talk.sendall(str(os.waitstatus_to_exitcode(status)).encode())
    os._exit(0)


def _run(request: dict[str, Any], streams: Sequence[int]) -> None:
    for number, stream in enumerate(streams):
        os.dup2(stream, number)
        os.close(stream)
    sys.stdin, sys.stdout = os.fdopen(0, closefd=False), os.fdopen(1, "w", closefd=False)
    sys.stderr = os.fdopen(2, "w", errors="backslashreplace", closefd=False)
    for number, closed in enumerate(request["closed"]):
        if closed:
            os.close(number)
            setattr(sys, ("stdin", "stdout", "stderr")[number], None)
    os.chdir(request["cwd"])
    os.environ.clear()
    os.environ.update(request["env"])
    if request["max_file_bytes"] is not None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (request["max_file_bytes"],) * 2)
    sys.argv = ["gistmill", *request["arguments"]]
    code = 0
    try:
        exec(request["code"], {"__name__": "__main__"})
    except SystemExit as ended:
        code = ended.code if isinstance(ended.code, int) else int(ended.code is not None)
    except BaseException:
        traceback.print_exc()
        code = 1
    for stream in (sys.stdout, sys.stderr):
        if stream is not None:
            try:
                stream.flush()
            except Exception:
                traceback.print_exc()
                code = 120
    os._exit(code)


if __name__ == "__main__":
    _serve(Path(sys.argv[1]))
