"""Which engine runs a model on this machine, and a model that is opened only when it is first asked."""

from __future__ import annotations

import ctypes
from collections.abc import Callable, Sequence
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Literal

from gistmill_models.errors import DeviceMissing, EngineMissing, ModelBroken
from gistmill_models.protocol import Decoding, Fingerprint, Generation, Seq2Seq, Task
from gistmill_models.snapshot import Form, Snapshot, locate

Device = Literal["auto", "cpu", "cuda"]
RealDevice = Literal["cpu", "cuda"]
Backend = Literal["ctranslate2", "torch"]

FORMS: dict[Backend, Form] = {"ctranslate2": "ctranslate2", "torch": "transformers"}
# The number format by backend and device, where the caller names none.
COMPUTE = {
    ("ctranslate2", "cpu"): "int8",
    ("ctranslate2", "cuda"): "float16",
    ("torch", "cpu"): "float32",
    ("torch", "cuda"): "bfloat16",
}


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
        files=snapshot.digests(FORMS[backend], digest_memo),
        backend=backend,
        backend_version=_version(snapshot, backend),
        compute=compute or COMPUTE[backend, device],
        device=device,
    )
    return LazyModel(snapshot, fingerprint, lambda: _load(snapshot, fingerprint, threads))


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


class LazyModel:
    """A `Seq2Seq` that knows its fingerprint, tasks and limits unopened, and opens at the first question."""

    def __init__(self, snapshot: Snapshot, fingerprint: Fingerprint, load: Callable[[], Seq2Seq]) -> None:
        self.snapshot = snapshot
        self.fingerprint = fingerprint
        self._load = load
        self._opened: Seq2Seq | None = None

    @property
    def tasks(self) -> dict[str, Task]:
        return dict(self.snapshot.traits.tasks)

    @property
    def is_open(self) -> bool:
        return self._opened is not None

    def generate(
        self, task: str, sources: Sequence[str], decoding: Decoding, *, words: Sequence[int] | None = None
    ) -> list[Generation]:
        return self.opened().generate(task, sources, decoding, words=words) if sources else []

    def score(
        self, task: str, pairs: Sequence[tuple[str, str]], *, words: Sequence[int] | None = None
    ) -> list[float]:
        return self.opened().score(task, pairs, words=words) if pairs else []

    def room(self, task: str) -> int:
        return self.opened().room(task)

    def count_pieces(self, texts: Sequence[str]) -> list[int]:
        return self.opened().count_pieces(texts) if texts else []

    def close(self) -> None:
        """Gives the memory back; a later question opens the model again."""
        if self._opened is not None:
            self._opened.close()
            self._opened = None

    def opened(self) -> Seq2Seq:
        if self._opened is None:
            self._opened = self._load()
        return self._opened


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
    if backend == "ctranslate2":
        if snapshot.ctranslate2 is None:
            raise ModelBroken(f"{snapshot.name} has no CTranslate2 form; make one: gistmill models convert")
        return _required("ctranslate2", snapshot, "pip install gistmill")
    if snapshot.transformers is None:
        raise ModelBroken(f"{snapshot.name} has a CTranslate2 form only, and torch needs *.safetensors")
    advice = "pip install 'gistmill[torch]'"
    if snapshot.ctranslate2 is None:
        advice += ", or use a model in CTranslate2 form (--model embedded)"
    engines = (_required(package, snapshot, advice) for package in ("torch", "transformers"))
    return "/".join(engines)


def _required(package: str, snapshot: Snapshot, advice: str) -> str:
    installed = _installed(package)
    if installed is None:
        raise EngineMissing(f"{snapshot.name} needs {package}, which is not installed: {advice}")
    return installed


def _load(snapshot: Snapshot, fingerprint: Fingerprint, threads: int | None) -> Seq2Seq:
    if fingerprint.backend == "ctranslate2":
        from gistmill_models.ctranslate2_backend import CTranslate2Model

        return CTranslate2Model(snapshot, fingerprint, threads=threads)
    from gistmill_models.torch_backend import TorchModel

    return TorchModel(snapshot, fingerprint, threads=threads)
