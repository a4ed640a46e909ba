"""What a sequence-to-sequence model can do for its caller, whichever engine runs it.

A model knows strings and pieces (subwords), never documents. Nothing is cut off in silence: how much was
read and why writing stopped is part of each `Generation`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, Protocol

StoppedBy = Literal["end", "length"]


@dataclass(frozen=True)
class Decoding:
    """How outputs are searched for.

    `beams` 1 is greedy search; `alternatives` (at most `beams`) is how many outputs a source gets.
    `length_penalty` divides a beam's log-probability by `pieces ** length_penalty`. `no_repeat_ngram` forbids
    an n-gram of that many pieces to occur twice (0: allowed).
    """

    beams: int = 4
    alternatives: int = 1
    max_pieces: int = 128
    min_pieces: int = 0
    length_penalty: float = 1.0
    no_repeat_ngram: int = 0


@dataclass(frozen=True)
class Alternative:
    """One output: its text, its mean log-probability a piece (at most 0), its length, and why it stopped."""

    text: str
    score: float
    pieces: int
    stopped_by: StoppedBy


@dataclass(frozen=True)
class Generation:
    """The outputs for one source, best first; `read_pieces < source_pieces` where the source was too long."""

    alternatives: tuple[Alternative, ...]
    source_pieces: int
    read_pieces: int

    @property
    def best(self) -> Alternative:
        return self.alternatives[0]

    @property
    def truncated(self) -> bool:
        return self.read_pieces < self.source_pieces


@dataclass(frozen=True)
class Task:
    """How a model is asked for one of its tasks: the words put before the source, and what a source is.

    `unit` "sentence": a source is one to three sentences, rewritten into one. `unit` "text": a source is any
    text that fits the model.

    `check` is how far outputs are to be trusted, beyond what every output must pass: "support", as they are;
    "clauses", only where they leave out whole clauses of the source and change nothing else, for a model that
    copies well and cuts badly. `beams` is the width of the search that measured best.
    """

    prefix: str = ""
    unit: Literal["sentence", "text"] = "text"
    check: Literal["support", "clauses"] = "support"
    beams: int = 4


@dataclass(frozen=True)
class Fingerprint:
    """All that decides a model's outputs, beside source and decoding; part of every cache key.

    `files` are SHA-256 digests by file name; `compute` is the number format, "int8" or "bfloat16" say.
    """

    model: str
    files: tuple[tuple[str, str], ...]
    backend: str
    backend_version: str
    compute: str
    device: str


class Seq2Seq(Protocol):
    """A model that is ready to work; results come in the order of the sources."""

    @property
    def fingerprint(self) -> Fingerprint: ...

    @property
    def max_source_pieces(self) -> int: ...

    @property
    def tasks(self) -> dict[str, Task]:
        """By name: "summarize", "headline", "clean"; a model lacks what it was not made for."""

    def generate(self, sources: Sequence[str], decoding: Decoding) -> list[Generation]: ...

    def score(self, pairs: Sequence[tuple[str, str]]) -> list[float]:
        """Mean log-probability a piece of each target (its end included), given its source.

        Of a target longer than the model can write, as much as it can write is scored.
        """

    def count_pieces(self, sources: Sequence[str]) -> list[int]: ...

    def close(self) -> None: ...
