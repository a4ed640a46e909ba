"""CTranslate2 for decoders: the default on a CPU, int8, without torch and transformers.

The engine reads at once only as much of each prompt as the shortest of its batch has, and feeds the rest piece
by piece; other sums, other bits. So a batch holds prompts of one length, and batch of n = n batches of one, to the
bit, with int8.
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


class Generator:
    """The CTranslate2 form of a decoder, opened; an `Engine`."""

    def __init__(
        self, snapshot: Snapshot, fingerprint: Fingerprint, vocabulary: Vocabulary, *, threads: int | None
    ) -> None:
        """`threads`: how many batches a CPU computes side by side, each on one core; None: all cores."""
        traits = snapshot.traits
        self._open = partial(open_form, "Generator", snapshot, fingerprint)
        self._generator = self._open(threads)
        self._vocabulary = vocabulary
        self._max_output_pieces = traits.max_output_pieces
        limits = (traits.max_source_pieces + traits.max_output_pieces,)
        self._of_one_length = Batches(fingerprint.device, limits, step=1)
        self._padded = Batches(fingerprint.device, limits, step=LENGTH_STEP)

    def generate(self, rows: Sequence[Ids], decoding: Decoding, *, ends: Ids) -> list[tuple[Output, ...]]:
        engine = seeded(self._open, decoding) or self._generator

        def generate(batch: list[Row]) -> Iterable[Any]:
            results: Iterable[Any] = engine.generate_batch(
                [self._vocabulary.tokens(ids) for (ids,) in batch],
                include_prompt_in_result=False,
                min_length=decoding.min_pieces,
                max_length=min(decoding.max_pieces, self._max_output_pieces),
                end_token=list(ends),
                **options_of(decoding),
            )
            return results

        results = self._of_one_length.results([(ids,) for ids in rows], generate)
        return [_outputs(result, decoding, ends) for result in results]

    def score(self, rows: Sequence[tuple[Ids, Ids]]) -> list[float]:
        def score(batch: list[Row]) -> Iterable[Any]:
            results: Iterable[Any] = self._generator.score_batch(
                [self._vocabulary.tokens(ids) for (ids,) in batch], max_input_length=0, asynchronous=True
            )
            return results

        whole: list[Row] = [((*source, *target),) for source, target in rows]
        results = self._padded.results(whole, score)
        return [
            min(0.0, sum(result.log_probs[-len(target) :]) / len(target))
            for result, (_, target) in zip(results, rows, strict=True)
        ]

    def close(self) -> None:
        self._generator.unload_model()


def _outputs(result: Any, decoding: Decoding, ends: Ids) -> tuple[Output, ...]:
    outputs = (
        Output(
            tuple(ids),
            mean_score(score, len(ids), decoding, counted=len(ids)),
            ended=bool(ids) and ids[-1] in ends,
        )
        for ids, score in zip(result.sequences_ids, result.scores, strict=True)
    )
    return best_first(outputs, decoding)
