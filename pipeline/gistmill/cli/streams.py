"""The standard streams and signals of the command: safe to write to, and one way to end.

Whatever goes wrong with standard output is an OutputError, and whatever asks the process to end is `Interrupted`, so
that every command cleans up in the same way.
"""

from __future__ import annotations

import io
import os
import signal
import sys
from contextlib import suppress
from types import FrameType
from typing import Any

from gistmill.errors import OutputError
from gistmill.outputs import STDOUT, OutputFile

_SIGNALS = ("SIGINT", "SIGTERM", "SIGHUP")
_SIGNAL_EXIT = 128


class Interrupted(BaseException):
    """The process was asked to end, by Ctrl-C, `kill`, or a terminal that was closed.

    No KeyboardInterrupt and no Exception, so that nothing between here and `main` takes it for its own.
    """

    def __init__(self, number: int) -> None:
        super().__init__(
            "interrupted" if number == signal.SIGINT else f"ended by {signal.Signals(number).name}"
        )
        self.exit_code = _SIGNAL_EXIT + number


def raise_on_signals() -> None:
    """Ctrl-C, `kill` and a closed terminal raise Interrupted, once; what is ignored already (nohup, &) stays so."""
    for name in _SIGNALS:
        number = getattr(signal, name, None)
        if number is not None and signal.getsignal(number) in (signal.SIG_DFL, signal.default_int_handler):
            signal.signal(number, _interrupt)


def _interrupt(number: int, _: FrameType | None) -> None:
    for name in _SIGNALS:
        # While the command cleans up, it is not to be interrupted again; that takes no time.
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), signal.SIG_IGN)
    raise Interrupted(number)


def guard_streams() -> None:
    """Puts something harmless in the place of standard streams that are closed, and watches over standard output.

    A file that is opened next would otherwise get the number of the closed stream, and what libraries print with it.
    """
    closed = [number for number in (0, 1, 2) if not _is_open(number)]
    for _ in closed:
        # The lowest free number is given out first.
        os.open(os.devnull, os.O_RDWR)
    if sys.stderr is None:
        sys.stderr = io.TextIOWrapper(io.BufferedWriter(_Nowhere()))
    if sys.stdin is None:
        sys.stdin = io.TextIOWrapper(io.BytesIO())
    output = _Closed() if 1 in closed else OutputFile(1, shown=STDOUT, closefd=False)
    sys.stdout = io.TextIOWrapper(io.BufferedWriter(output), encoding="utf-8", errors="replace")


def flush_output() -> None:
    """Writes what is left of standard output, or drops it, so that the exit does not trip over it.

    Raises OutputError.
    """
    try:
        sys.stdout.flush()
    except OutputError:
        drop_output()
        raise


def drop_output() -> None:
    """Lets what is left of standard output go nowhere."""
    with suppress(OSError):
        nothing = os.open(os.devnull, os.O_WRONLY)
        if nothing != 1:
            os.dup2(nothing, 1)
            os.close(nothing)
    sys.stdout = io.TextIOWrapper(io.BufferedWriter(_Nowhere()))


class _Nowhere(io.RawIOBase):
    """Takes whatever is written."""

    def writable(self) -> bool:
        return True

    def write(self, data: Any) -> int:
        return len(data)


class _Closed(io.RawIOBase):
    """Standard output where it is closed: nothing can be written, and whoever tries is told."""

    def writable(self) -> bool:
        return True

    def write(self, _: object) -> int:
        raise OutputError(f"{STDOUT}: cannot be written, it is closed; name a file with -o.")


def _is_open(number: int) -> bool:
    try:
        os.fstat(number)
    except OSError:
        return False
    return True
