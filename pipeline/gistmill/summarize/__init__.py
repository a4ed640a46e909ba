"""Checked summaries: of each section, and of the whole document."""

from gistmill.summarize.overview import OverviewInput, OverviewSettings, OverviewStage
from gistmill.summarize.section import SectionText, SummarizeSettings, SummarizeStage, sentences_for_overview

__all__ = [
    "OverviewInput",
    "OverviewSettings",
    "OverviewStage",
    "SectionText",
    "SummarizeSettings",
    "SummarizeStage",
    "sentences_for_overview",
]
