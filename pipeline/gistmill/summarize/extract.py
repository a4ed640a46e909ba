"""The extractive summarizer: which sentences of a text say most of what it says.

A sentence scores by centrality (cosine with the centroid of the text, words weighted by tf-isf), by how often the
text uses its words (SumBasic: Nenkova and Vanderwende 2005), and by position. How much position counts depends on
the task: a summary of one sentence is best begun with the first, one that gathers many sentences from a long text
has to look further. Sentences are then taken greedily by maximal marginal relevance (Carbonell and Goldstein 1998)
until the next one would take the summary further from its length than it is. Pure Python, linear in the length of
the text for a given budget.

Measured on training rows by the rules of `gistmill evaluate`, each document as one text (ROUGE-1/2/Lsum): 150 of
OpenStax 43.2 / 15.5 / 39.0 against 36.7 / 10.4 / 33.0 for the lead and 41.0 / 12.6 / 36.4 for LexRank; 300 digitalgov,
whose summaries mostly reword the first sentence, 37.1 / 22.8 / 32.6 against 36.5 / 22.6 / 32.4 and 28.9 / 12.6 / 24.0.
Filling the room with whatever is short enough, instead of stopping, cost 0.9 / 1.2 points of ROUGE-1/2 on digitalgov.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Sequence

from gistmill import facts

# Weights beside centrality 1.0, chosen one after another for the sum of ROUGE-1 and ROUGE-2 over training rows (292
# of OpenStax, 761 of digitalgov); the redundancy penalty is MMR's (1 - lambda) / lambda.
REDUNDANCY_WEIGHT = 0.2
COMMONNESS_WEIGHT = 0.3
SECTION_START_WEIGHT = 0.1
# Position weighs 400 / (slots^2 * sentences), where slots is how many sentences of mean length the budget holds:
# 9 for one sentence of 45, 0.2 for five of 75. From 10 on the first sentence always wins.
POSITION_SCALE = 400.0
MAX_POSITION_WEIGHT = 10.0
# What speaks to its reader, or ends as no sentence does, is rarely what a summary says.
PERSONAL_PENALTY = 0.05
UNFINISHED_PENALTY = 0.2
# The first sentence taken may be this many times as long as the budget: better long than beside the point.
OVERSHOOT = 8
# Shorter sentences are shown only where there are no others: in translated text they are as often as not torn
# off the sentence before ("Study and comprehend.").
MIN_WORDS = 8

_PERSONAL = re.compile(r"\b(?:I|[Yy]ou|[Yy]our|[Ww]e|[Oo]ur|us|[Mm]y)\b")
_FINISHED = re.compile(r"[.!?…:;][\"”’')\]*_]*$")

_STOP_WORDS = frozenset(
    "a about after all also an and any are as at be been before being but by can could did do does for from had has "
    "have he her his how i if in into is it its may more most no not of on one only or other our out over said she "
    "should so some such than that the their them then there these they this those to under up was we were what when "
    "which while who will with would you your".split()
)

Vector = dict[str, float]


def select_sentences(
    sentences: Sequence[str], *, max_words: int, places: Sequence[int] | None = None
) -> tuple[int, ...]:
    """The indices, in text order, of the sentences that summarize `sentences` in about `max_words` words.

    `places` is the place of each in its own section, counted from 0; None: they are all of one section. At least
    one sentence is given, however long; each further one brings the total nearer to `max_words`, so that it is
    missed by half a sentence at most. Questions are shown only where there is nothing else.
    """
    vectors = _weighted(sentences)
    lengths = [len(sentence.split()) for sentence in sentences]
    scores = _scores(sentences, vectors, lengths, max_words=max_words, places=places)
    gains = {index: scores[index] for index in _eligible(sentences, lengths, max_words=max_words)}
    chosen: list[int] = []
    room = max_words
    while gains:
        best = max(gains, key=lambda index: (gains[index], -index))
        if chosen and lengths[best] - room >= room:
            break
        chosen.append(best)
        room -= lengths[best]
        del gains[best]
        for index in gains:
            likeness = REDUNDANCY_WEIGHT * _cosine(vectors[index], vectors[best])
            gains[index] = min(gains[index], scores[index] - likeness)
    return tuple(sorted(chosen))


def _eligible(sentences: Sequence[str], lengths: Sequence[int], *, max_words: int) -> Sequence[int]:
    """The indices worth choosing among: statements of a fair length, or what there is."""
    every = range(len(sentences))
    fair = [index for index in every if MIN_WORDS <= lengths[index] <= OVERSHOOT * max_words]
    return [index for index in fair if "?" not in sentences[index]] or fair or every


def _scores(
    sentences: Sequence[str],
    vectors: Sequence[Vector],
    lengths: Sequence[int],
    *,
    max_words: int,
    places: Sequence[int] | None,
) -> list[float]:
    """How much each sentence says of the whole, comparable within one text only."""
    centroid = _centroid(vectors)
    position_weight = _position_weight(lengths, max_words=max_words)
    commonness = _commonness(sentences)
    return [
        _cosine(vector, centroid)
        + position_weight / (1 + index)
        + SECTION_START_WEIGHT / (1 + (places[index] if places else index))
        + COMMONNESS_WEIGHT * commonness[index]
        - PERSONAL_PENALTY * bool(_PERSONAL.search(sentence))
        - UNFINISHED_PENALTY * (not _FINISHED.search(sentence))
        for index, (sentence, vector) in enumerate(zip(sentences, vectors, strict=True))
    ]


def _position_weight(lengths: Sequence[int], *, max_words: int) -> float:
    """
    >>> _position_weight([20] * 10, max_words=20), _position_weight([20] * 100, max_words=100)
    (10.0, 0.16)
    """
    slots = max(1.0, max_words * len(lengths) / max(1, sum(lengths)))
    return min(MAX_POSITION_WEIGHT, POSITION_SCALE / (slots**2 * max(1, len(lengths))))


def _commonness(sentences: Sequence[str]) -> list[float]:
    """How often, on average, the text uses the words of each sentence; 1 is its most frequent word."""
    words = [_content_words(sentence) for sentence in sentences]
    counts = Counter(word for given in words for word in given)
    most = max(counts.values(), default=1)
    return [sum(counts[word] for word in set(given)) / (max(1, len(set(given))) * most) for given in words]


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
