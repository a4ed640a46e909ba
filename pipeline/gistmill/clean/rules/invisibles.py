"""Characters that nobody can see."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ftfy.fixes import fix_c1_controls

from gistmill.clean.rule import Replacement, Rule

_SPACES = "\u00a0\u2000-\u200a\u202f\u205f"
_ODD = re.compile(
    f"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u00ad{_SPACES}\u200b-\u200f\u202a-\u202e\u2060-\u2069\u3000\ufeff]"
)
_ODD_IN_ASCII = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_TIGHT = frozenset(",.;:?!")
_SPACE = re.compile(f"[{_SPACES}]")


def find(text: str) -> Iterator[Replacement]:
    """Removes control and zero-width characters, byte-order marks and soft hyphens; repairs odd spaces.

    A no-break or thin space between two words stays, for it is good typography (`5 km`); beside an ordinary
    space it goes. Joiners stay where they join letters that need it or emoji, and so do line ends and tabs.

    >>> [(r.start, r.after) for r in find("zero\\u200bwidth, 5\\u00a0km \\u00a0on")]
    [(4, ''), (17, '')]
    """
    pattern = _ODD_IN_ASCII if text.isascii() else _ODD
    for match in pattern.finditer(text):
        start, character = match.start(), match.group()
        before, behind = text[start - 1 : start], text[start + 1 : start + 2]
        if _SPACE.match(character):
            if _is_word_gap(text, start) and " " in (before, behind):
                yield Replacement(start, start + 1, "", "doubled space")
            elif behind in _TIGHT:
                yield Replacement(start, start + 1, "", "space before punctuation")
        elif character == "\u3000":
            yield Replacement(start, start + 1, " ", "ideographic space")
        elif "\x80" <= character <= "\x9f":
            yield Replacement(start, start + 1, _windows(character), "Windows-1252 character")
        elif character not in "\u200c\u200d" or (before.isascii() and behind.isascii()):
            yield Replacement(start, start + 1, "", "invisible character")


def _is_word_gap(text: str, position: int) -> bool:
    """Whether the blanks around `position` lie inside a line, between words."""
    before, behind = (
        text[max(0, position - 2) : position].strip(" "),
        text[position + 1 : position + 3].strip(" "),
    )
    return bool(before.strip() and behind.strip())


def _windows(control: str) -> str:
    character: str = fix_c1_controls(control)
    return "" if "\x80" <= character <= "\x9f" else character


INVISIBLES = Rule("invisibles", 1, find)
