"""Chains of digits with points, commas and colons, torn somewhere: which of their joints are inside a number.

A chain is judged as a whole first (an address, a version, a date, thousands in groups), then joint by joint.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from gistmill.language.number_readings import (
    DOTTED_LABELS,
    LIST_BEFORE,
    LIST_GOES_ON,
    Reading,
    is_month,
    read_clock,
    read_decimal,
    read_decimal_comma,
    read_thousands,
    says_nothing_new,
    word_before,
)


class SplitNumber(NamedTuple):
    """Digits of `text[start:end]` with a space inside; `joined` is how they are written as one number.

    `reading` is "one" where the text proves that they are one, "two" where they are two for sure (a list, a year and
    what follows it), and "unsure" where they may be either. `mark` is the point, comma, colon or dash at the space.
    """

    start: int
    end: int
    joined: str
    reading: Reading
    mark: str


# Up to two spaces, of any width, at either side of a mark.
_SPACE = "[ \u00a0\u2009\u202f]"
_GAP = rf"{_SPACE}{{0,2}}+"
# A number in a name ("COVID-19", "G20") is no part of a chain; "v3 . 2" is.
_CHAIN = re.compile(rf"(?<![\w.,:/])(?<![A-Za-z]-)(?:[vV](?=\d))?\d++(?:{_GAP}[.,:·]{_GAP}\d++)++")
_JOINT = re.compile(rf"({_GAP})([.,:·])({_GAP})")
LONGEST_CHAIN = 400  # what is longer is a table or noise
# The patterns below begin with a class of characters, not with what may stand before: so they are found fast.
_TORN_JOINT = re.compile(rf"\d(?:{_SPACE}{{1,2}}[.,:·]|[.,:·]{_SPACE}){_SPACE}{{0,2}}\d")
BEFORE, BEHIND = 60, 40


def numbers_of_chains(text: str) -> Iterator[SplitNumber]:
    """The split numbers of all chains of a text, in order; a chain longer than `LONGEST_CHAIN` is left alone."""
    end = 0
    for joint in _TORN_JOINT.finditer(text):
        if joint.start() >= end and (match := _chain_around(text, joint.start())):
            end = match.end()
            if len(match[0]) <= LONGEST_CHAIN:
                yield from _joined(_Chain(text, match.start(), match[0]))


def _chain_around(text: str, place: int) -> re.Match[str] | None:
    start = place
    while (
        start and place - start < LONGEST_CHAIN and (text[start - 1].isdecimal() or text[start - 1] in ".,:·")
    ):
        start -= 1
    return _CHAIN.match(text, start - 1 if text[max(0, start - 1) : start] in {"v", "V"} else start)


class _Chain:
    """Digits with points, commas and colons between them: `items` are the tight numbers, `joints` what parts them."""

    def __init__(self, text: str, start: int, chain: str) -> None:
        self.text, self.start, self.end = text, start, start + len(chain)
        self.items: list[tuple[int, int]] = []
        self.joints: list[tuple[str, str, str]] = []
        begin = start
        for joint in _JOINT.finditer(chain):
            if joint[1] or joint[3]:
                self.items.append((begin, start + joint.start()))
                self.joints.append((joint[1], joint[2], joint[3]))
                begin = start + joint.end()
        self.items.append((begin, self.end))

    def item(self, index: int) -> str:
        return self.text[slice(*self.items[index])]

    def before(self, index: int) -> str:
        start = self.items[index][0]
        return self.text[max(0, start - BEFORE) : start]

    def behind(self, index: int) -> str:
        end = self.items[index][1]
        return self.text[end : end + BEHIND]


def _joined(chain: _Chain) -> Iterator[SplitNumber]:
    """The split numbers of a chain: neighbours that are one for sure become one."""
    readings = _readings(chain)
    index = 0
    while index < len(readings):
        last = index
        while readings[index] == "one" and last + 1 < len(readings) and readings[last + 1] == "one":
            last += 1
        written = chain.item(index)
        for place in range(index, last + 1):
            written += chain.joints[place][1] + chain.item(place + 1)
        start, end = chain.items[index][0], chain.items[last + 1][1]
        yield SplitNumber(start, end, written, readings[index], chain.joints[index][1])
        index = last + 1


def _readings(chain: _Chain) -> list[Reading]:
    marks = [mark for _, mark, _ in chain.joints]
    if _is_one_whole(chain, marks):
        return ["one"] * len(marks)
    readings: list[Reading] = []
    for index, (wide, mark, _) in enumerate(chain.joints):
        known = readings[-1] if readings else None
        readings.append(_reading(chain, index, mark, wide=bool(wide), known=known))
    return _settled(readings, marks)


def _settled(readings: list[Reading], marks: list[str]) -> list[Reading]:
    """Two joints by a comma of which only one is proved are a number of three groups all the same."""
    for index in range(1, len(readings)):
        if marks[index] == marks[index - 1] == "," and "one" in readings[index - 1 : index + 1]:
            if "two" not in readings[index - 1 : index + 1]:
                readings[index - 1 : index + 1] = ["one", "one"]
    return readings


def _is_one_whole(chain: _Chain, marks: list[str]) -> bool:
    """An address of four bytes, a version or date of three numbers, or thousands of three groups and more."""
    written = re.sub(r"\s", "", chain.text[chain.start : chain.end])
    groups = re.split(r"[.,:]", written.lstrip("vV"))
    if set(marks) == {"."} and set(re.findall(r"[.,:]", written)) == {"."}:
        if len(groups) == 4 and all(len(group) <= 3 and int(group) <= 255 for group in groups):
            return True
        if len(groups) >= 3 and max(map(len, groups)) <= 3 and not is_month(chain.before(0)):
            # "version 3.11. 2 is", but not "It got 3.5. 10 points came."
            named = written[0] in "vV" or word_before(chain.before(0)) in DOTTED_LABELS
            return len(marks) >= 2 or (named and says_nothing_new(chain.behind(-1)))
        return len(groups) == 3 and _is_dotted_date(groups)
    if len(marks) >= 2 and set(marks) == {":"} and len(groups) == 3:
        return int(groups[0]) < 25 and all(len(group) == 2 and int(group) < 60 for group in groups[1:])
    if len(marks) >= 2 and set(marks) == {","} and len(groups) == len(marks) + 1:
        thousands = len(groups[0]) <= 3 and all(len(group) == 3 for group in groups[1:])
        listed = LIST_GOES_ON.match(chain.behind(-1)) or LIST_BEFORE.search(chain.before(0))
        round_ = all(group[-1] == "0" for group in groups) and groups[-1] != "000"
        return thousands and not listed and not round_
    return False


def _is_dotted_date(groups: list[str]) -> bool:
    if len(groups[0]) == 4:
        year, month, day = map(int, groups)
    elif len(groups[2]) == 4:
        day, month, year = map(int, groups)
    else:
        return False
    return 1000 <= year <= 2100 and 1 <= month <= 12 and 1 <= day <= 31


def _reading(chain: _Chain, index: int, mark: str, *, wide: bool, known: Reading | None) -> Reading:
    left, right = chain.item(index), chain.item(index + 1)
    before, behind = chain.before(index), chain.behind(index + 1)
    if mark in ".·":
        return (
            "two"
            if known == "one" and chain.joints[index - 1][1] in ".·"
            else read_decimal(left, right, before, behind)
        )
    if mark == ",":
        if len(right.split(".")[0].split(",")[0]) == 3:
            return read_thousands(left, right, before, behind, known)
        return read_decimal_comma(left, right, before, behind)
    return read_clock(left, right, before, behind, wide=wide)
