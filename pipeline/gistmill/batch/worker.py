"""A worker: a process of its own with one pipeline, chunks in, rows out.

It is started as a program and talks over its standard streams, so the caller's script is not run again in it and
needs no guard. A message is its length (8 bytes, big-endian) and msgpack; nothing is unpickled. A worker whose
caller dies sees the end of its input and goes.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Sequence
from contextlib import suppress
from threading import Lock
from typing import IO, Any, cast

import msgspec
from msgspec import Struct

from gistmill.batch.engine import WorkerSettings, open_pipeline
from gistmill.batch.plan import Chunk
from gistmill.batch.rows import Finished, abandon, finish, joined
from gistmill.errors import MissingError
from gistmill.run import Pipeline

# How often a chunk may end its worker before its documents are tried one by one.
ATTEMPTS = 2
# -P: what happens to lie in the current directory is not imported.
PROGRAM = (sys.executable, "-P", "-c", "from gistmill.batch.worker import main; main()")
LENGTH_BYTES = 8


class Ready(Struct, frozen=True, tag=True):
    """The pipeline is there; what ends the process from now on is a document."""


class Answer(Struct, frozen=True, tag=True):
    finished: Finished


class Refusal(Struct, frozen=True, tag=True):
    """This machine lacks something; `reason` says what."""

    reason: str


class WorkerDied(Exception):
    """The process ended while it worked on a chunk."""


class Worker:
    """A process that is started when it is first needed, and again when it has died.

    One thread may call `finish`; `kill` may come from any.
    """

    def __init__(self, settings: WorkerSettings, *, program: Sequence[str] = PROGRAM) -> None:
        self._settings = settings
        self._program = program
        self._process: subprocess.Popen[bytes] | None = None
        self._killed = False
        self._lock = Lock()

    def finish(self, chunk: Chunk) -> Finished:
        """The rows of `chunk`. What ends the process is tried once more, then its documents one by one.

        A document that ends the process by itself becomes an error row. Raises MissingError for what this
        machine lacks, a process that does not start included.
        """
        for _ in range(ATTEMPTS):
            with suppress(WorkerDied):
                return self._ask(chunk)
        return joined([self._alone(part) for part in chunk.single_documents()])

    def kill(self) -> None:
        """Ends the process, whatever it does, for good."""
        with self._lock:
            self._killed = True
            if self._process is not None:
                self._process.kill()

    def close(self) -> None:
        """Lets the process end; it has nothing to do any more."""
        if self._process is not None:
            self._end(self._process)

    def _alone(self, chunk: Chunk) -> Finished:
        try:
            return self._ask(chunk)
        except WorkerDied:
            return abandon(chunk, "the process that worked on this document ended; is there enough memory?")

    def _ask(self, chunk: Chunk) -> Finished:
        process = self._process or self._start()
        try:
            _send(_stream(process.stdin), chunk)
            answer: Answer | Refusal = _receive(_stream(process.stdout), Answer | Refusal)
        except (EOFError, OSError) as error:
            self._end(process)
            raise WorkerDied from error
        if isinstance(answer, Refusal):
            raise MissingError(answer.reason)
        return answer.finished

    def _start(self) -> subprocess.Popen[bytes]:
        with self._lock:
            if self._killed:
                raise MissingError("the run has ended.")
            paths = os.pathsep.join(filter(None, sys.path))
            self._process = process = subprocess.Popen(
                self._program,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                env=os.environ | {"PYTHONPATH": paths},
            )
        try:
            _send(_stream(process.stdin), self._settings)
            _receive(_stream(process.stdout), Ready)
        except (EOFError, OSError) as error:
            self._end(process)
            raise MissingError(
                f"a worker process ended while it started (exit code {process.returncode}); "
                "is there enough memory for the model? Fewer --workers need less."
            ) from error
        return process

    def _end(self, process: subprocess.Popen[bytes]) -> None:
        with self._lock:
            self._process = None
        # With its input closed it goes by itself, if it has not gone.
        for stream in (process.stdin, process.stdout):
            with suppress(OSError):
                _stream(stream).close()
        process.wait()


def main(open_pipeline: Callable[[WorkerSettings], Pipeline] = open_pipeline) -> None:
    """The life of a worker: settings, then chunk in, rows out, until its input ends."""
    # An interrupt reaches the whole group; the caller decides what becomes of it.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    # What a library prints must not get between the messages.
    requests, answers = sys.stdin.buffer, os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    pipeline = open_pipeline(_receive(requests, WorkerSettings))
    with suppress(EOFError, OSError):
        _send(answers, Ready())
        while True:
            _send(answers, _answer(_receive(requests, Chunk), pipeline))
    pipeline.close()


def _answer(chunk: Chunk, pipeline: Pipeline) -> Answer | Refusal:
    try:
        return Answer(finish(chunk, pipeline))
    except MissingError as error:
        return Refusal(str(error))


def _send(stream: IO[bytes], message: Struct) -> None:
    encoded = msgspec.msgpack.encode(message)
    stream.write(len(encoded).to_bytes(LENGTH_BYTES, "big") + encoded)
    stream.flush()


def _receive(stream: IO[bytes], kind: Any) -> Any:
    """The next message; raises EOFError where the other side has gone."""
    length = int.from_bytes(_read(stream, LENGTH_BYTES), "big")
    return msgspec.msgpack.decode(_read(stream, length), type=kind)


def _read(stream: IO[bytes], count: int) -> bytes:
    read = stream.read(count)
    if len(read) < count:
        raise EOFError
    return read


def _stream(stream: IO[bytes] | None) -> IO[bytes]:
    return cast(IO[bytes], stream)
