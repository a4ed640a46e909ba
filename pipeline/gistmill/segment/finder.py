"""The headings of plain text: every candidate line with its confidence, and why."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from msgspec import Struct
from msgspec.structs import replace

from gistmill.document import Heading, Span
from gistmill.segment.blocks import Block, blocks_of, with_blocks
from gistmill.segment.documents import document_openings
from gistmill.segment.evidence import NAMED, NUMBERED, numbered_runs, with_bare_number
from gistmill.segment.features import features_of
from gistmill.segment.levels import Look, levels_of
from gistmill.segment.lines import Line
from gistmill.segment.markers import Marked, marked_headings, without_emphasis
from gistmill.segment.model import Weights, context_features, score
from gistmill.segment.shapes import Shape, candidate_positions, layout_of, shape_of
from gistmill.segment.surroundings import Features, neighbourhood
from gistmill.segment.wording import closes_text, words_of

_LONGEST_ACRONYM = 5
_ALIKE_WORDS = 2
# Best of 15 to 60 words by md_18f's training documents, of 1 to 3 times as long by digital.gov's.
_INTRODUCTION_WORDS, _LONGER = 40, 1.5
# Of the marked documents at hand (md_18f, rust book, open source guide) none has longer sections on average.
_FEWEST_MARKS, _WORDS_A_MARK = 2, 3000
_TRAILING_MARKS = re.compile(r"[\s—–:：_=-]+$")


class Reason(Struct, frozen=True):
    """One feature of a line and what it adds to the line's score (log-odds; above 0 speaks for a heading)."""

    feature: str
    value: float
    weight: float

    @property
    def effect(self) -> float:
        return self.value * self.weight


class Candidate(Struct, frozen=True):
    """A line that may be a heading: its confidence, and the reasons, the strongest first, where they were wanted."""

    span: Span
    title: str
    look: Look
    confidence: float
    reasons: tuple[Reason, ...]


def marked_candidates(lines: Sequence[Line]) -> tuple[Candidate, ...]:
    """The headings that the text itself marks with `#` or an underline; none unless it marks them throughout.

    A lone `#` or rule is too weak (comments in code, separators between posts), and so are two in a book.
    """
    marked = [mark for mark in marked_headings(lines) if mark.marker != "bold"]
    words = sum(line.words for line in lines)
    if len(marked) < _FEWEST_MARKS or words > _WORDS_A_MARK * len(marked):
        return ()
    depths = _depths(marked)
    return tuple(
        _marked_candidate(lines, mark, depth=depth) for mark, depth in zip(marked, depths, strict=True)
    )


def plain_candidates(
    lines: Sequence[Line], *, weights: Weights, reasons: bool = False
) -> tuple[Candidate, ...]:
    """Every line of plain text that may be a heading, with the model's confidence; with its `reasons` only if wanted,
    since they take a quarter of the time."""
    described = described_lines(lines)
    first = [score(features, weights.alone) for features in described.features]
    context = described.in_context(first)
    found = [
        _candidate(shape, {**own, **around}, weights, reasons=reasons)
        for shape, own, around in zip(described.shapes, described.features, context, strict=True)
    ]
    return tuple(_with_evidence(found, described))


def _with_evidence(candidates: Sequence[Candidate], described: Described) -> Iterator[Candidate]:
    """The candidates, surer of those that the numbers of others or a table of contents bear out."""
    shapes = dict(zip(described.positions, described.shapes, strict=True))
    confidences = {
        index: found.confidence for index, found in zip(described.positions, candidates, strict=True)
    }
    counted = numbered_runs(shapes, confidences, described.lines)
    named = {index for block in described.blocks for index in block.names}
    openings = document_openings(described.lines)
    for index, candidate in zip(described.positions, candidates, strict=True):
        if index in openings:
            candidate = _surer(candidate, NAMED, "headline of one of several documents")
            yield replace(candidate, look=Look(opens_document=True))
            continue
        if index in counted:
            numbering = with_bare_number(shapes[index]).numbering
            candidate = replace(
                _surer(candidate, NUMBERED, "one of a run of numbered lines"),
                look=replace(candidate.look, numbering=numbering),
            )
        yield _surer(candidate, NAMED, "named by the table of contents") if index in named else candidate


def _surer(candidate: Candidate, confidence: float, why: str) -> Candidate:
    reason = Reason(why, 1.0, round(confidence, 4))
    reasons = (reason, *candidate.reasons) if candidate.reasons else ()
    return replace(candidate, confidence=max(candidate.confidence, confidence), reasons=reasons)


class Described(Struct, frozen=True):
    """The lines of a text, its blocks, and the candidates among the lines: their indices, shapes, neighbourhoods and
    features."""

    lines: tuple[Line, ...]
    blocks: tuple[Block, ...]
    positions: tuple[int, ...]
    shapes: tuple[Shape, ...]
    arounds: tuple[str, ...]
    features: tuple[Features, ...]

    def in_context(self, scores: Sequence[float]) -> list[Features]:
        """The features that the scores of the first pass add."""
        return context_features(self.shapes, self.positions, scores, arounds=self.arounds)


def described_lines(plain: Sequence[Line]) -> Described:
    """The candidates of a text as the model sees them in its first pass."""
    blocks = blocks_of(plain)
    lines = with_blocks(plain, blocks)
    positions = candidate_positions(lines)
    shapes = tuple(shape_of(lines[index], wording=without_emphasis(lines[index].text)) for index in positions)
    layout = layout_of(lines, shapes)
    features = tuple(
        features_of(shape, index=index, lines=lines, layout=layout)
        for shape, index in zip(shapes, positions, strict=True)
    )
    arounds = tuple(neighbourhood(index, lines) for index in positions)
    return Described(lines, blocks, positions, shapes, arounds, features)


def headings_of(text: str, candidates: Sequence[Candidate]) -> tuple[Heading, ...]:
    """The candidates as headings of `text`, with the levels of the tree they form."""
    levels = levels_of(_looks_in_order(text, candidates))
    return tuple(
        Heading(candidate.span, candidate.title, level, round(candidate.confidence, 4))
        for candidate, level in zip(candidates, levels, strict=True)
    )


def _looks_in_order(text: str, candidates: Sequence[Candidate]) -> list[Look]:
    """The looks with what only shows among the other headings: little before the next one, said again."""
    repeated = _said_again(candidates)
    nexts = [candidate.span.start for candidate in candidates] + [len(text)]
    bodies = [
        text[candidate.span.end : below].strip()
        for candidate, below in zip(candidates, nexts[1:], strict=True)
    ]
    lengths = [len(words_of(candidate.title)) for candidate in candidates]
    return [
        replace(
            candidate.look,
            opens=not _begin_alike(candidates[index : index + 2])
            and (not bodies[index] or _introduces(bodies[index : index + 2], lengths[index : index + 3])),
            repeated=index in repeated,
        )
        for index, candidate in enumerate(candidates)
    ]


def _begin_alike(neighbours: Sequence[Candidate]) -> bool:
    """Whether a heading and the next begin with the same two words, as siblings do."""
    beginnings = [words_of(candidate.title.casefold())[:_ALIKE_WORDS] for candidate in neighbours]
    return len(beginnings) == 2 and beginnings[0] == beginnings[1] and len(beginnings[0]) == _ALIKE_WORDS


def _introduces(bodies: Sequence[str], lengths: Sequence[int]) -> bool:
    """Whether the text of a heading only introduces those below it: a short paragraph, the next text is longer, and
    the next two headings are shorter.

    `bodies` are the texts of this heading and the next, `lengths` the words of this one and the next two. Source: right
    levels in training documents without and with this: md_18f 84.0 and 84.5 %, digital.gov 80.7 and 83.2 %, manuals
    64.9 and 70.1 %.
    """
    if len(lengths) < 3 or max(lengths[1:]) >= lengths[0] or "\n" in bodies[0]:
        return False
    own, below = (len(body.split(None, _INTRODUCTION_WORDS * 2)) for body in bodies)
    return own < _INTRODUCTION_WORDS and below >= _LONGER * own


def _said_again(candidates: Sequence[Candidate]) -> set[int]:
    said = Counter(candidate.title.casefold() for candidate in candidates)
    return {index for index, candidate in enumerate(candidates) if said[candidate.title.casefold()] > 1}


def title_of(wording: str) -> str:
    """A heading as it is shown: its number stays, the dash or colon at its end does not.

    >>> title_of("Be strict with yourself——"), title_of("2. Costs:"), title_of("——")
    ('Be strict with yourself', '2. Costs', '——')
    """
    return _TRAILING_MARKS.sub("", wording) or wording


def _candidate(shape: Shape, features: Features, weights: Weights, *, reasons: bool) -> Candidate:
    look = Look(
        numbering=shape.numbering,
        capitals=shape.capitals,
        acronym=len(shape.words) == 1 and len(shape.words[0]) <= _LONGEST_ACRONYM,
        dash=shape.line.ending == "dash",
        closing=closes_text(shape.wording),
    )
    return Candidate(
        shape.line.span,
        title_of(shape.wording),
        look,
        score(features, weights.in_context),
        _reasons(features, weights) if reasons else (),
    )


def _reasons(features: Features, weights: Weights) -> tuple[Reason, ...]:
    reasons = [
        Reason(name, round(value, 4), weight)
        for name, value in features.items()
        if (weight := weights.in_context.get(name, 0.0)) and value
    ]
    return tuple(sorted(reasons, key=lambda reason: (-abs(reason.effect), reason.feature)))


def _depths(marked: Sequence[Marked]) -> list[int]:
    """The number of `#` or `=`; for underlines, the order in which they first occur (reStructuredText)."""
    characters = list(dict.fromkeys(mark.key for mark in marked if mark.marker == "underline"))
    return [
        characters.index(mark.key) + 1 if mark.marker == "underline" else len(mark.key) for mark in marked
    ]


def _marked_candidate(lines: Sequence[Line], mark: Marked, *, depth: int) -> Candidate:
    span = Span(lines[mark.first].span.start, lines[mark.last].span.end)
    reason = Reason(f"marked: {mark.marker} {mark.key}", 1.0, 1.0)
    return Candidate(span, title_of(mark.title), Look(depth=depth), 1.0, (reason,))
