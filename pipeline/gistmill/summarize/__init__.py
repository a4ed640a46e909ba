"""Checked summaries: of each section, and of the whole document."""

from gistmill.summarize.length import count_words, parse_length
from gistmill.summarize.overview import OverviewInput, OverviewSettings, OverviewStage
from gistmill.summarize.repeats import without_repeats
from gistmill.summarize.section import SectionText, SummarizeSettings, SummarizeStage, sentences_for_overview
from gistmill.summarize.support import unsupported_in

__all__ = [
    "OverviewInput",
    "OverviewSettings",
    "OverviewStage",
    "SectionText",
    "SummarizeSettings",
    "SummarizeStage",
    "count_words",
    "parse_length",
    "sentences_for_overview",
    "unsupported_in",
    "without_repeats",
]
