"""What each stage is given of its predecessors' outputs, and no more, since that decides its cache key."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from gistmill.document import Cleaned, CleanText, Document, Outline, Section, Summary, SummarySentence
from gistmill.summarize import OverviewInput, SectionText, count_words, sentences_for_overview


def nameless(document: Document) -> Document:
    """What cleaning depends on: not what the document is called, nor where it lies."""
    return msgspec.structs.replace(document, id="", source="", notes=())


def clean_text(cleaned: Cleaned) -> CleanText:
    return CleanText(cleaned.text, cleaned.metadata.title, cleaned.headings)


def overview_input(
    cleaned: Cleaned, outline: Outline, items: Sequence[SectionText], summaries: Sequence[Summary]
) -> OverviewInput:
    """The sentences of every section, as its summary words them where it does, with spans in the whole text."""
    sections = (
        _moved(sentences_for_overview(item, summary), by=section.start)
        for item, summary, section in zip(items, summaries, outline.sections, strict=True)
    )
    headings = tuple(section.title for section in outline.sections)
    return OverviewInput(outline.title, count_words(cleaned.text), tuple(sections), headings)


def in_whole_text(summary: Summary, section: Section) -> Summary:
    """A section's summary with spans in the whole text, as a report shows it."""
    return msgspec.structs.replace(summary, sentences=_moved(summary.sentences, by=section.start))


def _moved(sentences: Sequence[SummarySentence], *, by: int) -> tuple[SummarySentence, ...]:
    return tuple(
        SummarySentence(
            sentence.text, tuple(span.shifted(by) for span in sentence.sources), sentence.unsupported
        )
        for sentence in sentences
    )
