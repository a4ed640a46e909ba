"""Several documents in one text: each begins with its headline, above a dateline or a stamp."""

from __future__ import annotations

import re
from collections.abc import Sequence

from gistmill.segment.furniture import is_date, is_furniture
from gistmill.segment.lines import Line
from gistmill.segment.patterns import PATTERNS
from gistmill.segment.shapes import MAX_CHARACTERS, MAX_WORDS

_MONTH = "(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]{0,6}\\.?"
_DATELINE = re.compile(
    rf"""
    # "Xinhua News Agency, Wuhan, December 11 (Reporter Li Wei)", "Hunan Daily, December 10 (all-media ...)"
    (?:[A-Z][\w.'’-]*\ ){{0,3}}(?:News\ Agency|Xinhua|Daily|Times|News|Post|Net(?:work)?|Service)\b[^.!?]{{0,60}}?
        \b(?:{_MONTH}\ \d{{1,2}}|\d{{1,2}}(?:st|nd|rd|th)?\ {_MONTH}|\d{{1,2}}(?:st|nd|rd|th)|\d{{1,2}}\ ?th)\b.*
    # "BEIJING, June 28 (Xinhua) --", "LONDON (Reuters) -", "(Kota Kinabalu, 11th)"
  | [A-Z][A-Z'’. -]+(?:,\ [A-Z][\w'’. ]+)?(?:,\ {_MONTH}\ \d{{1,2}})?\ \([A-Z][\w. ]{{1,30}}\)\s*[-–—].*
  | [A-Z][\w'’. -]{{1,40}},\ {_MONTH}\ \d{{1,2}}\ (?:\([^)]{{2,60}}\)\s*)?[-–—]{{1,2}}.*
  | \([A-Z][\w'’. -]{{1,40}},\ (?:{_MONTH}\ )?\d{{1,2}}(?:st|nd|rd|th)?\)\ .*
    """,
    re.VERBOSE | re.DOTALL,
)
# A dateline below the first lines belongs to the first document.
_FIRST_LINES = 4
_FEWEST_WORDS = 3


def document_openings(lines: Sequence[Line]) -> frozenset[int]:
    """The indices of the headlines that open a further document of the text, and of the first one; none where there
    is only one.

    A headline is a line without a full stop, above a dateline. Below the first lines one such is enough, for inside an
    article no line stands above a dateline.

    >>> from gistmill.segment.lines import split_lines
    >>> rain = "It rains again\\nIt rained.\\nAnd how.\\nIt did.\\n"
    >>> bridge = "A bridge was opened\\nBEIJING, June 28 (Xinhua) -- It was."
    >>> sorted(document_openings(split_lines(rain + bridge)))
    [0, 4]
    """
    further = {
        opening
        for index, line in enumerate(lines)
        if index > _FIRST_LINES and _DATELINE.match(line.text)
        if (opening := _headline_above(index, lines)) is not None
    }
    if not further:
        return frozenset()
    first = min(further)
    return frozenset({0, *further}) if first and _may_be_headline(lines[0]) else frozenset(further)


def _headline_above(index: int, lines: Sequence[Line]) -> int | None:
    """The line above a dateline, or above the credits between."""
    at = index - 1
    while at > index - 4 and at > 0 and (is_furniture(lines[at].text) or is_date(lines[at].text)):
        at -= 1
    if not _may_be_headline(lines[at]):
        return None
    return at


def _may_be_headline(line: Line) -> bool:
    return (
        _FEWEST_WORDS <= line.words <= MAX_WORDS
        and len(line.text) <= MAX_CHARACTERS
        and line.ending not in ("stop", "comma", "colon")
        and not line.block
        and not line.runs_on
        and not is_furniture(line.text)
        and not PATTERNS["byline"].match(line.text)
        and not PATTERNS["caption"].match(line.text)
    )
