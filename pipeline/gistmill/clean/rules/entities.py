"""HTML entities left in plain text."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator

from gistmill.clean.rule import Replacement, Rule

_ENTITY = re.compile(
    r"&[ ]?(?P<name>amp|quot|apos|nbsp|hellip|mdash|ndash|[lr][sd]quo);"
    r"|&(?P<number>#(?:\d{2,6}|[xX][0-9a-fA-F]{2,5}));"
)
_QUOTES = frozenset("`\"'“”‘’")


def find(text: str) -> Iterator[Replacement]:
    """Writes out the entities that prose can hold (`&amp;`, `&quot;`, `&#8217;`), also torn ones (`& quot;`).

    `&lt;` and `&gt;` stay, for they may spell markup that is meant to be read, and so does an entity in
    quotes or backticks, which is being talked about. A numbered control character stays too.
    Source: 14 rows of noise_real (`R &amp; D`).

    >>> [r.after for r in find("R &amp; D of M&amp;C; write `&amp;` for it, or &lt;")]
    ['&', '&']
    """
    if "&" not in text:
        return
    for match in _ENTITY.finditer(text):
        character = html.unescape(f"&{match['name'] or match['number']};").replace("\xa0", " ")
        if (
            character.isprintable()
            and len(character) == 1
            and not _is_quoted(text, match.start(), match.end())
        ):
            yield Replacement(match.start(), match.end(), character, "HTML entity")


def _is_quoted(text: str, start: int, end: int) -> bool:
    return text[start - 1 : start] in _QUOTES and text[end : end + 1] in _QUOTES


ENTITIES = Rule("entities", 1, find)
