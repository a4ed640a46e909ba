"""The document at a glance: its sections to scale, and where it was repaired, cut, and summed up."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence

from msgspec import Struct

from gistmill.document import Findings, Section, Summary
from gistmill.render.changes import Stretch

# The bar is so many units wide, and so many bins tell where repairs are: a finer grain could not be seen.
WIDTH = 1000
BINS = 250


class Block(Struct, frozen=True):
    """A stretch of the bar, from 0 to WIDTH."""

    x: float
    width: float


class Row(Struct, frozen=True):
    """A section in numbers: its words, those of its summary, and how many repairs were made in it."""

    anchor: str
    label: str
    words: int
    summary_words: int
    changes: int

    @property
    def share(self) -> str:
        return percent(self.summary_words, self.words)


class Bar(Struct, frozen=True):
    """What is drawn, in places of the raw text, and what it says in words."""

    sections: tuple[Block, ...]
    sources: tuple[Block, ...]
    repairs: tuple[Block, ...]
    removals: tuple[Block, ...]
    rows: tuple[Row, ...]
    words: int
    summary_words: int

    @property
    def share(self) -> str:
        return percent(self.summary_words, self.words)


def bar_of(report: Findings, stretches: Sequence[Stretch], *, labels: Sequence[str]) -> Bar:
    """The bar of a report; the raw text is its measure, so that what was removed has its width, too."""
    length = len(report.cleaned.raw) or 1
    starts = [stretch.start for stretch in stretches]

    def place(position: int) -> float:
        stretch = stretches[max(bisect_right(starts, position) - 1, 0)] if stretches else None
        raw = (
            0
            if stretch is None
            else stretch.raw_start + min(max(position - stretch.start, 0), len(stretch.before))
        )
        return round(raw * WIDTH / length, 1)

    sections = report.outline.sections
    chosen = [summary.sentences for summary in report.summaries if summary.method != "verbatim"]
    sources = {
        span
        for sentences in (report.overview.sentences, *chosen)
        for sentence in sentences
        for span in sentence.sources
    }
    changed = [stretch for stretch in stretches if stretch.edits]
    return Bar(
        tuple(_block(place(section.start), place(section.end)) for section in sections),
        tuple(_block(place(span.start), place(span.end)) for span in sorted(sources)),
        _binned([s.raw_start for s in changed if not s.is_removal], length),
        tuple(
            _block(s.raw_start * WIDTH / length, (s.raw_start + len(s.before)) * WIDTH / length)
            for s in changed
            if s.is_removal
        ),
        tuple(
            _row(report, section, summary, label, changed)
            for section, summary, label in zip(sections, report.summaries, labels, strict=True)
        ),
        len(report.cleaned.text.split()),
        len(report.overview.text.split()),
    )


def percent(part: int, whole: int) -> str:
    """A share to read.

    >>> percent(12, 300)
    '4 %'
    """
    return f"{100 * part / whole:.0f} %" if whole else "-"


def _row(report: Findings, section: Section, summary: Summary, label: str, changed: Iterable[Stretch]) -> Row:
    words = len(report.cleaned.text[section.body : section.end].split())
    changes = sum(section.start <= stretch.start < section.end for stretch in changed)
    return Row(f"s{section.id}", label, words, len(summary.text.split()), changes)


def _block(start: float, end: float) -> Block:
    # What is there can be seen, however short it is.
    return Block(round(start, 1), round(max(end - start, 2), 1))


def _binned(positions: Iterable[int], length: int) -> tuple[Block, ...]:
    filled = sorted({min(position * BINS // length, BINS - 1) for position in positions})
    return tuple(Block(bin * WIDTH / BINS, 2) for bin in filled)
