"""Files that are broken or meant to harm: one clear line each, quickly, and nothing of theirs is expanded."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest

from gistmill.document import Document
from gistmill.errors import UnreadableInput
from gistmill.read import ReadOptions, docx, read_documents

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
BODY = f"<w:document {W}><w:body><w:p><w:r><w:t>It rained.</w:t></w:r></w:p></w:body></w:document>"
LAUGHS = '<!DOCTYPE d [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]>' + BODY.replace("It rained.", "&b;")
OUTSIDE = '<!DOCTYPE d [<!ENTITY a SYSTEM "file:///etc/passwd">]>' + BODY.replace("It rained.", "&a;")
LATE = "<!--" + "x" * 5000 + "-->" + LAUGHS


def docx_of(xml: str) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", xml)
    return packed.getvalue()


def reads(path: Path, data: bytes, **settings: int) -> list[Document | UnreadableInput]:
    path.write_bytes(data)
    return list(read_documents([str(path)], ReadOptions(**settings)))


def complaint(path: Path, data: bytes, **settings: int) -> str:
    (read,) = reads(path, data, **settings)
    assert isinstance(read, UnreadableInput)
    assert str(read).startswith(str(path))
    assert "\n" not in str(read)
    return str(read)


def test_a_word_document_is_read(tmp_path: Path) -> None:
    (read,) = reads(tmp_path / "a.docx", docx_of(BODY))
    assert isinstance(read, Document)
    assert read.text == "It rained."


@pytest.mark.parametrize("kept", [10, 60, -30])
def test_a_truncated_word_document_is_named(tmp_path: Path, kept: int) -> None:
    assert "not a readable Word document" in complaint(tmp_path / "a.docx", docx_of(BODY)[:kept])


def test_a_zip_of_something_else_is_named(tmp_path: Path) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("picture.png", b"")
    assert "without a Word document" in complaint(tmp_path / "a.docx", packed.getvalue())


def test_a_zip_bomb_is_not_unpacked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(docx, "MAX_UNPACKED_BYTES", 1_000_000)
    bomb = docx_of(BODY.replace("It rained.", " " * 20_000_000))
    assert len(bomb) < 50_000
    assert "unpacks to more than 1,000,000 bytes" in complaint(tmp_path / "a.docx", bomb)


@pytest.mark.parametrize("xml", [LAUGHS, OUTSIDE], ids=["laughs", "outside"])
def test_entities_are_refused(tmp_path: Path, xml: str) -> None:
    assert "declares a document type" in complaint(tmp_path / "a.docx", docx_of(xml))


def test_entities_declared_behind_a_long_comment_are_not_expanded(tmp_path: Path) -> None:
    (read,) = reads(tmp_path / "a.docx", docx_of(LATE.replace("&b;", "It rained.&b;")))
    assert not isinstance(read, Document) or read.text == "It rained."


def test_a_table_that_begins_with_nul_is_told_to_be_binary(tmp_path: Path) -> None:
    assert "binary" in complaint(tmp_path / "a.csv", b'id,text\n1,"It \x00 rained"\n2,It poured.\n')


def test_a_late_row_with_nul_is_named_and_the_rest_is_read(tmp_path: Path) -> None:
    rows = b"0,It rained.\n" * 6000 + b"1,It \x00 rained.\n2,It poured.\n"
    *_, bad, last = reads(tmp_path / "a.csv", b"id,text\n" + rows)
    assert "row 6002: holds NUL characters; it is not text." in str(bad)
    assert isinstance(last, Document)
    assert last.text == "It poured."


def test_a_huge_field_is_refused(tmp_path: Path) -> None:
    (read,) = reads(tmp_path / "a.csv", b"id,text\n1," + b"x" * 300_000 + b"\n", max_bytes=200_000)
    assert "line 2: not a readable row (field larger than field limit (200000))" in str(read)


def test_a_field_over_the_usual_limit_of_csv_is_read(tmp_path: Path) -> None:
    (read,) = reads(tmp_path / "a.csv", b"id,text\n1," + b"x" * 300_000 + b"\n")
    assert isinstance(read, Document)
    assert len(read.text) == 300_000


def test_an_open_quote_is_named_with_its_line(tmp_path: Path) -> None:
    *_, last = reads(tmp_path / "a.csv", b'id,text\n1,It rained.\n2,"It poured.\n')
    assert "is a quote left open?" in str(last)


def test_binary_data_named_as_text_is_told(tmp_path: Path) -> None:
    assert "binary" in complaint(tmp_path / "a.txt", bytes(range(256)) * 10)


@pytest.mark.parametrize("name", ["a.exe", "a.xlsx", "a.doc"])
def test_an_unknown_kind_is_told_with_what_is_known(tmp_path: Path, name: str) -> None:
    told = complaint(tmp_path / name, b"text")
    assert "unknown kind of file" in told
    assert ".docx" in told


def test_nothing_is_fetched() -> None:
    (read,) = read_documents(["https://example.org/a.html"])
    assert "gistmill fetches nothing; save the page" in str(read)
