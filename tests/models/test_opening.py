"""The engine fits the machine, nothing is loaded before it is asked, and what is missing is named."""

from __future__ import annotations

import shutil
import subprocess
import sys

import pytest

from gistmill_models import opening
from gistmill_models.errors import DeviceMissing, EngineMissing, ModelBroken
from gistmill_models.opening import choose_backend, choose_device, open_lazily, open_model
from gistmill_models.protocol import Decoding

HEAVY = (
    "torch",
    "transformers",
    "ctranslate2",
    "sentencepiece",
    "tokenizers",
    "jinja2",
    "huggingface_hub",
    "httpx",
    "numpy",
)


@pytest.fixture
def machine(monkeypatch):
    """A machine with so many GPUs and such packages."""

    def make(*, gpus=0, **versions):
        monkeypatch.setattr(opening, "count_gpus", lambda: gpus)
        monkeypatch.setattr(opening, "_installed", versions.get)

    return make


def modules_after(program):
    """The heavy modules that a fresh interpreter has loaded after running a program."""
    program += f"\nimport sys; print(*[name for name in {HEAVY} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    return done.stdout.split()


def test_importing_loads_no_engine():
    names = "errors, protocol, snapshot, opening, vocabulary, plain_pieces, tokenizer_pieces, older_tokenizers, convert"
    engines = "echo, translator, generator, torch_seq2seq, torch_causal, registry"
    program = f"from gistmill_models import {names}\nfrom gistmill_models.engines import {engines}"
    assert modules_after(program) == []


def test_fingerprint_tasks_and_limits_need_no_engine(tiny_t5):
    program = f"""
from gistmill_models.opening import open_lazily
model = open_lazily({str(tiny_t5.folder)!r}, device="cpu")
assert model.fingerprint.compute == "int8"
assert model.tasks
assert model.generate("summarize", [], None) == model.score("summarize", []) == model.count_pieces([]) == []
model.close()"""
    assert modules_after(program) == []


def test_the_ctranslate2_path_needs_neither_torch_nor_transformers(tiny_t5):
    program = f"""
from gistmill_models.opening import open_lazily
from gistmill_models.protocol import Decoding
open_lazily({str(tiny_t5.folder)!r}, device="cpu").generate("summarize", ["the group"], Decoding())"""
    assert set(modules_after(program)).isdisjoint({"torch", "transformers", "huggingface_hub"})


def test_the_fingerprint_is_the_same_before_and_after_opening(tiny_t5):
    model = open_lazily(tiny_t5, device="cpu")
    before = model.fingerprint
    model.count_pieces(["a"])
    assert model.is_open
    assert model.opened().fingerprint == before == model.fingerprint


def test_a_closed_model_opens_again(tiny_t5):
    model = open_lazily(tiny_t5, device="cpu")
    first = model.generate("summarize", ["the group"], Decoding())
    model.close()
    assert not model.is_open
    assert model.generate("summarize", ["the group"], Decoding()) == first


def test_a_cpu_takes_ctranslate2_first(tiny_t5, machine):
    machine(torch="2.13.0", transformers="5.0")
    assert choose_device(tiny_t5, "auto") == "cpu"
    assert choose_backend(tiny_t5, "cpu") == "ctranslate2"


def test_a_gpu_takes_torch_first(tiny_t5, machine):
    machine(gpus=1, torch="2.13.0", transformers="5.0")
    assert choose_device(tiny_t5, "auto") == "cuda"
    assert choose_backend(tiny_t5, "cuda") == "torch"


@pytest.mark.parametrize("versions", [{}, {"torch": "2.13.0+cpu"}])
def test_a_gpu_is_left_alone_where_torch_cannot_use_it(tiny_t5, machine, versions):
    machine(gpus=1, **versions)
    assert choose_device(tiny_t5, "auto") == "cpu"


def test_a_gpu_without_torch_takes_ctranslate2_if_asked(tiny_t5, machine):
    machine(gpus=1, ctranslate2="4.8")
    assert choose_backend(tiny_t5, choose_device(tiny_t5, "cuda")) == "ctranslate2"


def test_a_gpu_that_is_not_there_is_said_to_be_missing(tiny_t5, machine):
    machine(gpus=0)
    with pytest.raises(DeviceMissing, match="--device cpu"):
        open_lazily(tiny_t5, device="cuda")


def test_a_missing_extra_is_named(tiny_t5, machine):
    machine(ctranslate2="4.8")
    with pytest.raises(EngineMissing, match=r"gistmill\[torch\]"):
        open_lazily(tiny_t5, device="cpu", backend="torch")


def test_a_form_that_is_not_there_is_named(checkpoint):
    with pytest.raises(ModelBroken, match="gistmill models convert"):
        open_lazily(checkpoint("bart"), device="cpu", backend="ctranslate2")


@pytest.mark.parametrize(
    ("file", "backend"),
    [
        ("ctranslate2/model.bin", "ctranslate2"),
        ("spiece.model", "ctranslate2"),
        ("model.safetensors", "torch"),
        ("spiece.model", "torch"),
    ],
)
def test_a_damaged_file_is_one_clear_error(tiny_t5, tmp_path, file, backend):
    copy = shutil.copytree(tiny_t5.folder, tmp_path / "copy")
    (copy / file).write_bytes(b"\x07 this is not what was here before")
    with pytest.raises(ModelBroken, match="again"):
        open_model(str(copy), device="cpu", backend=backend)


def test_another_sentencepiece_model_than_the_converted_one_is_refused(tiny_t5, checkpoint, tmp_path):
    copy = shutil.copytree(tiny_t5.folder, tmp_path / "copy")
    shutil.copy(checkpoint("marian").folder / "source.spm", copy / "spiece.model")
    with pytest.raises(ModelBroken, match="hold different pieces"):
        open_model(str(copy), device="cpu")


def test_missing_weights_are_not_made_up(tiny_t5, tmp_path):
    from safetensors.torch import load_file, save_file

    copy = shutil.copytree(tiny_t5.folder, tmp_path / "copy")
    weights = load_file(copy / "model.safetensors")
    del weights["encoder.final_layer_norm.weight"]
    save_file(weights, copy / "model.safetensors", metadata={"format": "pt"})
    with pytest.raises(ModelBroken, match=r"weights are missing \(encoder.final_layer_norm.weight"):
        open_model(str(copy), device="cpu", backend="torch")
