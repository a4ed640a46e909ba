"""A batch that is too much for the memory is done in smaller portions; a source that is too much is an error."""

from __future__ import annotations

import pytest

from gistmill_models.errors import OutOfMemory
from gistmill_models.opening import open_lazily
from gistmill_models.protocol import Decoding

GREEDY = Decoding(beams=1, max_pieces=12)


class Promise:
    def result(self) -> None:
        raise RuntimeError("CUDA failed with error out of memory")


class SmallTranslator:
    """Breaks its promises for batches of more rows than fit, as the engine does."""

    def __init__(self, real, most_rows: int) -> None:
        self._real = real
        self._most_rows = most_rows
        self.kept: list[int] = []

    def translate_batch(self, rows, **options):
        if len(rows) > self._most_rows:
            return [Promise() for _ in rows]
        self.kept.append(len(rows))
        return self._real.translate_batch(rows, **options)


@pytest.fixture
def model(tiny_t5):
    return open_lazily(tiny_t5, device="cpu", backend="ctranslate2").opened()


def test_what_is_too_much_together_is_done_in_halves_with_the_same_outputs(model, sentences) -> None:
    expected = model.generate("summarize", sentences, GREEDY)
    small = model._engine._translator = SmallTranslator(model._engine._translator, most_rows=5)
    assert model.generate("summarize", sentences, GREEDY) == expected
    assert max(small.kept) > 2


def test_one_source_that_is_too_much_is_an_error_that_says_so(model, sentences) -> None:
    model._engine._translator = SmallTranslator(model._engine._translator, most_rows=0)
    with pytest.raises(OutOfMemory, match="does not fit"):
        model.generate("summarize", sentences[:3], GREEDY)


def test_other_errors_of_the_engine_stay_what_they_are(model, sentences, monkeypatch) -> None:
    monkeypatch.setattr("gistmill_models.engines.promises._is_out_of_memory", lambda error: False)
    model._engine._translator = SmallTranslator(model._engine._translator, most_rows=0)
    with pytest.raises(RuntimeError, match="CUDA failed"):
        model.generate("summarize", sentences[:3], GREEDY)
