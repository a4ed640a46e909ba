"""The recipe of the embedded model in small: a vocabulary of a few pieces, a random model, a handful of pairs."""

import json
import random
from collections import Counter
from pathlib import Path

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from tokenizers import Tokenizer, decoders, models, pre_tokenizers, trainers

pytest.importorskip("peft")

from gistmill_models.protocol import Alternative
from training.rewriter.depth import without_layers
from training.rewriter.examples import Encoder, fill_batches, make_batch, read_prompts, training_batches
from training.rewriter.mixture import (
    compression,
    first_of_each,
    reads_as_sentence,
    second_round,
    shows_summarizing,
)
from training.rewriter.pairs import Pair, read_pairs, write_pairs
from training.rewriter.sample import choose
from training.rewriter.train import Settings, loss_of, tiny_model, train
from training.rewriter.vocabulary import CONTROLS, END, choose_pieces, count_pieces, trim_tokenizer

TEXTS = [
    "The bank of Norway raised its rate to 3.5% on Monday, its governor said in Oslo.",
    "The bank raised its rate.",
    "Trade with China grew by 12 percent this year, while the price of fuel fell again and again.",
    "Trade with China grew by 12 percent.",
]
PAIRS = [Pair("summarize", "test", TEXTS[0], TEXTS[1]), Pair("summarize", "test", TEXTS[2], TEXTS[3])]


def byte_level_tokenizer(size: int) -> Tokenizer:
    tokenizer = Tokenizer(models.BPE())
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    tokenizer.decoder = decoders.ByteLevel()
    alphabet = pre_tokenizers.ByteLevel.alphabet()
    trainer = trainers.BpeTrainer(vocab_size=size, special_tokens=list(CONTROLS), initial_alphabet=alphabet)
    tokenizer.train_from_iterator(TEXTS, trainer)
    return tokenizer


FULL = byte_level_tokenizer(340)


def trimmed_tokenizer(size: int) -> tuple[Tokenizer, list[int]]:
    specification = json.loads(FULL.to_str())
    kept = choose_pieces(specification, count_pieces(FULL, TEXTS), size=size)
    trimmed, old_numbers = trim_tokenizer(specification, kept)
    return Tokenizer.from_str(json.dumps(trimmed)), old_numbers


TRIMMED, OLD_NUMBERS = trimmed_tokenizer(290)


@given(st.text())
def test_every_text_comes_back_exactly_from_a_trimmed_vocabulary(text: str) -> None:
    assert (
        TRIMMED.decode(TRIMMED.encode(text, add_special_tokens=False).ids, skip_special_tokens=False) == text
    )


def test_a_trimmed_vocabulary_has_the_size_asked_for_and_keeps_the_commonest() -> None:
    assert TRIMMED.get_vocab_size() == len(OLD_NUMBERS) <= 290
    assert len(TRIMMED.encode(TEXTS[0]).ids) < len(TEXTS[0])
    assert [FULL.id_to_token(number) for number in OLD_NUMBERS] == [
        TRIMMED.id_to_token(n) for n in range(len(OLD_NUMBERS))
    ]


def test_a_layer_that_is_left_out_leaves_the_others_in_order() -> None:
    model = tiny_model(290, end=2)
    second = model.model.layers[1].mlp.up_proj.weight.clone()
    cut = without_layers(model, {0})
    assert cut.config.num_hidden_layers == len(cut.model.layers) == 1
    assert cut.model.layers[0].self_attn.layer_idx == 0
    assert torch.equal(cut.model.layers[0].mlp.up_proj.weight, second)


def test_an_example_asks_for_the_length_of_its_target_and_ends() -> None:
    example = Encoder(TRIMMED, read_prompts())(PAIRS[0])
    asked = TRIMMED.decode(example.asked, skip_special_tokens=False)
    assert TEXTS[0] in asked and "5 words" in asked
    assert TRIMMED.decode(example.target[:-1]) == TEXTS[1]
    assert example.target[-1] == TRIMMED.token_to_id(END)


def test_the_loss_is_that_of_the_target_alone() -> None:
    encoder = Encoder(TRIMMED, read_prompts())
    examples = [encoder(pair) for pair in PAIRS]
    model = tiny_model(TRIMMED.get_vocab_size(), end=2).eval()
    loss, count = loss_of(model, make_batch(examples, padding=2))
    assert count == sum(len(example.target) for example in examples)
    alone = [loss_of(model, make_batch([example], padding=2))[0].item() for example in examples]
    assert loss.item() == pytest.approx(sum(alone), rel=1e-4)


def test_batches_stay_within_their_size() -> None:
    encoder = Encoder(TRIMMED, read_prompts())
    examples = [encoder(pair) for pair in PAIRS] * 5
    groups = fill_batches(examples, max_pieces=400)
    assert sum(map(len, groups)) == 10
    assert all(len(group) == 1 or max(map(len, group)) * len(group) <= 400 for group in groups)
    batch = next(training_batches(PAIRS, encoder, max_pieces=10_000, padding=2, seed=1))
    assert batch.predicts_target.any(dim=1).all()


# peft asks transformers by a name that version 5 renamed: huggingface/peft, until it follows.
@pytest.mark.filterwarnings("ignore:.is_gradient_checkpointing.:FutureWarning")
def test_training_lowers_the_loss_and_goes_on_from_its_checkpoint(tmp_path: Path) -> None:
    torch.manual_seed(1)
    end = TRIMMED.token_to_id(END)
    start = tiny_model(TRIMMED.get_vocab_size(), end=end).state_dict()

    def run(folder: Path, steps: int) -> list[dict[str, object]]:
        model = tiny_model(TRIMMED.get_vocab_size(), end=end)
        model.load_state_dict(start)
        settings = Settings(steps=steps, learning_rate=3e-2, batch_pieces=400)
        train(model, TRIMMED, folder, settings, pairs=PAIRS, dev=PAIRS)
        return [json.loads(line) for line in (folder / "log.jsonl").read_text().splitlines()]

    first = run(tmp_path / "run", 12)
    assert first[-1]["dev"]["summarize"] < first[0]["dev"]["summarize"]  # type: ignore[index]
    again = run(tmp_path / "run", 14)
    assert (again[2]["step"], again[2]["dev"]) == (12, first[-1]["dev"])
    assert again[-1]["step"] == 14


@pytest.mark.parametrize(
    ("pair", "shows"),
    [
        (PAIRS[0], True),
        (Pair("summarize", "t", TEXTS[0], "The bank raised its rate to 4.5%."), False),
        (Pair("summarize", "t", TEXTS[0], "It raised its rate to 3.5% on Monday."), False),
        (Pair("summarize", "t", TEXTS[0], "The bank raised its rate to"), False),
        (Pair("summarize", "t", TEXTS[0], TEXTS[0]), False),
        (Pair("summarize", "t", TEXTS[0], "Norway has many fjords and lakes."), False),
    ],
)
def test_only_pairs_that_show_summarizing_are_taught(pair: Pair, shows: bool) -> None:
    assert shows_summarizing(pair) == shows


def test_a_target_that_leans_on_a_missing_sentence_is_not_taught() -> None:
    assert not reads_as_sentence(Pair("summarize", "t", TEXTS[0], "However, the bank raised its rate."))


def test_mixtures_count_by_origin_and_keep_a_share_of_the_first_round() -> None:
    pairs = [Pair("clean", "a", f"one {n}", "two") for n in range(5)] + [Pair("clean", "b", "x", "y")]
    assert Counter(pair.origin for pair in first_of_each(pairs, {"a": 2})) == {"a": 2}
    assert len(second_round(PAIRS, pairs * 10, random.Random(1))) == 2 + round(0.3 * 60)
    assert compression(PAIRS[0]) == 5 / 16


def outputs(*texts: str) -> tuple[Alternative, ...]:
    return tuple(Alternative(text, -0.5, 9, "end") for text in texts)


def test_the_output_the_others_agree_with_is_chosen() -> None:
    good = "The bank of Norway raised its rate."
    assert (
        choose(TEXTS[0], outputs(good, "Its governor said in Oslo on Monday.", good, "It rose to 9%."))
        == good
    )


def test_nothing_is_taught_where_too_little_is_acceptable() -> None:
    assert (
        choose(TEXTS[0], outputs("The bank of Norway raised its rate.", "It rose to 9%.", TEXTS[0])) is None
    )


def test_pairs_come_back_as_they_were_written(tmp_path: Path) -> None:
    write_pairs(PAIRS, tmp_path / "pairs.jsonl")
    assert read_pairs(tmp_path / "pairs.jsonl") == PAIRS
