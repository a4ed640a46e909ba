"""Variants of one term inside a document or a collection, found from the English alone."""

from __future__ import annotations

from collections.abc import Sequence

from gistmill.terminology.groups import VariantGroup, grouped
from gistmill.terminology.phrases import runs_of
from gistmill.terminology.reordering import reordered
from gistmill.terminology.spelling import respelled
from gistmill.terminology.substitution import substituted


def induce_variants(documents: Sequence[str]) -> tuple[VariantGroup, ...]:
    """Groups of wordings that seem to be one term, the surest first; for a person to approve.

    Found are: one word exchanged for another that translators use in its place, ordinals written two ways, one
    stem in two forms, the same words in another order, and spellings. What only differs in number, capitals or
    a possessive is one wording. Words that a text itself sets side by side are left apart.

    >>> text = "The party history study and education began. The party history learning and education goes on."
    >>> [group.preferred for group in induce_variants([text])]
    ['party history study and education']
    """
    runs = tuple(runs_of(documents))
    pairs = [*substituted(runs), *reordered(runs), *respelled(runs)]
    return grouped(pairs, runs, documents)
