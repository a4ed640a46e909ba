"""The finished rows into place: as they are (JSONL), or as a Parquet table."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.util import find_spec
from itertools import islice
from pathlib import Path
from typing import IO, Any

import msgspec

from gistmill.errors import InputError, MissingError
from gistmill.outputs import is_replaceable, open_output, put_in_place, refusals

PARQUET = ".parquet"
MOVING = ".moving"
SUFFIXES = (".jsonl", ".ndjson", PARQUET)
ROWS_AT_A_TIME = 1024
# What a row of the Parquet table holds beside the whole report, so that common questions need no JSON.
COLUMNS = ("id", "source", "title", "headline", "overview", "error", "report")


def check_output_kind(output: Path) -> None:
    """Raises InputError for a name that promises another kind of file, MissingError where its kind needs an extra."""
    kind = output.suffix.lower()
    if not is_replaceable(output):
        if kind == PARQUET:
            raise InputError(f"{output}: a Parquet table cannot be streamed; name a file.")
        return
    if kind and kind not in SUFFIXES:
        raise InputError(f"{output}: unknown kind of output {kind!r}; expected {' '.join(SUFFIXES)}.")
    if kind == PARQUET and find_spec("pyarrow") is None:
        raise MissingError(f"{output}: writing Parquet needs the extra: pip install 'gistmill[parquet]'.")


def complete(partial: Path, output: Path) -> None:
    """Puts all rows of `partial` in the place of `output`, in one move; a Parquet table is made from a copy."""
    if output.suffix.lower() == PARQUET:
        # Of a name of its own, so that a run that goes on after a kill replaces it.
        with refusals(output), open_output(output, temporary=output.with_name(output.name + MOVING)) as table:
            _write_parquet(partial, table)
    else:
        put_in_place(partial, output)


def _write_parquet(partial: Path, table: IO[bytes]) -> None:
    import pyarrow
    from pyarrow.parquet import ParquetWriter

    schema = pyarrow.schema([(name, pyarrow.string()) for name in COLUMNS])
    with partial.open("rb") as lines, ParquetWriter(table, schema) as writer:
        for portion in _portions(lines):
            rows = [_columns(line) for line in portion]
            writer.write_table(pyarrow.Table.from_pylist(rows, schema=schema))


def _portions(lines: Any) -> Iterator[list[bytes]]:
    while portion := list(islice(lines, ROWS_AT_A_TIME)):
        yield portion


def _columns(line: bytes) -> dict[str, str | None]:
    """
    >>> _columns(b'{"id": 7, "source": "a.jsonl", "error": "empty"}\\n')["error"]
    'empty'
    """
    row = msgspec.json.decode(line)
    document, overview = row.get("document", row), row.get("overview", {})
    return {
        "id": None if document["id"] is None else str(document["id"]),
        "source": document["source"],
        "title": document.get("title"),
        "headline": overview.get("headline"),
        "overview": overview.get("text"),
        "error": row.get("error"),
        "report": line.decode().rstrip("\n"),
    }
