"""Bytes to text: in the encoding that is named or marked, else in UTF-8, else in one that is guessed and said to be."""

from __future__ import annotations

import codecs
import re

from gistmill.errors import UnreadableInput

# How a document's note begins if its encoding was guessed.
GUESSED = "encoding guessed: "
# What English text that is not UTF-8 comes in, and the source languages of its translations.
_CANDIDATES = ["cp1252", "gb18030", "big5", "shift_jis", "euc_kr", "cp1251"]
# Western texts have accents one by one, other scripts whole words of them; below so many bytes statistics guess wildly.
_LONGEST_WESTERN_RUN, _ENOUGH_TO_TELL = 2, 24
_BYTE_ORDER_MARKS = {
    codecs.BOM_UTF8: "utf-8-sig",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}
_NOT_ASCII = re.compile(rb"[\x80-\xff]+")
# Where a page names its own encoding (HTML standard, "prescan a byte stream": the first 1024 bytes).
_META_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([A-Za-z0-9_.:-]{2,40})", re.IGNORECASE)
_PRESCANNED = 1024


def decode(data: bytes, *, source: str, encoding: str | None = None) -> tuple[str, str | None]:
    """The text in `data`, and a note if its encoding had to be guessed.

    It is read in `encoding` if named, else by its byte order mark, else in UTF-8, else in the one that fits best of a
    few. Damaged UTF-8 is not taken for another encoding: what is valid in it tells it apart. Raises UnreadableInput
    for binary data, for bytes that are not in the encoding (with their line), and for data without any text.

    >>> decode(b"caf\\xc3\\xa9", source="menu.txt")
    ('café', None)
    """
    chosen = encoding or _by_mark(data) or "utf-8"
    if "16" not in chosen and "32" not in chosen and b"\0" in data[:8192] and not _looks_like_utf_16(data):
        raise UnreadableInput(
            f"{source}: a binary file, not text; gistmill reads text, Markdown, HTML, PDF, DOCX and tables."
        )
    note = None
    try:
        text = data.decode(chosen)
    except LookupError as error:
        raise UnreadableInput(
            f"{source}: unknown encoding {encoding!r}; name one that Python knows, such as gb18030."
        ) from error
    except UnicodeError as error:
        if not isinstance(error, UnicodeDecodeError):
            raise UnreadableInput(f"{source}: not a text in {chosen} ({error}).") from error
        guess = None if encoding else _guess(data)
        if guess is None:
            line = data.count(b"\n", 0, error.start) + 1
            raise UnreadableInput(
                f"{source}, line {line}: byte 0x{data[error.start]:02x} is not valid {chosen}; "
                "name the file's encoding with --encoding (gb18030, cp1252, ...)."
            ) from error
        text, note = data.decode(guess), f"{GUESSED}{guess}, not UTF-8; --encoding names another"
    if encoding is None and note is None and _looks_like_utf_16(data) and (guess := _guess(data)):
        text, note = data.decode(guess), f"{GUESSED}{guess}, not UTF-8; --encoding names another"
    if not text.strip():
        raise UnreadableInput(f"{source}: empty, there is no text to work on.")
    return text, note


def declared_encoding(page: bytes) -> str | None:
    """The encoding that a web page names in its head, if Python knows it.

    >>> declared_encoding(b'<meta charset="gb2312">')
    'gb2312'
    """
    found = _META_CHARSET.search(page[:_PRESCANNED])
    try:
        return codecs.lookup(found[1].decode("ascii")).name if found else None
    except LookupError:
        return None


def _by_mark(data: bytes) -> str | None:
    return next((name for mark, name in _BYTE_ORDER_MARKS.items() if data.startswith(mark)), None)


def _looks_like_utf_16(data: bytes) -> bool:
    """Whether every other byte is zero, as in English text in UTF-16; a mark at its head says the rest."""
    sample = data[:2000]
    halves = (sample[0::2], sample[1::2])
    return (
        _by_mark(data) is None and len(sample) > 8 and any(half.count(0) > 0.8 * len(half) for half in halves)
    )


def _guess(data: bytes) -> str | None:
    """The candidate in which `data` reads best; None for damaged UTF-8 and where none is plausible."""
    if _looks_like_utf_16(data):
        return "utf_16_le" if data[1:2000:2].count(0) > data[0:2000:2].count(0) else "utf_16_be"
    runs = [len(run[0]) for run in _NOT_ASCII.finditer(data)]
    if _has_valid_utf_8(data):
        return None
    if max(runs) <= _LONGEST_WESTERN_RUN and _reads_in(data, "cp1252"):
        return "cp1252"
    if sum(runs) < _ENOUGH_TO_TELL:
        return "gb18030" if _reads_in(data, "gb18030") else None
    from charset_normalizer import from_bytes

    best = from_bytes(data, cp_isolation=_CANDIDATES, threshold=0.2).best()
    return best.encoding if best is not None and _reads_in(data, best.encoding) else None


def _reads_in(data: bytes, encoding: str) -> bool:
    try:
        return _is_plausible(data.decode(encoding))
    except UnicodeDecodeError:
        return False


def _has_valid_utf_8(data: bytes) -> bool:
    """Whether some run of bytes beyond ASCII is valid UTF-8: hardly ever by chance."""
    return any(_is_utf_8(run[0]) for run in _NOT_ASCII.finditer(data))


def _is_utf_8(run: bytes) -> bool:
    try:
        run.decode()
    except UnicodeDecodeError:
        return False
    return True


def _is_plausible(text: str) -> bool:
    """Whether what is not ASCII are letters within words or typographic signs, and no controls are among it."""
    strange = [character for character in text if not character.isascii()]
    odd = [
        c
        for c in strange
        if not (c.isalpha() and c not in "ÿþÐð") and c not in "‘’“”–—…•€£§©®°«»·、。，：；！？（）《》"
    ]
    return not any(map(_is_control, text)) and len(odd) * 5 <= len(strange)


def _is_control(character: str) -> bool:
    return not character.isprintable() and character not in "\n\r\t\f\u3000\xa0\xad\ufeff"
