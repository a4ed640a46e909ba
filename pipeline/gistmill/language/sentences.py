"""Sentences as spans: every sentence of a text, in order, with offsets and nothing lost.

The cutting is sentencex's; what it gets wrong in translated news (version 1.0.32, a case each in the tests)
is mended here.
"""

from __future__ import annotations

import re

import sentencex

from gistmill.document import Span
from gistmill.language.number_chains import SplitNumber
from gistmill.language.split_numbers import find_split_numbers

# "He left……Then": Chinese ellipses are written without a space, so nothing tells sentencex of the new sentence.
# "grain, etc. Luliang has": sentencex knows the abbreviation and never ends a sentence with it.
_MISSED_END = re.compile(r"(?<=[a-z])(?:…+|\.{4,})(?=[A-Z“])|\betc\.[\"”]?(?= [A-Z“])")
_LETTER_OR_DIGIT = re.compile(r"\w")
_ENUMERATOR = re.compile(r"[(（]?(?:\d{1,2}|[A-Za-z]|[ivxIVX]{1,4})[.)）]+")
# Abbreviations that stand before a number, or before a sign of money and one.
_ENDS_IN_ABBREVIATION = re.compile(
    r"\b(?:vols?|approx|vs|nos?|nr|arts?|pp?|chs?|secs?|eds?|figs?|eqs?|tabs?|ca|est|tel|ext|max|min|avg|rs|ver|v|rev|op|par)"
    r"\.$",
    re.IGNORECASE,
)
_STARTS_WITH_NUMBER = re.compile(r"(?:(?:US|U\.S\.[ ]?)?[$€£¥][ ]?)?\d")
_ENDS_IN_MEASURE = re.compile(r"\d[ ](?:sq|cu)\.(?:[ ](?:km|m|ft|mi|in|cm)\.)?$")
_ENDS_IN_INITIAL = re.compile(r"\b[A-Z]\.$")
_STARTS_WITH_INITIAL = re.compile(r"[A-Z]\.")
_ENDS_IN_QUESTION_INSIDE_QUOTES = re.compile(r"[?!][\"”’']$")


def split_sentences(text: str) -> tuple[Span, ...]:
    """The spans of the sentences of `text`, without the white space around them; a line break always ends one.

    >>> text = "It rose 3.5% in the U.S. today. Why?"
    >>> [span.of(text) for span in split_sentences(text)]
    ['It rose 3.5% in the U.S. today.', 'Why?']
    """
    spans: list[Span] = []
    for line in re.finditer(r"[^\n]+", text):
        spans += [span.shifted(line.start()) for span in _split_line(line.group())]
    return tuple(spans)


def _split_line(line: str) -> list[Span]:
    spans: list[Span] = []
    numbers = [number for number in find_split_numbers(line) if number.reading != "two"]
    for start, end in _pieces(line):
        span = _trimmed(line, start, end)
        if span is None:
            continue
        if spans and (
            _belong_together(line, spans[-1], span) or _is_inside_one(numbers, spans[-1].end, span.start)
        ):
            span = Span(spans.pop().start, span.end)
        spans.append(span)
    return spans


def _is_inside_one(numbers: list[SplitNumber], end: int, start: int) -> bool:
    """Whether a number, be it sure or in doubt, goes on from before `end` to behind `start`."""
    return any(number.start < end and start < number.end for number in numbers)


def _pieces(line: str) -> list[tuple[int, int]]:
    """What sentencex cuts a line into, cut further behind an ellipsis or "etc." that a new sentence follows."""
    pieces: list[tuple[int, int]] = []
    for sentence in sentencex.get_sentence_boundaries("en", line):
        start, end = sentence["start_index"], sentence["end_index"]
        cuts = [start + found.end() for found in _MISSED_END.finditer(line[start:end])]
        pieces += zip([start, *cuts], [*cuts, end], strict=True)
    return pieces


def _trimmed(line: str, start: int, end: int) -> Span | None:
    piece = line[start:end]
    stripped = piece.strip()
    if not stripped:
        return None
    start += piece.index(stripped)
    return Span(start, start + len(stripped))


def _belong_together(line: str, before: Span, after: Span) -> bool:
    first, second = before.of(line), after.of(line)
    touching = before.end == after.start
    return (
        # A stop on its own (". ." in translated news) ends the sentence before it.
        not _LETTER_OR_DIGIT.search(second)
        or bool(_ENUMERATOR.fullmatch(first))
        or bool(_STARTS_WITH_NUMBER.match(second) and _ENDS_IN_ABBREVIATION.search(first))
        or (second[0].islower() and bool(_ENDS_IN_MEASURE.search(first)))
        # "China-U.S. talks": sentencex takes the U for the end of a sentence.
        or (touching and bool(_ENDS_IN_INITIAL.search(first) and _STARTS_WITH_INITIAL.match(second)))
        or (second[0].islower() and bool(_ENDS_IN_QUESTION_INSIDE_QUOTES.search(first)))
    )
