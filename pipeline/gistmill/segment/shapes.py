"""What a candidate line is made of, and what is counted over the candidates of a document."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Literal

from msgspec import Struct

from gistmill.segment.furniture import is_date, is_furniture
from gistmill.segment.lines import Line
from gistmill.segment.numbering import Numbering, numbering_of
from gistmill.segment.wording import capital_share, is_all_capitals, words_of

Case = Literal["every word", "some words", "no word"]
LayoutKind = Literal["article", "mixed", "list"]

# Longer lines are never headings: 0.14 % of the 8,547 marked ones (cleaneval, md_18f, rust book, open source
# guides) have more than 40 words.
MAX_WORDS = 40
MAX_CHARACTERS = 300
# Of the headings of cleaneval, md_18f and digital.gov 68 of 11,015 are longer sentences with a full stop, and so are
# 10,196 of the other lines: what is left out costs 0.6 % of the recall at most and a quarter of the time.
MAX_SENTENCE_WORDS = 16
SHORT_WORDS = 12
# From so many lines that are dates on, a text is a diary or a log and not an article with its date.
_DATED_ENTRIES = 3
# Shares of short lines that part running articles from pages that are mostly lists and links.
_MIXED, _LIST = 0.3, 0.55


class Shape(Struct, frozen=True):
    """A candidate line: `wording` is its text without bold marks, `form` the look that siblings share."""

    line: Line
    wording: str
    words: tuple[str, ...]
    bold: bool
    numbering: Numbering | None
    capitals: bool
    capital_share: float
    form: str

    @property
    def case(self) -> Case:
        """On how many content words a line has capitals; one of a single word counts as `no word`."""
        if self.capital_share == 1.0:
            return "every word"
        return "some words" if self.capital_share else "no word"

    @property
    def beginning(self) -> str:
        """The first word with the ending, by which lines made alike are told (`Fact: ...`, `How ...?`)."""
        return f"{self.words[0].lower()} {self.line.ending}" if self.words else ""


class Layout(Struct, frozen=True):
    """What is counted over the whole document: forms, wordings and where they stand, shares of kinds of line."""

    kind: LayoutKind
    forms: Counter[str]
    beginnings: Counter[str]
    first_seen: dict[str, int]
    last_seen: dict[str, int]
    numbered: frozenset[tuple[str, int]]
    short_share: float
    stop_share: float
    blank_share: float
    capitals_share: float


def candidate_positions(lines: Sequence[Line]) -> tuple[int, ...]:
    """The indices of the lines that may be headings. A date is one only where dated entries follow each other."""
    dated = sum(is_date(line.text) for line in lines) >= _DATED_ENTRIES
    return tuple(
        index for index, line in enumerate(lines) if is_candidate(line) and (dated or not is_date(line.text))
    )


def is_candidate(line: Line) -> bool:
    """Whether a line may be a heading at all: short, with a letter, no part of a wrapped paragraph or the page.

    >>> from gistmill.segment.lines import split_lines
    >>> [is_candidate(line) for line in split_lines("Aims\\n* * *\\nLeave a Comment")]
    [True, False, False]
    """
    return (
        line.words <= MAX_WORDS
        and (line.words <= MAX_SENTENCE_WORDS or line.ending != "stop")
        and len(line.text) <= MAX_CHARACTERS
        and not line.runs_on
        and not line.block
        and any(letter.isalpha() for letter in line.text)
        and not is_furniture(line.text)
    )


def shape_of(line: Line, *, wording: str) -> Shape:
    """The shape of a line whose text without bold marks is `wording`."""
    numbering = numbering_of(wording)
    bare = wording[numbering.wording :] if numbering else wording
    capitals, bold, words = is_all_capitals(bare), wording != line.text, words_of(bare)
    marks = (
        "bold" if bold else "",
        numbering.form if numbering else "",
        "capitals" if capitals else "",
        line.ending if line.ending in ("dash", "colon", "question") else "",
    )
    form = " ".join(filter(None, marks)) or "plain"
    return Shape(line, wording, words, bold, numbering, capitals, capital_share(words), form)


def layout_of(lines: Sequence[Line], shapes: Sequence[Shape]) -> Layout:
    """The layout of a document, from all its lines and the shapes of its candidates."""
    count, candidates = max(1, len(lines)), max(1, len(shapes))
    short_share = sum(line.words <= SHORT_WORDS for line in lines) / count
    return Layout(
        kind="article" if short_share < _MIXED else "mixed" if short_share < _LIST else "list",
        forms=Counter(shape.form for shape in shapes),
        beginnings=Counter(shape.beginning for shape in shapes),
        first_seen={shape.wording.lower(): shape.line.start for shape in reversed(shapes)},
        last_seen={shape.wording.lower(): shape.line.start for shape in shapes},
        numbered=frozenset((s.numbering.form, s.numbering.value) for s in shapes if s.numbering),
        short_share=short_share,
        stop_share=sum(line.ending == "stop" for line in lines) / count,
        blank_share=sum(line.blanks > 0 for line in lines[1:]) / count,
        capitals_share=sum(shape.capitals for shape in shapes) / candidates,
    )


def binned(value: int, edges: Sequence[int]) -> str:
    """
    >>> binned(3, (1, 2, 4)), binned(9, (1, 2, 4))
    ('up to 4', 'over 4')
    """
    return next((f"up to {edge}" for edge in edges if value <= edge), f"over {edges[-1]}")
