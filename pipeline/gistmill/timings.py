"""Where the time of a run goes: seconds of wall clock by stage, each second counted once.

What runs inside another stage (a model inside a summary) counts for itself and not for the stage around it,
so that the parts add up to the whole.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import TypeVar

from msgspec import Struct

Item = TypeVar("Item")


class StageTime(Struct, frozen=True):
    """What a stage cost: `items` is how many it was asked for, `cached` how many of them were at hand."""

    name: str
    seconds: float = 0.0
    items: int = 0
    cached: int = 0


class Timings:
    """A running account; `clock` gives seconds. For one thread."""

    def __init__(self, clock: Callable[[], float] = time.perf_counter) -> None:
        self._clock = clock
        self._times: dict[str, StageTime] = {}
        self._running: list[str] = []
        self._since = 0.0

    @property
    def times(self) -> tuple[StageTime, ...]:
        """The stages in the order in which they were first seen."""
        return tuple(self._times.values())

    def clear(self) -> None:
        """Starts the account anew; not inside a measured block."""
        self._times = {}

    @contextmanager
    def measure(self, name: str, *, items: int = 0) -> Iterator[None]:
        """Counts the time of the block for `name`, and no longer for the block around it."""
        self._settle()
        self._running.append(name)
        self.count(name, items=items)
        try:
            yield
        finally:
            self._settle()
            self._running.pop()

    def count(self, name: str, *, seconds: float = 0.0, items: int = 0, cached: int = 0) -> None:
        known = self._times.get(name, StageTime(name))
        self._times[name] = StageTime(
            name, known.seconds + seconds, known.items + items, known.cached + cached
        )

    def add(self, times: Iterable[StageTime]) -> None:
        """Takes over what another account, of another process say, came to."""
        for one in times:
            self.count(one.name, seconds=one.seconds, items=one.items, cached=one.cached)

    def each(self, name: str, items: Iterable[Item]) -> Iterator[Item]:
        """The items, with the time it took to get each."""
        remaining = iter(items)
        while True:
            with self.measure(name):
                item = next(remaining, None)
            if item is None:
                return
            self.count(name, items=1)
            yield item

    def _settle(self) -> None:
        """Credits the time since the last change to the stage that ran."""
        now = self._clock()
        if self._running:
            self.count(self._running[-1], seconds=now - self._since)
        self._since = now


def timings_table(times: Sequence[StageTime], *, wall_s: float) -> str:
    """The account for a person: seconds, share, items and how many of those came from the cache.

    `wall_s` is how long a person waited; with several processes the stages add up to more.

    >>> print(timings_table([StageTime("clean", 1.5, 4, 1), StageTime("model", 4.5, 9)], wall_s=6.5))
    stage        seconds  share    items   cached
    clean          1.500  25.0%        4        1
    model          4.500  75.0%        9        0
    together       6.000           in 6.500 s
    """
    total = sum(one.seconds for one in times)
    rows = [
        f"{one.name:10} {one.seconds:9.3f} {one.seconds / (total or 1.0):6.1%} {one.items:8} {one.cached:8}"
        for one in times
    ]
    head = f"{'stage':10} {'seconds':>9} {'share':>6} {'items':>8} {'cached':>8}"
    return "\n".join([head, *rows, f"{'together':10} {total:9.3f}           in {wall_s:.3f} s"])
