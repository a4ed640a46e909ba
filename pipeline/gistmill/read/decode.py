"""Bytes to text, without guessing."""

from __future__ import annotations

import codecs

from gistmill.errors import UnreadableInput

_BYTE_ORDER_MARKS = {
    codecs.BOM_UTF8: "utf-8-sig",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}


def decode(data: bytes, *, source: str, encoding: str | None = None) -> str:
    """The text in `data`: in `encoding` if named, else by its byte order mark, else in UTF-8.

    Raises UnreadableInput for binary data, for bytes that are not in the encoding (with their line), and for
    data without any text.

    >>> decode(b"caf\\xc3\\xa9", source="menu.txt")
    'café'
    """
    encoding = encoding or _by_mark(data) or "utf-8"
    if "16" not in encoding and "32" not in encoding and b"\0" in data[:8192]:
        raise UnreadableInput(
            f"{source}: a binary file, not text; gistmill reads text, Markdown, HTML and JSONL."
        )
    try:
        text = data.decode(encoding)
    except LookupError as error:
        raise UnreadableInput(
            f"{source}: unknown encoding {encoding!r}; name one that Python knows, such as gb18030."
        ) from error
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise UnreadableInput(
            f"{source}, line {line}: byte 0x{data[error.start]:02x} is not valid {encoding}; "
            "name the file's encoding with --encoding (gb18030, cp1252, ...)."
        ) from error
    if not text.strip():
        raise UnreadableInput(f"{source}: empty, there is no text to work on.")
    return text


def _by_mark(data: bytes) -> str | None:
    return next((name for mark, name in _BYTE_ORDER_MARKS.items() if data.startswith(mark)), None)
