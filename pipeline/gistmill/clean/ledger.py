"""The ledger: a text on its way from raw to clean, with every change on record as an edit of the raw text."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from heapq import merge
from itertools import accumulate
from typing import NamedTuple

from msgspec import Struct
from msgspec.structs import replace

from gistmill.clean.rule import Replacement
from gistmill.document import Edit, Heading, Span


class Ledger(Struct, frozen=True):
    """A text, what it was made of, and how: `replay(raw, edits) == text`, edits in order and not overlapping."""

    raw: str
    text: str
    edits: tuple[Edit, ...] = ()

    @classmethod
    def of(cls, raw: str) -> Ledger:
        """The ledger in which nothing has been changed yet."""
        return cls(raw=raw, text=raw)

    def apply(self, rule: str, replacements: Iterable[Replacement]) -> Ledger:
        """The ledger after `replacements` of the present text, which are in order and do not overlap.

        A change of characters that an earlier edit already touched becomes one edit with it; if the two
        together restore the raw text, both vanish. Linear in the text and the number of edits.

        >>> ledger = Ledger.of("a ,, b").apply("doubled", [Replacement(2, 4, ",", "doubled comma")])
        >>> ledger.apply("spacing", [Replacement(1, 3, ",", "space before a comma")]).edits
        (Edit(rule='doubled+spacing', start=1, end=4, before=' ,,', after=',', \
reason='doubled comma; space before a comma'),)
        """
        changes = [change for change in replacements if self.text[change.start : change.end] != change.after]
        if not changes:
            return self
        text = _replaced(self.text, changes)
        marks = merge(_marks_of_edits(self.edits), _marks_of_changes(rule, changes), key=_place)
        edits = _edits_of(self.raw, text, _clusters(marks))
        return Ledger(raw=self.raw, text=text, edits=tuple(edits))

    def edited_lines(self) -> list[Span]:
        """The lines of the present text in which something was changed, in order, each once.

        >>> Ledger.of("a\\nb  b\\nc").apply("r", [Replacement(3, 5, " ", "")]).edited_lines()
        [Span(start=2, end=5)]
        """
        spans: list[Span] = []
        for mark in _marks_of_edits(self.edits):
            if not spans or mark.end > spans[-1].end:
                start = self.text.rfind("\n", 0, mark.start) + 1
                end = self.text.find("\n", mark.end)
                spans.append(Span(start, len(self.text) if end < 0 else end))
        return spans


class _Mark(NamedTuple):
    """An earlier edit or a fresh change, placed in the present text: positions behind it lie `from_raw`
    further on than in the raw text, and will lie `to_new` further on in the new one."""

    start: int
    end: int
    from_raw: int
    to_new: int
    fresh: bool
    rules: tuple[str, ...]
    reasons: tuple[str, ...]


def _place(mark: _Mark) -> tuple[int, int]:
    return mark.start, mark.end


def _replaced(text: str, changes: Sequence[Replacement]) -> str:
    kept, position = [], 0
    for change in changes:
        kept += [text[position : change.start], change.after]
        position = change.end
    return "".join(kept) + text[position:]


def _marks_of_edits(edits: Iterable[Edit]) -> Iterator[_Mark]:
    shift = 0
    for edit in edits:
        start = edit.start + shift
        from_raw = len(edit.after) - (edit.end - edit.start)
        shift += from_raw
        rules, reasons = tuple(edit.rule.split("+")), tuple(edit.reason.split("; "))
        yield _Mark(start, edit.end + shift, from_raw, 0, False, rules, reasons)


def _marks_of_changes(rule: str, changes: Iterable[Replacement]) -> Iterator[_Mark]:
    for change in changes:
        width = change.end - change.start
        to_new = len(change.after) - width
        yield _Mark(change.start, change.end, 0, to_new, True, (rule,), (change.reason,))


def _clusters(marks: Iterable[_Mark]) -> Iterator[list[_Mark]]:
    """Groups of marks that share characters; an insertion also belongs to what it touches."""
    cluster: list[_Mark] = []
    end = 0
    for mark in marks:
        touches = mark.start == end and (_inserts(mark) or (bool(cluster) and _inserts(cluster[-1])))
        if cluster and not (mark.start < end or touches):
            yield cluster
            cluster = []
        end = max(end, mark.end) if cluster else mark.end
        cluster.append(mark)
    if cluster:
        yield cluster


def _inserts(mark: _Mark) -> bool:
    return mark.fresh and mark.start == mark.end


def _edits_of(raw: str, text: str, clusters: Iterable[list[_Mark]]) -> Iterator[Edit]:
    from_raw = to_new = 0
    for cluster in clusters:
        start, end = cluster[0].start, max(mark.end for mark in cluster)
        raw_start, new_start = start - from_raw, start + to_new
        from_raw += sum(mark.from_raw for mark in cluster)
        to_new += sum(mark.to_new for mark in cluster)
        before, after = raw[raw_start : end - from_raw], text[new_start : end + to_new]
        if before != after:
            by_age = sorted(cluster, key=lambda mark: mark.fresh)
            rule = "+".join(dict.fromkeys(name for mark in by_age for name in mark.rules))
            reason = "; ".join(dict.fromkeys(reason for mark in by_age for reason in mark.reasons))
            yield Edit(rule, raw_start, end - from_raw, before, after, reason)


def move_headings(headings: Iterable[Heading], ledger: Ledger) -> tuple[Heading, ...]:
    """The headings with spans into the cleaned text; one whose words were all removed is dropped."""
    to_clean = Shift(ledger.edits)
    moved: list[Heading] = []
    for heading in headings:
        span = _trimmed(ledger.text, to_clean.span(heading.span))
        if span.start < span.end:
            literal = heading.title == heading.span.of(ledger.raw).strip()
            title = span.of(ledger.text) if literal else heading.title
            moved.append(replace(heading, span=span, title=title))
    return tuple(moved)


def _trimmed(text: str, span: Span) -> Span:
    words = span.of(text)
    start = span.start + len(words) - len(words.lstrip())
    return Span(start, start + len(words.strip()))


class Shift:
    """Where spans of the raw text lie in the cleaned text; a span that an edit cuts grows to the whole edit.

    >>> Shift((Edit("r", 2, 4, "xx", "", ""),)).span(Span(0, 6))
    Span(start=0, end=4)
    """

    def __init__(self, edits: Sequence[Edit]) -> None:
        self._edits = edits
        self._starts = [edit.start for edit in edits]
        self._ends = [edit.end for edit in edits]
        self._sums = [0, *accumulate(len(edit.after) - (edit.end - edit.start) for edit in edits)]

    def span(self, span: Span) -> Span:
        start = self._of_start(span.start)
        return Span(start, max(start, self._of_end(span.end)))

    def _of_start(self, position: int) -> int:
        ended = bisect_right(self._ends, position)
        if ended < len(self._edits) and self._starts[ended] < position:
            position = self._starts[ended]
        return position + self._sums[ended]

    def _of_end(self, position: int) -> int:
        begun = bisect_left(self._starts, position)
        if begun and self._ends[begun - 1] > position:
            position = self._ends[begun - 1]
        return position + self._sums[begun]
