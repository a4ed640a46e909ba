"""A bracket or quotation mark that stands twice where one is missing its partner."""

from __future__ import annotations

import re
from collections.abc import Iterator

from gistmill.clean.rule import Replacement, Rule
from gistmill.clean.triggers import positions_of

_CODE = re.compile(r"[{}=<>`|$#;]")
_OPENING_OF = {"))": "(", "]]": "[", "””": "“"}
_CLOSING_OF = {"((": ")", "[[": "]", "““": "”"}


def find(text: str) -> Iterator[Replacement]:
    """Drops one of two equal marks side by side in a line that has exactly one too many of them.

    Marks that pair stay, however deep, and so does a single mark without a partner: where the other one
    belongs is not known without the source. Straight quotation marks count only at the end of a line, for elsewhere
    two are the end of one speech and the start of the next. Source: noise_real, "(Wataru Higuchi))".

    >>> [(r.start, r.end) for r in find("(Wataru Higuchi)) and f(g(x))")]
    [(16, 17)]
    """
    yield from sorted(_surplus(text))


def _surplus(text: str) -> Iterator[Replacement]:
    seen: set[tuple[int, str]] = set()
    for position in positions_of((*_OPENING_OF, *_CLOSING_OF, '""'), text):
        start, pair = text.rfind("\n", 0, position) + 1, text[position : position + 2]
        if (start, pair) in seen:
            continue
        seen.add((start, pair))
        end = text.find("\n", position)
        line = text[start:] if end < 0 else text[start:end]
        opened = pair not in _OPENING_OF or _OPENING_OF[pair] in text[start:position]
        if opened and not _CODE.search(line) and _is_one_too_many(line, pair):
            last = start + len(line) if pair == '""' else position + 2
            yield Replacement(last - 1, last, "", "a mark too many")


def _is_one_too_many(line: str, pair: str) -> bool:
    if pair == '""':
        return line.count('"') % 2 == 1 and line.endswith('""') and not line.endswith('"""')
    partner = _OPENING_OF.get(pair) or _CLOSING_OF[pair]
    return line.count(pair[0]) == line.count(partner) + 1


UNPAIRED_MARKS = Rule("unpaired_marks", 1, find)
