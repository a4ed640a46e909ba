"""Memory that runs out costs time, not results."""

from __future__ import annotations

import pytest
import torch

from gistmill_models.batching import in_halves
from gistmill_models.errors import OutOfMemory
from gistmill_models.opening import open_model
from gistmill_models.protocol import Decoding

BEAMS = Decoding(beams=2, alternatives=2, max_pieces=8)


@pytest.fixture
def model(tiny_t5):
    return open_model(tiny_t5, device="cpu", backend="torch")


def small_memory(model, monkeypatch, *, rows):
    """A memory that takes no more than so many rows at once; gives the sizes that were tried."""
    tried, encode = [], model._engine._encode

    def encode_if_it_fits(sources):
        tried.append(len(sources))
        if len(sources) > rows:
            raise torch.cuda.OutOfMemoryError("CUDA out of memory.")
        return encode(sources)

    monkeypatch.setattr(model._engine, "_encode", encode_if_it_fits)
    return tried


def test_a_batch_that_does_not_fit_is_halved(model, sentences, monkeypatch):
    whole = [result.best.text for result in model.generate("summarize", sentences, BEAMS)]
    tried = small_memory(model, monkeypatch, rows=5)
    assert [result.best.text for result in model.generate("summarize", sentences, BEAMS)] == whole
    assert max(tried) > 5


def test_scores_are_halved_alike(model, sentences, monkeypatch):
    pairs = list(zip(sentences, reversed(sentences), strict=True))
    whole = model.score("summarize", pairs)
    small_memory(model, monkeypatch, rows=3)
    assert model.score("summarize", pairs) == pytest.approx(whole, abs=1e-5)


def test_a_single_source_that_does_not_fit_is_an_error_that_says_what_to_do(model, sentences, monkeypatch):
    small_memory(model, monkeypatch, rows=0)
    with pytest.raises(OutOfMemory, match="--device cpu"):
        model.generate("summarize", sentences, BEAMS)


def test_halving_keeps_each_answer_with_its_index():
    def work(batch):
        if len(batch) > 2:
            raise MemoryError
        return [index * 10 for index in batch]

    assert dict(in_halves([4, 1, 3, 0, 2], work, MemoryError)) == {4: 40, 1: 10, 3: 30, 0: 0, 2: 20}


def test_a_checkpoints_own_habits_of_search_do_not_count(tiny_t5, tmp_path, sentences):
    import json
    import shutil

    copy = shutil.copytree(tiny_t5.folder, tmp_path / "copy")
    habits = json.loads((copy / "generation_config.json").read_text())
    habits |= {"num_beams": 3, "min_length": 7, "forced_eos_token_id": 1, "no_repeat_ngram_size": 1}
    (copy / "generation_config.json").write_text(json.dumps(habits))
    with_habits = open_model(str(copy), device="cpu", backend="torch")
    plain = open_model(tiny_t5, device="cpu", backend="torch")
    greedy = Decoding(beams=1, max_pieces=8)
    assert with_habits.generate("summarize", sentences[:10], greedy) == plain.generate(
        "summarize", sentences[:10], greedy
    )
