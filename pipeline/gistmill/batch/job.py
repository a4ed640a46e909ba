"""A batch run from plan to output: rows kept as they are finished, moved into place when all are there."""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from msgspec import Struct

from gistmill.batch.engine import Engine
from gistmill.batch.manifest import Manifest, State
from gistmill.batch.plan import Plan
from gistmill.batch.rows import Finished
from gistmill.batch.stream import Stream
from gistmill.errors import GistmillError
from gistmill.outputs import is_replaceable
from gistmill.timings import Timings

# Told after every chunk: the chunk, and all that is on disk so far.
Watch = Callable[[Finished, State], None]


class DocumentFailed(GistmillError):
    """The first failing document of a run that is to stop there."""


class Outcome(Struct, frozen=True):
    """What a run came to: all rows of the output, how many of them are errors, and how many were there before."""

    rows: int
    failed: int
    resumed_rows: int
    seconds: float
    timings: Timings


def run_job(
    plan: Plan,
    engine: Engine,
    output: Path,
    *,
    resume: bool = False,
    fail_fast: bool = False,
    watch: Watch | None = None,
) -> Outcome:
    """Writes the rows of `plan` to `output`, JSONL, or Parquet by its name; it appears when it is complete.

    `resume` goes on where a run of the same plan ended, however it ended. `fail_fast` raises DocumentFailed at
    the first document that fails, before any row of its chunk is kept. Raises what `Manifest` raises, and
    whatever error of this machine an engine meets, with a note of what is kept. A pipe or a device gets its rows
    as they are finished.
    """
    started, timings = time.perf_counter(), Timings()
    manifest = (
        Manifest(output, plan, resume=resume) if is_replaceable(output) else Stream(output, resume=resume)
    )
    before = manifest.state.rows
    try:
        with closing(engine.finished(plan, manifest.state.position)) as chunks:
            for finished in chunks:
                if fail_fast:
                    _refuse_failure(finished)
                timings.add(finished.times)
                with timings.measure("write"):
                    manifest.keep(finished)
                if watch:
                    watch(finished, manifest.state)
        with timings.measure("write"):
            manifest.complete()
    except BaseException as error:
        if kept := manifest.stop():
            error.add_note(kept)
        raise
    state = manifest.state
    return Outcome(state.rows, state.failed, before, time.perf_counter() - started, timings)


def _refuse_failure(finished: Finished) -> None:
    for row in finished.rows:
        if row.error:
            raise DocumentFailed(f"{row.name}: {row.error}")
