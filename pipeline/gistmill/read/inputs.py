"""Whatever a user names - files, directories, globs, `file:` URLs, `-` - as a stream of documents.

What cannot be read is yielded as the error it is, in its place, so that one bad file does not stop the rest.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from urllib.parse import unquote, urlsplit

from msgspec.structs import replace

from gistmill.document import Document
from gistmill.errors import UnreadableInput
from gistmill.read.decode import declared_encoding, decode
from gistmill.read.docx import docx_document
from gistmill.read.html import html_document
from gistmill.read.jsonl import COMPRESSIONS, jsonl_documents, open_jsonl, read_errors
from gistmill.read.markdown import markdown_document
from gistmill.read.opening import named, open_bytes
from gistmill.read.options import ReadOptions
from gistmill.read.parquet import parquet_documents
from gistmill.read.pdf import pdf_text
from gistmill.read.table import count_rows, csv_documents

STDIN = "-"
LONGEST_SHOWN = 200
_TEXT = (".txt", ".text", "")
_MARKDOWN = (".md", ".markdown")
_HTML = (".html", ".htm", ".xhtml")
_JSONL = (".jsonl", ".ndjson")
SUFFIXES = (".txt", ".text", *_MARKDOWN, *_HTML, *_JSONL, ".pdf", ".docx", ".csv", ".parquet")
_URL = re.compile(r"[A-Za-z][A-Za-z0-9+.-]+://|file:")

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


def count_documents(inputs: Iterable[str]) -> int | None:
    """How many documents `inputs` hold, told by names and line ends alone; None where only reading would tell."""
    counted = 0
    for name in inputs:
        try:
            counts = [_count(path) for path in list_files(name)] if name != STDIN else [1]
        except (UnreadableInput, OSError):
            counts = [0]
        if any(count is None for count in counts):
            return None
        counted += sum(count or 0 for count in counts)
    return counted


def _count(path: Path) -> int | None:
    if not path.is_file():
        return 1 if not holds_rows(path) else None
    if path.suffix.lower() == ".csv":
        return count_rows(path)
    if path.suffix.lower() in _JSONL:
        with path.open("rb") as rows:
            return sum(1 for row in rows if row.strip())
    return None if holds_rows(path) else 1


def _path_of(name: str) -> str:
    """The path that a `file:` URL names; other names as they are. Nothing is ever fetched."""
    if not _URL.match(name):
        return name
    url = urlsplit(name)
    if url.scheme != "file":
        raise UnreadableInput(f"{name}: gistmill fetches nothing; save the page and name the file.")
    if url.netloc not in ("", "localhost"):
        raise UnreadableInput(
            f"{name}: lies on another machine; expected file:///path or file://localhost/path."
        )
    return unquote(url.path)


def list_files(name: str) -> list[Path]:
    """The files that a path, a `file:` URL, a directory or a glob names, in the order of their names."""
    try:
        return _listed(name)
    except (OSError, ValueError, NotImplementedError) as error:
        reason = getattr(error, "strerror", None) or error
        shown = name if len(name) <= LONGEST_SHOWN else name[:LONGEST_SHOWN] + "…"
        raise UnreadableInput(f"{shown}: cannot be read ({reason}).") from error


def _listed(name: str) -> list[Path]:
    path = Path(_path_of(name))
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
    return any(part.startswith((".", "~$")) for part in file.relative_to(root).parts)


def documents_of_file(path: Path, options: ReadOptions) -> Iterator[Read]:
    """The documents of one file, in order: many in JSONL and Parquet, else one."""
    try:
        if _kind(path) in _JSONL:
            with open_jsonl(path) as rows:
                yield from jsonl_documents(rows, source=named(path), options=options)
        elif _kind(path) == ".parquet":
            yield from parquet_documents(path, options=options)
        elif path.suffix.lower() == ".csv":
            yield from csv_documents(path, options=options)
        else:
            with open_bytes(path) as file:
                data = _bounded(file.read(options.max_bytes + 1), named(path), options)
            yield _document(data, named(path), options)
    except UnreadableInput as error:
        yield error
    except read_errors() as error:
        yield UnreadableInput(f"{named(path)}: cannot be read ({getattr(error, 'strerror', None) or error}).")


def _kind(path: Path) -> str:
    """The suffix that tells the format, below that of a compression."""
    return (Path(path.stem) if path.suffix in COMPRESSIONS else path).suffix.lower()


def holds_rows(path: Path) -> bool:
    """Whether a file may hold many documents."""
    return _kind(path) in (*_JSONL, ".parquet", ".csv")


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
    if kind == ".docx":
        return docx_document(data, id=id, source=source)
    if kind in _HTML:
        encoding = options.encoding or declared_encoding(data)
        text, note = decode(data, source=source, encoding=encoding)
        return _noted(html_document(text, id=id, source=source), note)
    if kind in (*_TEXT, *_MARKDOWN) or source == "stdin":
        text, note = decode(data, source=source, encoding=options.encoding)
        read = markdown_document if kind in _MARKDOWN else _plain_document
        return _noted(read(text, id=id, source=source), note)
    raise UnreadableInput(f"{source}: unknown kind of file {kind!r}; expected one of {' '.join(SUFFIXES)}.")


def _plain_document(text: str, *, id: str, source: str) -> Document:
    return Document(id, source, text)


def _noted(document: Document, note: str | None) -> Document:
    return replace(document, notes=(*document.notes, note)) if note else document
