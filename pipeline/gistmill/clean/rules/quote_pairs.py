"""Quotation marks that do not fit their partner: ”so“, "so”, “so"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from gistmill.clean.rule import Replacement, Rule

_MARK = re.compile(r'["“”]')
_BEFORE_OPENING = frozenset(" \t([—–-/'‘")
_BEHIND_CLOSING = frozenset(" \t.,;:?!)]—–-/'’…")


def find(text: str) -> Iterator[Replacement]:
    """Turns a curly mark round that looks the wrong way, and makes a pair of one straight and one curly mark curly.

    Which mark opens and which closes is read from the blanks beside them, and a line is touched only if its marks
    open and close by turns; one left open at the end of the line may go on in the next. Pairs of one kind stay,
    straight or curly, and so do inches, single marks and languages that write them otherwise.
    Source: Online-G and Online-A in zhnews2022_docs.

    >>> [(r.start, r.after) for r in find('to ”celebrate“ it. "Go. ” “Fine”, "yes"')]
    [(3, '“'), (13, '”'), (19, '“')]
    """
    if "“" not in text and "”" not in text:
        return
    position = 0
    for line in text.split("\n"):
        if "“" in line or "”" in line:
            yield from _mended(line, position)
        position += len(line) + 1


def _mended(line: str, offset: int) -> Iterator[Replacement]:
    places = [match.start() for match in _MARK.finditer(line)]
    if not all(_fits(line, place, opens=number % 2 == 0) for number, place in enumerate(places)):
        return
    for opening, closing in zip(places[::2], places[1::2], strict=False):
        if line[opening] == line[closing] == '"':
            continue
        for place, mark in ((opening, "“"), (closing, "”")):
            if line[place] != mark:
                yield Replacement(offset + place, offset + place + 1, mark, "mark does not fit its partner")


def _fits(line: str, place: int, *, opens: bool) -> bool:
    before, behind = line[place - 1 : place] or " ", line[place + 1 : place + 2] or " "
    if opens:
        return before in _BEFORE_OPENING and not behind.isspace()
    is_stop_apart = line[place] != "“" and line[place - 2 : place - 1] in {".", ",", "?", "!"}
    return behind in _BEHIND_CLOSING and (not before.isspace() or is_stop_apart)


QUOTE_PAIRS = Rule("quote_pairs", 2, find)
