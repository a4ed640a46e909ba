"""Rows to measure on: a document and the summary a person wrote of it, one JSON object a line."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import msgspec
from msgspec import Struct

from gistmill.errors import UnreadableInput


class Columns(Struct, frozen=True):
    """The fields that hold the document and its summary."""

    document: str = "document"
    summary: str = "summary"


class Row(Struct, frozen=True):
    """`name` says which row it is: the file and the number of its line."""

    name: str
    document: str
    summary: str


def read_rows(
    lines: Iterable[bytes], *, source: str, columns: Columns = Columns()
) -> Iterator[Row | UnreadableInput]:
    """A row for each line that is not blank, or what is wrong with it; one line is held at a time.

    >>> list(read_rows([b'{"document": "It rained all day.", "summary": "Rain."}'], source="a.jsonl"))
    [Row(name='a.jsonl, row 1', document='It rained all day.', summary='Rain.')]
    """
    for number, line in enumerate(lines, start=1):
        if line.strip():
            try:
                yield _row(line, f"{source}, row {number}", columns)
            except UnreadableInput as error:
                yield error


def _row(line: bytes, where: str, columns: Columns) -> Row:
    try:
        fields = msgspec.json.decode(line)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise UnreadableInput(f"{where}: not a JSON object: {error}.") from error
    if not isinstance(fields, dict):
        raise UnreadableInput(f"{where}: expected a JSON object, found {type(fields).__name__}.")
    return Row(
        where,
        _text(fields, columns.document, where, option="--document-column"),
        _text(fields, columns.summary, where, option="--summary-column"),
    )


def _text(fields: dict[str, Any], column: str, where: str, *, option: str) -> str:
    text = fields.get(column)
    if not isinstance(text, str):
        found = ", ".join(map(repr, list(fields)[:8])) or "no fields"
        raise UnreadableInput(
            f"{where}: no text in the field {column!r}; name the right one with {option} (the row has {found})."
        )
    if not text.strip():
        raise UnreadableInput(f"{where}: the field {column!r} is empty, there is nothing to compare.")
    return text
