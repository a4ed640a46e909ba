"""Sentences, content words, numbers and names: what alignment and measurement compare texts by."""

from __future__ import annotations

import re

WORD = re.compile(r"[^\W_]+(?:['’.,][^\W_]+)*")
NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
SENTENCE_BREAK = re.compile(
    r"(?<!\b(?:Mr|Ms|Dr|St|Jr|Sr|No|vs))(?<!\b(?:Mrs|Sen|Gov|Rep|Gen|Col|Inc|Ltd|Jan|Feb|Aug|Oct|Nov|Dec))"
    r"(?<!\b[A-Z])([.!?][\"”’)]*) +(?=[\"“‘(]?[A-Z0-9])"
)
NEGATION = re.compile(r"\b(?:not|no|never|nor|neither|none|without|cannot)\b|n['’]t\b", re.IGNORECASE)
STEM = 6
STOP_WORDS = frozenset(
    [
        "a",
        "an",
        "the",
        "and",
        "or",
        "but",
        "nor",
        "of",
        "in",
        "on",
        "at",
        "to",
        "for",
        "from",
        "by",
        "with",
        "as",
        "is",
        "are",
        "was",
        "were",
        "be",
        "been",
        "being",
        "it",
        "its",
        "this",
        "that",
        "these",
        "those",
        "he",
        "she",
        "they",
        "his",
        "her",
        "their",
        "him",
        "them",
        "we",
        "our",
        "us",
        "i",
        "you",
        "your",
        "my",
        "me",
        "has",
        "have",
        "had",
        "do",
        "does",
        "did",
        "will",
        "would",
        "can",
        "could",
        "may",
        "might",
        "shall",
        "should",
        "not",
        "no",
        "than",
        "then",
        "there",
        "here",
        "who",
        "whom",
        "which",
        "what",
        "when",
        "where",
        "how",
        "why",
        "if",
        "so",
        "such",
        "into",
        "over",
        "after",
        "before",
        "about",
        "up",
        "down",
        "out",
        "more",
        "most",
        "also",
        "said",
        "says",
        "say",
        "one",
        "two",
        "n't",
        "'s",
        "s",
        "t",
    ]
)


def sentences(text: str) -> list[str]:
    """Sentences of running cased text; lines and the usual abbreviations are respected.

    >>> sentences("Mr. Li came. He left at 3.5 p.m. sharp.")
    ['Mr. Li came.', 'He left at 3.5 p.m. sharp.']
    """
    return [
        sentence.strip()
        for line in text.split("\n")
        for sentence in SENTENCE_BREAK.sub(r"\1\n", line).split("\n")
        if sentence.strip()
    ]


def stem(word: str) -> str:
    """A word cut to six letters: enough to match `announced` with `announces`."""
    return word[:STEM]


def content_stems(text: str) -> frozenset[str]:
    """Lower-cased, cut words of a text without function words."""
    return frozenset(
        stem(word) for word in WORD.findall(text.lower()) if word not in STOP_WORDS and len(word) > 1
    )


def numbers(text: str) -> frozenset[str]:
    """Digit strings with their inner points and commas."""
    return frozenset(NUMBER.findall(text))


def names(text: str) -> frozenset[str]:
    """Lower-cased words with a capital that do not start a sentence, without a possessive ending."""
    found = set()
    for sentence in sentences(text):
        for match in list(WORD.finditer(sentence))[1:]:
            word = match.group()
            if word[0].isupper() and word.lower() not in STOP_WORDS:
                found.add(re.sub(r"['’]s$", "", word.lower()))
    return frozenset(found)


def word_forms(text: str) -> frozenset[str]:
    """Lower-cased words of a text, with and without a possessive ending; what a name may be found among."""
    words = {word.lower() for word in WORD.findall(text)}
    return frozenset(
        words | {re.sub(r"['’]s$", "", word) for word in words} | {p for w in words for p in w.split(".")}
    )


def is_negated(text: str) -> bool:
    """The text denies something."""
    return NEGATION.search(text) is not None


def unsupported(output: str, source: str) -> frozenset[str]:
    """Numbers and names of `output` that `source` lacks."""
    return (numbers(output) - numbers(source)) | (names(output) - word_forms(source))
