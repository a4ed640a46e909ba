"""Repair machine-translated English, find its sections, and summarize each with a local model.

    import gistmill

    report = gistmill.summarize("article.txt")
    print(report.overview.text)

Importing this package is cheap: the stages are loaded at the first use, engines and models when a summary needs them.
"""

from __future__ import annotations

import sys
from importlib import import_module
from types import ModuleType
from typing import TYPE_CHECKING

from gistmill._version import __version__

if TYPE_CHECKING:
    from gistmill.api import clean, segment, summarize
    from gistmill.document import Cleaned, Document, Edit, Outline, Section, Span, Summary, replay
    from gistmill.errors import GistmillError, InputError, MissingError, RecipeError, UnreadableInput
    from gistmill.recipe import Recipe, read_recipe
    from gistmill.report import Report
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

_NAMES = {
    "api": ("clean", "segment", "summarize"),
    "document": ("Cleaned", "Document", "Edit", "Outline", "Section", "Span", "Summary", "replay"),
    "errors": ("GistmillError", "InputError", "MissingError", "RecipeError", "UnreadableInput"),
    "recipe": ("Recipe", "read_recipe"),
    "report": ("Report",),
    "run": ("Pipeline",),
}
_HOME_OF = {name: home for home, names in _NAMES.items() for name in names}


def __getattr__(name: str) -> object:
    """Public names are imported when they are first used (PEP 562), so that the command line starts at once."""
    if name not in _HOME_OF:
        raise AttributeError(f"module 'gistmill' has no attribute {name!r}")
    return getattr(import_module(f"gistmill.{_HOME_OF[name]}"), name)


def __dir__() -> list[str]:
    """The public names."""
    return sorted(__all__)


class _Function:
    """A public function, although a package of the same name is bound in its place by being imported."""

    def __set_name__(self, owner: type, name: str) -> None:
        self._name = name

    def __get__(self, package: ModuleType, owner: type) -> object:
        return __getattr__(self._name)

    def __set__(self, package: ModuleType, bound: object) -> None:
        """What the import system binds here stays reachable as `sys.modules["gistmill.<name>"]`."""


class _Package(ModuleType):
    clean = _Function()
    segment = _Function()
    summarize = _Function()


sys.modules[__name__].__class__ = _Package
