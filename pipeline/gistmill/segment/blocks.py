"""Blocks of lines that are no running text: tables of contents, tables, forms and lists.

None of their lines is a heading. A table of contents names the headings of the text, so it also serves to find them.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from gistmill.segment.lines import Line
from gistmill.segment.numbering import Numbering, numbering_of
from gistmill.segment.wording import words_of

BlockKind = Literal["contents", "table", "form", "list"]

_BULLETS = "-*•·▪►○●–"
# Two blanks behind a full stop part sentences, not columns.
_COLUMN_GAP = re.compile(r"[ ]*\t\s*|(?<![.?!:;”\"'\s])[ ]{2,}(?=\S)|\s*\|\s*")
_RULE = re.compile(r"[|+:=\s-]{3,}")
_MOST_WORDS_A_CELL = 8
_FIELD = re.compile(r"(?P<label>[A-Z][\w/()'’.& -]{0,40}?)\s?[:：]\s(?P<value>\S.*)")
_LABEL_WORDS, _VALUE_WORDS, _FEWEST_FIELDS = 4, 14, 3
_FEWEST_NUMBERED, _FEWEST_BULLETS, _FEWEST_AMOUNTS = 3, 2, 3
_AMOUNT = re.compile(
    r"(?:\d[\d.,/]*|½|¼|¾|an?|one|two|three|some|half)\s?(?:[½¼¾]\s?)?[\w'’()-]+", re.IGNORECASE
)
_AMOUNT_WORDS = 9
# Kinds of number with which lists count; chapters and articles (`label`) are headings or sentences.
_LIST_NUMBERS = ("decimal", "parenthesis", "lower")
_PAGE = re.compile(r"(?:\s*[.…·_]{3,}[\s.…·_]*|\s{2,}|\t\s*|\s+[-–—]+\s*)(?P<page>\d{1,4}|[ivxl]{1,6})$")
_CONTENTS_NAME = re.compile(
    r"(?:table of )?contents:?|(?:in|on) this (?:article|guide|page|issue|report):?|outline:?|agenda:?",
    re.IGNORECASE,
)
_FEWEST_ENTRIES, _MOST_ENTRIES, _ENTRY_WORDS = 3, 200, 16
# A table of contents that no line announces stands at the front.
_FRONT_LINES = 50
# No row or entry is longer; bounds the patterns, which would take long over a line of blanks.
_MOST_CHARACTERS = 300


class Block(Struct, frozen=True):
    """A run of lines, from index `first` to index `last`, both of it.

    `names` are the indices of the lines that a table of contents names.
    """

    kind: BlockKind
    first: int
    last: int
    names: tuple[int, ...] = ()

    def __len__(self) -> int:
        return self.last - self.first + 1


def blocks_of(lines: Sequence[Line]) -> tuple[Block, ...]:
    """The blocks among the lines, in order; none overlaps another.

    >>> from gistmill.segment.lines import split_lines
    >>> [(b.kind, b.first, b.last) for b in blocks_of(split_lines("Costs\\nYear\\tTons\\n2019\\t4\\n- one\\n- two"))]
    [('table', 1, 2), ('list', 3, 4)]
    """
    found: list[Block] = []
    index, named = 0, _later_lines(lines)
    while index < len(lines):
        block = (
            _contents(lines, index, named)
            or _table(lines, index)
            or _form(lines, index)
            or _list(lines, index)
        )
        if block:
            found.append(block)
        index = block.last + 1 if block else index + 1
    return tuple(found)


def with_blocks(lines: Sequence[Line], blocks: Sequence[Block]) -> tuple[Line, ...]:
    """The lines with the kind of their block set."""
    kinds = {index: block.kind for block in blocks for index in range(block.first, block.last + 1)}
    return tuple(
        replace(line, block=kinds[index]) if index in kinds else line for index, line in enumerate(lines)
    )


def entry_wording(line: str) -> str:
    """What a line says without its number and the page it points to, in lower case.

    >>> entry_wording("2.1 Wells and springs ....... 12")
    'wells and springs'
    """
    bare = line.lstrip("#*-•= \t")
    bare = (_PAGE.sub("", bare) if _may_end_in_page(bare) else bare).strip("*_ \t:#=")
    numbering = numbering_of(bare)
    wording = bare[numbering.wording :] if numbering else bare.lstrip("0123456789. ")
    return " ".join(wording.split()).casefold()


def _later_lines(lines: Sequence[Line]) -> dict[str, list[int]]:
    """Where each short line stands, by its wording."""
    places: dict[str, list[int]] = {}
    for index, line in enumerate(lines):
        if line.words <= _ENTRY_WORDS and (wording := entry_wording(line.text)):
            places.setdefault(wording, []).append(index)
    return places


def _contents(lines: Sequence[Line], first: int, named: Mapping[str, Sequence[int]]) -> Block | None:
    """A table of contents: lines with the numbers of pages, or lines that all stand below again, in this order."""
    opens = first + 1 if _CONTENTS_NAME.fullmatch(lines[first].text.strip("#*=_ ")) else first
    paged = _run(lines, opens, _is_paged)
    if paged - opens >= _FEWEST_ENTRIES:
        return Block("contents", first, paged - 1, tuple(_named_by_pages(lines, opens, paged, named)))
    if opens == first and first >= _FRONT_LINES:
        return None
    names = list(_named_in_order(lines, opens, named))
    end = opens + len(names)
    # What a list names only by chance does not stand apart: between two headings there is text.
    apart = all(below - above > 1 or lines[above].words < 3 for above, below in pairwise(names))
    if len(names) >= _FEWEST_ENTRIES and apart and names[-1] - names[0] > len(names) and names[0] >= end:
        return Block("contents", first, end - 1, tuple(names))
    return None


def _named_in_order(lines: Sequence[Line], first: int, named: Mapping[str, Sequence[int]]) -> Iterator[int]:
    """Where the lines from `first` on stand again, each behind the one before, as long as they do."""
    at, names_from = first, len(lines)
    for index in range(first, min(len(lines), first + _MOST_ENTRIES)):
        if index >= names_from or (target := _next_place(lines[index], named, behind=max(at, index))) is None:
            return
        yield target
        at, names_from = target, min(names_from, target)


def _named_by_pages(
    lines: Sequence[Line], first: int, end: int, named: Mapping[str, Sequence[int]]
) -> Iterator[int]:
    """Where the lines from `first` to `end` stand again; some of them may not."""
    at = end - 1
    for line in lines[first:end]:
        target = _next_place(line, named, behind=at)
        if target is not None:
            yield target
            at = target


def _next_place(line: Line, named: Mapping[str, Sequence[int]], *, behind: int) -> int | None:
    places = named.get(entry_wording(line.text), ()) if line.words <= 2 * _ENTRY_WORDS else ()
    following = bisect_right(places, behind)
    return places[following] if following < len(places) else None


def _may_end_in_page(text: str) -> bool:
    return len(text) <= _MOST_CHARACTERS and (text[-1:].isdigit() or text[-1:] in "ivxl")


def _is_paged(line: Line) -> bool:
    return (
        line.words <= 2 * _ENTRY_WORDS
        and _may_end_in_page(line.text)
        and line.text[0] not in _BULLETS
        and _PAGE.search(line.text) is not None
    )


def _run(lines: Sequence[Line], first: int, belongs: Callable[[Line], bool]) -> int:
    end = first
    while end < len(lines) and belongs(lines[end]):
        end += 1
    return end


def _table(lines: Sequence[Line], first: int) -> Block | None:
    """Rows of the same number of cells, one below the other: two rows of three cells, or more rows of two."""
    width = _cells(lines[first].text)
    if width < 2:
        return None
    end = first + 1
    while end < len(lines) and (
        _RULE.fullmatch(lines[end].text) or abs(_cells(lines[end].text) - width) <= width // 3
    ):
        end += 1
    rows = sum(not _RULE.fullmatch(line.text) for line in lines[first:end])
    marked = "\t" in lines[first].text or "|" in lines[first].text
    if rows >= (2 if width >= 3 or marked else 3):
        return Block("table", first, end - 1)
    return None


def _cells(line: str) -> int:
    """The number of cells of a row; 1 for a line that is none.

    >>> _cells("2019   4,100   2,300"), _cells("| a | b |"), _cells("It rose.  Then it fell.")
    (3, 2, 1)
    """
    if len(line) > _MOST_CHARACTERS or ("\t" not in line and "  " not in line and "|" not in line):
        return 1
    cells = [cell for cell in _COLUMN_GAP.split(line.strip("| \t")) if cell]
    return len(cells) if all(len(cell.split()) <= _MOST_WORDS_A_CELL for cell in cells) else 1


def _form(lines: Sequence[Line], first: int) -> Block | None:
    """Lines of a name and its value, each name once; the first line of a text is rather its title."""
    if first == 0 or _label(lines[first]) is None:
        return None
    labels: list[str] = []
    for index in range(first, len(lines)):
        label = _label(lines[index])
        if label is None or label in labels:
            break
        labels.append(label)
    return Block("form", first, first + len(labels) - 1) if len(labels) >= _FEWEST_FIELDS else None


def _label(line: Line) -> str | None:
    if line.ending == "question" or not (":" in line.text[:60] or "：" in line.text[:60]):
        return None
    found = _FIELD.fullmatch(line.text)
    if found is None:
        return None
    label = found["label"].casefold()
    short = len(label.split()) <= _LABEL_WORDS and len(words_of(found["value"])) <= _VALUE_WORDS
    return label if short else None


def _list(lines: Sequence[Line], first: int) -> Block | None:
    return _bullets(lines, first) or _numbers(lines, first) or _amounts(lines, first)


def _bullets(lines: Sequence[Line], first: int) -> Block | None:
    mark = lines[first].text[:1]
    if mark not in _BULLETS:
        return None
    end = _run(lines, first, lambda line: line.text[0] == mark and line.text[1:2] in (" ", "\t"))
    return Block("list", first, end - 1) if end - first >= _FEWEST_BULLETS else None


def _numbers(lines: Sequence[Line], first: int) -> Block | None:
    """Numbers that count up line by line, with nothing between them."""
    number = _list_number(lines[first])
    if number is None:
        return None
    end = first + 1
    while end < len(lines) and (below := _list_number(lines[end])) is not None:
        if below.form != number.form or below.value != number.value + 1:
            break
        number, end = below, end + 1
    return Block("list", first, end - 1) if end - first >= _FEWEST_NUMBERED else None


def _list_number(line: Line) -> Numbering | None:
    number = numbering_of(line.text)
    return number if number is not None and number.kind in _LIST_NUMBERS else None


def _amounts(lines: Sequence[Line], first: int) -> Block | None:
    """Ingredients and the like: short lines that begin with an amount; the last ones may go without."""
    end = _run(lines, first, _is_amount)
    if end - first < _FEWEST_AMOUNTS:
        return None
    end = _run(lines, end, lambda line: line.words <= 4 and line.text[0].islower() and line.ending == "open")
    return Block("list", first, end - 1)


def _is_amount(line: Line) -> bool:
    return (
        line.words <= _AMOUNT_WORDS
        and line.ending == "open"
        and (line.text[0].isdigit() or line.text[0] in "½¼¾" or line.text[0].islower())
        and _AMOUNT.match(line.text) is not None
        and numbering_of(line.text) is None
    )
