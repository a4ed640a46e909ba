"""Repair machine-translated English, find its sections, and summarize each with a local model.

    import gistmill

    report = gistmill.summarize("article.txt")
    print(report.overview.text)

Importing this package is cheap: engines and models are loaded when the first summary needs them. The functions
`clean`, `segment` and `summarize` bear the names of the packages behind them, so they are bound here, after those.
"""

from __future__ import annotations

from gistmill._version import __version__
from gistmill.api import clean, segment, summarize
from gistmill.document import Cleaned, Document, Edit, Outline, Report, Section, Span, Summary, replay
from gistmill.errors import GistmillError, InputError, MissingError, RecipeError, UnreadableInput
from gistmill.recipe import Recipe, read_recipe
from gistmill.run import Pipeline

__all__ = [
    "Cleaned",
    "Document",
    "Edit",
    "GistmillError",
    "InputError",
    "MissingError",
    "Outline",
    "Pipeline",
    "Recipe",
    "RecipeError",
    "Report",
    "Section",
    "Span",
    "Summary",
    "UnreadableInput",
    "__version__",
    "clean",
    "read_recipe",
    "replay",
    "segment",
    "summarize",
]
