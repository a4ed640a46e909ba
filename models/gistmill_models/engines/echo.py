"""A model without weights, for tests of everything around a model: it says what it is told to say."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from gistmill_models.protocol import Alternative, Decoding, Fingerprint, Generation, Task

Reply = Callable[[str], Sequence[str]]

PIECE = re.compile(r"\s*\S+|\s+")
TASKS = {"summarize": Task("sentence"), "headline": Task("text"), "clean": Task("sentence")}


def first_sentence(source: str) -> Sequence[str]:
    """The first sentence of a source.

    >>> first_sentence("It rained. It poured.")
    ('It rained.',)
    """
    return (re.split(r"(?<=[.!?])\s", source, maxsplit=1)[0],)


class EchoModel:
    """A `Seq2Seq` whose pieces are words and whose outputs are `reply(source)`, best first.

    Deterministic; an output scores by its rank, a pair by the share of target words that the source has.
    `generated` and `scored` count the sources that were asked for, so that a test can see what was spared; `words`
    are the lengths that were asked for.
    """

    def __init__(
        self,
        reply: Reply = first_sentence,
        *,
        tasks: dict[str, Task] | None = None,
        room: int = 512,
        name: str = "echo",
    ) -> None:
        self._reply = reply
        self._tasks = TASKS if tasks is None else tasks
        self._room = room
        self._name = name
        self.generated = 0
        self.scored = 0
        self.words: list[int] = []

    @property
    def fingerprint(self) -> Fingerprint:
        return Fingerprint(self._name, (), "echo", "1", "none", "cpu")

    @property
    def tasks(self) -> dict[str, Task]:
        return dict(self._tasks)

    def room(self, task: str) -> int:
        return self._room

    def count_pieces(self, texts: Sequence[str]) -> list[int]:
        return [len(PIECE.findall(text)) for text in texts]

    def generate(
        self, task: str, sources: Sequence[str], decoding: Decoding, *, words: Sequence[int] | None = None
    ) -> list[Generation]:
        self.generated += len(set(sources))
        self.words += words or ()
        return [self._generation(source, decoding) for source in sources]

    def score(
        self, task: str, pairs: Sequence[tuple[str, str]], *, words: Sequence[int] | None = None
    ) -> list[float]:
        self.scored += len(set(pairs))
        return [_overlap(source, target) - 1.0 for source, target in pairs]

    def close(self) -> None:
        """Nothing to give back."""

    def _generation(self, source: str, decoding: Decoding) -> Generation:
        pieces = PIECE.findall(source)
        read = pieces[: self._room]
        outputs = list(self._reply("".join(read)))[: decoding.alternatives]
        alternatives = (_alternative(text, rank, decoding) for rank, text in enumerate(outputs, start=1))
        return Generation(tuple(alternatives), len(pieces), len(read))


def _alternative(text: str, rank: int, decoding: Decoding) -> Alternative:
    """The output, cut before its end piece would be one too many."""
    pieces = PIECE.findall(text)
    complete = len(pieces) < decoding.max_pieces
    kept = pieces if complete else pieces[: decoding.max_pieces]
    return Alternative("".join(kept), -0.1 * rank, len(kept), "end" if complete else "length")


def _overlap(source: str, target: str) -> float:
    known, words = set(source.split()), target.split()
    return sum(word in known for word in words) / len(words) if words else 1.0
