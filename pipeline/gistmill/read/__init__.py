"""Files, rows and pages to documents."""

from gistmill.read.inputs import SUFFIXES, read_documents
from gistmill.read.options import ReadOptions

__all__ = ["SUFFIXES", "ReadOptions", "read_documents"]
