"""Runs an exported model over sentences and decides which rewrites to believe."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import ctranslate2
import sentencepiece
from scores import FINAL_MARKS
from shards import MAX_SOURCE_PIECES, MAX_TARGET_PIECES, with_prefix
from words import is_negated, unsupported

# Pieces that may not occur twice in the same order. Less would forbid a second date of the same year: digits
# are one piece each.
NO_REPEAT = 6


@dataclass(frozen=True)
class Rewrite:
    """One output; `confidence` is the mean log probability of its pieces."""

    source: str
    text: str
    confidence: float


@dataclass(frozen=True)
class Rule:
    """When a rewrite is taken instead of its source.  Lengths are shares of the source's words."""

    min_confidence: float
    min_length: float = 0.3
    max_length: float = 0.95

    def accepts(self, rewrite: Rewrite) -> bool:
        """All it names is in the source, no negation is lost, it ends as a sentence, is shorter and sure."""
        share = len(rewrite.text.split()) / max(len(rewrite.source.split()), 1)
        return (
            rewrite.confidence >= self.min_confidence
            and self.min_length <= share <= self.max_length
            and rewrite.text.rstrip().endswith(FINAL_MARKS)
            and is_negated(rewrite.text) == is_negated(rewrite.source)
            and not unsupported(rewrite.text, rewrite.source)
        )


class Rewriter:
    """An exported model folder, run by CTranslate2."""

    def __init__(
        self,
        folder: Path,
        *,
        compute_type: str = "int8",
        beam: int = 1,
        length_penalty: float = 1.0,
        no_repeat: int = NO_REPEAT,
        threads: int = 2,
    ) -> None:
        self._processor = sentencepiece.SentencePieceProcessor(model_file=str(folder / "spiece.model"))
        self._translator = ctranslate2.Translator(
            str(folder / "ctranslate2"), compute_type=compute_type, intra_threads=threads
        )
        self._decoding = {
            "beam_size": beam,
            "length_penalty": length_penalty,
            "no_repeat_ngram_size": no_repeat,
            "max_decoding_length": MAX_TARGET_PIECES,
        }

    def __call__(self, task: str, sources: Sequence[str]) -> list[Rewrite]:
        """The rewrite of every source, in order.  Sources are cut at the model's limit."""
        results = self._translator.translate_batch(
            self._read(task, sources),
            **self._decoding,
            max_batch_size=2000,
            batch_type="tokens",
            return_scores=True,
        )
        return [
            Rewrite(source, self._processor.decode_pieces(result.hypotheses[0]), result.scores[0])
            for source, result in zip(sources, results, strict=True)
        ]

    def log_probabilities(self, task: str, sources: Sequence[str], outputs: Sequence[str]) -> list[float]:
        """How likely the model finds each given output, as the sum over its pieces."""
        written = [self._processor.encode(output, out_type=str) for output in outputs]
        results = self._translator.score_batch(
            self._read(task, sources), written, max_batch_size=2000, batch_type="tokens"
        )
        return [sum(result.log_probs) for result in results]

    def _read(self, task: str, sources: Sequence[str]) -> list[list[str]]:
        encoded = self._processor.encode([with_prefix(task, source) for source in sources], out_type=str)
        return [[*pieces[: MAX_SOURCE_PIECES - 1], "</s>"] for pieces in encoded]


def choose_min_confidence(
    rewrites: Sequence[Rewrite], gains: Sequence[float], *, candidates: Sequence[float]
) -> tuple[float, float]:
    """The confidence floor with the best mean gain, and that gain.

    `gains[i]` is the score of rewrite i less that of its source.
    """
    best = (0.0, 0.0)
    for floor in candidates:
        rule = Rule(min_confidence=floor)
        gain = sum(g for rewrite, g in zip(rewrites, gains, strict=True) if rule.accepts(rewrite))
        if gain / max(len(gains), 1) > best[1]:
            best = (floor, gain / max(len(gains), 1))
    return best if best[1] > 0 else (math.inf, 0.0)
