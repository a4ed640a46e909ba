"""The finished rows into place: as they are (JSONL), or as a Parquet table."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.util import find_spec
from itertools import islice
from pathlib import Path
from typing import Any

import msgspec

from gistmill.errors import MissingError

PARQUET = ".parquet"
ROWS_AT_A_TIME = 1024
# What a row of the Parquet table holds beside the whole report, so that common questions need no JSON.
COLUMNS = ("id", "source", "title", "headline", "overview", "error", "report")


def check_output_kind(output: Path) -> None:
    """Raises MissingError where the output's kind needs an extra that is not installed."""
    if output.suffix == PARQUET and find_spec("pyarrow") is None:
        raise MissingError(f"{output}: writing Parquet needs the extra: pip install 'gistmill[parquet]'.")


def complete(partial: Path, output: Path) -> None:
    """Puts all rows of `partial` in the place of `output`, in one move; a Parquet table is made from a copy."""
    if output.suffix == PARQUET:
        table = output.with_name(output.name + ".moving")
        _write_parquet(partial, table)
        table.replace(output)
    else:
        partial.replace(output)


def _write_parquet(partial: Path, path: Path) -> None:
    import pyarrow
    from pyarrow.parquet import ParquetWriter

    schema = pyarrow.schema([(name, pyarrow.string()) for name in COLUMNS])
    with partial.open("rb") as lines, ParquetWriter(path, schema) as writer:
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
