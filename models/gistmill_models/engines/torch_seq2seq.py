"""transformers and torch for encoder-decoders: the default on a GPU, and any such checkpoint on either device.

A source is encoded once, for its search, all its alternatives and their scores.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from gistmill_models.batching import in_groups
from gistmill_models.engines.engine import Ids, Output, best_first
from gistmill_models.engines.torch_weights import TorchWeights, up_to_end
from gistmill_models.protocol import Decoding, Fingerprint
from gistmill_models.snapshot import Snapshot
from gistmill_models.vocabulary import Vocabulary


@dataclass(frozen=True)
class Encoded:
    """A batch after the encoder. *Shape:* states (rows, pieces, width), mask (rows, pieces)."""

    states: Any
    mask: Any

    def repeated(self, times: int) -> Encoded:
        return Encoded(self.states.repeat_interleave(times, 0), self.mask.repeat_interleave(times, 0))


class TorchSeq2Seq:
    """The transformers form of an encoder-decoder, opened; an `Engine`."""

    def __init__(
        self, snapshot: Snapshot, fingerprint: Fingerprint, vocabulary: Vocabulary, *, threads: int | None
    ) -> None:
        self._weights = TorchWeights(
            "AutoModelForSeq2SeqLM", snapshot, fingerprint, vocabulary, threads=threads
        )
        self._model = self._weights.model
        self._forced = vocabulary.forced_start
        self._max_output_pieces = snapshot.traits.max_output_pieces
        self._prompt: Ids = (self._model.generation_config.decoder_start_token_id, *self._forced)

    def generate(self, rows: Sequence[Ids], decoding: Decoding, *, ends: Ids) -> list[tuple[Output, ...]]:
        return self._weights.in_batches(
            [len(row) for row in rows],
            lambda batch: self._generate([rows[index] for index in batch], decoding, ends),
        )

    def score(self, rows: Sequence[tuple[Ids, Ids]]) -> list[float]:
        def score(batch: Sequence[int]) -> list[float]:
            targets = [(*self._prompt, *rows[index][1]) for index in batch]
            return self._score(self._encode([rows[index][0] for index in batch]), targets)

        return self._weights.in_batches([len(source) for source, _ in rows], score)

    def close(self) -> None:
        del self._model
        self._weights.close()

    def _generate(self, sources: Sequence[Ids], decoding: Decoding, ends: Ids) -> list[tuple[Output, ...]]:
        encoded = self._encode(sources)
        written = [
            (*self._prompt, *up_to_end(ids[len(self._prompt) :], ends))
            for ids in self._search(encoded, decoding, ends).tolist()
        ]
        scores = self._score(encoded.repeated(decoding.alternatives), written)
        outputs = [
            Output(ids[len(self._prompt) :], score, ended=ids[-1] in ends)
            for ids, score in zip(written, scores, strict=True)
        ]
        return [best_first(group, decoding) for group in in_groups(outputs, decoding.alternatives)]

    def _encode(self, sources: Sequence[Ids]) -> Encoded:
        ids, mask = self._weights.padded(sources)
        marks = {}
        if self._model.config.model_type == "led":
            # LED was trained to summarize with its first piece seeing, and seen from, everywhere.
            marks["global_attention_mask"] = mask.new_zeros(mask.shape)
            marks["global_attention_mask"][:, 0] = 1
        encoder = self._model.get_encoder()
        return Encoded(encoder(input_ids=ids, attention_mask=mask, **marks).last_hidden_state, mask)

    def _search(self, encoded: Encoded, decoding: Decoding, ends: Ids) -> Any:
        """The outputs of each row, best first, each with the prompt before it. *Shape:* (outputs, longest)."""
        most = min(decoding.max_pieces + len(self._forced), self._max_output_pieces)
        settings = self._weights.settings(decoding, ends=ends, max_pieces=most, forced=self._forced)
        settings.no_repeat_ngram_size = decoding.no_repeat_ngram
        return self._model.generate(
            encoder_outputs=_as_output(encoded), attention_mask=encoded.mask, generation_config=settings
        )

    def _score(self, encoded: Encoded, outputs: Sequence[Ids]) -> list[float]:
        """Mean log-probability of the pieces after the prompt, end piece included; each row its output."""
        ids, mask = self._weights.padded(outputs)
        logits = self._model(
            encoder_outputs=_as_output(encoded),
            attention_mask=encoded.mask,
            decoder_input_ids=ids[:, :-1],
            decoder_attention_mask=mask[:, :-1],
            use_cache=False,
        ).logits
        counted = mask[:, 1:].clone()
        counted[:, : len(self._prompt) - 1] = 0
        return self._weights.mean_log_probs(logits, ids[:, 1:], counted)


def _as_output(encoded: Encoded) -> Any:
    """A new object for each use, since `generate` writes into the one it gets."""
    from transformers.modeling_outputs import BaseModelOutput

    return BaseModelOutput(last_hidden_state=encoded.states)
