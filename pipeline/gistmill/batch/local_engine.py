"""The engine of one machine: a pool of processes, each with a model of its own.

Chunks are handed out as workers come free, a few at a time, and given back in order; so memory does not grow
with the input. A worker that dies takes its chunk with it: it is tried once more in a new process, then its
documents one by one, and the one that ends its process again becomes an error row. A worker whose parent dies
sees its pipe end and goes.
"""

from __future__ import annotations

import multiprocessing
import signal
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import suppress
from multiprocessing.connection import Connection, wait
from typing import cast

from gistmill.batch.engine import WorkerSettings, open_pipeline
from gistmill.batch.plan import Chunk, Plan, Position, chunks_of_plan
from gistmill.batch.rows import Finished, abandon, finish, joined
from gistmill.errors import GistmillError
from gistmill.run import Pipeline

# Finished chunks that may wait for a slow one before them, per worker.
AHEAD = 4
# How often a chunk may end its worker before its documents are tried one by one.
ATTEMPTS = 2

OpenPipeline = Callable[[WorkerSettings], Pipeline]


class LocalEngine:
    """As many processes as `workers` says."""

    def __init__(
        self, settings: WorkerSettings, *, workers: int, open_pipeline: OpenPipeline = open_pipeline
    ) -> None:
        self._settings = settings
        self._workers = workers
        self._open_pipeline = open_pipeline

    def finished(self, plan: Plan, start: Position) -> Iterator[Finished]:
        chunks = chunks_of_plan(plan, start)
        pool = [_Worker(self._settings, self._open_pipeline) for _ in range(self._workers)]
        waiting: deque[_Task] = deque()
        try:
            for chunk in chunks:
                waiting.append(_Task(chunk))
                self._hand_out(waiting, pool)
                while len(waiting) >= AHEAD * len(pool) or (waiting and waiting[0].finished):
                    yield self._first(waiting, pool)
            while waiting:
                yield self._first(waiting, pool)
        finally:
            for worker in pool:
                worker.stop()

    def _first(self, waiting: deque[_Task], pool: list[_Worker]) -> Finished:
        """The result of the oldest task, once it is there."""
        while waiting[0].finished is None:
            self._collect(pool)
            self._hand_out(waiting, pool)
        return cast(Finished, waiting.popleft().finished)

    def _hand_out(self, waiting: deque[_Task], pool: list[_Worker]) -> None:
        idle = [worker for worker in pool if worker.task is None]
        open_tasks = (task for task in waiting if not task.given)
        for worker, task in zip(idle, open_tasks, strict=False):
            worker.give(task)

    def _collect(self, pool: list[_Worker]) -> None:
        """Waits until a worker has finished or died, and takes what it left."""
        busy = {worker.pipe: worker for worker in pool if worker.task is not None}
        for pipe in wait(list(busy)):
            busy[cast(Connection, pipe)].take()


class _Task:
    """A chunk on its way: given to a worker or not, finished or not."""

    def __init__(self, chunk: Chunk) -> None:
        self.chunk = chunk
        self.given = False
        self.deaths = 0
        self.finished: Finished | None = None


class _Worker:
    """A process with a pipe; it is started when it is first given something."""

    def __init__(self, settings: WorkerSettings, open_pipeline: OpenPipeline) -> None:
        self._settings = settings
        self._open_pipeline = open_pipeline
        self._process: multiprocessing.process.BaseProcess | None = None
        self.task: _Task | None = None
        self.pipe: Connection

    def give(self, task: _Task) -> None:
        if self._process is None:
            self._start()
        self.task, task.given = task, True
        try:
            self.pipe.send(task.chunk)
        except OSError:
            self._died()

    def take(self) -> None:
        task = cast(_Task, self.task)
        try:
            answer = self.pipe.recv()
        except (EOFError, OSError):
            self._died()
            return
        self.task = None
        if isinstance(answer, GistmillError):
            raise answer
        task.finished = answer

    def stop(self) -> None:
        if self._process is not None:
            self.pipe.close()
            if self.task is not None:
                self._process.terminate()
            self._process.join()
            self._process = None

    def _start(self) -> None:
        # Spawned, not forked: engines hold threads, and no worker may hold the pipe of another.
        context = multiprocessing.get_context("spawn")
        self.pipe, theirs = context.Pipe()
        self._process = context.Process(
            target=work, args=(theirs, self._settings, self._open_pipeline), daemon=True
        )
        self._process.start()
        theirs.close()

    def _died(self) -> None:
        """Sees to it that the chunk is tried again, or its documents one by one where that has been done."""
        task = cast(_Task, self.task)
        self.task = None
        self.stop()
        task.deaths += 1
        if task.deaths < ATTEMPTS:
            task.given = False
        else:
            task.finished = joined([self._alone(part) for part in task.chunk.single_documents()])

    def _alone(self, chunk: Chunk) -> Finished:
        """What a chunk of one document comes to, an error row if it ends the process."""
        self.give(_Task(chunk))
        try:
            answer = self.pipe.recv()
        except (EOFError, OSError):
            self.task = None
            self.stop()
            return abandon(chunk, "the process that worked on this document ended; is there enough memory?")
        self.task = None
        if isinstance(answer, GistmillError):
            raise answer
        return cast(Finished, answer)


def work(pipe: Connection, settings: WorkerSettings, open_pipeline: OpenPipeline) -> None:
    """The life of a worker: chunk in, rows out, until the other end of the pipe is closed."""
    # An interrupt reaches the whole group; the parent decides what becomes of it.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    pipeline = open_pipeline(settings)
    with suppress(EOFError, OSError):
        while True:
            pipe.send(_answer(pipe.recv(), pipeline))
    pipeline.close()


def _answer(chunk: Chunk, pipeline: Pipeline) -> Finished | GistmillError:
    try:
        return finish(chunk, pipeline)
    except GistmillError as error:
        return error
