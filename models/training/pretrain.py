"""Pretrains on plain text, for the sizes and machines that can afford it, then writes a folder for `finetune
--pretrained`.

    python models/training/pretrain.py --size full --minutes 20 --batch-pieces 60000 --rivals 0     (one GPU)
    python models/training/finetune.py --size full --pretrained .work/runs/pretrain-full/model

A tiny model on two cores does better to spend all its time on fine-tuning: see models/README.md.  Batches
hold pairs of like length, so hardly any padding is computed and nothing is gained by packing several pairs
into a row.
"""

from __future__ import annotations

import argparse
import random
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

import numpy as np
import sentencepiece
import torch
from batches import measuring_batches, training_batches
from copy_init import build
from corpus import WORK, read_rows
from finetune import processor_from, task_prefixes
from gaps import all_passages, with_spans_masked, without_principal
from piece_vectors import piece_vectors
from shards import MAX_SOURCE_PIECES, MAX_TARGET_PIECES, Shard, load, save
from sizes import SIZES, configuration
from tokenizer import EOS, PIECES
from training_loop import Schedule, averaged, checkpoints, run

SEED = 3
DEV_SHARE = 500  # one pair in so many is dev


def pretraining_rows(
    processor: sentencepiece.SentencePieceProcessor, *, documents: int | None
) -> Iterator[tuple[str, list[int], list[int]]]:
    """Task, source and target pieces, gap sentences and infilling in turn."""
    draw = random.Random(SEED)
    texts = (
        row["text"]
        for name in ("text/wikinews", "text/wikipedia_core")
        for row in read_rows(name, limit=documents)
    )
    gap, restore = processor.encode("gap:"), processor.encode("restore:")
    for passage in all_passages(texts):
        pair = without_principal(passage) if draw.random() < 0.5 else None
        if pair:
            yield "gap", [*gap, *processor.encode(pair[0])], processor.encode(pair[1])
        else:
            pieces = processor.encode(" ".join(passage))[: MAX_TARGET_PIECES - 1]
            yield "restore", [*restore, *with_spans_masked(pieces, draw)], pieces


def pretraining_shard(split: str, *, documents: int | None) -> Shard:
    """The encoded pairs of a split, made on first use."""
    path = WORK / "shards" / f"pretrain-{documents or 'all'}-{split}"
    if not Path(f"{path}.rows.json").is_file():
        path.parent.mkdir(parents=True, exist_ok=True)
        rows = [
            row
            for number, row in enumerate(pretraining_rows(processor_from(), documents=documents))
            if (number % DEV_SHARE == 0) == (split == "dev")
            and len(row[1]) < MAX_SOURCE_PIECES
            and 0 < len(row[2]) < MAX_TARGET_PIECES
        ]
        encoded = [np.array([*part, EOS], dtype=np.uint16) for row in rows for part in row[1:]]
        offsets = np.cumsum([0, *map(len, encoded)], dtype=np.int64)
        tasks = tuple(row[0] for row in rows)
        save(Shard(np.concatenate(encoded), offsets, tasks, tasks), path)
    return load(path)


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--size", choices=sorted(SIZES), default="full")
    parser.add_argument("--name", help="name of the run's folder under .work/runs; default pretrain-SIZE")
    parser.add_argument("--minutes", type=float, default=20.0)
    parser.add_argument("--learning-rate", type=float, default=1e-3)
    parser.add_argument("--batch-pieces", type=int, default=8000)
    parser.add_argument("--rivals", type=int, default=2000, help="sampled softmax; 0 for the full vocabulary")
    parser.add_argument("--documents", type=int, help="of each text set; default all")
    options = parser.parse_args()
    size = SIZES[options.size]
    shard = pretraining_shard("train", documents=options.documents)
    held_back = pretraining_shard("dev", documents=options.documents)
    rows = (shard.row(number) for number in islice(range(2 * len(shard)), 400_000))
    vectors = piece_vectors(rows, pieces=PIECES, dims=size.vector_dims)
    config = configuration(size, pieces=PIECES)
    model = build(config, task_prefixes(processor_from()), vectors=vectors).train()
    model.to("cuda" if torch.cuda.is_available() else "cpu")
    folder = WORK / "runs" / (options.name or f"pretrain-{options.size}")
    dev = measuring_batches(held_back, range(len(held_back)), max_pieces=8000)
    progress = run(
        model,
        training_batches(shard, max_pieces=options.batch_pieces, seed=SEED, shares={}),
        schedule=Schedule(minutes=options.minutes, learning_rate=options.learning_rate),
        dev={"pretraining": dev},
        folder=folder,
        rivals=options.rivals or None,
    )
    model.load_state_dict(averaged(checkpoints(folder)[-3:]))
    model.cpu().save_pretrained(folder / "model")
    print(progress)


if __name__ == "__main__":
    main()
