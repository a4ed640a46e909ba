"""The engine of a cluster: Ray Data reads the shards, a pool of actors works, this process writes in order.

    shards --read tasks--> chunks --actors, each with one model--> finished chunks --in order--> here

Chunks and rows travel as bytes that msgspec makes; the portions are those of the plan, so the rows are the local
engine's to the byte. An actor has its worker in a process of its own, as the local engine does, so a document that
ends it costs only itself. A dead actor is started again and its chunk with it; after `RETRIES` deaths on one chunk
the run ends, and `--resume` goes on. The files must lie under the same paths on every node, and gistmill be installed.
"""

from __future__ import annotations

import logging
import os
import socket
from collections.abc import Generator, Iterable, Sequence
from functools import partial
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import msgspec

from gistmill.batch.engine import WorkerSettings
from gistmill.batch.plan import Chunk, Plan, Position, chunks_of_shard
from gistmill.batch.rows import Finished
from gistmill.batch.worker import PROGRAM, Worker
from gistmill.errors import GistmillError, MissingError

if find_spec("ray") is None:
    raise MissingError("--engine ray needs the extra: pip install 'gistmill[ray]'.")

import pyarrow
import ray
from ray.data import Datasource, ReadTask
from ray.data.block import BlockMetadata

CHUNK, FINISHED, ERROR = "chunk", "finished", "error"
# A reader takes little of a core; with the actor beside it, one core.
READER_CORES, ACTOR_CORES = 0.1, 0.9
CONNECT_TIMEOUT_S = 10.0
# How often a chunk is tried again whose actor died.
RETRIES = 3
# What Ray keeps on a machine where it is started for this run, and how large one of its blocks gets: a few chunks,
# so that work spreads over all actors.
OBJECT_STORE_BYTES = 200_000_000
BLOCK_BYTES = 256_000


class RayEngine:
    """`workers` actors (None: one for each core, or for each GPU); `address` None starts Ray on this machine.

    `program` is what runs in the process of each worker (None: the Python of its node).
    """

    def __init__(
        self,
        settings: WorkerSettings,
        *,
        workers: int | None = None,
        on_gpu: bool = False,
        address: str | None = None,
        program: Sequence[str] | None = None,
    ) -> None:
        self._program = program
        self._settings = msgspec.structs.replace(settings, threads=settings.threads or 1)
        self._workers = workers
        self._on_gpu = on_gpu
        self._address = address

    def finished(self, plan: Plan, start: Position) -> Generator[Finished]:
        self._connect()
        try:
            for row in self._dataset(plan, start).iter_rows():
                if row[ERROR]:
                    raise MissingError(row[ERROR])
                yield msgspec.msgpack.decode(row[FINISHED], type=Finished)
        finally:
            ray.shutdown()

    def _connect(self) -> None:
        """Joins the cluster, or starts one; raises MissingError where none answers."""
        # Nothing is told to anyone outside; Ray reads this from the environment alone.
        os.environ.setdefault("RAY_USAGE_STATS_ENABLED", "0")
        quiet: dict[str, Any] = {"log_to_driver": False, "logging_level": "error"}
        if self._address is None:
            ray.init(
                num_cpus=self._workers,
                object_store_memory=OBJECT_STORE_BYTES,
                include_dashboard=False,
                _node_ip_address="127.0.0.1",
                **quiet,
            )
            return
        local = self._address.startswith(("127.", "localhost"))
        try:
            _knock(self._address)
            ray.init(address=self._address, **quiet, **({"_node_ip_address": "127.0.0.1"} if local else {}))
        except (OSError, RuntimeError, ValueError) as error:
            raise MissingError(
                f"--address {self._address}: no Ray cluster answers there ({error}); start one with `ray start`."
            ) from error

    def _dataset(self, plan: Plan, start: Position) -> Any:
        logging.getLogger("ray").setLevel(logging.ERROR)
        context = ray.data.DataContext.get_current()
        context.execution_options.preserve_order = True
        context.target_max_block_size = BLOCK_BYTES
        context.enable_progress_bars = False
        context.print_on_execution_start = False
        source = ray.data.read_datasource(ShardSource(plan, start), num_cpus=READER_CORES)
        unit = "GPU" if self._on_gpu else "CPU"
        count = self._workers or max(1, int(ray.cluster_resources().get(unit, 1)))
        return source.map_batches(
            Actor,
            fn_constructor_args=(self._settings, self._program),
            batch_size=1,
            batch_format="pyarrow",
            compute=ray.data.ActorPoolStrategy(size=count),
            num_cpus=ACTOR_CORES,
            num_gpus=1 if self._on_gpu else None,
            max_task_retries=RETRIES,
        )


class Actor:
    """A worker on some node: its model is opened once, at the first chunk that needs it."""

    def __init__(self, settings: WorkerSettings, program: Sequence[str] | None) -> None:
        self._worker = Worker(settings, program=program or PROGRAM)

    def __call__(self, batch: Any) -> Any:
        chunks = [msgspec.msgpack.decode(value, type=Chunk) for value in batch[CHUNK].to_pylist()]
        return _table([self._answer(chunk) for chunk in chunks])

    def _answer(self, chunk: Chunk) -> dict[str, bytes | str]:
        try:
            return {FINISHED: msgspec.msgpack.encode(self._worker.finish(chunk)), ERROR: ""}
        except GistmillError as error:
            return {FINISHED: b"", ERROR: str(error)}


class ShardSource(Datasource):  # type: ignore[misc]
    """The shards of a plan from a position on, a read task for each."""

    def __init__(self, plan: Plan, start: Position) -> None:
        super().__init__()
        self._plan = plan
        self._start = start

    def estimate_inmemory_data_size(self) -> int:
        return sum(file.size for file in self._plan.files)

    def get_read_tasks(self, *_: Any, **__: Any) -> list[Any]:
        """One for each shard, however many Ray asks for: a shard is read from its start to its end."""
        starts = (
            Position(number, self._start.row if number == self._start.shard else 0)
            for number in range(self._start.shard, len(self._plan.shards()))
        )
        return [ReadTask(partial(_read, self._plan, start), _metadata()) for start in starts]


def _knock(address: str) -> None:
    """Raises OSError or ValueError where nothing listens; Ray itself would go on asking for minutes."""
    host, _, port = address.removeprefix("ray://").rpartition(":")
    socket.create_connection((host, int(port)), timeout=CONNECT_TIMEOUT_S).close()


def _read(plan: Plan, start: Position) -> Iterable[Any]:
    shard: tuple[Path, ...] = plan.shards()[start.shard]
    for chunk in chunks_of_shard(shard, plan, start):
        yield _table([{CHUNK: msgspec.msgpack.encode(chunk)}])


def _table(rows: list[dict[str, Any]]) -> Any:
    return pyarrow.Table.from_pylist(rows)


def _metadata() -> Any:
    return BlockMetadata(num_rows=None, size_bytes=None, input_files=None, exec_stats=None)
