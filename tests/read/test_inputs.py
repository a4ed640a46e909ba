"""Inputs as people have them, good and bad: every failure is one line that says where and what to do."""

import gzip
import json
import sys
from io import BytesIO, TextIOWrapper
from pathlib import Path

import pytest

from gistmill.document import Document
from gistmill.errors import UnreadableInput
from gistmill.read import ReadOptions, read_documents


def read_one(path: Path | str, **settings: object) -> Document | UnreadableInput:
    (read,) = read_documents([str(path)], ReadOptions(**settings))  # type: ignore[arg-type]
    return read


def test_a_text_file_is_read_as_it_stands(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes("Café.\r\n".encode())
    assert read_one(path) == Document("a", str(path), "Café.\r\n")


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_a_byte_order_mark_tells_the_encoding(tmp_path: Path, encoding: str) -> None:
    (tmp_path / "a.txt").write_bytes("Straße".encode(encoding))
    assert read_one(tmp_path / "a.txt").text == "Straße"


def test_a_named_encoding_is_used(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes("党史".encode("gb18030"))
    assert read_one(tmp_path / "a.txt", encoding="gb18030").text == "党史"


@pytest.mark.parametrize(
    ("data", "complaint"),
    [
        (b"", "empty"),
        (b" \n\t", "empty"),
        (b"PK\x03\x04\x00\x00", "binary"),
        (b"good\nbad \xff line", "line 2: byte 0xff is not valid utf-8"),
        (b"x" * 60, "more than the 50 bytes"),
    ],
)
def test_a_bad_file_is_named_with_its_fault(tmp_path: Path, data: bytes, complaint: str) -> None:
    path = tmp_path / "bad.txt"
    path.write_bytes(data)
    error = read_one(path, max_bytes=50)
    assert isinstance(error, UnreadableInput)
    assert str(path) in str(error)
    assert complaint in str(error)


def test_an_unknown_encoding_is_reported(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("text")
    assert "unknown encoding 'klingon'" in str(read_one(tmp_path / "a.txt", encoding="klingon"))


def test_an_unknown_kind_of_file_is_reported(tmp_path: Path) -> None:
    (tmp_path / "a.xyz").write_text("text")
    assert "unknown kind of file '.xyz'" in str(read_one(tmp_path / "a.xyz"))


def test_a_missing_file_is_reported(tmp_path: Path) -> None:
    assert "no such file" in str(read_one(tmp_path / "none.txt"))


def test_a_directory_is_walked_by_name_and_hidden_files_are_left_out(tmp_path: Path) -> None:
    for name in ("b.txt", "a.md", ".hidden.txt", "picture.png", "sub/c.txt"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("text")
    assert [read.id for read in read_documents([str(tmp_path)])] == ["a", "b", "c"]


def test_a_directory_without_texts_is_reported(tmp_path: Path) -> None:
    assert "a directory without texts" in str(read_one(tmp_path))


def test_a_glob_is_expanded(tmp_path: Path) -> None:
    for name in ("1.txt", "2.txt"):
        (tmp_path / name).write_text("text")
    assert [read.id for read in read_documents([str(tmp_path / "*.txt")])] == ["1", "2"]
    assert "no file matches" in str(read_one(tmp_path / "*.rst"))


def test_standard_input_is_a_document(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", TextIOWrapper(BytesIO(b"From a pipe.")))
    assert read_one("-") == Document("stdin", "stdin", "From a pipe.")


def test_one_bad_file_does_not_stop_the_rest(tmp_path: Path) -> None:
    (tmp_path / "good.txt").write_text("text")
    reads = list(read_documents([str(tmp_path / "none.txt"), str(tmp_path / "good.txt")]))
    assert [type(read) for read in reads] == [UnreadableInput, Document]


def write_rows(path: Path, *rows: object) -> Path:
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return path


def test_jsonl_rows_keep_their_ids(tmp_path: Path) -> None:
    path = write_rows(
        tmp_path / "a.jsonl", {"id": "x", "text": "one"}, {"id": 7, "text": "two"}, {"text": "three"}
    )
    assert [read.id for read in read_documents([str(path)])] == ["x", 7, "a.jsonl:3"]


def test_jsonl_columns_can_be_named(tmp_path: Path) -> None:
    path = write_rows(tmp_path / "a.jsonl", {"key": "k", "body": "one"})
    read = read_one(path, text_column="body", id_column="key")
    assert (read.id, read.text) == ("k", "one")


def test_gzipped_jsonl_is_read(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl.gz").write_bytes(gzip.compress(b'{"id": "1", "text": "one"}\n'))
    assert read_one(tmp_path / "a.jsonl.gz").text == "one"


def test_broken_gzip_is_reported(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl.gz").write_bytes(gzip.compress(b'{"id": "1", "text": "one"}\n' * 99)[:-20])
    *_, last = read_documents([str(tmp_path / "a.jsonl.gz")])
    assert "cannot be read" in str(last)


def test_bad_rows_are_reported_with_their_number_and_the_rest_is_read(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    long_row = json.dumps({"id": 4, "text": "x" * 200})
    path.write_text(
        f'{{"id": 1, "text": "one"}}\n{{broken\n[1]\n{long_row}\n{{"id": 5, "t": "x"}}\n{{"id": 6, "text": "six"}}\n'
    )
    first, broken, no_object, too_long, no_text, last = read_documents(
        [str(path)], ReadOptions(max_bytes=100)
    )
    assert (first.id, last.id) == (1, 6)
    assert "row 2: not a JSON object" in str(broken)
    assert "row 3: expected a JSON object, found list" in str(no_object)
    assert "row 4: longer than 100 bytes" in str(too_long)
    assert "row 5: no text in the field 'text'" in str(no_text)
    assert "'id', 't'" in str(no_text)


def test_parquet_rows_are_documents(tmp_path: Path) -> None:
    pyarrow = pytest.importorskip("pyarrow")
    from pyarrow import parquet

    parquet.write_table(pyarrow.table({"id": [1, 2], "text": ["one", None]}), tmp_path / "a.parquet")
    first, second = read_documents([str(tmp_path / "a.parquet")])
    assert (first.id, first.text) == (1, "one")
    assert "row 2: empty" in str(second)
    assert "no column 'body'" in str(read_one(tmp_path / "a.parquet", text_column="body"))


def test_a_broken_pdf_is_reported(tmp_path: Path) -> None:
    pytest.importorskip("pypdf")
    (tmp_path / "a.pdf").write_bytes(b"%PDF-1.7 but not really")
    assert "not a readable PDF" in str(read_one(tmp_path / "a.pdf"))
