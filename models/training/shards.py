"""Pairs as piece ids on disk: one flat uint16 array with the offsets of its rows, read by memory map.

A shard `NAME` is three files: `NAME.pieces.npy`, `NAME.offsets.npy` and `NAME.rows.json` with task and
origin of each pair.  Row 2i is the source of pair i (prefix included), row 2i+1 its target; both end in </s>.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
import sentencepiece
from pairs import Pair
from tokenizer import EOS

MAX_SOURCE_PIECES = 160
MAX_TARGET_PIECES = 96

Pieces = npt.NDArray[np.uint16]


def with_prefix(task: str, text: str) -> str:
    """What the model reads: the task as plain text before the sentence."""
    return f"{task}: {text}"


@dataclass(frozen=True)
class Shard:
    """Encoded pairs.  *Shapes:* pieces (total,), offsets (2 * pairs + 1,)"""

    pieces: Pieces
    offsets: npt.NDArray[np.int64]
    tasks: tuple[str, ...]
    origins: tuple[str, ...]

    def __len__(self) -> int:
        return len(self.tasks)

    def row(self, number: int) -> Pieces:
        """Pieces of one row."""
        return self.pieces[self.offsets[number] : self.offsets[number + 1]]

    def lengths(self) -> npt.NDArray[np.int64]:
        """Source and target lengths.  *Shape:* (pairs, 2)"""
        return np.diff(self.offsets).reshape(-1, 2)


def encode(pairs: Sequence[Pair], processor: sentencepiece.SentencePieceProcessor) -> Shard:
    """The pairs that fit the model's limits, as pieces."""
    sources = processor.encode([with_prefix(pair.task, pair.source) for pair in pairs])
    targets = processor.encode([pair.target for pair in pairs])
    fitting = [
        place
        for place, (source, target) in enumerate(zip(sources, targets, strict=True))
        if len(source) < MAX_SOURCE_PIECES and len(target) < MAX_TARGET_PIECES
    ]
    rows = [[*row, EOS] for place in fitting for row in (sources[place], targets[place])]
    return Shard(
        pieces=np.fromiter((piece for row in rows for piece in row), dtype=np.uint16),
        offsets=np.cumsum([0, *(len(row) for row in rows)], dtype=np.int64),
        tasks=tuple(pairs[place].task for place in fitting),
        origins=tuple(pairs[place].origin for place in fitting),
    )


def save(shard: Shard, path: Path) -> None:
    """Writes the three files of a shard."""
    np.save(f"{path}.pieces.npy", shard.pieces)
    np.save(f"{path}.offsets.npy", shard.offsets)
    rows = {"tasks": shard.tasks, "origins": shard.origins}
    Path(f"{path}.rows.json").write_text(json.dumps(rows))


def load(path: Path) -> Shard:
    """A shard, its pieces mapped from disk."""
    rows = json.loads(Path(f"{path}.rows.json").read_text())
    return Shard(
        pieces=np.load(f"{path}.pieces.npy", mmap_mode="r"),
        offsets=np.load(f"{path}.offsets.npy"),
        tasks=tuple(rows["tasks"]),
        origins=tuple(rows["origins"]),
    )
