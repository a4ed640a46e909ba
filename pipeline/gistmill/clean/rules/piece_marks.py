"""Marks by which translation systems join the pieces of words, left in their output."""

from __future__ import annotations

import re
from collections.abc import Iterator

from gistmill.clean.rule import Replacement, Rule
from gistmill.clean.triggers import positions_of

_REASON = "mark of a word piece"
_GAPS = frozenset(("", " ", "\n", "▁"))
_PARTED = re.compile(r"(?<=[^\W\d_])(?:@@|￭)[ ](?=[^\W\d_])")


def find(text: str) -> Iterator[Replacement]:
    """Turns `▁` into the space it stands for, and joins what `@@ ` parts.

    `<unk>` and `UNK` stay: a word is missing there, and the reader should see it.
    Source: noise_real, rows of unk ("the ▁ Agwatya").

    >>> [(r.start, r.end, r.after) for r in find("of the ▁ Agwatya, trans@@ lation, <unk>")]
    [(7, 9, ''), (23, 26, '')]
    """
    found = [*_spaces(text), *_parted(text)]
    yield from sorted(found)


def _spaces(text: str) -> Iterator[Replacement]:
    for position in positions_of(["▁"], text):
        end = position + 1 + (text[position + 1 : position + 2] == " ")
        is_margin = text[position - 1 : position] in _GAPS or text[end : end + 1] in _GAPS
        yield Replacement(position, end, "" if is_margin else " ", _REASON)


def _parted(text: str) -> Iterator[Replacement]:
    if "@@ " in text or "￭ " in text:
        for match in _PARTED.finditer(text):
            yield Replacement(match.start(), match.end(), "", _REASON)


PIECE_MARKS = Rule("piece_marks", 1, find)
