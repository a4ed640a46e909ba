"""Measures: ROUGE as the papers report it, and edit quality."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import sacrebleu
from rouge_score.rouge_scorer import RougeScorer

from training.rewriter.text import sentences

ROUGE_TYPES = ("rouge1", "rouge2", "rougeLsum")


@dataclass(frozen=True)
class Rouge:
    """Mean F1 times 100 over documents."""

    one: float
    two: float
    lsum: float

    def __str__(self) -> str:
        return f"{self.one:.2f} / {self.two:.2f} / {self.lsum:.2f}"


def one_sentence_a_line(text: str) -> str:
    """The form rougeLsum expects."""
    return "\n".join(sentences(text))


def rouge_each(outputs: Sequence[str], references: Sequence[Sequence[str]]) -> list[Rouge]:
    """Scores of each output against the best of its references (by ROUGE-1)."""
    scorer = RougeScorer(list(ROUGE_TYPES), use_stemmer=True)
    found = []
    for output, choices in zip(outputs, references, strict=True):
        lines = one_sentence_a_line(output)
        candidates = [scorer.score(one_sentence_a_line(reference), lines) for reference in choices]
        best = max(candidates, key=lambda score: score["rouge1"].fmeasure)
        found.append(Rouge(*(100 * best[kind].fmeasure for kind in ROUGE_TYPES)))
    return found


def mean_rouge(scores: Sequence[Rouge]) -> Rouge:
    """The mean over documents."""
    count = max(len(scores), 1)
    return Rouge(
        sum(score.one for score in scores) / count,
        sum(score.two for score in scores) / count,
        sum(score.lsum for score in scores) / count,
    )


def rouge(outputs: Sequence[str], references: Sequence[Sequence[str]]) -> Rouge:
    """Mean scores of outputs against the best of their references."""
    return mean_rouge(rouge_each(outputs, references))


@dataclass(frozen=True)
class EditQuality:
    """Corpus scores against post-edits; TER falls, the others rise with quality."""

    ter: float
    chrf: float
    bleu: float

    def __str__(self) -> str:
        return f"{self.ter:.2f} / {self.chrf:.2f} / {self.bleu:.2f}"


def edit_quality(outputs: Sequence[str], references: Sequence[str]) -> EditQuality:
    """TER, chrF and BLEU of edited sentences."""
    return EditQuality(
        ter=sacrebleu.corpus_ter(outputs, [references]).score,
        chrf=sacrebleu.corpus_chrf(outputs, [references]).score,
        bleu=sacrebleu.corpus_bleu(outputs, [references]).score,
    )


def word_count(texts: Sequence[str]) -> float:
    """Mean words a text."""
    return sum(len(text.split()) for text in texts) / max(len(texts), 1)
