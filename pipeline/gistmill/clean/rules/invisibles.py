"""Characters that nobody can see."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ftfy.fixes import fix_c1_controls

from gistmill.clean.rule import Replacement, Rule
from gistmill.shown import ESCAPE_SEQUENCE

_SPACES = "\u00a0\u2000-\u200a\u202f\u205f"
_ODD = re.compile(
    f"{ESCAPE_SEQUENCE}|\x9b[0-9;?]+[A-Za-z]|["
    f"\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u00ad{_SPACES}\u200b-\u200f\u202a-\u202e\u2060-\u2069\u3000\ufeff]"
)
_ODD_IN_ASCII = re.compile(rf"{ESCAPE_SEQUENCE}|[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_JOIN_OR_TURN = frozenset("\u200c\u200d\u200e\u200f")
_TIGHT = frozenset(",.;:?!")
_SPACE = re.compile(f"[{_SPACES}]")


def find(text: str) -> Iterator[Replacement]:
    """Removes control and zero-width characters, byte-order marks and soft hyphens; repairs odd spaces.

    What an escape character makes of the text behind it (colours, the title of a window) goes with it.

    A no-break or thin space stays, for it is good typography (`5 km`), and nobody sees it beside an ordinary one (90
    sentences of digitalgov and wikipedia_lead have that); only before punctuation it goes. Joiners and marks
    of direction stay beside letters that need them or emoji, and so do line ends and tabs.

    >>> [(r.start, r.after) for r in find("zero\\u200bwidth, 5\\u00a0km\\u00a0, on")]
    [(4, ''), (16, '')]
    """
    pattern = _ODD_IN_ASCII if text.isascii() else _ODD
    for match in pattern.finditer(text):
        start, character = match.start(), match.group()
        before, behind = text[start - 1 : start], text[start + 1 : start + 2]
        if len(character) > 1 or character == "\x1b":
            yield Replacement(start, match.end(), "", "invisible character")
        elif _SPACE.match(character):
            if behind in _TIGHT and not text.startswith("..", start + 1):
                yield Replacement(start, start + 1, "", "space before punctuation")
        elif character == "\u3000":
            yield Replacement(start, start + 1, " ", "ideographic space")
        elif "\x80" <= character <= "\x9f":
            yield Replacement(start, start + 1, _windows(character), "Windows-1252 character")
        elif character not in _JOIN_OR_TURN or (before.isascii() and behind.isascii()):
            yield Replacement(start, start + 1, "", "invisible character")


def _windows(control: str) -> str:
    character: str = fix_c1_controls(control)
    return "" if "\x80" <= character <= "\x9f" else character


INVISIBLES = Rule("invisibles", 3, find)
