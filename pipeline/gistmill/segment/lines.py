"""The lines of a text as the heading finder sees them: where they lie, how long they are, how they end."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from gistmill.document import Span

Ending = Literal["stop", "question", "exclamation", "colon", "comma", "dash", "ellipsis", "open"]

_CLOSERS = "\"'”’»)]*_"
_ENDINGS: dict[str, Ending] = {
    ".": "stop",
    "。": "stop",
    "?": "question",
    "？": "question",
    "!": "exclamation",
    "！": "exclamation",
    ":": "colon",
    "：": "colon",
    ",": "comma",
    ";": "comma",
    "，": "comma",
    "；": "comma",
    "、": "comma",
    "—": "dash",
    "–": "dash",
    "…": "ellipsis",
}
_SPACED_DASH = re.compile(r"(?:--+|\s-)$")
# 100: plain text is wrapped at 72 to 80 columns; a longer common width is a layout without wrapping.
_WIDEST_WRAP = 100
_MIN_WRAPPED_PAIRS = 3


class Line(Struct, frozen=True):
    """A line that holds something: `span` covers `text`, the line without the white space around it.

    `start` is where the line itself begins, `indent` its leading white space, `blanks` the number of empty lines
    above it. `runs_on` says that the next line continues the same hard-wrapped paragraph, `block` names the kind of
    block the line belongs to, if any.
    """

    start: int
    span: Span
    text: str
    words: int
    ending: Ending
    blanks: int
    runs_on: bool = False
    block: str = ""

    @property
    def indent(self) -> int:
        return self.span.start - self.start


def split_lines(text: str) -> tuple[Line, ...]:
    """The lines of `text` that are not blank, in order.

    >>> [(line.text, line.blanks, line.ending) for line in split_lines("One\\n\\n  Two, three.\\n")]
    [('One', 0, 'open'), ('Two, three.', 1, 'stop')]
    """
    lines: list[Line] = []
    start = blanks = 0
    for raw in text.split("\n"):
        stripped = raw.strip()
        if stripped:
            at = start + raw.index(stripped)
            span = Span(at, at + len(stripped))
            words = len(stripped.split())
            lines.append(Line(start, span, stripped, words, ending_of(stripped), blanks))
            blanks = 0
        else:
            blanks += 1
        start += len(raw) + 1
    return _mark_wrapped(lines)


def ending_of(line: str) -> Ending:
    """How a line ends, looking through closing quotation marks and brackets.

    >>> [ending_of(line) for line in ('He said "yes."', 'Learn one step further——', 'Why?', 'History', 'and so on ...')]
    ['stop', 'dash', 'question', 'open', 'ellipsis']
    """
    bare = line.rstrip(_CLOSERS).rstrip()
    if bare.endswith(".."):
        return "ellipsis"
    if _SPACED_DASH.search(bare[-3:]):
        return "dash"
    return _ENDINGS.get(bare[-1:], "open")


def _mark_wrapped(lines: Sequence[Line]) -> tuple[Line, ...]:
    """Sets `runs_on` where a text is hard-wrapped: the next line's first word would not have fitted any more."""
    width = _wrap_width(lines)
    if width is None:
        return tuple(lines)
    marked = [
        replace(line, runs_on=True) if below.blanks == 0 and _is_full(line, below, width=width) else line
        for line, below in pairwise(lines)
    ]
    return (*marked, lines[-1])


def _wrap_width(lines: Sequence[Line]) -> int | None:
    """The column at which a text is wrapped, or None: most lines that touch the next one must be full."""
    widths = sorted(len(line.text) + line.indent for line in lines)
    if not widths:
        return None
    # The longest hundredth may be addresses or tables that do not wrap.
    width = widths[min(len(widths) - 1, int(len(widths) * 0.99))]
    pairs = [(line, below) for line, below in pairwise(lines) if below.blanks == 0]
    full = sum(_is_full(line, below, width=width) for line, below in pairs)
    if width > _WIDEST_WRAP or full < _MIN_WRAPPED_PAIRS or full < 0.6 * len(pairs):
        return None
    return width


def _is_full(line: Line, below: Line, *, width: int) -> bool:
    first_word = below.text.split(None, 1)[0]
    return len(line.text) + line.indent + 1 + len(first_word) > width
