"""Whether a text repeats words at all: a quick test that lets nearly every text pass without a close look."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from operator import eq, itemgetter

# Small letters, and a space for every ASCII character that is no part of a word; other bytes stay.
_FOLD = bytes(
    ord(chr(byte).lower()) if chr(byte).isalnum() or chr(byte) in "'\n" or byte > 127 else ord(" ")
    for byte in range(256)
)
_CURLY = ("“".encode(), "”".encode())
_LONG = 4


def repeating_lines(text: str, sizes: Iterable[int]) -> Iterator[tuple[int, str]]:
    """The lines of `text` that may repeat runs of words of one of `sizes`, each with its offset."""
    sizes = tuple(sizes)
    if not may_repeat(text, sizes):
        return
    offset = 0
    for line in text.split("\n"):
        if may_repeat(line, sizes):
            yield offset, line
        offset += len(line) + 1


def may_repeat(text: str, sizes: Iterable[int]) -> bool:
    """False if no run of words of one of `sizes` is followed by the same words; True may be wrong.

    Punctuation and case are ignored.

    >>> may_repeat("in parliament, in Parliament", [2]), may_repeat("in and on and off", [1, 2])
    (True, False)
    """
    words = _folded_words(text)
    short = any(_equal_run(words, size) for size in sizes if size < _LONG)
    return short or _may_repeat_long_run(words, [size for size in sizes if size >= _LONG])


@lru_cache(maxsize=1)  # two rules ask for the words of one text, one after the other
def _folded_words(text: str) -> Sequence[bytes]:
    data = text.encode()
    if not text.isascii():
        for mark in _CURLY:
            data = data.replace(mark, b" ")
    return data.translate(_FOLD).split()


def _equal_run(words: Sequence[bytes], size: int) -> bool:
    """Whether `size` words in a row equal those `size` further on."""
    return b"\1" * size in bytes(map(eq, words, words[size:]))


def _may_repeat_long_run(words: Sequence[bytes], sizes: Sequence[int]) -> bool:
    """The same for long runs: first the initials of all words are compared at once, as one long integer.

    Nearly no text passes that by chance, and only in those that do the words themselves are compared.
    """
    if not sizes or len(words) < 2 * min(sizes):
        return False
    initials = int.from_bytes(bytes(map(itemgetter(0), words)), "big")
    return any(
        bytes(size) in _differences(initials, size, len(words)) and _equal_run(words, size) for size in sizes
    )


def _differences(initials: int, distance: int, count: int) -> bytes:
    """A byte for each of `count` words: zero where its initial equals the one `distance` words before."""
    return (initials ^ (initials >> 8 * distance)).to_bytes(count, "big")
