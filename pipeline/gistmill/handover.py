"""What each stage is given of its predecessors' outputs, and no more, since that decides its cache key."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from gistmill.document import Cleaned, CleanText, Document, Outline, Overview, Summary, SummarySentence
from gistmill.summarize import (
    OverviewInput,
    SectionText,
    count_words,
    parse_length,
    sentences_for_overview,
    without_repeats,
)


def nameless(document: Document) -> Document:
    """What cleaning depends on: not what the document is called, nor where it lies."""
    return msgspec.structs.replace(document, id="", source="", notes=())


def clean_text(cleaned: Cleaned) -> CleanText:
    return CleanText(cleaned.text, cleaned.metadata.title, cleaned.headings)


def section_texts(cleaned: Cleaned, outline: Outline) -> list[SectionText]:
    return [
        SectionText(cleaned.text[section.start : section.end], section.body - section.start)
        for section in outline.sections
    ]


def overview_input(cleaned: Cleaned, outline: Outline, summaries: Sequence[Summary]) -> OverviewInput:
    items = section_texts(cleaned, outline)
    sections = (
        _moved(sentences_for_overview(item, summary), by=section.start)
        for item, summary, section in zip(items, summaries, outline.sections, strict=True)
    )
    headings = tuple(section.title for section in outline.sections)
    return OverviewInput(outline.title, count_words(cleaned.text), tuple(sections), headings)


def settled(
    outline: Outline,
    texts: Sequence[SectionText],
    summaries: Sequence[Summary],
    overview: Overview,
    *,
    length: str,
) -> tuple[Summary, ...]:
    """The section summaries as they are shown: beside the overview, with spans in the whole text."""
    beside = without_repeats(
        summaries, texts, sections=outline.sections, overview=overview, length=parse_length(length)
    )
    return tuple(
        msgspec.structs.replace(summary, sentences=_moved(summary.sentences, by=section.start))
        for summary, section in zip(beside, outline.sections, strict=True)
    )


def _moved(sentences: Sequence[SummarySentence], *, by: int) -> tuple[SummarySentence, ...]:
    return tuple(
        SummarySentence(
            sentence.text, tuple(span.shifted(by) for span in sentence.sources), sentence.unsupported
        )
        for sentence in sentences
    )
