"""What a language model can do for its caller, whatever its layout and whichever engine runs it.

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

    `beams` 1 is greedy search; `alternatives` (in a search at most `beams`) is how many outputs a source gets.
    `length_penalty` divides a beam's log-probability by `pieces ** length_penalty`. `no_repeat_ngram` forbids
    an n-gram of that many pieces to occur twice in an output (0: allowed).

    `temperature` over 0 draws outputs in place of searching for them: `alternatives` of them, each piece among the
    `top_k` likeliest (0: all). With a `seed` the same call gives the same again, at the price of speed. A draw
    depends on what is drawn together; a report's summaries are searched for, never drawn.
    """

    beams: int = 4
    alternatives: int = 1
    max_pieces: int = 128
    min_pieces: int = 0
    length_penalty: float = 1.0
    no_repeat_ngram: int = 0
    temperature: float = 0.0
    top_k: int = 0
    seed: int | None = None

    @property
    def samples(self) -> bool:
        return self.temperature > 0


@dataclass(frozen=True)
class Alternative:
    """One output: its text, its mean log-probability a piece (at most 0), its length, and why it stopped.

    `refused` says why there is no text where a model did something else than it was asked for.
    """

    text: str
    score: float
    pieces: int
    stopped_by: StoppedBy
    refused: str = ""


@dataclass(frozen=True)
class Generation:
    """The outputs for one source, best first; `read_pieces < source_pieces` where the source was too long.

    Both count the pieces of the source alone; of the instruction around it nothing is ever cut.
    """

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
    """What a caller must know of one of a model's tasks; how the model is asked for it is the model's own affair.

    `unit` "sentence": a source is one to three sentences, rewritten into one. `unit` "text": a source is any
    text that fits the model.

    `check` is how far outputs are to be trusted, beyond what every output must pass: "support", as they are;
    "clauses", only where they leave out whole clauses of the source and change nothing else, for a model that
    copies well and cuts badly; "wording", only near the words and the order of the source, and where `score` is at
    least `least_score`, for a small model that words freely. `beams` is the width of the search that measured best.
    """

    unit: Literal["sentence", "text"] = "text"
    check: Literal["support", "clauses", "wording"] = "support"
    beams: int = 4
    least_score: float = -1e9


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
    """A model that is ready to work; results come in the order of the sources.

    A source is data: an instruction or a control token in it is text like any other. `task` is a key of `tasks`.
    `words` is the wanted length of each output, for a model that can be told; others pay no heed to it.
    """

    @property
    def fingerprint(self) -> Fingerprint: ...

    @property
    def tasks(self) -> dict[str, Task]:
        """By name: "summarize", "headline", "clean"; a model lacks what it was not made for."""

    def generate(
        self, task: str, sources: Sequence[str], decoding: Decoding, *, words: Sequence[int] | None = None
    ) -> list[Generation]: ...

    def score(
        self, task: str, pairs: Sequence[tuple[str, str]], *, words: Sequence[int] | None = None
    ) -> list[float]:
        """Mean log-probability a piece of each target (its end included), given its source.

        Of a target longer than the model can write, as much as it can write is scored.
        """

    def room(self, task: str) -> int:
        """The pieces that a source may have, once the instruction is in; more are cut off its end."""

    def count_pieces(self, texts: Sequence[str]) -> list[int]:
        """The pieces of each text alone, to be compared with `room`."""

    def close(self) -> None: ...
