"""Sections as the summarizer is given them: their text with its sentences, which are split once and passed on."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from msgspec import Struct

from gistmill.document import Outline, Span
from gistmill.language import split_sentences
from gistmill.summarize.features import Part
from gistmill.summarize.trimming import bare_sentence

_HAS_WORDS = re.compile(r"\w")


class SectionText(Struct, frozen=True):
    """The text of a section, of which `[0, body)` is the heading line, and the sentences behind that line.

    `sentences` are spans of `text` without bullets and datelines; a line of signs is none.
    """

    text: str
    body: int
    sentences: tuple[Span, ...]

    @property
    def heading(self) -> str | None:
        return self.text[: self.body].strip() or None

    @property
    def sentence_texts(self) -> tuple[str, ...]:
        return tuple(span.of(self.text) for span in self.sentences)


def section_text(text: str, body: int = 0) -> SectionText:
    """A section on its own.

    >>> section_text("Costs\\n\\n- They rose. Why?\\n***", 7).sentence_texts
    ('They rose.', 'Why?')
    """
    spans = (span.shifted(body) for span in split_sentences(text[body:]))
    return SectionText(text, body, tuple(_worded(text, spans)))


def section_texts(text: str, outline: Outline) -> tuple[SectionText, ...]:
    """The sections of `text`; its sentences are split once, and one that a section ends within is cut there."""
    sentences, found, first = split_sentences(text), [], 0
    for section in outline.sections:
        while first < len(sentences) and sentences[first].end <= section.body:
            first += 1
        last = first
        while last < len(sentences) and sentences[last].start < section.end:
            last += 1
        own = text[section.start : section.end]
        cut = (
            Span(max(span.start, section.body), min(span.end, section.end)).shifted(-section.start)
            for span in sentences[first:last]
        )
        found.append(SectionText(own, section.body - section.start, tuple(_worded(own, cut))))
    return tuple(found)


def parts_of(items: Sequence[SectionText], *, title: str | None) -> list[Part]:
    """The sentences of each section of a text, without the line that is its title."""
    found = [Part(item.heading, item.sentence_texts) for item in items]
    if found and found[0].sentences[:1] == (title,):
        found[0] = Part(found[0].heading, found[0].sentences[1:])
    return [part for part in found if part.sentences]


def _worded(text: str, spans: Iterator[Span]) -> Iterator[Span]:
    bare = (bare_sentence(text, _stripped(text, span)) for span in spans)
    return (span for span in bare if _HAS_WORDS.search(span.of(text)))


def _stripped(text: str, span: Span) -> Span:
    """`span` without the white space at its ends, which cutting at the end of a section may leave."""
    piece = span.of(text)
    start = span.start + len(piece) - len(piece.lstrip())
    return Span(start, max(start, span.start + len(piece.rstrip())))
