"""Lines of a text as values, and the removal of whole lines without leaving a gap."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from gistmill.clean.rule import Replacement
from gistmill.document import Metadata


class Line(NamedTuple):
    """A line that is not blank: its span without the line end, and its words without the margins."""

    start: int
    end: int
    text: str


def lines_from_the_start(text: str) -> Iterator[Line]:
    """The lines of `text` that are not blank, in order; no further than they are asked for.

    >>> list(lines_from_the_start("a\\n\\n b "))
    [Line(start=0, end=1, text='a'), Line(start=3, end=6, text='b')]
    """
    start = 0
    while start <= len(text):
        end = text.find("\n", start)
        end = len(text) if end < 0 else end
        stripped = text[start:end].strip()
        if stripped:
            yield Line(start, end, stripped)
        start = end + 1


def lines_from_the_end(text: str) -> Iterator[Line]:
    """The lines that are not blank, the last one first; no further than they are asked for.

    >>> [line.text for line in lines_from_the_end("a\\n\\n b \\n")]
    ['b', 'a']
    """
    end = len(text)
    while end >= 0:
        start = text.rfind("\n", 0, end) + 1
        stripped = text[start:end].strip()
        if stripped:
            yield Line(start, end, stripped)
        end = start - 1


def without_lines(
    lines: Sequence[Line], removed: Collection[Line], reason: str, *, says: Metadata | None = None
) -> Iterator[Replacement]:
    """Replacements that remove some of `lines` together with the blank lines behind them.

    At the end of the text it is the blank lines before them that go, and what ended the text ends it still.

    >>> a, b = lines_from_the_start("a\\n\\nb\\n")
    >>> list(without_lines([a, b], [b], "gone"))
    [Replacement(start=1, end=4, after='', reason='gone', says=None)]
    """
    starts = {line.start for line in removed}
    kept = [line for line in lines if line.start not in starts]
    last_kept = kept[-1] if kept else None
    for line, following in pairwise(lines):
        if line.start in starts and last_kept and line.start < last_kept.start:
            yield Replacement(line.start, following.start, "", reason, says)
    if lines and lines[-1].start in starts:
        yield Replacement(last_kept.end if last_kept else lines[0].start, lines[-1].end, "", reason, says)
