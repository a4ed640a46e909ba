"""`gistmill summarize --model FOLDER` with a tiny checkpoint of every family, and with folders that are no model."""

from __future__ import annotations

import json
import shutil
import sys
from pathlib import Path

import pytest
from msgspec.json import decode

from gistmill.cli import main
from gistmill_models.convert import convert
from gistmill_models.snapshot import locate

pytestmark = pytest.mark.filterwarnings("ignore:Recommended. pip install sacremoses")

FAMILIES = ["t5", "mt5", "bart", "led", "pegasus", "marian", "mbart", "t5gemma", "llama", "qwen3", "gemma3"]
TEXT = " ".join(
    f"The committee of region {n} inspected {n} river villages and reported on winter roads."
    for n in range(2, 14)
)


@pytest.fixture
def article(tmp_path: Path) -> Path:
    file = tmp_path / "article.txt"
    file.write_text(TEXT)
    return file


def summarize(article: Path, model: Path, monkeypatch: pytest.MonkeyPatch) -> int:
    arguments = [
        "summarize",
        str(article),
        "--model",
        str(model),
        "--device",
        "cpu",
        "--format",
        "json",
        "--no-cache",
    ]
    monkeypatch.setattr(sys, "argv", ["gistmill", *arguments, "-o", str(article.with_suffix(".json"))])
    try:
        main()
    except SystemExit as ended:
        return int(ended.code or 0)
    return 0


def mt5_folder(t5: Path, folder: Path) -> Path:
    """The T5 1.1 checkpoint under the name that mT5 has: the architecture is the same."""
    copy = shutil.copytree(t5, folder, ignore=shutil.ignore_patterns("ctranslate2"))
    config = json.loads((copy / "config.json").read_text())
    config |= {"model_type": "mt5", "architectures": ["MT5ForConditionalGeneration"]}
    (copy / "config.json").write_text(json.dumps(config))
    return copy


@pytest.mark.parametrize("family", FAMILIES)
def test_a_family_summarizes_a_file_through_torch_and_its_converted_form(
    family, checkpoint, article, tmp_path, monkeypatch
):
    if family == "mt5":
        model = mt5_folder(checkpoint("t5").folder, tmp_path / "mt5")
    else:
        model = checkpoint(family).folder
    assert summarize(article, model, monkeypatch) == 0
    report = decode(article.with_suffix(".json").read_bytes())
    assert "torch" in report["provenance"]["backend"]
    assert report["overview"]["text"]
    assert all(section["summary"]["text"] for section in report["sections"])
    if family != "led":
        convert(locate(str(model)), tmp_path / "converted")
        assert summarize(article, tmp_path / "converted", monkeypatch) == 0
        report = decode(article.with_suffix(".json").read_bytes())
        assert "ctranslate2" in report["provenance"]["backend"]


@pytest.mark.parametrize(
    ("what", "message"),
    [
        ("nothing at all", "config.json"),
        ("an encoder", "BertForMaskedLM does not write text"),
        ("pickles only", "pickles"),
        ("no weights", "safetensors"),
        ("corrupt config", "config.json"),
        ("no tokenizer", "tokenizer"),
        ("corrupt weights", "again"),
        ("not there", "no folder"),
    ],
)
def test_what_is_no_usable_model_is_one_clear_line(
    what, message, checkpoint, article, tmp_path, monkeypatch, capsys
):
    model = tmp_path / "model"
    if what != "not there":
        shutil.copytree(checkpoint("t5").folder, model, ignore=shutil.ignore_patterns("ctranslate2"))
    if what == "nothing at all":
        shutil.rmtree(model)
        model.mkdir()
    elif what == "an encoder":
        (model / "config.json").write_text(
            json.dumps({"model_type": "bert", "architectures": ["BertForMaskedLM"]})
        )
    elif what == "corrupt config":
        (model / "config.json").write_text("{")
    elif what in ("pickles only", "no weights"):
        (model / "model.safetensors").unlink()
        if what == "pickles only":
            (model / "pytorch_model.bin").write_bytes(b"pickle")
    elif what == "no tokenizer":
        for file in (*model.glob("*token*"), *model.glob("*.model")):
            file.unlink()
    elif what == "corrupt weights":
        (model / "model.safetensors").write_bytes(b"not weights")
    assert summarize(article, model, monkeypatch) == 3
    said = capsys.readouterr().err.strip()
    assert message in said
    assert len(said.splitlines()) == 1
