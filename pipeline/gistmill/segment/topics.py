"""Where the topic of a text without headings changes: lexical cohesion, best segmentation by dynamic programming.

A segment is scored by how well its words predict each other: the Dirichlet compound multinomial of Eisenstein
and Barzilay (2008), with the penalty for each further segment of Utiyama and Isahara (2001). Nothing is learnt
but two numbers, so that the method works on any text; it is linear because a segment has at most `_MAX_WORDS`.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from functools import lru_cache
from itertools import accumulate

from gistmill.language import split_sentences
from gistmill.segment.lines import split_lines
from gistmill.segment.wording import word_lists

# Best of 0.3-1.0 and 0.3-1.3 by Pk on 120 texts of Choi (not those held back); flat around the best.
_SMOOTHING = 0.7
_PENALTY = 0.5
# In content words. The vocabulary is capped because smoothing over that of a whole book would hide all change.
_MAX_VOCABULARY = 800
_MAX_WORDS = 600
# A text shorter than this has one topic for a reader who wants its gist; Choi's shortest text has 668 words.
MIN_TEXT_WORDS = 600
# Fewer lines than this and the text has lost its paragraphs: its sentences are the units then.
_MIN_LINES = 8
_LONGEST_LINE_WORDS = 400

_WORD = re.compile(r"[A-Za-z][A-Za-z'’-]+")
_SUFFIXES = (
    ("sses", "ss"), ("ies", "y"), ("ingly", ""), ("edly", ""), ("ings", ""), ("ing", ""), ("ed", ""), ("ly", ""),
    ("es", "e"), ("s", ""),
)  # fmt: skip


def topic_starts(text: str, *, first: int = 0) -> tuple[int, ...]:
    """Where new topics begin in `text[first:]`, as offsets into `text`; none if it is short.

    Cuts only between lines, or between sentences where the text has hardly any lines.
    """
    starts = _unit_starts(text, first)
    ends = [*starts[1:], len(text)]
    if len(text[first:].split(None, MIN_TEXT_WORDS)) <= MIN_TEXT_WORDS:
        return ()
    units = [content_stems(text[start:end]) for start, end in zip(starts, ends, strict=True)]
    return tuple(starts[cut] for cut in best_cuts(units))


def best_cuts(units: Sequence[Sequence[str]]) -> tuple[int, ...]:
    """The indices of the units that begin a new segment, of the cheapest segmentation.

    >>> bridge, harvest = ["bridge", "river", "steel"], ["wheat", "harvest", "farmer"]
    >>> best_cuts([bridge] * 6 + [harvest] * 6)
    (6,)
    """
    numbers: dict[str, int] = {}
    numbered = [[numbers.setdefault(word, len(numbers)) for word in unit] for unit in units]
    tables = _tables(numbered, vocabulary=min(_MAX_VOCABULARY, len(numbers)))
    counts = [0] * len(numbers)
    penalty = _PENALTY * math.log(max(2, sum(map(len, units))))
    cheapest = [0.0] + [math.inf] * len(units)
    opened_by = [0] * (len(units) + 1)
    for start in range(len(units)):
        before = cheapest[start] + penalty
        for end, cost in enumerate(_costs_from(start, numbered, counts, tables), start=start + 1):
            if before + cost < cheapest[end]:
                cheapest[end], opened_by[end] = before + cost, start
    return tuple(_walked_back(opened_by))


def content_stems(text: str) -> list[str]:
    """The words of a text that carry its topic, without their endings; a rough stem is enough to match forms.

    >>> content_stems("The bridges were inspected; inspecting a bridge takes days.")
    ['bridg', 'inspect', 'inspect', 'bridg', 'tak', 'day']
    """
    stems = map(_content_stem, _WORD.findall(text))
    return [stemmed for stemmed in stems if stemmed]


# 50,000: the words of a language that come again; more would hold those that never do.
@lru_cache(maxsize=50_000)
def _content_stem(word: str) -> str:
    """The stem of a word, or nothing for one that carries no topic."""
    bare = word.lower().replace("’", "'").removesuffix("'s")
    return "" if bare in word_lists().function_words or len(bare) < 2 else stem(bare)


def stem(word: str) -> str:
    """
    >>> [stem(word) for word in ("studies", "planned", "plans", "process", "bus")]
    ['study', 'plan', 'plan', 'proces', 'bus']
    """
    for suffix, ending in _SUFFIXES:
        if word.endswith(suffix) and len(word) - len(suffix) >= 3 and not word.endswith(("ss", "us", "is")):
            word = word.removesuffix(suffix) + ending
            break
    if len(word) > 4 and word[-1] == word[-2]:
        return word[:-1]
    return word.removesuffix("e") if len(word) > 3 else word


def _tables(units: Sequence[Sequence[int]], *, vocabulary: int) -> tuple[list[float], list[float]]:
    """What a word costs that a segment held n times before, and what the first n words cost for their number."""
    longest = _MAX_WORDS + max(map(len, units), default=0) + 1
    seen = [math.log(count + _SMOOTHING) for count in range(longest)]
    sizes = (math.log(total + _SMOOTHING * max(1, vocabulary)) for total in range(longest))
    return seen, [0.0, *accumulate(sizes)]


def _costs_from(
    start: int, units: Sequence[Sequence[int]], counts: list[int], tables: tuple[list[float], list[float]]
) -> list[float]:
    """The cost of the segments that begin at `start`, by their last unit: each word is predicted from those before.

    `counts` has a zero for every word, and has again afterwards.
    """
    seen, sizes = tables
    total, likelihood = 0, 0.0
    costs: list[float] = []
    for unit in units[start : start + _MAX_WORDS]:
        for word in unit:
            likelihood += seen[counts[word]]
            counts[word] += 1
        total += len(unit)
        costs.append(sizes[total] - likelihood)
        if total > _MAX_WORDS:
            break
    for unit in units[start : start + len(costs)]:
        for word in unit:
            counts[word] = 0
    return costs


def _walked_back(opened_by: Sequence[int]) -> list[int]:
    cuts, at = [], len(opened_by) - 1
    while at:
        at = opened_by[at]
        cuts.append(at)
    return cuts[-2::-1]


def _unit_starts(text: str, first: int) -> list[int]:
    lines = [line for line in split_lines(text) if line.span.start >= first]
    longest = max((line.words for line in lines), default=0)
    if len(lines) >= _MIN_LINES and longest <= _LONGEST_LINE_WORDS:
        starts = [line.start for line in lines]
    else:
        starts = [first + span.start for span in split_sentences(text[first:])]
    return [first, *starts[1:]] if starts else []
