"""Files, rows and pages to documents."""

from gistmill.read.inputs import SUFFIXES, documents_of_file, holds_rows, list_files, read_documents
from gistmill.read.options import ReadOptions

__all__ = ["SUFFIXES", "ReadOptions", "documents_of_file", "holds_rows", "list_files", "read_documents"]
