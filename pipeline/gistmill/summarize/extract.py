"""The extractive summarizer: which sentences of a text say most of what it says.

Each sentence has a worth: the weighted sum of its features (`features.py`), with weights learnt from texts and the
summaries people wrote of them (`models/training/sentence_worth.py` makes `weights.json`). There are two sets of
weights, since what matters depends on the task: a summary of a sentence or two is best taken from the opening, one
that gathers many sentences from a long text has to look further. Sentences are taken greedily, less of what they
repeat (maximal marginal relevance, Carbonell and Goldstein 1998) and in a broad summary more for words that are new,
until the next would take the summary further from its length than it is. Pure Python; time grows with n log n
in the number of sentences.
"""

from __future__ import annotations

import heapq
import math
import re
from collections.abc import Sequence
from functools import cache
from importlib.resources import files

import msgspec
from msgspec import Struct

from gistmill.summarize.features import SHORT_WORDS, Part, Sentence, described
from gistmill.summarize.wording import Vector

# A summary of so many sentences of mean length begins to be broad, and is; likewise a text of so many sentences. Best
# balance between digitalgov and OpenStax of nine pairs of bounds, half of the training rows by weights of the other.
BROAD_SLOTS = (2, 4)
BROAD_TEXT = (35, 70)
# So many sentences sum up more than an opening, however short the text.
MANY_SLOTS = (5, 8)
# The share of its worth a sentence loses where the summary holds its words already: MMR's (1 - lambda) / lambda. In a
# narrow summary best of 0.1, 0.25 and 0.3 on the training rows of `weights.json`; in a broad one new words say it, too.
REDUNDANCY_WEIGHT = (0.25, 0.1)
# What a sentence gains in a broad summary by words that the summary lacks: OpenStax dev 40.7/9.8 to 41.2/10.3 in
# ROUGE-1 and -2 with 1.0 (41.2/10.4 with 1.5), train 42.9/15.0 to 43.3/15.2; in a narrow one it costs digitalgov 1.0.
COVERAGE_WEIGHT = (0.0, 1.0)
# The first sentence taken may be this many times as long as the budget: better long than beside the point.
OVERSHOOT = 8

_STATEMENT = re.compile(r"[.!…。！][\"”’')\]*_]*$")
# "Did you know that rivers flow north, too?" states what it seems to ask.
_ASKS = re.compile(r"^(?!Did you know).*\?", re.DOTALL)
# "summarized in ." has lost what it refers to; "depicts a lipid" has lost its subject.
_TORN = re.compile(r"\b(?:in|see|by|from|of|and|with)\s[.,;)]|^[a-z]+\b")
_QUOTATION = re.compile(r"[“\"‘][^”\"]*[”\"’][.]?$")
_OPEN_QUOTE, _CLOSED_QUOTE = "“", "”"


class Weights(Struct, frozen=True, forbid_unknown_fields=True):
    """The weight of each feature in a narrow summary and in a broad one (see `breadth`)."""

    narrow: dict[str, float]
    broad: dict[str, float]


@cache
def trained_weights() -> Weights:
    source = files("gistmill.summarize").joinpath("weights.json").read_bytes()
    return msgspec.json.decode(source, type=Weights)


def select_sentences(
    parts: Sequence[Part], *, max_words: int, title: str | None = None, wanted: Sequence[int] = ()
) -> tuple[int, ...]:
    """The indices, in text order, of the sentences that summarize `parts` in about `max_words` words.

    Indices count through all parts. At least one sentence is given, however long, if there is one; each further one
    brings the total nearer to `max_words`, so that it is missed by half a sentence at most. Behind the best one those
    `wanted` come first, as far as there is room. What is no whole statement, or leans on a sentence before it that is
    not shown, is taken only where there is nothing else.
    """
    sentences = described(parts, max_words=max_words, title=title)
    fair = _fair(sentences, range(len(sentences)), max_words=max_words)
    broad = breadth(sentences, max_words=max_words)
    choice = _Choice(sentences, worths(sentences, broad=broad), fair, max_words=max_words, broad=broad)
    return choice.made(wanted)


def worths(sentences: Sequence[Sentence], *, broad: float) -> list[float]:
    """How much each sentence says of the whole for its length, comparable within one text only."""
    weights = trained_weights()
    mixed = {name: _mixed((weight, weights.broad[name]), broad) for name, weight in weights.narrow.items()}
    return [sum(mixed[name] * value for name, value in sentence.features.items()) for sentence in sentences]


def _mixed(weights: tuple[float, float], broad: float) -> float:
    """The narrow weight, the broad one, or what lies between.

    >>> _mixed((0.0, 2.0), 0.25)
    0.5
    """
    narrow, wide = weights
    return (1 - broad) * narrow + broad * wide


def breadth(sentences: Sequence[Sentence], *, max_words: int) -> float:
    """0 for a narrow summary (few sentences, or some of a short text), 1 for a broad one, else in between."""
    slots = max_words * len(sentences) / max(1, sum(sentence.words for sentence in sentences))
    of_long_text = min(_rise(slots, BROAD_SLOTS), _rise(len(sentences), BROAD_TEXT))
    return max(of_long_text, _rise(slots, MANY_SLOTS))


def _rise(value: float, bounds: tuple[float, float]) -> float:
    """
    >>> _rise(1, (2, 8)), round(_rise(4, (2, 8)), 2), _rise(9, (2, 8))
    (0.0, 0.5, 1.0)
    """
    low, high = map(math.log, bounds)
    return min(1.0, max(0.0, (math.log(max(1.0, value)) - low) / (high - low)))


def _fair(sentences: Sequence[Sentence], offered: Sequence[int], *, max_words: int) -> Sequence[int]:
    """The indices worth choosing among: whole statements of a fair length, or what there is."""
    sized = [index for index in offered if SHORT_WORDS <= sentences[index].words <= OVERSHOOT * max_words]
    statements = [index for index in sized if is_statement(sentences[index].text)]
    return statements or sized or offered


def is_statement(text: str) -> bool:
    """Whether `text` starts and ends as a statement does, has lost no word in it that can be missed, and opens no
    quotation or bracket that it does not close.

    >>> is_statement("He left."), is_statement("“He left."), is_statement("Why?"), is_statement("As follows:")
    (True, False, False, False)
    """
    return (
        not _ASKS.search(text)
        and not _TORN.search(text)
        and bool(_STATEMENT.search(text))
        and text.count(_OPEN_QUOTE) == text.count(_CLOSED_QUOTE)
        and text.count('"') % 2 == 0
        and text.count("(") == text.count(")")
    )


class _Choice:
    """The greedy choice. A heap holds each candidate's gain as of when it was looked at last; since gains only ever
    shrink, a candidate is looked at again only when it comes to the top."""

    def __init__(
        self,
        sentences: Sequence[Sentence],
        worth: Sequence[float],
        fair: Sequence[int],
        *,
        max_words: int,
        broad: float,
    ) -> None:
        self._sentences, self._worth = sentences, worth
        self._candidates = frozenset(fair)
        self._redundancy = _mixed(REDUNDANCY_WEIGHT, broad)
        self._coverage = _mixed(COVERAGE_WEIGHT, broad)
        self._covered: Vector = {}
        self._chosen: list[int] = []
        self._room = max_words
        standing = [index for index in fair if self._stands_alone(index)] or fair
        self._waiting = self._candidates - frozenset(standing)
        self._heap = [(-self._gain(index), index, 0) for index in standing]
        heapq.heapify(self._heap)

    def made(self, wanted: Sequence[int]) -> tuple[int, ...]:
        waiting = list(wanted)
        while self._heap:
            _, index, looked_at = heapq.heappop(self._heap)
            if index in self._chosen:
                continue
            if looked_at < len(self._chosen):
                heapq.heappush(self._heap, (-self._gain(index), index, len(self._chosen)))
            elif not self._has_room(index):
                break
            else:
                self._take(index)
            while self._chosen and waiting:
                if (index := waiting.pop(0)) not in self._chosen and self._has_room(index):
                    self._take(index)
        return tuple(sorted(self._chosen))

    def _has_room(self, index: int) -> bool:
        return not self._chosen or self._sentences[index].words - self._room < self._room

    def _stands_alone(self, index: int) -> bool:
        # What the first sentence of a text refers to is nowhere in it, so there is nothing better to show.
        sentence = self._sentences[index]
        return index == 0 or not (sentence.features["leaning"] or _QUOTATION.match(sentence.text))

    def _gain(self, index: int) -> float:
        sentence, covered = self._sentences[index], self._covered
        said = sum(weight * covered.get(word, 0.0) for word, weight in sentence.vector.items())
        new = sum(share for word, share in sentence.shares.items() if word not in covered)
        return (
            self._worth[index] - self._redundancy * said + self._coverage * new / max(1, len(sentence.shares))
        )

    def _take(self, index: int) -> None:
        taken = self._sentences[index]
        self._chosen.append(index)
        self._room -= taken.words
        for word, weight in taken.vector.items():
            self._covered[word] = max(weight, self._covered.get(word, 0.0))
        self._release(index + 1)

    def _release(self, index: int) -> None:
        """A sentence that leans on the one just taken may now follow it."""
        if index in self._waiting and not self._sentences[index].opens_part:
            heapq.heappush(self._heap, (-self._gain(index), index, len(self._chosen)))
