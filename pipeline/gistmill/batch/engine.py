"""What an engine is: whatever turns a plan into finished chunks, in the order of the plan."""

from __future__ import annotations

from collections.abc import Generator
from pathlib import Path
from typing import Protocol

from msgspec import Struct

from gistmill.batch.plan import Plan, Position
from gistmill.batch.rows import Finished
from gistmill.cache import Store
from gistmill.recipe import Recipe
from gistmill.run import Pipeline


class WorkerSettings(Struct, frozen=True):
    """How a worker sets itself up: `cache` is the cache file (None: no cache), `threads` its cores on a CPU."""

    recipe: Recipe
    cache: str | None = None
    threads: int | None = None


class Engine(Protocol):
    """Gives the chunks from `start` on; rows and portions depend on the plan alone."""

    def finished(self, plan: Plan, start: Position) -> Generator[Finished]: ...


def open_pipeline(settings: WorkerSettings) -> Pipeline:
    """The pipeline of one worker. What is wrong with the cache is not said again by each."""
    store = Store.open(Path(settings.cache), warn=_ignore) if settings.cache else None
    return Pipeline(settings.recipe, store=store, threads=settings.threads)


def _ignore(_: str) -> None:
    """The command has opened the cache before and said what is wrong with it."""
