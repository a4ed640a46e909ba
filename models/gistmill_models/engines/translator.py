"""CTranslate2 for encoder-decoders: the default on a CPU, int8, without torch and transformers.

Batch of n = n batches of one, to the bit, with int8, whose sums do not depend on the number of rows. They do
depend on how far a source is padded (with 4 beams and random weights, 24 of 40 outputs changed), so that is
made a property of the source alone: lengths are rounded up to a multiple of 32, a batch holds sources of one
rounded length, and where none has just that length, one is drawn out to it and its result thrown away. With
float32 the number of rows shows in the last bits, and near-ties between beams may fall otherwise.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import partial
from typing import Any

from gistmill_models.batching import LENGTH_STEP, Row
from gistmill_models.engines.engine import Ids, Output, best_first
from gistmill_models.engines.promises import Batches, mean_score, open_form, options_of, seeded
from gistmill_models.protocol import Decoding, Fingerprint
from gistmill_models.snapshot import Snapshot
from gistmill_models.vocabulary import Vocabulary


class Translator:
    """The CTranslate2 form of an encoder-decoder, opened; an `Engine`."""

    def __init__(
        self, snapshot: Snapshot, fingerprint: Fingerprint, vocabulary: Vocabulary, *, threads: int | None
    ) -> None:
        """`threads`: how many batches a CPU computes side by side, each on one core; None: all cores."""
        traits = snapshot.traits
        self._open = partial(open_form, "Translator", snapshot, fingerprint)
        self._translator = self._open(threads)
        self._vocabulary = vocabulary
        self._forced = vocabulary.forced_start
        start = vocabulary.decoder_start
        self._prefix = self._forced if start is None else (start, *self._forced)
        self._max_output_pieces = traits.max_output_pieces - len(self._forced)
        limits = (traits.max_source_pieces, traits.max_output_pieces)
        self._batches = Batches(fingerprint.device, limits, step=LENGTH_STEP)

    def generate(self, rows: Sequence[Ids], decoding: Decoding, *, ends: Ids) -> list[tuple[Output, ...]]:
        engine = seeded(self._open, decoding) or self._translator

        def translate(batch: list[Row]) -> Iterable[Any]:
            results: Iterable[Any] = engine.translate_batch(
                [self._vocabulary.tokens(ids) for (ids,) in batch],
                target_prefix=[self._vocabulary.tokens(self._prefix)] * len(batch) if self._prefix else None,
                min_decoding_length=decoding.min_pieces,
                max_decoding_length=min(decoding.max_pieces, self._max_output_pieces),
                max_input_length=0,
                end_token=list(ends),
                **options_of(decoding),
            )
            return results

        results = self._batches.results([(ids,) for ids in rows], translate)
        return [self._outputs(result, decoding, ends) for result in results]

    def score(self, rows: Sequence[tuple[Ids, Ids]]) -> list[float]:
        def score(batch: list[Row]) -> Iterable[Any]:
            results: Iterable[Any] = self._translator.score_batch(
                [self._vocabulary.tokens(source) for source, _ in batch],
                # The engine adds the end piece of its own accord.
                [self._vocabulary.tokens(target[:-1]) for _, target in batch],
                max_input_length=0,
                asynchronous=True,
            )
            return results

        prefixed: list[Row] = [(source, (*self._prefix, *target)) for source, target in rows]
        return [self._mean(result.log_probs) for result in self._batches.results(prefixed, score)]

    def close(self) -> None:
        self._translator.unload_model()

    def _outputs(self, result: Any, decoding: Decoding, ends: Ids) -> tuple[Output, ...]:
        written = (tuple(self._vocabulary.ids(tokens)) for tokens in result.hypotheses)
        outputs = (
            self._output(ids, score, decoding, ends)
            for ids, score in zip(written, result.scores, strict=True)
        )
        return best_first(outputs, decoding)

    def _output(self, ids: Ids, score: float, decoding: Decoding, ends: Ids) -> Output:
        chosen = ids[len(self._forced) :]
        mean = mean_score(score, len(ids), decoding, counted=len(chosen))
        # No pieces at all are what the engine gives for a source without a piece.
        return Output(chosen, mean, ended=not ids or ids[-1] in ends)

    def _mean(self, log_probs: list[float]) -> float:
        """Of the pieces of the target and its end, not of what every output begins with."""
        chosen = log_probs[len(self._forced) :]
        return min(0.0, sum(chosen) / len(chosen))
