"""Pretraining pairs made from plain text: gap sentences and filled-in spans.

Gap sentences (PEGASUS, Zhang et al. 2020): the sentence that shares most with its neighbours is taken out of
a passage and has to be written.  Infilling (BART, Lewis et al. 2020): spans of a passage are each replaced
by one <unk>, and the whole passage has to be written, which keeps the copying of `copy_init` in use.
"""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator

from tokenizer import UNK
from words import content_stems, sentences

PASSAGE_WORDS = 90
MASKED_SHARE = 0.2
MEAN_SPAN = 3


def passages(text: str, *, most_words: int = PASSAGE_WORDS) -> Iterator[list[str]]:
    """Runs of neighbouring sentences of at most `most_words` words."""
    passage: list[str] = []
    for sentence in sentences(text):
        if passage and sum(len(s.split()) for s in [*passage, sentence]) > most_words:
            yield passage
            passage = []
        passage.append(" ".join(sentence.split()))
    if passage:
        yield passage


def without_principal(passage: list[str]) -> tuple[str, str] | None:
    """The passage without its most telling sentence, and that sentence; None below three sentences."""
    if len(passage) < 3:
        return None
    stems = [content_stems(sentence) for sentence in passage]

    def shared(place: int) -> float:
        others = frozenset().union(*(bag for i, bag in enumerate(stems) if i != place))
        return len(stems[place] & others) / (len(stems[place]) + 3)

    principal = max(range(len(passage)), key=lambda place: (shared(place), -place))
    rest = [sentence for place, sentence in enumerate(passage) if place != principal]
    return " ".join(rest), passage[principal]


def with_spans_masked(pieces: list[int], draw: random.Random) -> list[int]:
    """The pieces with about a fifth of them, in short spans, each span replaced by one <unk>."""
    masked: list[int] = []
    place = 0
    while place < len(pieces):
        if draw.random() < MASKED_SHARE / MEAN_SPAN:
            place += 1 + min(int(draw.expovariate(1 / MEAN_SPAN)), 8)
            masked.append(UNK)
        else:
            masked.append(pieces[place])
            place += 1
    return masked


def all_passages(texts: Iterable[str]) -> Iterator[list[str]]:
    """Passages of all texts, in order."""
    for text in texts:
        yield from passages(text)
