"""What decides how inputs are read."""

from __future__ import annotations

from msgspec import Struct

MEGABYTE = 1_000_000


class ReadOptions(Struct, frozen=True):
    """`text_column` and `id_column` name the fields of JSONL rows; `max_bytes` bounds one document.

    `encoding` is tried as given and nothing else is guessed; None means UTF-8, or UTF-16 with a byte order mark.
    """

    text_column: str = "text"
    id_column: str = "id"
    encoding: str | None = None
    max_bytes: int = 20 * MEGABYTE
