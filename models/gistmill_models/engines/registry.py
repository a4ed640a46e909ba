"""Which engine runs which layout of model, as one table; a row is all there is to an engine from outside."""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module
from typing import Literal

from gistmill_models.engines.engine import Engine
from gistmill_models.families import Layout
from gistmill_models.protocol import Fingerprint
from gistmill_models.snapshot import Form, Snapshot
from gistmill_models.vocabulary import Vocabulary

RealDevice = Literal["cpu", "cuda"]
Backend = Literal["ctranslate2", "torch"]


@dataclass(frozen=True)
class BackendTraits:
    """What a backend needs: the form of the model, packages (their versions decide outputs) and number formats."""

    form: Form
    packages: tuple[str, ...]
    compute: dict[RealDevice, str]


BACKENDS: dict[Backend, BackendTraits] = {
    "ctranslate2": BackendTraits("ctranslate2", ("ctranslate2",), {"cpu": "int8", "cuda": "float16"}),
    "torch": BackendTraits("transformers", ("torch", "transformers"), {"cpu": "float32", "cuda": "bfloat16"}),
}

# By backend and layout: module and class, imported when a model is opened.
ENGINES: dict[tuple[Backend, Layout], tuple[str, str]] = {
    ("ctranslate2", "encoder-decoder"): ("translator", "Translator"),
    ("ctranslate2", "decoder"): ("generator", "Generator"),
    ("torch", "encoder-decoder"): ("torch_seq2seq", "TorchSeq2Seq"),
    ("torch", "decoder"): ("torch_causal", "TorchCausal"),
}


def open_engine(
    backend: Backend,
    snapshot: Snapshot,
    fingerprint: Fingerprint,
    vocabulary: Vocabulary,
    *,
    threads: int | None,
) -> Engine:
    module, name = ENGINES[backend, snapshot.traits.layout]
    opened = getattr(import_module(f"gistmill_models.engines.{module}"), name)
    engine: Engine = opened(snapshot, fingerprint, vocabulary, threads=threads)
    return engine
