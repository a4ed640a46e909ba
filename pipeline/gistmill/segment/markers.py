"""Headings that the text itself marks: `#` (Markdown), `=` (AsciiDoc), underlines (reStructuredText), bold lines."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Literal

from msgspec import Struct

from gistmill.segment.lines import Line

Marker = Literal["hash", "equals", "underline", "bold"]

_HASHES = re.compile(r"(#{1,6})[ \t]+(?=\S)")
# AsciiDoc `== Aims`, and `== Aims ==` as wikis write it.
_EQUALS = re.compile(r"(?P<mark>={1,6})[ \t]*(?P<title>[^=\s](?:.*[^=\s])?)[ \t]*=*")
_BOLD = re.compile(r"(\*\*|__)(?=\S)(?P<inner>[^*\n]{1,300}?)\1\s*(?P<colon>[:：]?)")
# The punctuation marks with which reStructuredText underlines; Setext uses `=` and `-` of them.
_UNDERLINES = frozenset("=-~^\"'`#*+.:_<>")
_FENCES = ("```", "~~~")


class Marked(Struct, frozen=True):
    """A line that is marked as a heading: its mark, its wording, and the indices of the lines it takes up.

    `key` tells marks of different depth apart (`#` and `##`, `=` and `-`).
    """

    marker: Marker
    key: str
    title: str
    first: int
    last: int


def marked_headings(lines: Sequence[Line]) -> tuple[Marked, ...]:
    """The lines that carry a mark of their own, in order; what stands inside a code fence is left alone.

    >>> from gistmill.segment.lines import split_lines
    >>> [(m.key, m.title) for m in marked_headings(split_lines("## Aims ##\\n\\nScope\\n=====\\n\\n**Cost:**"))]
    [('##', 'Aims'), ('=', 'Scope'), ('**', 'Cost:')]
    """
    marked: list[Marked] = []
    fence = ""
    for index, line in enumerate(lines):
        if marked and index <= marked[-1].last:
            continue  # an underline of tildes opens no code fence
        opening = next((mark for mark in _FENCES if line.text.startswith(mark)), "")
        if opening and fence in ("", opening):
            fence = "" if fence else opening
        elif not fence and (heading := _marked(lines, index)) is not None:
            marked.append(heading)
    return tuple(marked)


def without_emphasis(line: str) -> str:
    """The wording of a bold-only line; other lines come back as they are.

    >>> without_emphasis("**Cost**"), without_emphasis("a **b** c")
    ('Cost', 'a **b** c')
    """
    found = _BOLD.fullmatch(line)
    return found["inner"].strip() + found["colon"] if found else line


def _marked(lines: Sequence[Line], index: int) -> Marked | None:
    line = lines[index]
    if found := _HASHES.match(line.text):
        title = line.text[found.end() :].rstrip("#").rstrip()
        return Marked("hash", found[1], without_emphasis(title), index, index) if title else None
    if line.text[0] == "=" and (found := _EQUALS.fullmatch(line.text)):
        return Marked("equals", found["mark"], found["title"], index, index)
    below = lines[index + 1] if index + 1 < len(lines) else None
    if below is not None and _is_underline(below, of=line):
        mark = below.text[0]
        overlined = index > 0 and lines[index - 1].text.strip(mark) == "" and len(lines[index - 1].text) >= 3
        key = 2 * mark if overlined else mark
        return Marked("underline", key, line.text, index - overlined, index + 1)
    if _BOLD.fullmatch(line.text):
        return Marked("bold", "**", without_emphasis(line.text), index, index)
    return None


def _is_underline(line: Line, *, of: Line) -> bool:
    mark = line.text[0]
    # 0.6: writers of plain text draw the rule by eye; reStructuredText itself wants the full length.
    long_enough = len(line.text) >= max(3, 0.6 * len(of.text))
    return (
        mark in _UNDERLINES
        and line.blanks == 0
        and long_enough
        and not line.text.strip(mark)
        and of.words <= 30
        and any(letter.isalnum() for letter in of.text)
    )
