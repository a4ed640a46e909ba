"""A number torn by spaces."""

from __future__ import annotations

from collections.abc import Iterator

from gistmill.clean.rule import Replacement, Rule
from gistmill.language import find_split_numbers


def join_split_numbers(text: str) -> Iterator[Replacement]:
    """Takes the spaces out of a number where the text around proves that it is one.

    Left alone: lists ("10, 100 and 500 mg"), what may be two sentences ("No. 5. 10 people came."), and styles of good
    text: "5 km", "95 %", "US$ 5", "3 : 1". `gistmill.clean.marks` marks what is in doubt.
    Source: 120 numbers of the translations of wmt18_zhen and light_pairs ("16, 000", "10: 00", "$ 2. 8 billion").

    >>> [r.after for r in join_split_numbers("It fell to 3. 2 billion in 2003. 2 men left at 10 : 30.")]
    ['3.2', '10:30']
    """
    for number in find_split_numbers(text):
        if number.reading == "one":
            yield Replacement(number.start, number.end, number.joined, "space inside a number")


SPLIT_NUMBERS = Rule("split_numbers", 1, join_split_numbers, reach="document")
