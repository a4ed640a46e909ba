"""What every backend promises, whichever engine is behind it."""

from __future__ import annotations

import dataclasses

import pytest

from gistmill_models.echo_backend import EchoModel
from gistmill_models.opening import open_lazily, open_model
from gistmill_models.protocol import Decoding, Seq2Seq
from gistmill_models.snapshot import Snapshot

GREEDY = Decoding(beams=1, max_pieces=12)
BEAMS = Decoding(beams=4, alternatives=3, max_pieces=12)


def echo_two(source: str) -> tuple[str, str, str]:
    return source, source.upper(), source[::-1]


@pytest.fixture(scope="session")
def models(tiny_t5: Snapshot) -> dict[str, Seq2Seq]:
    return {
        "echo": EchoModel(echo_two, room=128),
        "ctranslate2": open_model(tiny_t5, device="cpu", backend="ctranslate2", compute="float32"),
        "ctranslate2-int8": open_model(tiny_t5, device="cpu", backend="ctranslate2"),
        "torch": open_model(tiny_t5, device="cpu", backend="torch"),
    }


@pytest.fixture(params=["echo", "ctranslate2", "ctranslate2-int8", "torch"])
def model(request: pytest.FixtureRequest, models: dict[str, Seq2Seq]) -> Seq2Seq:
    return models[request.param]


def test_there_is_one_result_a_source_in_its_order(model, sentences):
    together = model.generate("summarize", sentences[:16], GREEDY)
    assert [result.best.text for result in together] == [
        model.generate("summarize", [sentence], GREEDY)[0].best.text for sentence in sentences[:16]
    ]


def test_repeated_sources_get_the_same_result(model, sentences):
    first, again, other = model.generate("summarize", [sentences[0], sentences[0], sentences[1]], BEAMS)
    assert first == again
    assert first != other


def test_nothing_in_is_nothing_out(model):
    assert model.generate("summarize", [], GREEDY) == []
    assert model.score("summarize", []) == []
    assert model.count_pieces([]) == []


def test_alternatives_come_best_first_as_many_as_asked(model, sentences):
    for result in model.generate("summarize", sentences[:8], BEAMS):
        assert len(result.alternatives) == 3
        assert result.best == result.alternatives[0]
        assert max(alternative.score for alternative in result.alternatives) <= 0.0


def test_outputs_are_no_longer_than_asked_and_say_why_they_stopped(model, sentences):
    for result in model.generate("summarize", sentences, dataclasses.replace(GREEDY, max_pieces=3)):
        assert result.best.pieces <= 3
        assert result.best.stopped_by == ("length" if result.best.pieces == 3 else "end")


def test_a_source_that_fits_is_read_whole(model, sentences):
    counts = model.count_pieces(sentences)
    results = model.generate("summarize", sentences, GREEDY)
    assert [result.source_pieces for result in results] == counts
    assert [result.truncated for result in results] == [False] * len(sentences)


def test_a_source_that_is_too_long_is_cut_and_says_so(model):
    [result] = model.generate("summarize", ["inspection group " * 300], GREEDY)
    assert (result.read_pieces, result.truncated) == (model.room("summarize"), True)
    assert result.source_pieces == model.count_pieces(["inspection group " * 300])[0] > 300


def test_scores_come_in_order_and_do_not_depend_on_company(model, sentences):
    pairs = [(source, target) for source in sentences[:6] for target in sentences[:6]]
    scores = model.score("summarize", pairs)
    assert scores == pytest.approx([model.score("summarize", [pair])[0] for pair in pairs], abs=1e-5)
    assert max(scores) <= 0.0


def test_an_empty_source_and_an_empty_target_are_taken(model):
    [result] = model.generate("summarize", [""], GREEDY)
    assert result.source_pieces == 0
    assert len(model.score("summarize", [("", ""), ("the group", "")])) == 2


def test_any_characters_are_taken(model):
    odd = ["\x00\x01", "漢字 😀", "</s>", "<pad> <extra_id_0>", "a\nb\tc", " "]
    assert len(model.generate("summarize", odd, GREEDY)) == len(odd)


def test_what_decides_the_outputs_is_in_the_fingerprint(model):
    fingerprint = model.fingerprint
    assert fingerprint.backend in ("echo", "ctranslate2", "torch")
    assert fingerprint.device == "cpu"
    assert fingerprint.backend_version


@pytest.mark.parametrize("length_penalty", [0.0, 1.0, 2.0])
def test_engines_agree_greedily(models, sentences, length_penalty):
    """In texts, ends and scores; torch scores an output piece by piece, CTranslate2 by its own sums."""
    decoding = dataclasses.replace(GREEDY, length_penalty=length_penalty)
    fast, slow = (
        [result.best for result in models[name].generate("summarize", sentences, decoding)]
        for name in ("ctranslate2", "torch")
    )
    assert [(best.text, best.pieces, best.stopped_by) for best in fast] == [
        (best.text, best.pieces, best.stopped_by) for best in slow
    ]
    assert [best.score for best in fast] == pytest.approx([best.score for best in slow], abs=1e-4)
    assert {best.stopped_by for best in fast} == {"end", "length"}


def test_engines_count_and_score_alike(models, sentences):
    pairs = list(zip(sentences, reversed(sentences), strict=True))
    assert models["ctranslate2"].count_pieces(sentences) == models["torch"].count_pieces(sentences)
    assert models["ctranslate2"].score("summarize", pairs) == pytest.approx(
        models["torch"].score("summarize", pairs), abs=1e-4
    )


def test_int8_gives_the_same_to_the_bit_in_any_company(models, sentences):
    model = models["ctranslate2-int8"]
    alone = [model.generate("summarize", [sentence], BEAMS)[0] for sentence in sentences]
    assert model.generate("summarize", sentences, BEAMS) == alone
    assert model.generate("summarize", sentences[::-3], BEAMS) == alone[::-3]
    pairs = [(source, result.best.text) for source, result in zip(sentences, alone, strict=True)]
    assert model.score("summarize", pairs) == [model.score("summarize", [pair])[0] for pair in pairs]


def test_the_number_of_threads_does_not_change_a_bit(models, tiny_t5, sentences):
    single = open_lazily(tiny_t5, device="cpu", threads=1)
    assert single.generate("summarize", sentences, BEAMS) == models["ctranslate2-int8"].generate(
        "summarize", sentences, BEAMS
    )
