"""Word documents: their paragraphs, with the headings that their styles mark.

A `.docx` is a zip of XML that a stranger made: what is unpacked is bounded, entities are never expanded and nothing is
fetched. Comments, headers, footers, footnotes and what was deleted with tracked changes are left out.
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from typing import Any

from gistmill.document import Document, Heading, Span
from gistmill.errors import UnreadableInput

# The longest novels unpack to a third of this, a bomb to far more.
MAX_UNPACKED_BYTES = 40_000_000
# Each takes about 100 bytes more than it is long: 1.5 million are about 200 MB, and a novel has a tenth of them.
MAX_MARKS = 1_500_000
MAX_MEMBERS = 10_000
_OLD_CONTAINER = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = 0x1
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_SKIPPED = {f"{_W}moveFrom", f"{_W}del", f"{_W}footnoteReference", _FALLBACK}
_HEADING_NAME = re.compile(r"heading ([1-9])$", re.IGNORECASE)


def docx_document(data: bytes, *, id: str, source: str) -> Document:
    """The text of a Word document, a blank line between paragraphs; its title style counts as a heading of level 0.

    Raises UnreadableInput for what is no such file, is broken, encrypted, too large unpacked, or without text.
    """
    _refuse_other_containers(data, source)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            if any(member.flag_bits & _ENCRYPTED for member in archive.infolist()):
                raise UnreadableInput(f"{source}: encrypted; save it without a password.")
            body = _tree(archive, "word/document.xml", source)
            levels = _levels(_tree(archive, "word/styles.xml", source))
    except (
        zipfile.BadZipFile,
        zlib.error,
        EOFError,
        NotImplementedError,
        RuntimeError,
        OSError,
        ValueError,
    ) as error:
        raise UnreadableInput(
            f"{source}: not a readable Word document ({error}); save it again as .docx, or as .txt."
        ) from error
    if body is None:
        raise UnreadableInput(
            f"{source}: a zip file without a Word document in it; expected word/document.xml."
        )
    text, headings = _laid_out(_paragraphs(body, levels))
    if not text.strip():
        raise UnreadableInput(f"{source}: empty, there is no text to work on.")
    return Document(id, source, text, headings=headings, notes=("text extracted from DOCX",))


def _refuse_other_containers(data: bytes, source: str) -> None:
    """What is no zip file of a modest table of contents, with what to do about it."""
    if data.startswith(_OLD_CONTAINER):
        if "EncryptedPackage".encode("utf-16-le") in data:
            raise UnreadableInput(f"{source}: encrypted; save it without a password.")
        raise UnreadableInput(f"{source}: Word's format of before 2007; save it again as .docx, or as .txt.")
    if data.count(b"PK\x01\x02") > MAX_MEMBERS:
        raise UnreadableInput(f"{source}: a zip file of more than {MAX_MEMBERS:,} files is no Word document.")


def _tree(archive: zipfile.ZipFile, member: str, source: str) -> Any:
    """The XML of a member, None if there is none."""
    from lxml import etree

    try:
        with archive.open(member) as file:
            xml = file.read(MAX_UNPACKED_BYTES + 1)
    except KeyError:
        return None
    if len(xml) > MAX_UNPACKED_BYTES:
        raise UnreadableInput(
            f"{source}: unpacks to more than {MAX_UNPACKED_BYTES:,} bytes; save its text as .txt instead."
        )
    if b"<!DOCTYPE" in xml[:4096]:
        raise UnreadableInput(f"{source}: declares a document type, which no Word document does; refused.")
    if xml.count(b"<") + xml.count(b"=") > MAX_MARKS:
        raise UnreadableInput(f"{source}: has more than {MAX_MARKS:,} marks; save its text as .txt instead.")
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        return etree.fromstring(xml, parser)
    except etree.XMLSyntaxError as error:
        raise UnreadableInput(f"{source}: not a readable Word document ({error}).") from error


def _levels(styles: Any) -> dict[str, int]:
    """The heading level of each style that has one, by its outline level or its (untranslated) name; 0 is the title."""
    levels: dict[str, int] = {}
    for style in styles.iterfind(f"{_W}style") if styles is not None else ():
        id, name = style.get(f"{_W}styleId", ""), style.find(f"{_W}name")
        named = name.get(f"{_W}val", "") if name is not None else ""
        outline = style.find(f"{_W}pPr/{_W}outlineLvl")
        if named.lower() == "title":
            levels[id] = 0
        elif match := _HEADING_NAME.match(named):
            levels[id] = int(match[1])
        elif outline is not None and outline.get(f"{_W}val", "9") in "012345678":
            levels[id] = int(outline.get(f"{_W}val")) + 1
    return levels


def _paragraphs(body: Any, levels: dict[str, int]) -> Iterator[tuple[str, int | None]]:
    """The text of each paragraph that has some, with its heading level (None: not a heading)."""
    for paragraph in body.iter(f"{_W}p"):
        text = " ".join("".join(_pieces(paragraph)).split())
        if text:
            style = paragraph.find(f"{_W}pPr/{_W}pStyle")
            yield text, levels.get(style.get(f"{_W}val")) if style is not None else None


def _pieces(element: Any) -> Iterator[str]:
    """The text below `element`; paragraphs inside it (of a text box) are their own."""
    for child in element:
        if child.tag == f"{_W}t":
            yield child.text or ""
        elif child.tag in (f"{_W}tab", f"{_W}br", f"{_W}cr"):
            yield " "
        elif child.tag == f"{_W}noBreakHyphen":
            yield "-"
        elif child.tag not in _SKIPPED and child.tag != f"{_W}p":
            yield from _pieces(child)


def _laid_out(paragraphs: Iterator[tuple[str, int | None]]) -> tuple[str, tuple[Heading, ...]]:
    texts, headings, position = [], [], 0
    for text, level in paragraphs:
        if level is not None:
            headings.append(Heading(Span(position, position + len(text)), text, level))
        texts.append(text)
        position += len(text) + 2
    return "\n\n".join(texts), tuple(headings)
