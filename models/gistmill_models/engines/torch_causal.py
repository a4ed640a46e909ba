"""transformers and torch for decoders: the default on a GPU, and any such checkpoint on either device."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from gistmill_models.batching import in_groups
from gistmill_models.engines.engine import Ids, Output, best_first
from gistmill_models.engines.torch_weights import TorchWeights, up_to_end
from gistmill_models.protocol import Decoding, Fingerprint
from gistmill_models.snapshot import Snapshot
from gistmill_models.vocabulary import Vocabulary


class TorchCausal:
    """The transformers form of a decoder, opened; an `Engine`."""

    def __init__(
        self, snapshot: Snapshot, fingerprint: Fingerprint, vocabulary: Vocabulary, *, threads: int | None
    ) -> None:
        self._weights = TorchWeights(
            "AutoModelForCausalLM", snapshot, fingerprint, vocabulary, threads=threads
        )
        self._model = self._weights.model
        self._max_output_pieces = snapshot.traits.max_output_pieces

    def generate(self, rows: Sequence[Ids], decoding: Decoding, *, ends: Ids) -> list[tuple[Output, ...]]:
        return self._weights.in_batches(
            [len(row) for row in rows],
            lambda batch: self._generate([rows[index] for index in batch], decoding, ends),
        )

    def score(self, rows: Sequence[tuple[Ids, Ids]]) -> list[float]:
        return self._weights.in_batches(
            [len(source) + len(target) for source, target in rows],
            lambda batch: self._score([rows[index] for index in batch]),
        )

    def close(self) -> None:
        del self._model
        self._weights.close()

    def _generate(self, sources: Sequence[Ids], decoding: Decoding, ends: Ids) -> list[tuple[Output, ...]]:
        ids, mask = self._weights.padded(sources, left=True)
        most = min(decoding.max_pieces, self._max_output_pieces)
        settings = self._weights.settings(decoding, ends=ends, max_pieces=most)
        found = self._model.generate(
            input_ids=ids,
            attention_mask=mask,
            generation_config=settings,
            logits_processor=self._no_repeats(decoding, ids.shape[1]),
        )
        written = [up_to_end(row, ends) for row in found[:, ids.shape[1] :].tolist()]
        repeated = [source for source in sources for _ in range(decoding.alternatives)]
        scores = self._score(list(zip(repeated, written, strict=True)))
        outputs = [
            Output(output, score, ended=output[-1] in ends)
            for output, score in zip(written, scores, strict=True)
        ]
        return [best_first(group, decoding) for group in in_groups(outputs, decoding.alternatives)]

    def _score(self, rows: Sequence[tuple[Ids, Ids]]) -> list[float]:
        """Mean log-probability of each target after its source."""
        ids, mask = self._weights.padded([(*source, *target) for source, target in rows])
        logits = self._model(input_ids=ids[:, :-1], attention_mask=mask[:, :-1], use_cache=False).logits
        counted = mask[:, 1:].clone()
        for row, (source, _) in enumerate(rows):
            counted[row, : len(source) - 1] = 0
        return self._weights.mean_log_probs(logits, ids[:, 1:], counted)

    def _no_repeats(self, decoding: Decoding, prompt: int) -> Any:
        """Forbids n-grams to occur twice in an output; transformers counts those of the prompt, too."""
        from transformers import LogitsProcessor, LogitsProcessorList, NoRepeatNGramLogitsProcessor

        if not decoding.no_repeat_ngram:
            return LogitsProcessorList()
        within = NoRepeatNGramLogitsProcessor(decoding.no_repeat_ngram)

        class AfterPrompt(LogitsProcessor):  # type: ignore[misc]
            def __call__(self, input_ids: Any, scores: Any) -> Any:
                return within(input_ids[:, prompt:], scores)

        return LogitsProcessorList([AfterPrompt()])
