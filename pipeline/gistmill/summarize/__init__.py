"""Checked summaries: of each section, and of the whole document."""

from gistmill.summarize.overview import OverviewInput, OverviewSettings, OverviewStage, SectionGist
from gistmill.summarize.section import SectionText, SummarizeSettings, SummarizeStage

__all__ = [
    "OverviewInput",
    "OverviewSettings",
    "OverviewStage",
    "SectionGist",
    "SectionText",
    "SummarizeSettings",
    "SummarizeStage",
]
