"""Opening what a user names: files, and pipes that nobody may be writing to."""

from __future__ import annotations

import io
import os
import stat
import time
from pathlib import Path
from typing import IO, Any

from gistmill.errors import UnreadableInput

# How long a pipe may be without anyone who writes to it.
PIPE_WAIT_S = 10.0
_PAUSE_S = 0.05


def open_bytes(path: Path) -> IO[bytes]:
    """The file, open to read. A pipe is waited for, but not for ever: UnreadableInput where nobody writes to it.

    Raises OSError as opening does.
    """
    if not stat.S_ISFIFO(path.stat().st_mode):
        return path.open("rb")
    # Without O_NONBLOCK, opening alone would wait for a writer.
    descriptor = os.open(path, os.O_RDONLY | os.O_NONBLOCK)
    try:
        first = _first_byte(descriptor, path)
        os.set_blocking(descriptor, True)
    except BaseException:
        os.close(descriptor)
        raise
    return io.BufferedReader(_Behind(descriptor, first))


def _first_byte(descriptor: int, path: Path) -> bytes:
    """The first byte that is there already; none where a writer is there that has not written yet."""
    end = time.monotonic() + PIPE_WAIT_S
    while True:
        try:
            if first := os.read(descriptor, 1):
                return first
        except BlockingIOError:
            return b""
        if time.monotonic() > end:
            raise UnreadableInput(f"{path}: a pipe, and nobody wrote to it for {PIPE_WAIT_S:.0f} s.")
        time.sleep(_PAUSE_S)


class _Behind(io.FileIO):
    """An open file whose first byte has been read before."""

    def __init__(self, descriptor: int, first: bytes) -> None:
        super().__init__(descriptor, "rb")
        self._first = first

    def readinto(self, buffer: Any) -> int | None:
        if not self._first:
            return super().readinto(buffer)
        buffer[: len(self._first)] = self._first
        count, self._first = len(self._first), b""
        return count

    def readall(self) -> bytes:
        first, self._first = self._first, b""
        return first + super().readall()


def named(path: Path) -> str:
    """A path as text that can be written everywhere; bytes of its name that are no UTF-8 as `\\xff`.

    >>> named(Path("a\\udcff.txt"))
    'a\\\\xff.txt'
    """
    return os.fsencode(path).decode("utf-8", "backslashreplace")
