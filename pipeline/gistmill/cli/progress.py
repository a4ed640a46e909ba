"""How far a long run is: a bar with rate and time left on a terminal, a line now and then where asked."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, Self, TypeVar

from gistmill.cli.talk import talk

LINE_EVERY_S = 10.0

T = TypeVar("T")


class Progress:
    """Shows rows done of all rows, unless `quiet`; `count_all` is asked only if something is shown."""

    def __init__(self, count_all: Callable[[], int], *, verbose: bool, quiet: bool = False) -> None:
        self._bar: Any = None
        self._wants_bar = wants_bar(quiet=quiet)
        self._lines = verbose and not quiet and not sys.stderr.isatty()
        self._total = count_all() if self._lines or self._wants_bar else 0
        self._first: int | None = None
        self._started = self._said = time.monotonic()

    def __enter__(self) -> Self:
        if self._wants_bar:
            self._bar = _bar()
            self._bar.start()
            self._task = self._bar.add_task("documents", total=self._total)
        return self

    def __exit__(self, *_: object) -> None:
        if self._bar is not None:
            self._bar.stop()

    def advance(self, rows: int, failures: Sequence[str]) -> None:
        """`rows` are done in all; `failures` are new and are named."""
        for failure in failures:
            talk(failure)
        if self._bar is not None:
            self._bar.update(self._task, completed=rows)
        now = time.monotonic()
        if self._first is None:
            self._first, self._started = rows, now
        elif self._lines and now - self._said >= LINE_EVERY_S:
            self._said = now
            talk(progress_line(rows, self._total, (rows - self._first) / (now - self._started)))


def progress_line(rows: int, total: int, rate: float) -> str:
    """
    >>> progress_line(500, 2000, 12.5)
    '500 of 2,000 documents, 12.5 a second, 2:00 left'
    """
    left = round((total - rows) / rate) if rate else 0
    return f"{rows:,} of {total:,} documents, {rate:.1f} a second, {left // 60}:{left % 60:02} left"


def wants_bar(*, quiet: bool) -> bool:
    return sys.stderr.isatty() and not quiet


def watched(items: Iterable[T], *, total: int | None, what: str) -> Iterator[T]:
    """`items` as they come, counted on a bar of `total` (None: not known, so no time left is told)."""
    with _bar() as bar:
        task = bar.add_task(what, total=total)
        for item in items:
            bar.advance(task)
            yield item


def _bar() -> Any:
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, ProgressColumn, Task, TimeRemainingColumn
    from rich.progress import Progress as Bars
    from rich.text import Text

    class Rate(ProgressColumn):
        def render(self, task: Task) -> Text:
            speed = task.finished_speed or task.speed
            return Text(f"{speed:.1f} a second" if speed else "")

    columns = ("{task.description}", BarColumn(), MofNCompleteColumn(), Rate(), TimeRemainingColumn())
    return Bars(*columns, console=Console(stderr=True), transient=True)
