"""The extractive summarizer: which sentences of a text say most of what it says.

A sentence scores by centrality (cosine with the centroid of the text, words weighted by tf-isf) and by position
(the first sentences carry more). Sentences are then taken greedily by maximal marginal relevance (Carbonell and
Goldstein 1998) as long as the word budget allows, so that no two say the same. Pure Python, linear in the length
of the text for a given budget.

Measured on training rows, 110 each, at the length of the reference (ROUGE-1/2/Lsum): OpenStax sections 42.0 / 14.2 /
30.4 against 38.2 / 12.0 / 23.6 for the lead cut to the same length; digitalgov, whose summaries mostly reword the
first sentence, 36.4 / 21.8 / 31.3 against 38.2 / 25.0 / 33.2. Words shared with the title did not help on either.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Sequence

from gistmill import facts

# Weights beside centrality 1.0; the redundancy penalty is MMR's (1 - lambda) / lambda. Position: best compromise of
# 0.35-2.0 between the two sets above.
POSITION_WEIGHT = 0.6
REDUNDANCY_WEIGHT = 0.2
# The first sentence taken may be this many times as long as the budget: better a little long than beside the point.
OVERSHOOT = 1.5
# Shorter sentences are shown only where there are no others: in translated text they are as often as not torn
# off the sentence before ("Study and comprehend.").
MIN_WORDS = 8

_STOP_WORDS = frozenset(
    "a about after all also an and any are as at be been before being but by can could did do does for from had has "
    "have he her his how i if in into is it its may more most no not of on one only or other our out over said she "
    "should so some such than that the their them then there these they this those to under up was we were what when "
    "which while who will with would you your".split()
)

Vector = dict[str, float]


def select_sentences(sentences: Sequence[str], *, max_words: int) -> tuple[int, ...]:
    """The indices, in text order, of the sentences that summarize `sentences` in about `max_words` words.

    At least one sentence is given, however long; after the first the budget holds.
    """
    vectors = _weighted(sentences)
    scores = _scores(vectors)
    lengths = [len(sentence.split()) for sentence in sentences]
    eligible = [index for index, length in enumerate(lengths) if length >= MIN_WORDS] or range(len(sentences))
    gains = {index: scores[index] for index in eligible}
    candidates = _fitting(gains, lengths, room=round(OVERSHOOT * max_words)) or list(gains)
    chosen: list[int] = []
    room = max_words
    while candidates:
        best = max(candidates, key=lambda index: (gains[index], -index))
        chosen.append(best)
        room -= lengths[best]
        del gains[best]
        for index in gains:
            likeness = REDUNDANCY_WEIGHT * _cosine(vectors[index], vectors[best])
            gains[index] = min(gains[index], scores[index] - likeness)
        candidates = _fitting(gains, lengths, room=room)
    return tuple(sorted(chosen))


def _fitting(indices: Iterable[int], lengths: Sequence[int], *, room: int) -> list[int]:
    return [index for index in indices if lengths[index] <= room]


def _scores(vectors: Sequence[Vector]) -> list[float]:
    """How much each sentence says of the whole, comparable within one text only."""
    centroid = _centroid(vectors)
    return [_cosine(vector, centroid) + POSITION_WEIGHT / (1 + index) for index, vector in enumerate(vectors)]


def _weighted(sentences: Sequence[str]) -> list[Vector]:
    counts = [Counter(_content_words(sentence)) for sentence in sentences]
    sentence_frequency = Counter(word for count in counts for word in count)
    return [
        {word: n * math.log(1 + len(sentences) / sentence_frequency[word]) for word, n in count.items()}
        for count in counts
    ]


def _content_words(text: str) -> list[str]:
    return [_stem(word) for word in facts.words(text) if word not in _STOP_WORDS] + list(facts.numbers(text))


def _stem(word: str) -> str:
    for ending in ("ings", "ing", "ies", "ed", "es", "s"):
        if word.endswith(ending) and len(word) - len(ending) >= 4:
            return word.removesuffix(ending)
    return word


def _centroid(vectors: Sequence[Vector]) -> Vector:
    centroid: Vector = {}
    for vector in vectors:
        norm = _norm(vector) or 1.0
        for word, weight in vector.items():
            centroid[word] = centroid.get(word, 0.0) + weight / norm
    return centroid


def _cosine(one: Vector, other: Vector) -> float:
    if len(one) > len(other):
        one, other = other, one
    dot = sum(weight * other[word] for word, weight in one.items() if word in other)
    return dot / (_norm(one) * _norm(other)) if dot else 0.0


def _norm(vector: Vector) -> float:
    return math.sqrt(sum(weight * weight for weight in vector.values()))
