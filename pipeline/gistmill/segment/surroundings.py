"""The features of where a line stands: its neighbours, the list it may belong to, its place in the text."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from gistmill.segment.lines import Line
from gistmill.segment.shapes import SHORT_WORDS, Shape, binned
from gistmill.segment.wording import word_lists

Features = dict[str, float]

_BODY_LENGTHS = (12, 25, 50, 100, 250)
_ROW_LENGTHS = (1, 2, 3, 5, 9)
_ITEM_WORDS = 20
_PARAGRAPH_WORDS = 25
# How far a line looks around itself; bounds that keep the whole text linear.
_FARTHEST_LINE = 10
_ECHO_LINES, _ECHO_CHARACTERS = 3, 400
_BULLETS = "-*•·▪►○●"


def surroundings_of(shape: Shape, *, index: int, lines: Sequence[Line]) -> Features:
    """The features of the line at `index` that come from the lines around it."""
    return {
        **_neighbour_features(index, lines),
        **_list_features(index, lines),
        **_echo_features(shape, index, lines),
        **_position_features(index, lines),
    }


def neighbourhood(index: int, lines: Sequence[Line]) -> str:
    """The kinds of the two neighbours, as one name.

    >>> from gistmill.segment.lines import split_lines
    >>> neighbourhood(1, split_lines("It rose again.\\nAims\\n- one"))
    'above: short sentence, below: bullet'
    """
    above = lines[index - 1] if index else None
    below = lines[index + 1] if index + 1 < len(lines) else None
    return f"above: {_kind_of(above)}, below: {_kind_of(below)}"


def _neighbour_features(index: int, lines: Sequence[Line]) -> Features:
    both = neighbourhood(index, lines)
    features: Features = dict.fromkeys([*both.split(", "), both], 1.0)
    if index:
        above = lines[index - 1]
        features[f"above ends: {above.ending}"] = 1.0
        if above.runs_on:
            features["continues the line above"] = 1.0
    if index + 1 < len(lines):
        below = lines[index + 1]
        features[f"below ends: {below.ending}"] = 1.0
        features[f"below begins: {_beginning(below)}"] = 1.0
        features[f"body: {binned(_body_words(index, lines), _BODY_LENGTHS)}"] = 1.0
    return features


def _kind_of(line: Line | None) -> str:
    if line is None:
        return "nothing"
    if line.block:
        return line.block
    if line.text[0] in _BULLETS:
        return "bullet"
    if line.words <= SHORT_WORDS:
        return "short sentence" if line.ending in ("stop", "exclamation", "question") else "short line"
    return "paragraph" if line.words > _PARAGRAPH_WORDS else "line"


def _beginning(line: Line) -> str:
    first = line.text[0]
    if first.isdigit():
        return "digit"
    if first.isalpha():
        return "capital" if first.isupper() else "lower case"
    return "quotation mark" if first in "\"“‘'" else "other"


def _body_words(index: int, lines: Sequence[Line]) -> int:
    """The words that follow a line until the next short line without a stop, over at most four lines."""
    words = 0
    for line in lines[index + 1 : index + 5]:
        if line.words <= SHORT_WORDS and line.ending in ("open", "dash", "colon"):
            break
        words += line.words
    return words


def _list_features(index: int, lines: Sequence[Line]) -> Features:
    """Whether a line reads as one of a list: in a row of short lines, below one that ends with a colon."""
    above = _items_beside(index, lines, step=-1)
    below = _items_beside(index, lines, step=1)
    opener = lines[index - above - 1] if index - above - 1 >= 0 else None
    row = above + below + 1
    place = "only" if row == 1 else "first" if above == 0 else "last" if below == 0 else "inner"
    claims = {
        f"{place} of {binned(row, _ROW_LENGTHS)} short lines": True,
        f"list after a colon: {place}": opener is not None and opener.ending == "colon",
        "like the line above": bool(above) and _alike(lines[index], lines[index - 1]),
        "like the line below": bool(below) and _alike(lines[index], lines[index + 1]),
    }
    return {name: 1.0 for name, holds in claims.items() if holds}


def _items_beside(index: int, lines: Sequence[Line], *, step: int) -> int:
    """How many lines of the length of list items stand next to this one; a colon above ends the list."""
    count, at = 0, index + step
    while 0 <= at < len(lines) and count < _FARTHEST_LINE and lines[at].words <= _ITEM_WORDS:
        if step < 0 and lines[at].ending == "colon":
            break
        count += 1
        at += step
    return count


def _alike(line: Line, other: Line) -> bool:
    shorter, longer = sorted((line.words, other.words))
    return line.ending == other.ending and longer <= 2 * shorter + 1


def _echo_features(shape: Shape, index: int, lines: Sequence[Line]) -> Features:
    """How much of the wording the text near by shares: a heading names what follows it."""
    own = {word.lower() for word in shape.words} - word_lists().function_words
    if not own:
        return {}
    below = _words_near(lines[index + 1 : index + 1 + _ECHO_LINES])
    above = _words_near(lines[max(0, index - _ECHO_LINES) : index])
    return {
        "wording taken up below": len(own & below) / len(own),
        "wording taken from above": len(own & above) / len(own),
    }


def _words_near(lines: Sequence[Line]) -> frozenset[str]:
    return frozenset().union(*(_words_in(line.text[:_ECHO_CHARACTERS]) for line in lines))


# A line is near to six others at most, which are looked at one after the other.
@lru_cache(maxsize=4 * _ECHO_LINES)
def _words_in(text: str) -> frozenset[str]:
    return frozenset(word.strip(".,:;!?\"'“”’()") for word in text.lower().split())


def _position_features(index: int, lines: Sequence[Line]) -> Features:
    last = len(lines) - 1
    claims = {
        "first line": index == 0,
        "second line": index == 1,
        "third to fifth line": 2 <= index <= 4,
        "last line": 0 < index == last,
        "near the end": last > 3 and last - 3 <= index < last,
        "all above are short": 0 < index <= 8
        and all(line.words <= SHORT_WORDS * 2 for line in lines[:index]),
        f"short lines in a row: {binned(_short_lines_here(index, lines), _ROW_LENGTHS)}": True,
    }
    return {name: 1.0 for name, holds in claims.items() if holds}


def _short_lines_here(index: int, lines: Sequence[Line]) -> int:
    count = 1
    for step in (-1, 1):
        at = index + step
        while 0 <= at < len(lines) and abs(at - index) <= _FARTHEST_LINE and lines[at].words <= SHORT_WORDS:
            count += 1
            at += step
    return count
