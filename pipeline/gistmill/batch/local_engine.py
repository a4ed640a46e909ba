"""The engine of one machine: a pool of worker processes, each with a model of its own.

A thread for each worker hands it chunks and waits for the rows; only a few chunks are read ahead, and results are
given back in order, so memory does not grow with the input.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Generator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from queue import LifoQueue

from gistmill.batch.engine import WorkerSettings
from gistmill.batch.plan import Chunk, Plan, Position, chunks_of_plan
from gistmill.batch.rows import Finished
from gistmill.batch.worker import PROGRAM, Worker

# Chunks read ahead of the oldest unfinished one, per worker.
AHEAD = 4


class LocalEngine:
    """As many processes as `workers` says; `program` is what runs in each."""

    def __init__(self, settings: WorkerSettings, *, workers: int, program: Sequence[str] = PROGRAM) -> None:
        self._settings = settings
        self._workers = workers
        self._program = program

    def finished(self, plan: Plan, start: Position) -> Generator[Finished]:
        pool = [Worker(self._settings, program=self._program) for _ in range(self._workers)]
        idle: LifoQueue[Worker] = LifoQueue()
        for worker in pool:
            idle.put(worker)

        def finish(chunk: Chunk) -> Finished:
            worker = idle.get()
            try:
                return worker.finish(chunk)
            finally:
                idle.put(worker)

        waiting: deque[Future[Finished]] = deque()
        threads = ThreadPoolExecutor(len(pool))
        try:
            for chunk in chunks_of_plan(plan, start):
                waiting.append(threads.submit(finish, chunk))
                while waiting and (waiting[0].done() or len(waiting) >= AHEAD * len(pool)):
                    yield waiting.popleft().result()
            while waiting:
                yield waiting.popleft().result()
        except BaseException:
            for worker in pool:
                worker.kill()
            raise
        finally:
            threads.shutdown(cancel_futures=True)
            for worker in pool:
                worker.close()
