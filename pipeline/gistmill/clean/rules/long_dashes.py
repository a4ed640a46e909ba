"""The Chinese dash, which is two em dashes long."""

from __future__ import annotations

import re
from collections.abc import Iterator

from gistmill.clean.rule import Replacement, Rule

_DOUBLE = re.compile(r"(?:——+|――+|——*―[—―]*)")


def find(text: str) -> Iterator[Replacement]:
    """Writes `——` as one em dash; at the end of a line too, where it marks a heading and is still seen.

    A line of nothing but dashes is a rule drawn across the page and stays; ASCII `--` is English usage.
    Source: the headings of seeds/documents/000_f133142195f25140.txt.

    >>> [(r.start, r.after) for r in find("Improve the level——\\nNo——nothing\\n————")]
    [(17, '—'), (22, '—')]
    """
    if "——" not in text and "―" not in text:
        return
    for match in _DOUBLE.finditer(text):
        if not _is_drawn_rule(text, match.start(), match.end()):
            yield Replacement(match.start(), match.end(), "—", "Chinese double dash")


def _is_drawn_rule(text: str, start: int, end: int) -> bool:
    return text[start - 1 : start] in {"", "\n"} and text[end : end + 1] in {"", "\n"}


LONG_DASHES = Rule("long_dashes", 1, find)
