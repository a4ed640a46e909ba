"""Sentences and content words, as alignment and measurement compare texts by; the product's own reading of English."""

from __future__ import annotations

from gistmill.language import FUNCTION_WORDS, split_sentences, words_in

STEM = 6


def sentences(text: str) -> list[str]:
    """The sentences of a text, each on one line.

    >>> sentences("Mr. Li came. He left at 3.5 p.m. sharp.")
    ['Mr. Li came.', 'He left at 3.5 p.m. sharp.']
    """
    return [" ".join(span.of(text).split()) for span in split_sentences(text)]


def content_stems(text: str) -> frozenset[str]:
    """The words of a text that say something, cut to six letters: enough to match `announced` with `announces`."""
    return frozenset(word[:STEM] for word in words_in(text) if word not in FUNCTION_WORDS and len(word) > 1)
