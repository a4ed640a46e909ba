"""The library in three functions, for one text at a time; `Pipeline` serves many.

A `Path`, or a one-line string that names an existing file, is read; any other string is the text itself.
"""

from __future__ import annotations

import os
from pathlib import Path

from gistmill.document import Cleaned, Document, Outline
from gistmill.errors import GistmillError
from gistmill.read import read_documents
from gistmill.recipe import Recipe
from gistmill.report import Report
from gistmill.run import Pipeline


def summarize(text_or_path: str | Path, recipe: Recipe = Recipe()) -> Report:
    """The full report on one text: repaired, cut into sections, each summarized; nothing is cached."""
    return Pipeline(recipe)(_document(text_or_path))


def clean(text_or_path: str | Path, recipe: Recipe = Recipe()) -> Cleaned:
    """The repaired text with the ledger of its edits.

    >>> clean("The cat sat . .").text
    'The cat sat.'
    """
    return Pipeline(recipe).clean([_document(text_or_path)])[0]


def segment(text_or_path: str | Path, recipe: Recipe = Recipe()) -> Outline:
    """The title and the sections of the repaired text."""
    return Pipeline(recipe).segment([_document(text_or_path)])[0][1]


def _document(text_or_path: str | Path) -> Document:
    if isinstance(text_or_path, str) and not _names_a_file(text_or_path):
        return Document("text", "text", text_or_path)
    read = next(read_documents([os.fspath(text_or_path)]))
    if isinstance(read, GistmillError):
        raise read
    return read


def _names_a_file(text: str) -> bool:
    if len(text) >= 1024 or "\n" in text or "\0" in text:
        return False
    try:
        return Path(text).is_file()
    except OSError:
        return False  # longer than any file's name
