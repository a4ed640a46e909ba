"""CSV: one document a row, its columns named in the first row, read a row at a time."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path
from typing import TextIO

from gistmill.document import Document
from gistmill.errors import UnreadableInput
from gistmill.read.decode import decode
from gistmill.read.options import ReadOptions

DELIMITERS = ",;\t"
_SAMPLE_BYTES = 65_536


def csv_documents(path: Path, *, options: ReadOptions) -> Iterator[Document | UnreadableInput]:
    """A document for each row, or what is wrong with the row; the delimiter the one of `,` `;` tab that the head has.

    A field may be as long as a document may be. Raises UnreadableInput if no column has the text's name.
    """
    if not path.is_file():
        raise UnreadableInput(f"{path}: is no regular file, and a table is read twice; copy it into one.")
    encoding, note = _encoding(path, options)
    with path.open(encoding=encoding, newline="") as file:
        rows = _rows(file, source=str(path), max_length=options.max_bytes)
        first = next(rows, None)
        if first is None:
            raise UnreadableInput(f"{path}: empty, there is no text to work on.")
        if isinstance(first, UnreadableInput):
            yield first
            return
        names = [name.strip() for name in first]
        if options.text_column not in names:
            raise UnreadableInput(
                f"{path}: no column {options.text_column!r}; name the right one with --text-column "
                f"({', '.join(names[:8])})."
            )
        for number, row in enumerate(rows, start=2):
            if isinstance(row, UnreadableInput):
                yield row
            elif row:
                yield _document(dict(zip(names, row, strict=False)), number, str(path), options, note)


def _encoding(path: Path, options: ReadOptions) -> tuple[str, str | None]:
    """The encoding to read the table in, told by its first lines."""
    if options.encoding:
        decode(b"text", source=str(path), encoding=options.encoding)
        return options.encoding, None
    with path.open("rb") as file:
        head = file.read(_SAMPLE_BYTES)
    if len(head) == _SAMPLE_BYTES:
        head = head[: head.rfind(b"\n") + 1] or head
    _, note = decode(head, source=str(path))
    guessed = note.split(": ")[1].split(",")[0] if note else None
    return guessed or ("utf-16" if head[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"), note


def _rows(file: TextIO, *, source: str, max_length: int) -> Iterator[list[str] | UnreadableInput]:
    """The rows; the first broken one is the last, since nothing tells where the next begins."""
    head = file.readline(_SAMPLE_BYTES)
    file.seek(0)
    delimiter = max(DELIMITERS, key=head.count)
    reader = csv.reader(file, delimiter=delimiter, strict=True)
    while True:
        # The limit is the csv module's own and global, so it is set only while a row is read.
        before = csv.field_size_limit(max_length)
        try:
            row = next(reader)
        except StopIteration:
            return
        except (csv.Error, UnicodeDecodeError) as error:
            yield UnreadableInput(
                f"{source}, line {reader.line_num}: not a readable row ({error}); is a quote left open?"
            )
            return
        finally:
            csv.field_size_limit(before)
        yield row


def _document(
    fields: dict[str, str], number: int, source: str, options: ReadOptions, note: str | None
) -> Document | UnreadableInput:
    text = fields.get(options.text_column, "")
    if "\0" in text:
        return UnreadableInput(f"{source}, row {number}: holds NUL characters; it is not text.")
    if not text.strip():
        return UnreadableInput(f"{source}, row {number}: empty, there is no text to work on.")
    id = fields.get(options.id_column) or f"{Path(source).name}:{number}"
    return Document(id, source, text, notes=(note,) if note else ())


def count_rows(path: Path) -> int:
    """How many rows follow the head, counted fast and without regard to broken ones."""
    with path.open("rb") as file:
        quotes = lines = 0
        for line in file:
            quotes += line.count(b'"')
            lines += quotes % 2 == 0
    return max(lines - 1, 0)
