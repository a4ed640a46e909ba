"""Parquet: one document a row, read a batch of rows at a time."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

from gistmill.document import Document
from gistmill.errors import MissingError, UnreadableInput
from gistmill.read.options import ReadOptions

ROWS_AT_A_TIME = 256


def parquet_documents(path: Path, *, options: ReadOptions) -> Iterator[Document | UnreadableInput]:
    """A document for each row, or what is wrong with the row; raises UnreadableInput if the file has no such column."""
    if find_spec("pyarrow") is None:
        raise MissingError(f"{path}: reading Parquet needs the extra: pip install 'gistmill[parquet]'.")
    import pyarrow
    from pyarrow.parquet import ParquetFile

    try:
        file = ParquetFile(path)
    except (pyarrow.ArrowException, OSError) as error:
        raise UnreadableInput(f"{path}: not a readable Parquet file ({error}).") from error
    columns = file.schema_arrow.names
    if options.text_column not in columns:
        raise UnreadableInput(
            f"{path}: no column {options.text_column!r}; name the right one with --text-column ({', '.join(columns)})."
        )
    wanted = [name for name in (options.id_column, options.text_column) if name in columns]
    number = 0
    for batch in file.iter_batches(batch_size=ROWS_AT_A_TIME, columns=wanted):
        for fields in batch.to_pylist():
            number += 1
            yield _document(fields, number, str(path), options)


def _document(
    fields: dict[str, object], number: int, source: str, options: ReadOptions
) -> Document | UnreadableInput:
    id = fields.get(options.id_column, f"{Path(source).name}:{number}")
    id = id if isinstance(id, str | int) else str(id)
    text = fields[options.text_column]
    if not isinstance(text, str) or not text.strip():
        return UnreadableInput(f"{source}, row {number}: empty, there is no text to work on.", id=id)
    return Document(id, source, text)
