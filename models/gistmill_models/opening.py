"""Which engine runs a model on this machine."""

from __future__ import annotations

import ctypes
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Literal

from gistmill_models.engines.registry import BACKENDS, Backend, RealDevice, open_engine
from gistmill_models.errors import DeviceMissing, EngineMissing, ModelBroken
from gistmill_models.lazy import LazyModel
from gistmill_models.model import EngineModel
from gistmill_models.protocol import Fingerprint, Seq2Seq
from gistmill_models.snapshot import Snapshot, locate
from gistmill_models.vocabulary import open_vocabulary

Device = Literal["auto", "cpu", "cuda"]


def open_lazily(
    model: str | Snapshot,
    *,
    device: Device = "auto",
    offline: bool = False,
    backend: Backend | None = None,
    compute: str | None = None,
    threads: int | None = None,
    digest_memo: Path | None = None,
) -> LazyModel:
    """The model called so, ready to be asked; its weights are read at the first question.

    `device` "auto": a GPU where torch can use one, else the CPU. `backend` None: CTranslate2 on a CPU where
    the model has that form, else torch. `compute` is a number format, None: int8 (float32 in torch) on a CPU.
    `threads`: cores to use on a CPU, None: all. `digest_memo`: a file that spares hashing unchanged weights.

    Raises what `locate` raises, EngineMissing and DeviceMissing, all before any weights are read.
    """
    snapshot = locate(model, offline=offline) if isinstance(model, str) else model
    device = choose_device(snapshot, device, backend)
    backend = backend or choose_backend(snapshot, device)
    fingerprint = Fingerprint(
        model=snapshot.name,
        files=snapshot.digests(BACKENDS[backend].form, digest_memo),
        backend=backend,
        backend_version=_version(snapshot, backend),
        compute=compute or BACKENDS[backend].compute[device],
        device=device,
    )
    return LazyModel(
        fingerprint, snapshot.traits.tasks, lambda: _load(backend, snapshot, fingerprint, threads)
    )


def open_model(
    model: str | Snapshot,
    *,
    device: Device = "auto",
    offline: bool = False,
    backend: Backend | None = None,
    compute: str | None = None,
    threads: int | None = None,
) -> Seq2Seq:
    """As `open_lazily`, but opened at once, so that whatever is wrong with the weights shows here."""
    return open_lazily(
        model, device=device, offline=offline, backend=backend, compute=compute, threads=threads
    ).opened()


def choose_device(snapshot: Snapshot, device: Device, backend: Backend | None = None) -> RealDevice:
    """The device itself, or for "auto" the GPU if there is one and torch can run this model on it."""
    if device == "cuda" and not count_gpus():
        raise DeviceMissing("--device cuda: this machine shows no NVIDIA GPU or driver; use --device cpu")
    if device != "auto":
        return device
    torch_may = backend != "ctranslate2" and snapshot.transformers is not None
    return "cuda" if torch_may and count_gpus() and _torch_has_cuda() else "cpu"


def choose_backend(snapshot: Snapshot, device: RealDevice) -> Backend:
    """On a CPU CTranslate2 first, on a GPU torch first; the other where the model lacks that form."""
    torch_ready = snapshot.transformers is not None and _installed("torch") is not None
    if snapshot.ctranslate2 is not None and (device == "cpu" or not torch_ready):
        return "ctranslate2"
    return "torch"


def count_gpus() -> int:
    """NVIDIA GPUs as the driver counts them, without importing an engine (torch takes seconds)."""
    try:
        driver = ctypes.CDLL("libcuda.so.1")
    except OSError:
        return 0
    count = ctypes.c_int(0)
    if driver.cuInit(0) != 0 or driver.cuDeviceGetCount(ctypes.byref(count)) != 0:
        return 0
    return count.value


def _torch_has_cuda() -> bool:
    """By the version's label, since importing torch takes seconds; the index's plain builds have CUDA."""
    installed = _installed("torch")
    return installed is not None and "+cpu" not in installed


def _installed(package: str) -> str | None:
    try:
        return version(package)
    except PackageNotFoundError:
        return None


def _version(snapshot: Snapshot, backend: Backend) -> str:
    """The version of the engine, as part of what decides the outputs."""
    if backend == "ctranslate2" and snapshot.ctranslate2 is None:
        raise ModelBroken(f"{snapshot.name} has no CTranslate2 form; make one: gistmill models convert")
    if backend == "torch" and snapshot.transformers is None:
        raise ModelBroken(f"{snapshot.name} has a CTranslate2 form only, and torch needs *.safetensors")
    advice = "pip install gistmill" if backend == "ctranslate2" else "pip install 'gistmill[torch]'"
    if snapshot.ctranslate2 is None:
        advice += ", or use a model in CTranslate2 form (--model embedded)"
    engines = (_required(package, snapshot, advice) for package in BACKENDS[backend].packages)
    return "/".join(engines)


def _required(package: str, snapshot: Snapshot, advice: str) -> str:
    installed = _installed(package)
    if installed is None:
        raise EngineMissing(f"{snapshot.name} needs {package}, which is not installed: {advice}")
    return installed


def _load(backend: Backend, snapshot: Snapshot, fingerprint: Fingerprint, threads: int | None) -> Seq2Seq:
    vocabulary = open_vocabulary(snapshot)
    engine = open_engine(backend, snapshot, fingerprint, vocabulary, threads=threads)
    return EngineModel(snapshot, fingerprint, vocabulary, engine)
