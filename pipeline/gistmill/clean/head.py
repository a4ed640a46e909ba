"""The head of a text: where a dateline, a byline or a topic line can stand."""

from __future__ import annotations

from functools import lru_cache
from itertools import islice

from gistmill.clean.lines import Line, lines_from_the_start

HEAD_LINES = 6


@lru_cache(maxsize=1)  # four rules ask about one text, one after the other
def head_lines(text: str) -> tuple[Line, ...]:
    """The first lines that are not blank; what comes later is body and never metadata."""
    return tuple(islice(lines_from_the_start(text), HEAD_LINES))
