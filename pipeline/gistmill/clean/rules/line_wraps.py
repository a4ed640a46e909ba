"""Paragraphs that were broken into lines of one width."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from gistmill.clean.rule import Replacement, Rule

MIN_LINES = 6
MIN_WIDTH = 50
MAX_WIDTH = 120
# 0.7 of the widest line, 0.8 of the lines: prose wrapped at words is fuller than that, verse and lists are not.
FULL = 0.7
MOST = 0.8
_BREAK = re.compile(r"[ \t]*\n[ \t]*(?=\S)")
_STARTS_A_BLOCK = re.compile(r"[ \t]*(?:[-*•+>#|]|\(?\d{1,3}[.)]|\(?[a-zA-Z][.)][ ]|```)")
_GOES_ON = re.compile(r"[^\n]*[^\s.?!:;”\"][ \t]*\n[ \t]*[a-z]")


def find(text: str) -> Iterator[Replacement]:
    """Joins the lines of a paragraph where the whole document is evidently wrapped.

    Evidently: at least six breaks inside paragraphs, nearly all behind a full line, half of them in the middle of
    a sentence, the widest of 50 to 120 characters. A line that begins a list item, a heading mark or a quotation
    keeps its break, and so does the break behind a short line, which ends a paragraph, a heading or a verse.
    Words broken with a hyphen stay broken: whether the hyphen is theirs is not known here.
    """
    if text.count("\n") < MIN_LINES or not _is_wrapped(text):
        return
    full = FULL * max(map(len, text.split("\n")))
    for match in _BREAK.finditer(text):
        line_start = text.rfind("\n", 0, match.start()) + 1
        is_full = match.start() - line_start >= full
        if (
            is_full
            and not _STARTS_A_BLOCK.match(text, match.end())
            and not _STARTS_A_BLOCK.match(text, line_start)
        ):
            yield Replacement(match.start(), match.end(), " ", "line break inside a paragraph")


def _is_wrapped(text: str) -> bool:
    lines = text.split("\n")
    width = max(map(len, lines))
    broken = [line for line, following in pairwise(lines) if line.strip() and following.strip()]
    if not MIN_WIDTH <= width <= MAX_WIDTH or len(broken) < MIN_LINES:
        return False
    full = sum(len(line) >= FULL * width for line in broken)
    return full >= MOST * len(broken) and 2 * sum(1 for _ in _GOES_ON.finditer(text)) >= len(broken)


LINE_WRAPS = Rule("line_wraps", 1, find, reach="document")
