"""How long a summary may be: a named length, a number of words, or a share of the text."""

from __future__ import annotations

import re
from functools import cached_property

from msgspec import Struct
from msgspec.structs import force_setattr

from gistmill.errors import RecipeError

# Words of a section's summary. 50 is about two sentences of translated news (median sentence 24 words in
# 2,100 sentences of zhnews2022); a share keeps the summary of a short section shorter than the section.
_NAMED = {"short": (25, 0.34), "medium": (50, 0.5), "long": (100, 0.67)}
# Chinese, Japanese and Thai are written without spaces; two characters count as a word.
_UNSPACED = re.compile(r"[\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]")
_WORDS = re.compile(r"0*([1-9]\d{0,8})(?:\s*words?)?")
_SHARE = re.compile(r"(\d{1,3}(?:\.\d+)?)\s*%")


class Length(Struct, frozen=True, dict=True):
    """A length as asked for, parsed when it is made: raises RecipeError where `asked` is none.

    >>> Length(" 80 words"), Length(80) == Length("080"), Length("medium").words_for(60)
    (Length(asked='80'), True, 30)
    """

    asked: str

    def __post_init__(self) -> None:
        force_setattr(self, "asked", _canonical(str(self.asked)))

    def __str__(self) -> str:
        return self.asked

    def words_for(self, text_words: int, *, scale: float = 1) -> int:
        """The word budget for a text of `text_words` words; a named length may be `scale` times as many.

        >>> Length("medium").words_for(400), Length("medium").words_for(400, scale=2), Length("20%").words_for(400)
        (50, 100, 80)
        """
        words, share = self._bounds
        named = self.asked in _NAMED
        return min(int(words * (scale if named else 1)), int(text_words * share))

    @cached_property
    def _bounds(self) -> tuple[int, float]:
        """At most so many words, and at most this share of the text."""
        if self.asked in _NAMED:
            return _NAMED[self.asked]
        if self.asked.endswith("%"):
            return 10**9, float(self.asked.removesuffix("%")) / 100
        return int(self.asked), 1.0


def _canonical(asked: str) -> str:
    """The one spelling of a length.

    >>> _canonical("Short"), _canonical("20.0 %")
    ('short', '20%')
    """
    wording = asked.strip().lower()
    if wording in _NAMED:
        return wording
    if match := _WORDS.fullmatch(wording):
        return match[1]
    if (match := _SHARE.fullmatch(wording)) and 0 < float(match[1]) <= 100:
        return f"{float(match[1]):.10g}%"
    raise RecipeError(
        f"length {asked!r}: expected short, medium, long, a number of words (80) or a share of the text (20%)."
    )


class LengthSettings(Struct, frozen=True, forbid_unknown_fields=True):
    """What section summaries and the overview are told alike.

    `length` is short, medium, long, a word count ("80") or a share ("20%"), parsed when the settings are made.
    `beams` is the width of the model's search, and how many alternatives the support check may try; None: what
    measured best for the model.
    """

    length: Length | str | int = Length("medium")
    beams: int | None = None

    def __post_init__(self) -> None:
        force_setattr(self, "length", self.parsed_length)

    @property
    def parsed_length(self) -> Length:
        return self.length if isinstance(self.length, Length) else Length(str(self.length))


def count_words(text: str) -> int:
    """The words of `text`: what spaces part, and a word for two characters of a script that is written without them.

    >>> count_words("Trade grew."), count_words("贸易增长")
    (2, 2)
    """
    spaced = len(text.split())
    return spaced if text.isascii() else max(spaced, len(_UNSPACED.findall(text)) // 2)
