"""How long a summary may be: a named length, a number of words, or a share of the text."""

from __future__ import annotations

import re
from dataclasses import dataclass

from gistmill.errors import RecipeError

# Words of a section's summary. 50 is about two sentences of translated news (median sentence 24 words in
# 2,100 sentences of zhnews2022); a share keeps the summary of a short section shorter than the section.
_NAMED = {"short": (25, 0.34), "medium": (50, 0.5), "long": (100, 0.67)}
# Chinese, Japanese and Thai are written without spaces; two characters count as a word.
_UNSPACED = re.compile(r"[\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]")
_WORDS = re.compile(r"(\d+)(?:\s*words?)?")
_SHARE = re.compile(r"(\d+(?:\.\d+)?)\s*%")


@dataclass(frozen=True)
class Length:
    """At most `words` words, and at most this `share` of the text, whichever is less."""

    words: int
    share: float

    def words_for(self, text_words: int) -> int:
        """The word budget for a text of `text_words` words.

        >>> parse_length("medium").words_for(400), parse_length("medium").words_for(60)
        (50, 30)
        """
        return min(self.words, int(text_words * self.share))


def parse_length(length: str) -> Length:
    """The length that a setting asks for; raises RecipeError if it is none.

    >>> parse_length("80"), parse_length("20%")
    (Length(words=80, share=1.0), Length(words=1000000, share=0.2))
    """
    if length in _NAMED:
        return Length(*_NAMED[length])
    if (match := _WORDS.fullmatch(length.strip())) and int(match[1]) > 0:
        return Length(int(match[1]), 1.0)
    if (match := _SHARE.fullmatch(length.strip())) and 0 < float(match[1]) <= 100:
        return Length(1_000_000, float(match[1]) / 100)
    raise RecipeError(
        f"length {length!r}: expected short, medium, long, a number of words (80) or a share of the text (20%)."
    )


def count_words(text: str) -> int:
    """The words of `text`: what spaces part, and a word for two characters of a script that is written without them.

    >>> count_words("Trade grew."), count_words("贸易增长")
    (2, 2)
    """
    spaced = len(text.split())
    return spaced if text.isascii() else max(spaced, len(_UNSPACED.findall(text)) // 2)
