"""The CTranslate2 engine: the default on a CPU, int8, without torch and (for plain pieces) transformers.

Batch of n = n batches of one, to the bit, with int8, whose sums do not depend on the number of rows. They do
depend on how far a source is padded (with 4 beams and random weights, 24 of 40 outputs changed), so that is
made a property of the source alone: lengths are rounded up to a multiple of 32, a batch holds sources of one
rounded length, and where none has just that length, one is drawn out to it and its result thrown away. With
float32 the number of rows shows in the last bits, and near-ties between beams may fall otherwise.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

from gistmill_models.asking import Asked, Asking
from gistmill_models.batching import Row, answer_distinct, batches_of_full_shape, in_halves
from gistmill_models.errors import DeviceMissing, EngineMissing, ModelBroken, ModelError, OutOfMemory
from gistmill_models.pieces import Vocabulary, open_vocabulary
from gistmill_models.protocol import Alternative, Decoding, Fingerprint, Generation, Task
from gistmill_models.snapshot import Snapshot

# Source pieces that go through the model together. 2048 took 0.63-0.77 of the CPU time of 512 on 200 sentences;
# 4096 and more took about as long and 130 MB more memory (4 beams, vocabulary of 16,384).
BATCH_PIECES = 2048


class CTranslate2Model:
    """A snapshot in its CTranslate2 form, opened; a `Seq2Seq`."""

    def __init__(self, snapshot: Snapshot, fingerprint: Fingerprint, *, threads: int | None = None) -> None:
        """`threads`: how many batches a CPU computes side by side, each on one core; None: all cores."""
        self.fingerprint = fingerprint
        self._traits = snapshot.traits
        self._translator = _open_translator(snapshot, fingerprint, threads or available_cores())
        self._vocabulary: Vocabulary = open_vocabulary(snapshot)
        self._asking = Asking(snapshot.traits.prompts, self._vocabulary, snapshot.traits.max_source_pieces)
        start = self._vocabulary.decoder_start
        self._forced = self._vocabulary.forced_start
        self._max_output_pieces = snapshot.traits.max_output_pieces - len(self._forced)
        self._prefix = self._forced if start is None else (start, *self._forced)

    @property
    def tasks(self) -> dict[str, Task]:
        return dict(self._traits.tasks)

    def room(self, task: str) -> int:
        return self._asking.room(task)

    def count_pieces(self, texts: Sequence[str]) -> list[int]:
        return [len(ids) for ids in self._vocabulary.encode(texts)]

    def generate(
        self, task: str, sources: Sequence[str], decoding: Decoding, *, words: Sequence[int] | None = None
    ) -> list[Generation]:
        asked = self._asking.ask(task, sources, words)
        return answer_distinct(asked, lambda distinct: self._generate_distinct(distinct, decoding))

    def score(
        self, task: str, pairs: Sequence[tuple[str, str]], *, words: Sequence[int] | None = None
    ) -> list[float]:
        asked = self._asking.ask(task, [source for source, _ in pairs], words)
        targets = (
            tuple(self._vocabulary.encode_target(target, self._max_output_pieces)) for _, target in pairs
        )
        rows: list[Row] = [
            (source.ids, (*self._prefix, *target)) for source, target in zip(asked, targets, strict=True)
        ]
        return answer_distinct(rows, self._score_distinct)

    def close(self) -> None:
        self._translator.unload_model()

    def _generate_distinct(self, sources: list[Asked], decoding: Decoding) -> list[Generation]:
        rows: list[Row] = [(source.ids,) for source in sources]

        def translate(batch: list[Row]) -> Iterable[Any]:
            results: Iterable[Any] = self._translator.translate_batch(
                [self._vocabulary.tokens(ids) for (ids,) in batch],
                target_prefix=[self._vocabulary.tokens(self._prefix)] * len(batch) if self._prefix else None,
                beam_size=decoding.beams,
                num_hypotheses=decoding.alternatives,
                length_penalty=decoding.length_penalty,
                no_repeat_ngram_size=decoding.no_repeat_ngram,
                min_decoding_length=decoding.min_pieces,
                max_decoding_length=min(decoding.max_pieces, self._max_output_pieces),
                max_input_length=0,
                return_scores=True,
                return_end_token=True,
                asynchronous=True,
            )
            return results

        results = self._in_batches(rows, translate)
        return [
            self._generation(source, result, decoding)
            for source, result in zip(sources, results, strict=True)
        ]

    def _generation(self, source: Asked, result: Any, decoding: Decoding) -> Generation:
        alternatives = (
            self._alternative(tokens, score, decoding)
            for tokens, score in zip(result.hypotheses, result.scores, strict=True)
        )
        return Generation(tuple(alternatives), source.source_pieces, source.read_pieces)

    def _alternative(self, tokens: list[str], score: float, decoding: Decoding) -> Alternative:
        ids = self._vocabulary.ids(tokens)
        # No tokens at all are what the engine gives for a source without a piece.
        ended = not ids or ids[-1] == self._vocabulary.end
        chosen = ids[len(self._forced) :]
        # The engine gives sum / length ** length_penalty; what is wanted is the mean a piece.
        total = score * len(ids) ** decoding.length_penalty
        return Alternative(
            text=self._vocabulary.decode(ids),
            score=min(0.0, total / max(1, len(chosen))),
            pieces=sum(self._vocabulary.is_content(piece) for piece in chosen),
            stopped_by="end" if ended else "length",
        )

    def _score_distinct(self, rows: list[Row]) -> list[float]:
        def score(batch: list[Row]) -> Iterable[Any]:
            results: Iterable[Any] = self._translator.score_batch(
                [self._vocabulary.tokens(source) for source, _ in batch],
                # The engine adds the end piece of its own accord.
                [self._vocabulary.tokens(target[:-1]) for _, target in batch],
                max_input_length=0,
                asynchronous=True,
            )
            return results

        return [self._mean(result.log_probs) for result in self._in_batches(rows, score)]

    def _in_batches(self, rows: Sequence[Row], ask: Callable[[list[Row]], Iterable[Any]]) -> list[Any]:
        """The result of each row, in order; `ask` gives promises, so that batches run side by side."""
        limits = (self._traits.max_source_pieces, self._traits.max_output_pieces)

        def promises(some: Sequence[Row]) -> list[tuple[list[int], list[Any]]]:
            batches = batches_of_full_shape(some, limits, max_pieces=BATCH_PIECES)
            return [(indices, list(ask(batch))) for indices, batch in batches]

        results: dict[int, Any] = {}
        for indices, promised in promises(rows):
            results.update(self._kept(indices, promised, rows, promises))
        return [results[index] for index in range(len(rows))]

    def _kept(
        self,
        batch: list[int],
        promised: list[Any],
        rows: Sequence[Row],
        promises: Callable[[list[Row]], list[tuple[list[int], list[Any]]]],
    ) -> Iterator[tuple[int, Any]]:
        """Each row of `batch` with what was promised for it; where that is too much for the memory, half by half.

        A half is rows of one shape, so it is padded as before and gives the same bits.
        """
        waiting = [promised]

        def results_of(part: Sequence[int]) -> list[Any]:
            if not waiting:
                [(_, again)] = promises([rows[index] for index in part])
                waiting.append(again)
            try:
                # A row that only fills the batch up is the last, and its promise is dropped.
                return [promise.result() for _, promise in zip(part, waiting.pop(), strict=False)]
            except (RuntimeError, MemoryError) as error:
                if not _is_out_of_memory(error):
                    raise
                raise OutOfMemory(
                    f"one source of {len(rows[part[0]][0])} pieces does not fit into the memory of the "
                    f"{self.fingerprint.device} device; use fewer beams, or --device cpu"
                ) from error

        return in_halves(batch, results_of, OutOfMemory)

    def _mean(self, log_probs: list[float]) -> float:
        """Of the pieces of the target and its end, not of what every output begins with."""
        chosen = log_probs[len(self._forced) :]
        return min(0.0, sum(chosen) / len(chosen))


def available_cores() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _is_out_of_memory(error: Exception) -> bool:
    """CTranslate2 says so in the words of its allocators, in no class of its own."""
    words = str(error).lower()
    return isinstance(error, MemoryError) or "out of memory" in words or "bad_alloc" in words


def _open_translator(snapshot: Snapshot, fingerprint: Fingerprint, threads: int) -> Any:
    try:
        import ctranslate2
    except ImportError as error:
        raise EngineMissing(
            f"{snapshot.name} is in CTranslate2 form, and ctranslate2 is not installed: pip install gistmill"
        ) from error
    if fingerprint.device == "cuda" and not ctranslate2.get_cuda_device_count():
        raise DeviceMissing("--device cuda: CTranslate2 sees no GPU on this machine; use --device cpu")
    try:
        return ctranslate2.Translator(
            str(snapshot.ctranslate2),
            device=fingerprint.device,
            compute_type=fingerprint.compute,
            # One thread a batch: two cores side by side took 0.6-0.9 of the time of two sharing each batch.
            inter_threads=threads if fingerprint.device == "cpu" else 1,
            intra_threads=1,
        )
    except (RuntimeError, ValueError) as error:
        raise _explained(snapshot, error) from error


def _explained(snapshot: Snapshot, error: Exception) -> ModelError:
    return ModelBroken(
        f"{snapshot.ctranslate2}: CTranslate2 cannot open it ({error}); fetch or convert the model again"
    )
