"""A source with the instruction around it, as the pieces that a model reads."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import repeat

from gistmill_models.prompts import Prompt
from gistmill_models.vocabulary import Vocabulary

# Room is left for a wanted number of words of this many digits, so that it does not depend on the number.
LONGEST_NUMBER = 999


@dataclass(frozen=True)
class Asked:
    """What is read for one source, all in all, and of how many of the source's own pieces it holds how many."""

    ids: tuple[int, ...]
    source_pieces: int
    read_pieces: int


class Asking:
    """The prompts of a model over its vocabulary; `max_pieces` is how much is read, instruction included.

    What stands before a source, the source, and what stands after it are cut into pieces one by one, so that
    no source changes the pieces of its instruction. A source that is too long loses its end.
    """

    def __init__(self, prompts: Mapping[str, Prompt], vocabulary: Vocabulary, max_pieces: int) -> None:
        self._prompts = prompts
        self._vocabulary = vocabulary
        self._max_pieces = max_pieces
        self._frame = lru_cache(maxsize=None)(self._uncached_frame)

    def ask(self, task: str, sources: Sequence[str], words: Sequence[int] | None = None) -> list[Asked]:
        room = self.room(task)
        numbers = repeat(None, len(sources)) if words is None else words
        return [
            self._framed(task, number, ids, room)
            for number, ids in zip(numbers, self._vocabulary.encode(sources), strict=True)
        ]

    def room(self, task: str) -> int:
        before, after = self._frame(task, LONGEST_NUMBER)
        return max(0, self._max_pieces - len(before) - len(after))

    def _framed(self, task: str, words: int | None, ids: Sequence[int], room: int) -> Asked:
        before, after = self._frame(task, words)
        # A decoder cannot go on from nothing; at the end of one text another begins.
        read = (*before, *ids[:room], *after) or self._vocabulary.ends[:1]
        return Asked(read, len(ids), min(len(ids), room))

    def _uncached_frame(self, task: str, words: int | None) -> tuple[tuple[int, ...], tuple[int, ...]]:
        before, after = self._prompts[task].asking(words)
        encode = self._vocabulary.encode_instruction
        start, end = self._vocabulary.marks
        opening = tuple(encode(before))
        # A chat template may bring the mark that the tokenizer puts first.
        return opening if opening[: len(start)] == start else (*start, *opening), (*encode(after), *end)
