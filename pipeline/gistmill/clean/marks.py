"""Faults that stay in the cleaned text because nothing safe can be done about them: marked for the reader."""

from __future__ import annotations

import re
from collections.abc import Iterator

from gistmill.document import Mark
from gistmill.language import find_split_numbers

_FOREIGN = (
    r"\u0400-\u052f\u0531-\u058a\u05d0-\u05f2\u0620-\u06ff\u0900-\u0dff\u0e01-\u0eff\u1000-\u11ff\u3040-\u30fa\u30fc-\u30ff"
    r"\u3400-\u9fff\uac00-\ud7af\uf900-\ufaff"
)
# Letters of another script, with the blanks and marks between them; Greek only as a word, for letters are formulas.
_UNTRANSLATED = re.compile(
    rf"[{_FOREIGN}](?:[{_FOREIGN}\u3001-\u3011・\d]|[ ](?=[{_FOREIGN}]))*|[\u0370-\u03ff]{{3,}}"
)
_LOST_WORD = re.compile(r"<unk>|⁇|\bUNK\b")
_PAIRED = re.compile(r"[()\[\]“”]")
_OPENING_OF = {")": "(", "]": "[", "”": "“"}
_ENUMERATES = re.compile(r"(?:^|[\s(])(?:\w{1,3}|[ivxIVX]{1,5})$")
_AT_LINE_START = re.compile(r"(?:^|\n)[\s\"“(*•-]*$")
_SMILES = re.compile(r"[:;=]['-]?$")


def find_marks(text: str) -> tuple[Mark, ...]:
    """The places where words were left untranslated or lost, where brackets and quotation marks have no partner, and
    where one number may have become two.

    What is marked is kept as it is. Not marked: single Greek letters, the bracket of `1)` and of smileys, and a
    quotation that goes on in the next line or came from the one before. Linear in the text.

    >>> [(mark.kind, text[mark.start : mark.end]) for text in ["in 双创 (twice"] for mark in find_marks(text)]
    [('untranslated', '双创'), ('unpaired', '(')]
    """
    found = (*_foreign(text), *_lost(text), *_unpaired(text), *_doubtful_numbers(text))
    return tuple(sorted(found, key=lambda mark: mark.start))


def _foreign(text: str) -> Iterator[Mark]:
    if not text.isascii():
        for match in _UNTRANSLATED.finditer(text):
            yield Mark(match.start(), match.end(), "untranslated", "words of the source language")


def _lost(text: str) -> Iterator[Mark]:
    if any(sign in text for sign in ("UNK", "<unk>", "⁇")):
        for match in _LOST_WORD.finditer(text):
            yield Mark(match.start(), match.end(), "lost word", "the translation engine had no word here")


def _doubtful_numbers(text: str) -> Iterator[Mark]:
    """Numbers that meet at a point: one with a space inside, or the end of a sentence and the start of the next."""
    for number in find_split_numbers(text):
        if number.reading == "unsure" or (number.reading == "two" and number.mark == "."):
            if not _AT_LINE_START.search(text[max(0, number.start - 20) : number.start]):
                reason = f"one number ({number.joined}), or two that meet"
                yield Mark(number.start, number.end, "doubtful number", reason)


def _unpaired(text: str) -> Iterator[Mark]:
    """Brackets have their partner in the same line; a quotation may go on, and each of its paragraphs begin with “."""
    if not any(mark in text for mark in "()[]“”"):
        return
    offset = 0
    opened: int | None = None
    for line in text.split("\n"):
        margin = len(line) - len(line.lstrip())
        for position in _alone(line):
            place, mark = offset + position, line[position]
            if mark not in "“”":
                yield Mark(place, place + 1, "unpaired", "bracket without a partner")
            elif mark == "”":
                if opened is None:
                    yield _lone_quote(place)
                opened = None
            else:
                if opened is not None and position > margin:
                    yield _lone_quote(opened)
                opened = place
        offset += len(line) + 1
    if opened is not None:
        yield _lone_quote(opened)


def _lone_quote(place: int) -> Mark:
    return Mark(place, place + 1, "unpaired", "quotation mark without a partner")


def _alone(line: str) -> list[int]:
    """Where the brackets and curly quotation marks of a line stand that have no partner in it."""
    waiting: dict[str, list[int]] = {"(": [], "[": [], "“": []}
    alone: list[int] = []
    for match in _PAIRED.finditer(line):
        position, mark = match.start(), match.group()
        if mark in waiting:
            waiting[mark].append(position)
        elif waiting[_OPENING_OF[mark]]:
            waiting[_OPENING_OF[mark]].pop()
        elif mark == "”" or not _stands_by_itself(line, position):
            alone.append(position)
    left = (
        place
        for places in waiting.values()
        for place in places
        if not _SMILES.search(line, max(0, place - 2), place)
    )
    return sorted((*alone, *left))


def _stands_by_itself(line: str, position: int) -> bool:
    """Whether a closing bracket belongs to a number ("1)") or a smiley."""
    start = max(0, position - 7)
    return bool(_ENUMERATES.search(line, start, position) or _SMILES.search(line, start, position))
