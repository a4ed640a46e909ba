"""Batches of pairs of like length, filled up to a number of pieces."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import torch
from shards import Pieces, Shard
from tokenizer import PAD
from torch import Tensor

IGNORED = -100
POOL = 4096  # pairs sorted by length at a time; larger pools pad less and shuffle less


@dataclass(frozen=True)
class Batch:
    """Padded pairs.  *Shapes:* sources, source_mask (pairs, source pieces); targets (pairs, target pieces)"""

    sources: Tensor
    source_mask: Tensor
    targets: Tensor

    def to(self, device: torch.device) -> Batch:
        """The same batch on a device."""
        return Batch(self.sources.to(device), self.source_mask.to(device), self.targets.to(device))

    @property
    def pieces(self) -> int:
        """Real pieces, padding not counted."""
        return int(self.source_mask.sum()) + int((self.targets != IGNORED).sum())


def padded(rows: Sequence[Pieces], filler: int) -> Tensor:
    """Rows side by side.  *Shape:* (rows, longest)"""
    longest = max(len(row) for row in rows)
    table = np.full((len(rows), longest), filler, dtype=np.int64)
    for number, row in enumerate(rows):
        table[number, : len(row)] = row
    return torch.from_numpy(table)


def batch_of(shard: Shard, places: Sequence[int]) -> Batch:
    """The named pairs as one batch."""
    sources = padded([shard.row(2 * place) for place in places], PAD)
    targets = padded([shard.row(2 * place + 1) for place in places], IGNORED)
    return Batch(sources=sources, source_mask=(sources != PAD).long(), targets=targets)


def filled(shard: Shard, places: Sequence[int], *, max_pieces: int) -> list[list[int]]:
    """Groups of neighbours in `places` whose padded size stays within `max_pieces`."""
    lengths = shard.lengths()
    groups: list[list[int]] = [[]]
    longest = np.zeros(2, dtype=np.int64)
    for place in places:
        longest = np.maximum(longest, lengths[place])
        if groups[-1] and longest.sum() * (len(groups[-1]) + 1) > max_pieces:
            groups.append([])
            longest = lengths[place]
        groups[-1].append(place)
    return groups


def far_rewrites(
    shard: Shard, *, task: str, min_length: float, max_length: float, max_new: float
) -> frozenset[int]:
    """Pairs of a task outside a band: target lengths as shares of the source, new pieces as a share of the target.

    Left out of the last part of training: what remains shows how to leave out something and add nothing.
    """

    def is_far(place: int) -> bool:
        source, target = shard.row(2 * place).tolist(), shard.row(2 * place + 1).tolist()
        new = (Counter(target) - Counter(source)).total()
        in_band = min_length <= len(target) / len(source) <= max_length
        return not in_band or new > max_new * len(target)

    return frozenset(place for place, name in enumerate(shard.tasks) if name == task and is_far(place))


def training_batches(
    shard: Shard,
    *,
    max_pieces: int,
    seed: int,
    shares: Mapping[str, float],
    left_out: Container[int] = frozenset(),
) -> Iterator[Batch]:
    """Batches without end: every pass over the pairs is shuffled anew, reproducibly.

    Of each task a pass takes only the share named in `shares`, another one every time.
    """
    lengths = shard.lengths().sum(axis=1)
    passes = 0
    while True:
        draw = random.Random(f"{seed}-{passes}")
        places = [
            place
            for place, task in enumerate(shard.tasks)
            if draw.random() < shares.get(task, 1.0) and place not in left_out
        ]
        draw.shuffle(places)
        for start in range(0, len(places), POOL):
            pool = sorted(places[start : start + POOL], key=lambda place: (int(lengths[place]), place))
            groups = filled(shard, pool, max_pieces=max_pieces)
            draw.shuffle(groups)
            for group in groups:
                yield batch_of(shard, group)
        passes += 1


def measuring_batches(shard: Shard, places: Sequence[int], *, max_pieces: int) -> list[Batch]:
    """The named pairs once, in a fixed order."""
    lengths = shard.lengths().sum(axis=1)
    ordered = sorted(places, key=lambda place: (int(lengths[place]), place))
    return [batch_of(shard, group) for group in filled(shard, ordered, max_pieces=max_pieces)]
