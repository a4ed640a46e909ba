"""Readers of the repair sets: translations with their edits, damaged and untouched human sentences."""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator

from corpus import Row
from damage import damage
from detokenize import detokenize
from pairs import Dropped, Pair
from words import sentences, unsupported

MAX_EDIT_RATE = 0.35
MIN_TOKEN_F1 = 0.85


def postedit_pairs(rows: Iterable[Row]) -> Iterator[Pair | Dropped]:
    """Machine translations with their true post-edits, lightly edited ones only."""
    for row in rows:
        if float(row["hter"]) > MAX_EDIT_RATE:
            yield Dropped("edited too much")
        else:
            yield clean_pair(detokenize(row["mt"]), detokenize(row["postedit"]), origin="mlqe_pe")


def light_pairs(rows: Iterable[Row]) -> Iterator[Pair | Dropped]:
    """Translations with a human translation close to them; rows that stem from mlqe_pe are left to it."""
    for row in rows:
        if row["origin"] == "mlqe-pe":
            yield Dropped("in mlqe_pe")
        elif float(row["token_f1"]) < MIN_TOKEN_F1:
            yield Dropped("reworded")
        else:
            yield clean_pair(row["mt"], row["target"], origin="light_pairs")


def clean_pair(mt: str, edited: str, *, origin: str) -> Pair | Dropped:
    """An edit is taught only if it brings in no number or name: those cannot be known without the source."""
    mt, edited = " ".join(mt.split()), " ".join(edited.split())
    if not 4 <= len(edited.split()) <= 60:
        return Dropped("too short or too long")
    if unsupported(edited, mt):
        return Dropped("number or name not in source")
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
