"""Checked summaries: of each section, and of the whole document."""

from gistmill.summarize.length import Length, count_words
from gistmill.summarize.overview import OverviewInput, OverviewSettings, OverviewStage
from gistmill.summarize.section import SummarizeSettings, SummarizeStage, sentences_for_overview
from gistmill.summarize.section_text import SectionText, parts_of, section_text, section_texts
from gistmill.summarize.support import unsupported_in

__all__ = [
    "Length",
    "OverviewInput",
    "OverviewSettings",
    "OverviewStage",
    "SectionText",
    "SummarizeSettings",
    "SummarizeStage",
    "count_words",
    "parts_of",
    "section_text",
    "section_texts",
    "sentences_for_overview",
    "unsupported_in",
]
