"""What the overview of a report in several sections must not lack: how far the matter has got, and what is next."""

from __future__ import annotations

import re
from collections.abc import Sequence

from gistmill.language import numbers_in
from gistmill.summarize.extract import is_statement
from gistmill.summarize.features import Part
from gistmill.summarize.openings import leans_on_the_one_before

# A text in fewer sections says this near its opening, where it is found anyway.
MIN_PARTS = 3
# "So far nothing came of it" has no figures, and a year alone is none.
MIN_QUANTITIES = 2
# "By the end of" and "a total of" tell of the past in textbooks as often: they cost OpenStax dev 0.3 ROUGE-1.
_SO_FAR = re.compile(r"\b(?:as of|so far|to date|up to now|until now|by now)\b", re.IGNORECASE)
_NEXT = re.compile(
    r"\b(?:(?:in|as) (?:the|a) next (?:step|stage|phase)|going forward|looking ahead|from now on)\b",
    re.IGNORECASE,
)


def outcomes(parts: Sequence[Part]) -> tuple[int, ...]:
    """The indices, counted through all parts, of the sentence that tells most figures of how far it has got, and of
    the last that tells what is next; fewer where there is none.

    >>> one = Part("One", ("As of May, 25 groups visited 31 towns.", "It rained."))
    >>> outcomes((one, one, Part("Three", ("In the next step, they will visit more.",))))
    (0, 4)
    """
    if len(parts) < MIN_PARTS:
        return ()
    sentences = [sentence for part in parts for sentence in part.sentences]
    standing = [
        index
        for index, text in enumerate(sentences)
        if is_statement(text) and not leans_on_the_one_before(text)
    ]
    figures = {
        index: len(numbers_in(sentences[index])) for index in standing if _SO_FAR.search(sentences[index])
    }
    so_far = [
        index
        for index, count in figures.items()
        if count >= MIN_QUANTITIES and count == max(figures.values())
    ]
    ahead = [index for index in standing if _NEXT.search(sentences[index])]
    return tuple(sorted({*so_far[:1], *ahead[-1:]}))
