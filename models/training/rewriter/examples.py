"""Pairs as the model sees them: an instruction with the source, then the target; and batches of them."""

from __future__ import annotations

import json
import random
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import torch
from tokenizers import Tokenizer
from torch import Tensor

from gistmill_models.prompts import Prompt
from training.rewriter.pairs import Pair
from training.rewriter.vocabulary import END

USAGE = Path(__file__).with_name("gistmill.json")
# Longer examples are left out: they cost most and are few.
MAX_PIECES = 230
# Pairs sorted by length at a time; larger pools pad less and shuffle less.
POOL = 192
# The wanted length told in training lies this far around the length of the target, since a caller's is a guess too.
LENGTH_NOISE = 0.12


@dataclass(frozen=True)
class Example:
    """Pieces of the instruction with the source, and of the target with its end."""

    asked: tuple[int, ...]
    target: tuple[int, ...]

    def __len__(self) -> int:
        return len(self.asked) + len(self.target)


@dataclass(frozen=True)
class Batch:
    """Examples side by side; `predicts_target` says where the *next* piece is one of the target.

    *Shapes:* both (examples, longest).
    """

    pieces: Tensor
    predicts_target: Tensor
    size: int  # pieces without padding


def read_prompts(path: Path = USAGE) -> dict[str, Prompt]:
    """How the model is asked for each task."""
    tasks = json.loads(path.read_text(encoding="utf-8"))["tasks"]
    return {name: Prompt(before=task["before"], after=task["after"]) for name, task in tasks.items()}


class Encoder:
    """Pairs to examples, with the tokenizer and the instructions of a model."""

    def __init__(self, tokenizer: Tokenizer, prompts: dict[str, Prompt]) -> None:
        self._tokenizer = tokenizer
        self._prompts = prompts
        self._end = tokenizer.token_to_id(END)

    def __call__(self, pair: Pair, *, draw: random.Random | None = None) -> Example:
        """The example of a pair; with `draw` the wanted length is told a little wrong."""
        words = len(pair.target.split())
        if draw:
            words = max(3, round(words * draw.uniform(1 - LENGTH_NOISE, 1 + LENGTH_NOISE)))
        before, after = self._prompts[pair.task].asking(words)
        # Each part for itself, as the product asks: a piece must not reach from the instruction into the source.
        asked = (*self._pieces(before), *self._pieces(pair.source), *self._pieces(after))
        return Example(asked, (*self._pieces(pair.target), self._end))

    def _pieces(self, text: str) -> tuple[int, ...]:
        return tuple(self._tokenizer.encode(text, add_special_tokens=False).ids)


def fill_batches(examples: Iterable[Example], *, max_pieces: int) -> list[list[Example]]:
    """Groups of like length whose padded size stays within `max_pieces`; an example longer than that stands alone."""
    groups: list[list[Example]] = []
    for example in sorted(examples, key=len):
        # Sorted, so the last is the longest.
        if groups and len(example) * (len(groups[-1]) + 1) <= max_pieces:
            groups[-1].append(example)
        else:
            groups.append([example])
    return groups


def make_batch(examples: Sequence[Example], *, padding: int) -> Batch:
    """The examples side by side, padded on the right; a causal model needs no mask for that."""
    longest = max(map(len, examples))
    pieces = torch.full((len(examples), longest), padding)
    predicts = torch.zeros(len(examples), longest, dtype=torch.bool)
    for row, example in enumerate(examples):
        pieces[row, : len(example)] = torch.tensor(example.asked + example.target)
        predicts[row, len(example.asked) - 1 : len(example) - 1] = True
    return Batch(pieces, predicts, sum(map(len, examples)))


def training_batches(
    pairs: Sequence[Pair], encoder: Encoder, *, max_pieces: int, padding: int, seed: int
) -> Iterator[Batch]:
    """Batches without end: the pairs over and over in their order, a pool at a time sorted by length."""
    draw = random.Random(seed)
    place = 0
    while True:
        pool = [encoder(pairs[(place + step) % len(pairs)], draw=draw) for step in range(POOL)]
        place += POOL
        groups = fill_batches(
            (example for example in pool if len(example) <= MAX_PIECES), max_pieces=max_pieces
        )
        draw.shuffle(groups)
        yield from (make_batch(group, padding=padding) for group in groups)
