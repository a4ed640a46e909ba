"""Batches, the loop and its checkpoints, on a toy task that takes seconds."""

from pathlib import Path

import numpy as np
import torch
from batches import IGNORED, filled, measuring_batches, training_batches
from copy_init import build
from shards import Shard, load, save
from training_loop import Schedule, averaged, checkpoints, loss_of, run
from transformers import T5Config, T5ForConditionalGeneration

PREFIX = [5, 6]


def toy_shard(pairs: int = 24) -> Shard:
    draw = np.random.default_rng(1)
    rows = []
    for _ in range(pairs):
        text = [*draw.integers(10, 60, draw.integers(3, 9)).tolist(), 1]
        rows += [[*PREFIX, *text], text]
    return Shard(
        pieces=np.concatenate([np.array(row, dtype=np.uint16) for row in rows]),
        offsets=np.cumsum([0, *map(len, rows)], dtype=np.int64),
        tasks=("copy",) * pairs,
        origins=("toy",) * pairs,
    )


def toy_model() -> T5ForConditionalGeneration:
    config = T5Config(
        vocab_size=64,
        d_model=64,
        d_kv=8,
        d_ff=32,
        num_heads=4,
        num_layers=1,
        decoder_start_token_id=0,
        dropout_rate=0.0,
    )
    return build(config, [PREFIX], seed=2)


def test_a_saved_shard_loads_as_it_was(tmp_path: Path) -> None:
    shard = toy_shard()
    save(shard, tmp_path / "toy")
    loaded = load(tmp_path / "toy")
    assert loaded.tasks == shard.tasks
    assert np.array_equal(loaded.row(3), shard.row(3))


def test_batches_stay_within_their_pieces_and_lose_nothing() -> None:
    shard = toy_shard()
    groups = filled(shard, range(len(shard)), max_pieces=80)
    assert [place for group in groups for place in group] == list(range(len(shard)))
    for batch in measuring_batches(shard, range(len(shard)), max_pieces=80):
        assert batch.sources.numel() + batch.targets.numel() <= 80


def test_the_same_seed_gives_the_same_batches() -> None:
    def first() -> torch.Tensor:
        return next(training_batches(toy_shard(), max_pieces=80, seed=4, shares={})).sources

    assert torch.equal(first(), first())


def test_sampling_every_rival_gives_the_exact_loss() -> None:
    model, batch = toy_model(), measuring_batches(toy_shard(), range(8), max_pieces=500)[0]
    exact, sampled = loss_of(model, batch), loss_of(model, batch, rivals=64)
    assert torch.allclose(exact, sampled, atol=1e-4)
    assert (batch.targets == IGNORED).any()


def test_a_run_goes_on_from_its_checkpoint(tmp_path: Path) -> None:
    shard = toy_shard()
    dev = {"copy": measuring_batches(shard, range(4), max_pieces=500)}

    def train(minutes: float) -> int:
        batches = training_batches(shard, max_pieces=200, seed=1, shares={})
        schedule = Schedule(minutes=minutes, checkpoint_minutes=0.001)
        return run(toy_model(), batches, schedule=schedule, dev=dev, folder=tmp_path).steps

    first = train(0.004)
    second = train(0.008)
    assert second > first > 0
    names = averaged(checkpoints(tmp_path)[-2:])
    assert set(names) == set(toy_model().state_dict())
