"""The library in three functions, for one text at a time; `Pipeline` serves many.

A `Path` is read, and so is a string of one line that names an existing file or ends like the name of one (`.txt`); any
other string is the text itself, and `text=` always is. A path to nothing is an error, never a text.
"""

from __future__ import annotations

import os
from pathlib import Path

from gistmill.document import Cleaned, Document, Outline
from gistmill.errors import GistmillError, WrongType
from gistmill.read import SUFFIXES, read_documents
from gistmill.recipe import Recipe
from gistmill.report import Report
from gistmill.run import Pipeline

# A longer string is no path: Linux takes 255 bytes a name.
LONGEST_NAME = 1024


def summarize(
    text_or_path: str | Path | None = None, recipe: Recipe = Recipe(), *, text: str | None = None
) -> Report:
    """The full report on one text: repaired, cut into sections, each summarized; nothing is cached."""
    return _pipeline(recipe)(_document(text_or_path, text))


def clean(
    text_or_path: str | Path | None = None, recipe: Recipe = Recipe(), *, text: str | None = None
) -> Cleaned:
    """The repaired text with the ledger of its edits.

    >>> clean("The cat sat . .").text
    'The cat sat.'
    """
    return _pipeline(recipe).clean([_document(text_or_path, text)])[0]


def segment(
    text_or_path: str | Path | None = None, recipe: Recipe = Recipe(), *, text: str | None = None
) -> Outline:
    """The title and the sections of the repaired text."""
    return _pipeline(recipe).segment([_document(text_or_path, text)])[0][1]


def _pipeline(recipe: object) -> Pipeline:
    if not isinstance(recipe, Recipe):
        raise WrongType(
            f"expected a Recipe, found {type(recipe).__name__}; read_recipe gives that of a file."
        )
    return Pipeline(recipe)


def _document(text_or_path: object, text: object) -> Document:
    if text is not None:
        if text_or_path is not None:
            raise WrongType("expected a text or a path, found both.")
        if not isinstance(text, str):
            raise WrongType(f"expected a text, found {type(text).__name__}.")
        return Document("text", "text", text)
    if not isinstance(text_or_path, str | os.PathLike):
        hint = "; decode bytes first" if isinstance(text_or_path, bytes) else ""
        raise WrongType(f"expected a text or a path, found {type(text_or_path).__name__}{hint}.")
    if isinstance(text_or_path, str) and not _names_a_file(text_or_path):
        return Document("text", "text", text_or_path)
    read = next(read_documents([os.fspath(text_or_path)]))
    if isinstance(read, GistmillError):
        raise read
    return read


def _names_a_file(text: str) -> bool:
    """Whether a string is a path: of a file that exists, or one that ends as files of texts do.

    >>> _names_a_file("no-such-file.txt"), _names_a_file("It rained."), _names_a_file("It is in notes.txt.")
    (True, False, False)
    """
    if len(text) >= LONGEST_NAME or not text.isprintable():
        return False
    try:
        return Path(text).suffix.lower() in SUFFIXES or Path(text).is_file()
    except OSError:  # the name is too long
        return False
