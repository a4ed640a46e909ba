"""JSONL: one document a row, read a row at a time."""

from __future__ import annotations

import gzip
import io
import sys
import zlib
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import IO, cast

import msgspec

from gistmill.document import Document
from gistmill.errors import MissingError, UnreadableInput
from gistmill.read.options import ReadOptions

COMPRESSIONS = (".gz", ".zst")


def open_jsonl(path: Path) -> IO[bytes]:
    """The file's rows as bytes, decompressed if its name ends in `.gz` or `.zst`."""
    if path.suffix == ".zst":
        return _open_zstd(path)
    return cast(IO[bytes], gzip.open(path)) if path.suffix == ".gz" else path.open("rb")


def _open_zstd(path: Path) -> IO[bytes]:
    """Raises MissingError without the library: the standard one reads zstd from Python 3.14 on."""
    if find_spec("zstandard") is None:
        raise MissingError(f"{path}: reading zstd needs the extra: pip install 'gistmill[zstd]'.")
    import zstandard

    # A file may hold several frames, one after another.
    reader = zstandard.ZstdDecompressor().stream_reader(
        path.open("rb"), read_across_frames=True, closefd=True
    )
    return cast(IO[bytes], io.BufferedReader(reader))


def read_errors() -> tuple[type[Exception], ...]:
    """What a file raises that is damaged or cannot be reached, zstd's own error only where it is in use."""
    always = (OSError, EOFError, zlib.error)
    if "zstandard" not in sys.modules:
        return always
    from zstandard import ZstdError

    return (*always, cast(type[Exception], ZstdError))


def jsonl_documents(
    rows: IO[bytes], *, source: str, options: ReadOptions
) -> Iterator[Document | UnreadableInput]:
    """A document for each row that is not blank, or what is wrong with the row; memory is bounded by one row."""
    number = 0
    while row := rows.readline(options.max_bytes + 1):
        number += 1
        if len(row) > options.max_bytes:
            yield UnreadableInput(
                f"{source}, row {number}: longer than {options.max_bytes:,} bytes; split the text or raise --max-bytes."
            )
            _skip_rest_of_row(rows, row, options.max_bytes)
        elif row.strip():
            yield _document(row, number, source, options)


def _skip_rest_of_row(rows: IO[bytes], row: bytes, step: int) -> None:
    while row and not row.endswith(b"\n"):
        row = rows.readline(step)


def _document(row: bytes, number: int, source: str, options: ReadOptions) -> Document | UnreadableInput:
    where = f"{source}, row {number}"
    try:
        fields = msgspec.json.decode(row)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        return UnreadableInput(f"{where}: not a JSON object: {error}.")
    if not isinstance(fields, dict):
        return UnreadableInput(f"{where}: expected a JSON object, found {type(fields).__name__}.")
    id = fields.get(options.id_column, f"{Path(source).name}:{number}")
    id = id if isinstance(id, str | int) else str(id)
    text = fields.get(options.text_column)
    if not isinstance(text, str):
        return UnreadableInput(
            f"{where}: no text in the field {options.text_column!r}; name the right one with --text-column "
            f"(the row has {', '.join(map(repr, list(fields)[:8])) or 'no fields'}).",
            id=id,
        )
    if not text.strip():
        return UnreadableInput(f"{where}: empty, there is no text to work on.", id=id)
    return Document(id, source, text)
