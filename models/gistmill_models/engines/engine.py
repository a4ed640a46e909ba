"""What an engine does: piece ids in, piece ids out. It knows neither text nor tasks."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol, TypeAlias

from gistmill_models.protocol import Decoding

Ids: TypeAlias = tuple[int, ...]


@dataclass(frozen=True)
class Output:
    """What was written for one row, without what every output begins with; an end piece is the last.

    `score` is the mean log-probability of its pieces, end piece included.
    """

    ids: Ids
    score: float
    ended: bool


def best_first(outputs: Iterable[Output], decoding: Decoding) -> tuple[Output, ...]:
    """Beams are in order as they come; of samples the likeliest is the best."""
    return tuple(sorted(outputs, key=lambda output: -output.score) if decoding.samples else outputs)


class Engine(Protocol):
    """Weights that are ready to work; results come in the order of the rows, equal rows are asked twice."""

    def generate(self, rows: Sequence[Ids], decoding: Decoding, *, ends: Ids) -> list[tuple[Output, ...]]:
        """`decoding.alternatives` outputs a row, best first; one ends with the first of `ends` it writes."""

    def score(self, rows: Sequence[tuple[Ids, Ids]]) -> list[float]:
        """The mean log-probability of the pieces of each target, given its source."""

    def close(self) -> None: ...
