"""Files, rows and pages to documents."""

from gistmill.read.decode import GUESSED
from gistmill.read.inputs import (
    STDIN,
    SUFFIXES,
    count_documents,
    documents_of_file,
    holds_rows,
    list_files,
    read_documents,
)
from gistmill.read.opening import named
from gistmill.read.options import ReadOptions

__all__ = [
    "GUESSED",
    "STDIN",
    "SUFFIXES",
    "ReadOptions",
    "count_documents",
    "documents_of_file",
    "holds_rows",
    "list_files",
    "named",
    "read_documents",
]
