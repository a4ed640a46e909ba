"""Whether a text repeats words at all: a quick test that lets nearly every text pass without a close look."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import accumulate
from operator import itemgetter
from typing import NamedTuple

LONGEST_RUN = 12

# Small letters, and a space for every ASCII character that is no part of a word; other bytes stay.
_FOLD = bytes(
    ord(chr(byte).lower()) if chr(byte).isalnum() or chr(byte) in "'\n" or byte > 127 else ord(" ")
    for byte in range(256)
)
_CURLY = ("“".encode(), "”".encode())


class RepeatingLine(NamedTuple):
    """A line that may repeat runs of words, `sizes` words long, and where it begins in its text."""

    offset: int
    text: str
    sizes: frozenset[int]


def repeating_lines(text: str, sizes: Iterable[int]) -> Iterator[tuple[int, str]]:
    """The lines of `text` that may repeat runs of words of one of `sizes`, each with its offset."""
    wanted = frozenset(sizes)
    return ((line.offset, line.text) for line in _lines_of(text) if not wanted.isdisjoint(line.sizes))


@lru_cache(maxsize=1)  # three rules ask about one text, one after the other
def _lines_of(text: str) -> tuple[RepeatingLine, ...]:
    if not repeated_sizes(text):
        return ()
    lines = text.split("\n")
    offsets = accumulate((len(line) + 1 for line in lines), initial=0)
    read = (
        RepeatingLine(offset, line, repeated_sizes(line))
        for offset, line in zip(offsets, lines, strict=False)
    )
    return tuple(line for line in read if line.sizes)


def repeated_sizes(text: str) -> frozenset[int]:
    """How many words long the runs are, of 1 to 12 words, that the same words follow at once.

    Punctuation and case are ignored, so that a size may be named which a closer look rejects.

    >>> sorted(repeated_sizes("in parliament, in Parliament")), sorted(repeated_sizes("in and on and off"))
    ([2], [])
    """
    words = _folded_words(text)
    initials = int.from_bytes(bytes(map(itemgetter(0), words)), "big")
    sizes = range(1, min(LONGEST_RUN, len(words) // 2) + 1)
    return frozenset(size for size in sizes if _repeats(words, initials, size))


def _folded_words(text: str) -> Sequence[bytes]:
    data = text.encode()
    if not text.isascii():
        for mark in _CURLY:
            data = data.replace(mark, b" ")
    return data.translate(_FOLD).split()


def _repeats(words: Sequence[bytes], initials: int, size: int) -> bool:
    """Whether `size` words in a row equal those `size` further on; looked up only where all initials are equal."""
    differences = (initials ^ (initials >> 8 * size)).to_bytes(len(words), "big")
    equal = bytes(size)
    # The first `size` bytes are compared with nothing.
    place = differences.find(equal, size)
    while place >= 0:
        if words[place - size : place] == words[place : place + size]:
            return True
        place = differences.find(equal, place + 1)
    return False
