"""Which lines of a section are running text, and which are tables, code, list items or captions.

Only running text is made of sentences; a row of a table or a bullet of three words says nothing on its own. A list item
that is a whole sentence counts as running text.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from gistmill.document import Span

_FENCE = re.compile(r"\s*(?:```|~~~)")
_TABLE = re.compile(
    r"[^|]*\|[^|]*\||[^\t]*\S\t+[^\t]*\S\t+|\s*\S.*\S {3,}\S.*\S {3,}\S|[\s|+:-]*[-+|]{3,}[\s|+:-]*$"
)
_CODE = re.compile(
    r"""
    \s*(?: (?:def|class|function|public|private|static|const|let|var|import|from|using|package)\s .* [;{}:()=] \s*
    |   [$>] \s \w.*          # a prompt
    |   .* [;{}] \s*
    |   <[/!]?\w[^>]*> \s*
    ) $
    """,
    re.VERBOSE,
)
_CODE_SIGNS = re.compile(r"[{}\[\]();=<>$\\]")
MIN_SIGNS = 3
_BULLET = re.compile(r"\s*(?:[-*•‣▪●◦·–—+]|[(（]?(?:\d{1,3}|[A-Za-z]|[ivxIVX]{1,4})[.)）])\s+")
_ENDS_A_SENTENCE = re.compile(r"[.!?…。！？][\"”’')\]*_]*\s*$")
_CAPTION = re.compile(
    r"""
    \s*[(\[▲△▼]*\s*(?: (?:file\s)?photos?\b.{0,60} (?:by|:|/|courtesy|shows|taken) | (?:photo|image|picture|source
    |   credit|caption)s?\s?:
    |   \S.{0,80}\bphoto(?:graph)?\s+(?:by|courtesy)\b | figure\s\d | table\s\d
    |   [^.]{0,120}[(]\s*(?:\w+\sfrom\s(?:the\s)?)?(?:left|right|middle|cent(?:er|re)|front)\s*[),]  # Li (middle) plays
    )
    """,
    re.VERBOSE | re.IGNORECASE,
)
# A list item of fewer words is a phrase, even with a full stop.
MIN_ITEM_WORDS = 8


def running_text(text: str, sentences: Sequence[Span]) -> tuple[Span, ...]:
    """Those of `sentences` (spans of `text`) that stand in lines of running text."""
    kinds = dict(_kinds_by_line(text))
    starts = sorted(kinds)
    found, line = [], 0
    for span in sentences:
        while line + 1 < len(starts) and starts[line + 1] <= span.start:
            line += 1
        if starts and kinds[starts[line]] == "text":
            found.append(span)
    return tuple(found)


def other_lines(text: str) -> str:
    """What of `text` is no running text, counted for a person: "3 table lines, 1 list item"; "" if it all is.

    >>> other_lines("Costs rose in all regions.\\n| North | 3 |\\n| South | 4 |")
    '2 table lines'
    """
    names = {"table": "table line", "code": "line of code", "item": "list item", "caption": "caption"}
    counts = Counter(kind for _, kind in _kinds_by_line(text) if kind in names)
    plurals = {"code": "lines of code"}
    return ", ".join(
        f"{count} {names[kind] if count == 1 else plurals.get(kind, names[kind] + 's')}"
        for kind, count in sorted(counts.items())
    )


def _kinds_by_line(text: str) -> Iterator[tuple[int, str]]:
    """The start of each line that is not blank, and its kind."""
    fenced = False
    for match in re.finditer(r"[^\n]+", text):
        line = match.group()
        if _FENCE.match(line):
            fenced = not fenced
            yield match.start(), "code"
        elif line.strip():
            yield match.start(), "code" if fenced else _kind(line)


def _kind(line: str) -> str:
    """
    >>> [_kind(line) for line in ("He left.", "| a | b |", "- salt", "- They left the old town at six.", "x = f(y);")]
    ['text', 'table', 'item', 'text', 'code']
    """
    if _TABLE.match(line):
        return "table"
    if _CAPTION.match(line):
        return "caption"
    if _CODE.match(line) and len(_CODE_SIGNS.findall(line)) >= MIN_SIGNS:
        return "code"
    if bullet := _BULLET.match(line):
        item = line[bullet.end() :]
        if len(item.split()) < MIN_ITEM_WORDS - 1 or not _ENDS_A_SENTENCE.search(item):
            return "item"
    return "text"
