"""A freshly built model copies, with no training at all."""

import random

import pytest
import torch
from copy_init import build
from transformers import T5Config, T5ForConditionalGeneration

PIECES = 600
PREFIXES = [[10, 11, 12], [20, 12]]


@pytest.fixture(scope="module")
def model() -> T5ForConditionalGeneration:
    config = T5Config(
        vocab_size=PIECES,
        d_model=192,
        d_kv=32,
        d_ff=64,
        num_heads=6,
        num_layers=2,
        num_decoder_layers=2,
        decoder_start_token_id=0,
        pad_token_id=0,
        eos_token_id=1,
    )
    return build(config, PREFIXES, seed=3).eval()


def sequences(count: int, length: int) -> list[list[int]]:
    draw = random.Random(5)
    return [[*draw.sample(range(100, PIECES), length), 1] for _ in range(count)]


def greedy(model: T5ForConditionalGeneration, sources: list[list[int]]) -> list[list[int]]:
    with torch.no_grad():
        rows = model.generate(
            input_ids=torch.tensor(sources), num_beams=1, do_sample=False, max_new_tokens=len(sources[0])
        )
    return [[piece for piece in row if piece] for row in rows.tolist()]


@pytest.mark.parametrize("prefix", PREFIXES)
def test_random_pieces_come_back_in_order(model: T5ForConditionalGeneration, prefix: list[int]) -> None:
    texts = sequences(8, 25)
    outputs = greedy(model, [[*prefix, *text] for text in texts])
    assert sum(output == text for output, text in zip(outputs, texts, strict=True)) >= 7


def test_the_next_piece_is_known_wherever_one_looks(model: T5ForConditionalGeneration) -> None:
    texts = torch.tensor(sequences(16, 30))
    sources = torch.cat([torch.tensor(PREFIXES[0]).expand(16, -1), texts], dim=1)
    with torch.no_grad():
        logits = model(input_ids=sources, labels=texts).logits
    assert (logits.argmax(-1) == texts).float().mean() >= 0.99


def test_repeated_pieces_are_told_apart_by_what_precedes_them(model: T5ForConditionalGeneration) -> None:
    text = [200, 300, 201, 202, 300, 203, 204, 300, 205, 1]
    assert greedy(model, [[*PREFIXES[0], *text]]) == [text]


def test_the_same_seed_gives_the_same_weights(model: T5ForConditionalGeneration) -> None:
    again = build(model.config, PREFIXES, seed=3)
    assert all(
        torch.equal(one, other) for one, other in zip(model.parameters(), again.parameters(), strict=True)
    )
