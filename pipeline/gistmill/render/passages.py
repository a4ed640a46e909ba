"""The text of a section as paragraphs of runs: what stayed, what was changed, and which sentences rest on it."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby, pairwise

from msgspec import Struct

from gistmill.document import Span
from gistmill.render.changes import Stretch


class Cited(Struct, frozen=True):
    """A span of the cleaned text that sentence number `sentence` of the report rests on."""

    span: Span
    sentence: int


class Run(Struct, frozen=True):
    """Stretches in a row on which the same sentences rest; `sentences` is empty where none does.

    `closes` are those whose source ends with this run.
    """

    stretches: tuple[Stretch, ...]
    sentences: tuple[int, ...] = ()
    closes: tuple[int, ...] = ()


class Paragraph(Struct, frozen=True):
    runs: tuple[Run, ...]


class Removed(Struct, frozen=True):
    """Whole lines that cleaning took out, at their place."""

    stretch: Stretch


def passages(
    stretches: Sequence[Stretch], cited: Sequence[Cited], *, within: Span
) -> list[Paragraph | Removed]:
    """What stands in `within`, a span of the cleaned text, a paragraph a line; blank lines are left out.

    A change belongs where it begins: what was taken out at the very end stands in a span that goes beyond it.
    `stretches` and `cited` may be those of the whole text; `stretches` are in order.
    """
    cited = [one for one in cited if one.span.start < within.end and one.span.end > within.start]
    blocks: list[Paragraph | Removed] = []
    line: list[Stretch] = []
    for stretch in _lines(_clipped(stretches, within)):
        if stretch is None:
            blocks += _paragraph(line, cited)
            line = []
        elif stretch.is_removal and (not line or "\n" in stretch.before.strip(" ")):
            blocks += [*_paragraph(line, cited), Removed(stretch)]
            line = []
        else:
            line.append(stretch)
    return [*blocks, *_paragraph(line, cited)]


def _clipped(stretches: Sequence[Stretch], within: Span) -> Iterator[Stretch]:
    first = bisect_left(stretches, within.start, key=lambda stretch: stretch.start)
    for stretch in stretches[max(first - 1, 0) :]:
        if stretch.start >= within.end:
            return
        if stretch.edits:
            if within.start <= stretch.start:
                yield stretch
        elif stretch.end > within.start:
            start, end = max(stretch.start, within.start), min(stretch.end, within.end)
            yield _part(stretch, start, end)


def _part(stretch: Stretch, start: int, end: int) -> Stretch:
    text = stretch.after[start - stretch.start : end - stretch.start]
    return Stretch(start, stretch.raw_start + start - stretch.start, text, text)


def _lines(stretches: Iterable[Stretch]) -> Iterator[Stretch | None]:
    """The stretches, kept ones cut at the ends of lines, with None for the end of each line."""
    for stretch in stretches:
        if stretch.edits:
            yield stretch
            if "\n" in stretch.after:
                yield None
            continue
        start = stretch.start
        for line in stretch.after.splitlines(keepends=True):
            if text := line.rstrip("\r\n"):
                yield _part(stretch, start, start + len(text))
            if text != line:
                yield None
            start += len(line)


def _paragraph(line: Sequence[Stretch], cited: Sequence[Cited]) -> list[Paragraph]:
    if not any(stretch.before.strip() or stretch.after.strip() for stretch in line):
        return []
    near = [one for one in cited if one.span.start < line[-1].end and one.span.end > line[0].start]
    pieces = [piece for stretch in line for piece in _cut(stretch, near)]
    grouped = groupby(pieces, key=lambda piece: _resting_on(piece, near))
    return [Paragraph(tuple(_run(tuple(group), sentences, near) for sentences, group in grouped))]


def _cut(stretch: Stretch, cited: Sequence[Cited]) -> Iterator[Stretch]:
    """A kept stretch in parts, so that each lies in a source as a whole or not at all."""
    if stretch.edits:
        yield stretch
        return
    inside = {
        edge for one in cited for edge in (one.span.start, one.span.end) if stretch.start < edge < stretch.end
    }
    edges = [stretch.start, *sorted(inside), stretch.end]
    for start, end in pairwise(edges):
        yield _part(stretch, start, end)


def _resting_on(stretch: Stretch, cited: Sequence[Cited]) -> tuple[int, ...]:
    return tuple(one.sentence for one in cited if one.span.start <= stretch.start < one.span.end)


def _run(stretches: tuple[Stretch, ...], sentences: tuple[int, ...], cited: Sequence[Cited]) -> Run:
    end = stretches[-1].end
    closes = tuple(one.sentence for one in cited if one.sentence in sentences and one.span.end <= end)
    return Run(stretches, sentences, closes)
