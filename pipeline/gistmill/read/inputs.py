"""Whatever a user names - files, directories, globs, `-` - as a stream of documents.

What cannot be read is yielded as the error it is, in its place, so that one bad file does not stop the rest.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

from gistmill.document import Document
from gistmill.errors import UnreadableInput
from gistmill.read.decode import decode
from gistmill.read.html import html_document
from gistmill.read.jsonl import COMPRESSIONS, jsonl_documents, open_jsonl, read_errors
from gistmill.read.markdown import markdown_document
from gistmill.read.options import ReadOptions
from gistmill.read.parquet import parquet_documents
from gistmill.read.pdf import pdf_text

STDIN = "-"
_TEXT = (".txt", ".text", "")
_MARKDOWN = (".md", ".markdown")
_HTML = (".html", ".htm", ".xhtml")
_JSONL = (".jsonl", ".ndjson")
SUFFIXES = (".txt", ".text", *_MARKDOWN, *_HTML, *_JSONL, ".pdf", ".parquet")

Read = Document | UnreadableInput


def read_documents(inputs: Iterable[str], options: ReadOptions = ReadOptions()) -> Iterator[Read]:
    """The documents of all `inputs`, in order; directories and globs are walked in the order of their names."""
    for name in inputs:
        try:
            if name == STDIN:
                yield _document(
                    _bounded(sys.stdin.buffer.read(options.max_bytes + 1), "stdin", options), "stdin", options
                )
            else:
                for path in list_files(name):
                    yield from documents_of_file(path, options)
        except UnreadableInput as error:
            yield error


def list_files(name: str) -> list[Path]:
    """The files that a path, a directory or a glob names, in the order of their names."""
    path = Path(name)
    if path.is_dir():
        files = sorted(
            file
            for file in path.rglob("*")
            if _kind(file) in SUFFIXES and file.is_file() and not _hidden(file, path)
        )
        if not files:
            raise UnreadableInput(
                f"{name}: a directory without texts; expected files in {' '.join(SUFFIXES)}."
            )
        return files
    if path.exists():
        return [path]
    if any(mark in name for mark in "*?["):
        anchor = Path(path.anchor or ".")
        files = sorted(file for file in anchor.glob(str(path.relative_to(path.anchor))) if file.is_file())
        if files:
            return files
        raise UnreadableInput(f"{name}: no file matches.")
    raise UnreadableInput(f"{name}: no such file or directory.")


def _hidden(file: Path, root: Path) -> bool:
    return any(part.startswith(".") for part in file.relative_to(root).parts)


def documents_of_file(path: Path, options: ReadOptions) -> Iterator[Read]:
    """The documents of one file, in order: many in JSONL and Parquet, else one."""
    try:
        if _kind(path) in _JSONL:
            with open_jsonl(path) as rows:
                yield from jsonl_documents(rows, source=str(path), options=options)
        elif _kind(path) == ".parquet":
            yield from parquet_documents(path, options=options)
        else:
            with path.open("rb") as file:
                data = _bounded(file.read(options.max_bytes + 1), str(path), options)
            yield _document(data, str(path), options)
    except UnreadableInput as error:
        yield error
    except read_errors() as error:
        yield UnreadableInput(f"{path}: cannot be read ({getattr(error, 'strerror', None) or error}).")


def _kind(path: Path) -> str:
    """The suffix that tells the format, below that of a compression."""
    return (Path(path.stem) if path.suffix in COMPRESSIONS else path).suffix.lower()


def holds_rows(path: Path) -> bool:
    """Whether a file may hold many documents."""
    return _kind(path) in (*_JSONL, ".parquet")


def _bounded(data: bytes, source: str, options: ReadOptions) -> bytes:
    if len(data) > options.max_bytes:
        raise UnreadableInput(
            f"{source}: more than the {options.max_bytes:,} bytes a document may have; split it or raise --max-bytes."
        )
    return data


def _document(data: bytes, source: str, options: ReadOptions) -> Document:
    path = Path(source)
    id, kind = path.stem, path.suffix.lower()
    if kind == ".pdf":
        return Document(
            id, source, pdf_text(data, source=source), notes=("text extracted from PDF by pypdf",)
        )
    text = decode(data, source=source, encoding=options.encoding)
    if kind in _HTML:
        return html_document(text, id=id, source=source)
    if kind in _MARKDOWN:
        return markdown_document(text, id=id, source=source)
    if kind in _TEXT or source == "stdin":
        return Document(id, source, text)
    raise UnreadableInput(f"{source}: unknown kind of file {kind!r}; expected one of {' '.join(SUFFIXES)}.")
