"""A space before the second half of a word with an apostrophe."""

from __future__ import annotations

import re
from collections.abc import Iterator

from gistmill.clean.rule import Replacement, Rule
from gistmill.clean.triggers import positions_of

_TRIGGERS = (" '", " ’", " n't", " n’t")
_HALF = re.compile(r"[ ](?:['’](?:s|re|ll|ve|m|d)|n['’]t)(?![\w'’])")
# After these a name was lost ("the thought of 's socialism"), and the apostrophe belongs to that.
_HOLE = re.compile(r"\b(?:an?|the|and|or|of|in|on|at|to|for|from|by|with|as)$", re.IGNORECASE)


def find(text: str) -> Iterator[Replacement]:
    """Joins what tokenisers part: `Jinping 's`, `do n't`, `we 're`, and drops the backslash of `Korea\\ 's`.

    Left alone: quotations that begin with an apostrophe ('s' and 'small'), an apostrophe at the start of a
    line, and holes where the name before it was lost. Source: 60 rows of noise_real.

    >>> [(r.start, r.end) for r in find("Payments 's site does n't use the 's' in 'small'")]
    [(8, 9), (21, 22)]
    """
    for position in positions_of(_TRIGGERS, text):
        start = position - 1 if text[position - 1 : position] == "\\" else position
        if not text[start - 1 : start].isalnum() or not _HALF.match(text, position):
            continue
        if not _HOLE.search(text, max(0, start - 6), start):
            yield Replacement(start, position + 1, "", "detached apostrophe")


DETACHED_APOSTROPHES = Rule("detached_apostrophes", 1, find)
