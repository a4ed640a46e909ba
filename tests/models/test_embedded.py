"""The model that ships: both engines load it and say the same, and so does anyone's plain transformers."""

from __future__ import annotations

import pytest

from gistmill_models.convert import convert
from gistmill_models.opening import open_lazily
from gistmill_models.protocol import Decoding
from gistmill_models.snapshot import EMBEDDED, locate

pytestmark = pytest.mark.skipif(
    not (EMBEDDED / "gistmill.json").is_file(), reason="the embedded model is not in this checkout"
)

GREEDY = Decoding(beams=1, max_pieces=64)
SENTENCES = [
    "The meeting was held in Beijing on March 5, and 1,200 delegates attended.",
    "He said that the the inspection group will remain in the province for two months .",
    "No investigation, no right to speak.",
    "Costs rose by 3.5% to $4.2 million, the ministry said on Tuesday.",
    "Mr. Wang pointed out: we must grasp the “key minority” and press the responsibility.",
]


@pytest.fixture(scope="module")
def engines():
    return {name: open_lazily("embedded", device="cpu", backend=name) for name in ("ctranslate2", "torch")}


def test_it_has_the_three_tasks_and_fits_its_limits(engines):
    tasks = engines["ctranslate2"].tasks
    assert set(tasks) == {"summarize", "headline", "clean"}
    assert tasks == engines["torch"].tasks
    assert all(engines["ctranslate2"].room(task) >= 128 for task in tasks)


@pytest.fixture(scope="module")
def unrounded(tmp_path_factory):
    """The CTranslate2 form with the weights as they were trained, without int8 rounding."""
    converted = convert(locate("embedded"), tmp_path_factory.mktemp("models") / "float32", compute="float32")
    return open_lazily(converted, device="cpu", backend="ctranslate2", compute="float32")


@pytest.mark.parametrize("task", ["summarize", "headline", "clean"])
def test_engines_say_the_same(engines, unrounded, task):
    fast, slow = (model.generate(task, SENTENCES, GREEDY) for model in (unrounded, engines["torch"]))
    assert [result.best.text for result in fast] == [result.best.text for result in slow]
    assert [result.source_pieces for result in fast] == [result.source_pieces for result in slow]


def test_engines_score_alike(engines):
    pairs = [(sentence, sentence) for sentence in SENTENCES]
    fast, slow = (engines[name].score("clean", pairs) for name in ("ctranslate2", "torch"))
    assert fast == pytest.approx(slow, abs=0.1)


@pytest.mark.parametrize("task", ["summarize", "headline", "clean"])
def test_company_does_not_change_a_bit(engines, task):
    model = engines["ctranslate2"]
    beams = Decoding(beams=4, alternatives=2, max_pieces=48)
    alone = [model.generate(task, [sentence], beams)[0] for sentence in SENTENCES]
    assert model.generate(task, SENTENCES, beams) == alone


def test_plain_transformers_reads_it_as_we_do(engines):
    from transformers import AutoTokenizer

    tokenizer = AutoTokenizer.from_pretrained(EMBEDDED, local_files_only=True)
    counts = [len(tokenizer(sentence, add_special_tokens=False).input_ids) for sentence in SENTENCES]
    assert counts == engines["torch"].count_pieces(SENTENCES)
