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
from gistmill.read.opening import open_bytes
from gistmill.read.options import ReadOptions

COMPRESSIONS = (".gz", ".zst")
# A row that is too long is skipped up to so many times the longest that is read.
LONGEST_SKIPPED = 10


def open_jsonl(path: Path) -> IO[bytes]:
    """The file's rows as bytes, decompressed if its name ends in `.gz` or `.zst`."""
    if path.suffix == ".zst":
        return _open_zstd(path)
    file = open_bytes(path)
    if path.suffix != ".gz":
        return file
    unpacked = gzip.GzipFile(fileobj=file)
    # So that closing it closes the file, too, as where `gzip` opens it itself.
    unpacked.myfileobj = file  # type: ignore[assignment]
    return cast(IO[bytes], unpacked)


def _open_zstd(path: Path) -> IO[bytes]:
    """Raises MissingError without the library: the standard one reads zstd from Python 3.14 on."""
    if find_spec("zstandard") is None:
        raise MissingError(f"{path}: reading zstd needs the extra: pip install 'gistmill[zstd]'.")
    import zstandard

    # A file may hold several frames, one after another.
    reader = zstandard.ZstdDecompressor().stream_reader(
        open_bytes(path), read_across_frames=True, closefd=True
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
            if not _skip_rest_of_row(rows, row, options.max_bytes):
                yield UnreadableInput(f"{source}, row {number}: does not end; what follows it is not read.")
                return
        elif row.strip():
            yield _document(row, number, source, options)


def _skip_rest_of_row(rows: IO[bytes], row: bytes, step: int) -> bool:
    """Whether the row ends before it gets absurd: what is compressed may unpack to a thousand times its size."""
    for _ in range(LONGEST_SKIPPED):
        if not row or row.endswith(b"\n"):
            return True
        row = rows.readline(step)
    return False


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
