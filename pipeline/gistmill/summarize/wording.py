"""The words of sentences as the extractive summarizer compares them: stemmed, without those that say nothing."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Sequence
from functools import lru_cache

from gistmill.language import stem

Vector = dict[str, float]

_TOKEN = re.compile(r"[^\W\d_]+(?:[’'.-][^\W\d_]+)*|\d+(?:[.,]\d+)*")
_POSSESSIVE = re.compile(r"[’']s?$")
_STOP_WORDS = frozenset(
    "a about after all also an and any are as at be been before being but by can could did do does for from had has "
    "have he her his how i if in into is it its may more most no not of on one only or other our out over said she "
    "should so some such than that the their them then there these they this those to under up was we were what when "
    "which while who will with would you your".split()
)


def content_words(text: str) -> list[str]:
    """The stems of the words of `text` that say something, and its numbers as written.

    >>> content_words("The Party's 25 groups were inspecting the villages.")
    ['party', '25', 'group', 'inspect', 'villag']
    """
    return [word for token in _TOKEN.findall(text.lower()) if (word := _content_stem(token))]


# As many as a large vocabulary has; a book needs some ten thousand.
@lru_cache(maxsize=1 << 16)
def _content_stem(token: str) -> str:
    word = _POSSESSIVE.sub("", token)
    return "" if word in _STOP_WORDS else stem(word)


def unit_vectors(bags: Sequence[Sequence[str]]) -> list[Vector]:
    """For each bag of words its direction: weights by tf-isf (inverse sentence frequency), of length one.

    >>> unit_vectors([["trade", "trade"], []])
    [{'trade': 1.0}, {}]
    """
    counts = [Counter(bag) for bag in bags]
    frequency = Counter(word for count in counts for word in count)
    rarity = {word: math.log(1 + len(bags) / in_bags) for word, in_bags in frequency.items()}
    return [_scaled({word: times * rarity[word] for word, times in count.items()}) for count in counts]


def _scaled(vector: Vector) -> Vector:
    norm = math.sqrt(sum(weight * weight for weight in vector.values()))
    return {word: weight / norm for word, weight in vector.items()}


def added(vectors: Sequence[Vector], weights: Sequence[float] | None = None) -> Vector:
    """The weighted sum of `vectors`; without `weights`, all count alike."""
    total: Vector = {}
    for index, vector in enumerate(vectors):
        scale = 1.0 if weights is None else weights[index]
        for word, weight in vector.items():
            total[word] = total.get(word, 0.0) + scale * weight
    return total


def dot(vector: Vector, other: Vector) -> float:
    """
    >>> dot({"a": 1.0}, {"a": 0.5, "b": 2.0})
    0.5
    """
    return sum(weight * other.get(word, 0.0) for word, weight in vector.items())
