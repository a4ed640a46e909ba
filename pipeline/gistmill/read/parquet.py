"""Parquet: one document a row, read a batch of rows at a time."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

from gistmill.document import Document
from gistmill.errors import MissingError, UnreadableInput
from gistmill.read.opening import named
from gistmill.read.options import ReadOptions

ROWS_AT_A_TIME = 256


def parquet_documents(path: Path, *, options: ReadOptions) -> Iterator[Document | UnreadableInput]:
    """A document for each row, or what is wrong with the row; raises UnreadableInput if the file has no such column."""
    if find_spec("pyarrow") is None:
        raise MissingError(f"{path}: reading Parquet needs the extra: pip install 'gistmill[parquet]'.")
    import pyarrow
    from pyarrow.parquet import ParquetFile

    if not path.is_file():
        raise UnreadableInput(
            f"{path}: is no regular file, and a table is not read in order; copy it into one."
        )
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
    # A text that many rows share is kept once, as the file has it: a small file may stand for a huge table.
    file = ParquetFile(path, read_dictionary=[options.text_column])
    try:
        for batch in file.iter_batches(batch_size=ROWS_AT_A_TIME, columns=wanted):
            for index in range(batch.num_rows):
                number += 1
                fields = {name: batch.column(name)[index].as_py() for name in batch.schema.names}
                yield _document(fields, number, named(path), options)
    except (pyarrow.ArrowException, OSError, UnicodeDecodeError) as error:
        raise UnreadableInput(f"{path}, behind row {number}: damaged ({error}).") from error


def _document(
    fields: dict[str, object], number: int, source: str, options: ReadOptions
) -> Document | UnreadableInput:
    id = fields.get(options.id_column, f"{Path(source).name}:{number}")
    id = id if isinstance(id, str | int) else str(id)
    text = fields[options.text_column]
    if not isinstance(text, str) or not text.strip():
        return UnreadableInput(f"{source}, row {number}: empty, there is no text to work on.", id=id)
    if len(text) > options.max_bytes:
        return UnreadableInput(
            f"{source}, row {number}: longer than {options.max_bytes:,} bytes; split the text or raise --max-bytes.",
            id=id,
        )
    return Document(id, source, text)
