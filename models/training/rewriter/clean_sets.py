"""Readers of the repair sets: translations with their edits, damaged and untouched human sentences."""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator

from gistmill.language import unsupported
from training.corpus import Row
from training.rewriter.damage import damage
from training.rewriter.detokenize import detokenize
from training.rewriter.pairs import Dropped, Pair
from training.rewriter.text import sentences

MAX_EDIT_RATE = 0.35


def postedit_pairs(rows: Iterable[Row]) -> Iterator[Pair | Dropped]:
    """Machine translations with their true post-edits, lightly edited ones only."""
    for row in rows:
        if float(row["hter"]) > MAX_EDIT_RATE:
            yield Dropped("edited too much")
        else:
            yield clean_pair(detokenize(row["mt"]), detokenize(row["postedit"]), origin="mlqe_pe")


def clean_pair(mt: str, edited: str, *, origin: str) -> Pair | Dropped:
    """An edit is taught only if it brings in no number or name: those cannot be known without the source."""
    mt, edited = " ".join(mt.split()), " ".join(edited.split())
    if not 4 <= len(edited.split()) <= 60:
        return Dropped("too short or too long")
    if unsupported(edited, mt):
        return Dropped("not borne out by its source")
    return Pair("clean", origin, mt, edited)


def human_sentences(rows: Iterable[Row], field: str, *, draw: random.Random, share: float) -> Iterator[str]:
    """A share of the sentences of human-written text."""
    for row in rows:
        for sentence in sentences(row[field]):
            if draw.random() < share and 5 <= len(sentence.split()) <= 45 and sentence[0].isupper():
                yield " ".join(sentence.split())


def human_pairs(
    texts: Iterable[str], *, draw: random.Random, damaged_share: float = 0.4
) -> Iterator[Pair | Dropped]:
    """Damaged sentences with their originals, and untouched ones with themselves."""
    for text in texts:
        if draw.random() < damaged_share:
            yield Pair("clean", "damaged", damage(text, draw), text)
        else:
            yield Pair("clean", "untouched", text, text)
