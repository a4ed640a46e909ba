"""Files, rows and pages to documents."""

from gistmill.read.decode import GUESSED
from gistmill.read.inputs import SUFFIXES, count_documents, read_documents
from gistmill.read.options import ReadOptions

__all__ = ["GUESSED", "SUFFIXES", "ReadOptions", "count_documents", "read_documents"]
