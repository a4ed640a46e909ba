"""Fine-tunes on the three tasks, from a copy-initialised or a pretrained model.

    python models/training/finetune.py --size tiny --minutes 60

Stops after the given minutes; started again with the same `--name` it goes on from its last checkpoint.  On
a machine with a GPU it trains there in bfloat16.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from pathlib import Path

import sentencepiece
import torch
from batches import Batch, far_rewrites, measuring_batches, training_batches
from copy_init import build
from corpus import WORK
from piece_vectors import piece_vectors
from prepare import PAIRS, read
from shards import Shard, encode, load, save
from sizes import SIZES, configuration
from tokenizer import FOLDER as TOKENIZER
from tokenizer import PIECES
from training_loop import Schedule, run, steps_done
from transformers import T5ForConditionalGeneration
from workers import join_workers

TASKS = ("summarize", "headline", "clean")
# Share of the pairs of a task in each pass: about 63 % summarize, 14 % headline, 23 % clean.
SHARES = {"summarize": 1.0, "headline": 0.6, "clean": 0.45}
# The last part of training (`--close`): summaries that leave something out and say little of their own.
CLOSE = {"min_length": 0.3, "max_length": 0.8, "max_new": 0.15}
CLOSE_SHARES = {"summarize": 1.0, "headline": 0.2, "clean": 0.12}
DEV_PAIRS = 150  # per task, for the loss at every checkpoint


def processor_from(folder: Path = TOKENIZER) -> sentencepiece.SentencePieceProcessor:
    """The sentencepiece model of a folder."""
    return sentencepiece.SentencePieceProcessor(model_file=str(folder / "spiece.model"))


def task_prefixes(processor: sentencepiece.SentencePieceProcessor) -> list[list[int]]:
    """Pieces of the task prefixes."""
    return [processor.encode(f"{task}:") for task in TASKS]


def shard_for(split: str) -> Shard:
    """The encoded pairs of a split, made on first use."""
    path = WORK / "shards" / split
    if not Path(f"{path}.rows.json").is_file():
        path.parent.mkdir(parents=True, exist_ok=True)
        save(encode(read(PAIRS / f"{split}.jsonl"), processor_from()), path)
    return load(path)


def copying_model(size_name: str, shard: Shard, *, seed: int) -> T5ForConditionalGeneration:
    """An untrained model that copies, with piece vectors counted over the training targets."""
    size = SIZES[size_name]
    rows = (shard.row(number) for number in range(2 * len(shard)))
    vectors = piece_vectors(rows, pieces=PIECES, dims=size.vector_dims, seed=seed)
    return build(
        configuration(size, pieces=PIECES), task_prefixes(processor_from()), seed=seed, vectors=vectors
    )


def dev_batches(shard: Shard, *, max_pieces: int) -> dict[str, list[Batch]]:
    """A few dev pairs of every task, drawn evenly over the sets."""
    parts = {}
    for task in TASKS:
        places = [place for place, name in enumerate(shard.tasks) if name == task]
        step = max(1, len(places) // DEV_PAIRS)
        parts[task] = measuring_batches(shard, places[::step][:DEV_PAIRS], max_pieces=max_pieces)
    return parts


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--size", choices=sorted(SIZES), default="tiny")
    parser.add_argument("--name", default="tiny", help="name of the run's folder under .work/runs")
    parser.add_argument(
        "--pretrained", type=Path, help="pretrained model folder; without it, a copy-initialised model"
    )
    parser.add_argument("--minutes", type=float, default=60.0)
    parser.add_argument("--learning-rate", type=float, default=1e-3)
    parser.add_argument("--batch-pieces", type=int, default=2500)
    parser.add_argument("--rivals", type=int, default=2000, help="sampled softmax; 0 for the full vocabulary")
    parser.add_argument("--close", action="store_true", help="only summaries close to their source")
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    workers = join_workers()
    folder = WORK / "runs" / options.name
    train, dev = shard_for("train"), shard_for("dev")
    print(
        json.dumps({"pairs": len(train), "pieces": len(train.pieces), "tasks": Counter(train.tasks)}),
        flush=True,
    )
    if options.pretrained:
        model = T5ForConditionalGeneration.from_pretrained(options.pretrained)
    else:
        model = copying_model(options.size, train, seed=options.seed)
    model.train()
    model.to("cuda" if torch.cuda.is_available() else "cpu")
    progress = run(
        model,
        training_batches(
            train,
            max_pieces=options.batch_pieces,
            # A resumed run must not see again, in the same order, what it saw first; nor two workers the
            # same.
            seed=options.seed + steps_done(folder) + 1_000_000 * workers.rank,
            shares=CLOSE_SHARES if options.close else SHARES,
            left_out=far_rewrites(train, task="summarize", **CLOSE) if options.close else frozenset(),
        ),
        schedule=Schedule(minutes=options.minutes, learning_rate=options.learning_rate),
        dev=dev_batches(dev, max_pieces=8000),
        folder=folder,
        rivals=options.rivals or None,
        workers=workers,
    )
    print(progress)


if __name__ == "__main__":
    main()
