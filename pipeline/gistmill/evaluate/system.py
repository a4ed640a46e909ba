"""A system is whatever summarizes an article in about so many words; and the one rule for "about"."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from msgspec import Struct

from gistmill.evaluate.article import Article


class System(Struct, frozen=True):
    """`summarize(article, max_words)` gives whole sentences, in the order in which they are to be read."""

    name: str
    summarize: Callable[[Article, int], Sequence[str]]


def within_budget(lengths: Iterable[int], *, max_words: int) -> int:
    """How many sentences, best first, of these `lengths` in words make a summary of `max_words` words.

    A sentence is added if the total is then nearer to the budget than without it, so that no system gains or
    loses by the length of its sentences: on average the summaries are as long as the budget. The first is always
    taken, since a summary must not be empty. Cutting at the exact word, as the DUC evaluations did, would favour
    systems whose sentences are never read to their end.

    >>> within_budget([8, 8, 8], max_words=21), within_budget([8, 8, 8], max_words=20)
    (3, 2)
    >>> within_budget([30, 5], max_words=10)
    1
    """
    total, taken = 0, 0
    for length in lengths:
        if taken and total + length - max_words >= max_words - total:
            break
        total += length
        taken += 1
    return taken


def best_within_budget(sentences: Sequence[str], order: Iterable[int], *, max_words: int) -> tuple[str, ...]:
    """The sentences that come first in `order` and fill the budget, as they follow each other in the text.

    >>> best_within_budget(("The first one.", "A second one.", "The third."), (2, 0, 1), max_words=5)
    ('The first one.', 'The third.')
    """
    ranked = tuple(order)
    taken = within_budget((len(sentences[index].split()) for index in ranked), max_words=max_words)
    return tuple(sentences[index] for index in sorted(ranked[:taken]))
