"""A space before a mark that English sets tight."""

from __future__ import annotations

import re
from collections.abc import Iterator
from heapq import merge

from gistmill.clean.rule import Replacement, Rule
from gistmill.clean.triggers import positions_of

_TRIGGERS = (" ,", " .", " ;", " :", " ?", " !", " )")
_NUMERAL = re.compile(r"(?<!\S)\((?P<gap>[ ]+)(?:\d{1,2}|[a-z]|[ivx]{2,4})[ ]*\)")
_CLOSES = re.compile(r"[.?!,;]+[ ]?[\"”’)\]]*(?:\s|$)")
_SPACED_DOTS = re.compile(r"[ ]*\.[ ]*\.")
_CODE = re.compile(r"[{}=<>`|]")
_SPEAKS = re.compile(r"[ ][\w\"“‘']|\n|\Z")
WINDOW = 200
# After these words a name, a link or a formula was lost: "see ( )", "as shown in ." No space mends that.
_HOLE = re.compile(
    r"\b(?:an?|the|and|or|of|in|on|at|to|for|from|by|with|as|see|is|are|was|were|than|between|like|about"
    r"|because|where|if|when|that|which|also|using|equals|et al\.)$",
    re.IGNORECASE,
)


def find(text: str) -> Iterator[Replacement]:
    """Closes the gap before commas, stops, colons and closing brackets, and inside the numeral "( 1 )" of a list.

    Left alone: ellipses, spaced or not, decimals and file names that begin with a stop (`.5`, `.net`), ratios,
    smileys, empty brackets, what stands near signs of code, and holes where a link was lost ("as shown in ."). A
    gap before a closing quote (`disease. ”`) stays: 20 of 1,016 sentences of the human references in
    zhnews2022_docs have it, too. Source: 192 rows of noise_real.

    >>> [(r.start, r.end) for r in find("Fifth , we moved . A .net file, a 3 : 1 lead . . .")]
    [(5, 6), (16, 17)]
    """
    numerals = (
        Replacement(*match.span("gap"), "", "space inside a numeral") for match in _NUMERAL.finditer(text)
    )
    yield from merge(_gaps(text), numerals)


def _gaps(text: str) -> Iterator[Replacement]:
    for position in positions_of(_TRIGGERS, text):
        start = position
        while start and text[start - 1] == " ":
            start -= 1
        if start and _is_fault(text, start, position + 1) and not _is_left_alone(text, start):
            yield Replacement(start, position + 1, "", "space before punctuation")


def _is_fault(text: str, start: int, end: int) -> bool:
    before, mark, behind = text[start - 1], text[end], text[end + 1 : end + 2]
    if before.isspace() or before in "([{/|=<>+*~`-–—,;" or before in ".:":
        return False
    if mark == ")":
        return (not behind or behind in " \n.,;:") and "(" in text[max(0, start - 200) : start]
    if mark == ":":
        return before.isalpha() and bool(_SPEAKS.match(text, end + 1))
    return bool(_CLOSES.match(text, end)) and not _SPACED_DOTS.match(text, end)


def _is_left_alone(text: str, start: int) -> bool:
    near = max(0, start - WINDOW)
    return bool(_HOLE.search(text, max(0, start - 12), start) or _CODE.search(text, near, near + 2 * WINDOW))


SPACE_BEFORE = Rule("space_before", 3, find)
