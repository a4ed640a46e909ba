"""What the two CTranslate2 engines share: opening a form, and batches that are computed side by side."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

from gistmill_models.batching import Row, batches_of_full_shape, in_halves
from gistmill_models.errors import DeviceMissing, EngineMissing, ModelBroken, OutOfMemory
from gistmill_models.protocol import Decoding, Fingerprint
from gistmill_models.snapshot import Snapshot

# Source pieces that go through the model together. 2048 took 0.63-0.77 of the CPU time of 512 on 200 sentences;
# 4096 and more took about as long and 130 MB more memory (4 beams, vocabulary of 16,384).
BATCH_PIECES = 2048

Ask = Callable[[list[Row]], Iterable[Any]]


def open_form(kind: str, snapshot: Snapshot, fingerprint: Fingerprint, threads: int | None) -> Any:
    """A `ctranslate2.Translator` or `ctranslate2.Generator` (`kind`); one thread a batch.

    Two cores side by side took 0.6-0.9 of the time of two that share each batch.
    """
    try:
        import ctranslate2
    except ImportError as error:
        raise EngineMissing(
            f"{snapshot.name} is in CTranslate2 form, and ctranslate2 is not installed: pip install gistmill"
        ) from error
    if fingerprint.device == "cuda" and not ctranslate2.get_cuda_device_count():
        raise DeviceMissing("--device cuda: CTranslate2 sees no GPU on this machine; use --device cpu")
    try:
        return getattr(ctranslate2, kind)(
            str(snapshot.ctranslate2),
            device=fingerprint.device,
            compute_type=fingerprint.compute,
            inter_threads=(threads or available_cores()) if fingerprint.device == "cpu" else 1,
            intra_threads=1,
        )
    except (RuntimeError, ValueError) as error:
        raise ModelBroken(
            f"{snapshot.ctranslate2}: CTranslate2 cannot open it ({error}); fetch or convert the model again"
        ) from error


def seeded(open_with: Callable[[int], Any], decoding: Decoding) -> Any | None:
    """An engine of one fresh thread for a draw that has a seed: a thread takes the seed at its first draw only."""
    if not decoding.samples or decoding.seed is None:
        return None
    import ctranslate2

    ctranslate2.set_random_seed(decoding.seed)
    return open_with(1)


def available_cores() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def options_of(decoding: Decoding) -> dict[str, Any]:
    """What both engines are told of a decoding, each by the name the engine has for it."""
    options = {
        "beam_size": decoding.beams,
        "num_hypotheses": decoding.alternatives,
        "length_penalty": decoding.length_penalty,
        "no_repeat_ngram_size": decoding.no_repeat_ngram,
        "return_scores": True,
        "return_end_token": True,
        "asynchronous": True,
    }
    if decoding.samples:
        options |= {
            "beam_size": 1,
            "sampling_temperature": decoding.temperature,
            "sampling_topk": decoding.top_k,
        }
    return options


def mean_score(score: float, written: int, decoding: Decoding, *, counted: int) -> float:
    """The mean log-probability of `counted` pieces; the engine gives sum / written ** length_penalty."""
    total: float = score * written**decoding.length_penalty
    return min(0.0, total / max(1, counted))


class Batches:
    """Rows through an engine that gives promises: batches of one shape, halved where memory is short.

    Lengths are rounded up to a multiple of `step`; `limits` are the longest that each part of a row can be.
    """

    def __init__(self, device: str, limits: tuple[int, ...], *, step: int) -> None:
        self._device = device
        self._limits = limits
        self._step = step

    def results(self, rows: Sequence[Row], ask: Ask) -> list[Any]:
        """The result of each row, in order."""
        results: dict[int, Any] = {}
        for indices, promised in self._promises(rows, ask):
            results.update(self._kept(indices, promised, rows, ask))
        return [results[index] for index in range(len(rows))]

    def _promises(self, rows: Sequence[Row], ask: Ask) -> list[tuple[list[int], list[Any]]]:
        batches = batches_of_full_shape(rows, self._limits, max_pieces=BATCH_PIECES, step=self._step)
        return [(indices, list(ask(batch))) for indices, batch in batches]

    def _kept(
        self, batch: list[int], promised: list[Any], rows: Sequence[Row], ask: Ask
    ) -> Iterator[tuple[int, Any]]:
        """Each row of `batch` with what was promised for it; where that is too much for the memory, half by half.

        A half is rows of one shape, so it is padded as before and gives the same bits.
        """
        waiting = [promised]

        def results_of(part: Sequence[int]) -> list[Any]:
            if not waiting:
                [(_, again)] = self._promises([rows[index] for index in part], ask)
                waiting.append(again)
            try:
                # A row that only fills the batch up is the last, and its promise is dropped.
                return [promise.result() for _, promise in zip(part, waiting.pop(), strict=False)]
            except (RuntimeError, MemoryError) as error:
                if not _is_out_of_memory(error):
                    raise
                raise OutOfMemory(
                    f"one source of {len(rows[part[0]][0])} pieces does not fit into the memory of the "
                    f"{self._device} device; use fewer beams, or --device cpu"
                ) from error

        return in_halves(batch, results_of, OutOfMemory)


def _is_out_of_memory(error: Exception) -> bool:
    """CTranslate2 says so in the words of its allocators, in no class of its own."""
    words = str(error).lower()
    return isinstance(error, MemoryError) or "out of memory" in words or "bad_alloc" in words
