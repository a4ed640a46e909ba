"""Numbers that were torn by spaces: "3. 2 billion", "1, 234 , 567", "10 : 30", "version 3 . 11 . 2", "2020 - 07 - 26".

A space inside a number is proved wrong by what stands around it: a unit, a scale, a sign of money, more groups of
digits. Where two sentences or two numbers may meet ("In 2003. 2 men died.", "In group 1, 234 patients") nothing is
proved, and the reading says so.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from gistmill.language.number_chains import SplitNumber, numbers_of_chains
from gistmill.language.number_readings import COUNTED_BEHIND

_TORN_YEAR_FIRST = re.compile(r"[12]\d{3} ?(?P<m>[-/]) ?(?P<mo>[01]?\d) ?(?P=m) ?(?P<d>[0-3]?\d)(?![\w-])")
_TORN_YEAR_LAST = re.compile(r"[0-3]?\d(?: / ?|/ )(?P<mo>[0-3]?\d) ?/ ?[12]\d{3}(?![\w-])")
# "US$ 5" and "€ 5" are styles of good text; "$ 5" is none, and a torn number behind makes a fault of either.
_MONEY_SIGNS = "$£¥￥€₹₽₩₺₴₪₫฿"
_SPACED_SIGN = re.compile(rf"[{_MONEY_SIGNS}][ ](?P<torn>\d+(?:[ ][.,][ ]?|[.,][ ])\d)?(?=\d|(?<=\d))")
_SPACED_ORDINAL = re.compile(r" (?P<suffix>st|nd|rd|th)\b(?<=\d ..)(?![.’'-]\w)")
_SPACED_MINUS = re.compile(r"[-−][ ](?=\d+(?:\.\d+)?[ ]?(?:°|℃|degrees?\b|%|percent\b))")
_BEFORE_A_MINUS = re.compile(r"(?:\b(?:to|of|at|from|below|and|was|is|reached|about|between|around)[ ]|\()$")
_FREE = re.compile(r"(?:^|[^\w.,:/-])$")
_WHOLE_DECIMAL = re.compile(r"(?<![\d.])\d+\.\d+(?![\d.]*\.\d)")
_WHOLE_THOUSANDS = re.compile(r"\d,\d{3}\b")


def find_split_numbers(text: str) -> Iterator[SplitNumber]:
    """The numbers of `text` with spaces inside, in order. Linear in the text.

    >>> [(n.joined, n.reading) for n in find_split_numbers("It fell to 3. 2 billion in 2003. 2 men left at 10 : 30.")]
    [('3.2', 'one'), ('2003.2', 'two'), ('10:30', 'one')]
    """
    yield from _by_what_the_text_writes(sorted((*numbers_of_chains(text), *_others(text))), text)


def join_split_numbers(text: str) -> str:
    """`text` with those of its split numbers written as one that are proved to be one.

    >>> join_split_numbers("1, 234 , 567 people and 12. 6% of $ 3. 5 million")
    '1,234,567 people and 12.6% of $3.5 million'
    """
    kept, position = [], 0
    for number in find_split_numbers(text):
        if number.reading == "one":
            kept += [text[position : number.start], number.joined]
            position = number.end
    return "".join(kept) + text[position:]


def _by_what_the_text_writes(numbers: list[SplitNumber], text: str) -> Iterator[SplitNumber]:
    """`numbers`; those in doubt are one where the text tears all numbers of their kind, and never writes one whole.

    A point in doubt before what may be counted ("3. 2 men") stays in doubt.
    """
    proved = Counter(number.mark for number in numbers if number.reading == "one")
    kinds = ((".", _WHOLE_DECIMAL), (",", _WHOLE_THOUSANDS))
    torn = {mark for mark, whole in kinds if proved[mark] >= 2 and not whole.search(text)}
    for number in numbers:
        if number.reading == "unsure" and number.mark in torn:
            if number.mark == "," or not COUNTED_BEHIND.match(text, number.end):
                number = number._replace(reading="one")
        yield number


def _others(text: str) -> Iterator[SplitNumber]:
    """Dates, ordinals, signs of money and of below zero that stand apart."""
    # Looked for as plain strings first: most texts hold none, and a pattern reads a text twenty times as slowly.
    has_torn_date = any(torn in text for torn in ("- ", " -", "/ ", " /"))
    for pattern in (_TORN_YEAR_FIRST, _TORN_YEAR_LAST) if has_torn_date else ():
        for match in pattern.finditer(text):
            if " " in match[0] and _stands_free(text, match.start()) and _is_date(match[0]):
                yield SplitNumber(*match.span(), match[0].replace(" ", ""), "one", "-")
    for match in _SPACED_ORDINAL.finditer(text):
        end = match.start()
        digits = re.search(r"\d{1,4}$", text[max(0, end - 4) : end])
        if (
            digits
            and _stands_free(text, end - len(digits[0]))
            and _ordinal_suffix(int(digits[0])) == match["suffix"]
        ):
            yield SplitNumber(end - len(digits[0]), match.end(), digits[0] + match["suffix"], "one", "")
    for match in _SPACED_SIGN.finditer(text) if any(f"{sign} " in text for sign in _MONEY_SIGNS) else ():
        start = match.start()
        if match["torn"] or (match[0][0] in "$£¥￥" and not text[max(0, start - 1) : start].isalnum()):
            yield SplitNumber(start, start + 2, match[0][0], "one", "")
    for match in _SPACED_MINUS.finditer(text) if "- " in text or "− " in text else ():
        if _BEFORE_A_MINUS.search(text[max(0, match.start() - 9) : match.start()]):
            yield SplitNumber(match.start(), match.start() + 2, match[0][0], "one", "")


def _stands_free(text: str, start: int) -> bool:
    return bool(_FREE.search(text[max(0, start - 1) : start]))


def _is_date(written: str) -> bool:
    first, second, third = map(int, re.findall(r"\d+", written))
    if first > 31:
        return 1 <= second <= 12 and 1 <= third <= 31
    return 1 <= first <= 31 and 1 <= second <= 31 and min(first, second) <= 12


def _ordinal_suffix(number: int) -> str:
    """
    >>> [_ordinal_suffix(number) for number in (1, 12, 23, 112)]
    ['st', 'th', 'rd', 'th']
    """
    return "th" if number % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
