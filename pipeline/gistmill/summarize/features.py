"""What the extractive summarizer looks at in a sentence, each feature between 0 and 1 and with a name.

Everything is found in one pass over the words, so the time is linear in the length of the text.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterator, Sequence

from msgspec import Struct

from gistmill.summarize.length import count_words
from gistmill.summarize.openings import leans_on_the_one_before
from gistmill.summarize.wording import Vector, added, content_words, dot, unit_vectors

# Fewer words are in translated text as often as not torn off the sentence before ("Study and comprehend.").
SHORT_WORDS = 8
LONG_WORDS = 45
# The shortest stretch over which the weight of the opening fades, in words: about a sentence.
SHORTEST_LEAD = 15

_PERSONAL = re.compile(r"\b(?:I|[Yy]ou|[Yy]our|[Ww]e|[Oo]ur|us|[Mm]y)\b")
_FINISHED = re.compile(r"[.!?…:;][\"”’')\]*_]*$")
_EXAMPLE = re.compile(r"\b(?:for example|for instance|such as|e\.g\.|figure|table|see|box)\b", re.IGNORECASE)
_QUOTED = re.compile(r"[\"“”]|\b(?:said|says|told)\b")


class Part(Struct, frozen=True):
    """The sentences under one heading, in the order of the text."""

    heading: str | None
    sentences: tuple[str, ...]


class Sentence(Struct, frozen=True):
    """A sentence as the choice sees it; `vector` is its direction among the words of the whole text.

    `shares` has, for each of its words that say something, how often the text uses it; 1 is the most frequent word.
    """

    text: str
    words: int
    opens_part: bool
    vector: Vector
    shares: Vector
    features: dict[str, float]


def described(parts: Sequence[Part], *, max_words: int, title: str | None = None) -> list[Sentence]:
    """Every sentence of `parts`, in order, with its features for a summary of about `max_words` words."""
    texts = [sentence for part in parts for sentence in part.sentences]
    readings = [_reading(text) for text in texts]
    bags = [reading.bag for reading in readings]
    lengths = [reading.words for reading in readings]
    vectors = unit_vectors(bags)
    shares = _shares(bags)
    meaning = zip(
        shares,
        _centralities(vectors),
        _places(parts, lengths, max_words=max_words),
        _overlaps(parts, bags, title),
        strict=True,
    )
    return [
        Sentence(
            text,
            reading.words,
            place["part start"] == 1.0,
            vector,
            used,
            {"central": central, "common": _mean(used), **place, **overlap, **reading.features},
        )
        for text, reading, vector, (used, central, place, overlap) in zip(
            texts, readings, vectors, meaning, strict=True
        )
    ]


class _Reading(Struct, frozen=True):
    """What a sentence is by itself, whatever stands around it."""

    bag: tuple[str, ...]
    words: int
    features: dict[str, float]


def _reading(text: str) -> _Reading:
    words = count_words(text)
    return _Reading(tuple(content_words(text)), words, _wording(text, words))


def _centralities(vectors: Sequence[Vector]) -> list[float]:
    """The cosine of each sentence with the sum of all."""
    centroid = added(vectors)
    norm = math.sqrt(dot(centroid, centroid)) or 1.0
    return [dot(vector, centroid) / norm for vector in vectors]


def _shares(bags: Sequence[Sequence[str]]) -> list[Vector]:
    """How often the text uses each word of each sentence; 1 is its most frequent word (SumBasic: Nenkova and
    Vanderwende 2005)."""
    counts = Counter(word for bag in bags for word in bag)
    most = max(counts.values(), default=1)
    return [{word: counts[word] / most for word in bag} for bag in bags]


def _mean(shares: Vector) -> float:
    return sum(shares.values()) / max(1, len(shares))


def _places(parts: Sequence[Part], lengths: Sequence[int], *, max_words: int) -> Iterator[dict[str, float]]:
    """Where each sentence stands: in the text, by words against the budget, and in its part."""
    index, words_before = 0, 0
    count = max(1, len(lengths))
    lead = max(SHORTEST_LEAD, max_words)
    for number, part in enumerate(parts):
        for place in range(len(part.sentences)):
            yield {
                "lead": math.exp(-words_before / lead),
                "first": float(index == 0),
                "early": 1 / (1 + index),
                "late": index / count,
                "part start": 1 / (1 + place),
                "first part": float(number == 0),
                "last part": float(number == len(parts) - 1),
            }
            words_before += lengths[index]
            index += 1


def _overlaps(
    parts: Sequence[Part], bags: Sequence[Sequence[str]], title: str | None
) -> Iterator[dict[str, float]]:
    """How much of the title a sentence has, how much of it is title, and how much of its heading it has."""
    of_title, remaining = set(content_words(title or "")), iter(bags)
    for part in parts:
        of_heading = set(content_words(part.heading or ""))
        for _ in part.sentences:
            words = set(next(remaining))
            shared = len(words & of_title)
            yield {
                "title in it": shared / max(1, len(of_title)),
                "it in title": shared / max(1, len(words)),
                "heading in it": len(words & of_heading) / max(1, len(of_heading)),
            }


def _wording(text: str, length: int) -> dict[str, float]:
    return {
        "short": float(length < SHORT_WORDS),
        "long": float(length > LONG_WORDS),
        "personal": float(bool(_PERSONAL.search(text))),
        "question": float("?" in text),
        "exclaims": float("!" in text),
        "unfinished": float(not _FINISHED.search(text)),
        "leaning": float(leans_on_the_one_before(text)),
        "example": float(bool(_EXAMPLE.search(text))),
        "quoted": float(bool(_QUOTED.search(text))),
        "brackets": float("(" in text),
    }
