"""The segment stage: a cleaned text becomes its title and the sections that partition it."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

from msgspec import Struct

from gistmill.document import CleanText, Heading, Outline, Section, Span
from gistmill.segment.finder import Candidate, headings_of, marked_candidates, plain_candidates
from gistmill.segment.lines import Line, split_lines
from gistmill.segment.model import trained_weights
from gistmill.segment.sections import below_title, cut_at, cut_at_headings, with_generated_title
from gistmill.segment.title import take_known_title, take_title
from gistmill.segment.topic_titles import topic_titles
from gistmill.segment.topics import topic_starts
from gistmill.segment.turns import turn_headings, with_turns

# One weak heading is no outline of a long text. 20 of 35 such in the training texts are real, so this costs 0.2 of
# the F1 on articles; on Choi's texts, where the line is one of dialogue, Pk falls from 12.5 to 10.9.
_FEW, _SURE = 1, 0.8


class SegmentSettings(Struct, frozen=True, forbid_unknown_fields=True):
    """How a text is cut.

    `headings`: look for headings in plain text. `min_confidence`: from which confidence on a line is one (None:
    where F1 was best in training). `topics`: cut long texts without headings where their topic changes.
    """

    headings: bool = True
    min_confidence: float | None = None
    topics: bool = True


class SegmentStage(Struct, frozen=True):
    """Finds the headings of each text and cuts it there; a pure function of text, known headings and settings."""

    settings: SegmentSettings = SegmentSettings()

    @property
    def name(self) -> str:
        return "segment"

    @property
    def version(self) -> str:
        return "8"

    @property
    def output(self) -> type[Outline]:
        return Outline

    def run(self, items: Sequence[CleanText], /) -> Sequence[Outline]:
        return tuple(outline_of(item, settings=self.settings) for item in items)


def outline_of(item: CleanText, *, settings: SegmentSettings) -> Outline:
    """The outline of one text. Headings that the input marks are used as they are and nothing else is guessed.

    >>> text = "Trade grew again, the office said.\\n\\n## Aims\\n\\nTo grow.\\n\\n## Costs\\n\\nNone."
    >>> [(section.id, section.title) for section in outline_of(CleanText(text), settings=SegmentSettings()).sections]
    [('0', None), ('1', 'Aims'), ('2', 'Costs')]
    """
    if item.headings:
        title, headings = take_known_title(item.text, item.headings, known=item.title)
        end = item.headings[0].span.end if len(headings) < len(item.headings) else 0
        return Outline(title, below_title(item.text, cut_at_headings(item.text, headings), end=end))
    accepted = accepted_confidence(settings)
    lines = split_lines(item.text) if settings.headings else ()
    candidates, turns = _candidates(lines), turn_headings(lines)
    beside = [c for c in candidates if not _overlaps(c.span, turns)]
    titled = take_title(item.text, beside, known=item.title, accepted=accepted)
    found = headings_of(item.text, [c for c in titled.candidates if c.confidence >= accepted])
    headings = with_turns(found, [turn for turn in turns if turn.span.start >= titled.end])
    stray = settings.topics and _are_stray(headings)
    starts = topic_starts(item.text, first=titled.end) if settings.topics and (stray or not headings) else ()
    sections = (
        cut_by_topic(item.text, starts, first=titled.end) if starts else cut_at_headings(item.text, headings)
    )
    return Outline(titled.title, below_title(item.text, sections, end=titled.end))


def _overlaps(span: Span, turns: Sequence[Heading]) -> bool:
    at = bisect_left(turns, span.end, key=lambda turn: turn.span.start)
    return at > 0 and turns[at - 1].span.end > span.start


def cut_by_topic(text: str, starts: Sequence[int], *, first: int) -> tuple[Section, ...]:
    """The sections of a text that begin at `starts`, with titles made from their words where some stand out."""
    sections = cut_at(text, starts, first=first)
    titles = topic_titles([text[max(first, section.start) : section.end] for section in sections])
    return tuple(
        with_generated_title(section, title) if title else section
        for section, title in zip(sections, titles, strict=True)
    )


def _are_stray(headings: Sequence[Heading]) -> bool:
    """Whether a single weak heading is all there is, as a short line of dialogue is in a text that has none."""
    return len(headings) <= _FEW and all(heading.confidence < _SURE for heading in headings)


def explain(text: str) -> tuple[Candidate, ...]:
    """Every line of a text that may be a heading, with its confidence and the features that decided."""
    return _candidates(split_lines(text), reasons=True)


def _candidates(lines: Sequence[Line], *, reasons: bool = False) -> tuple[Candidate, ...]:
    return marked_candidates(lines) or plain_candidates(lines, weights=trained_weights(), reasons=reasons)


def accepted_confidence(settings: SegmentSettings) -> float:
    """The confidence from which on a candidate is a heading."""
    return trained_weights().threshold if settings.min_confidence is None else settings.min_confidence
