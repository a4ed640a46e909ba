"""What is endless, hostile or nobody's: a clear line within seconds and within little memory, never a hang."""

from __future__ import annotations

import gzip
import io
import os
import subprocess
import sys
import threading
import time
import zipfile
from pathlib import Path

import pytest

from gistmill.batch import plan_inputs
from gistmill.document import Document
from gistmill.errors import InputError, UnreadableInput, WrongType
from gistmill.read import ReadOptions, opening, read_documents
from gistmill.recipe import Recipe
from tests.read.test_hostile_files import BODY, docx_of

LIMIT_S, LIMIT_MB = 10, 300


def one(path: Path | str, **options: int) -> Document | UnreadableInput:
    return next(read_documents([str(path)], ReadOptions(**options)))


def test_a_pipe_is_read(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.txt")
    writer = threading.Thread(target=lambda: (tmp_path / "pipe.txt").write_text("It rained."), daemon=True)
    writer.start()
    read = one(tmp_path / "pipe.txt")
    assert isinstance(read, Document)
    assert read.text == "It rained."


@pytest.mark.parametrize(
    "name", ["pipe", "pipe.jsonl", "pipe.jsonl.gz", "pipe.csv", "pipe.parquet", "pipe.docx"]
)
def test_a_pipe_that_nobody_writes_to_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.setattr(opening, "PIPE_WAIT_S", 0.2)
    os.mkfifo(tmp_path / name)
    read = one(tmp_path / name)
    assert isinstance(read, UnreadableInput)
    assert "nobody wrote to it" in str(read) or "no regular file" in str(read)


def test_an_endless_pipe_ends_at_the_limit(tmp_path: Path) -> None:
    read = one("/dev/zero", max_bytes=1000)
    assert "more than the 1,000 bytes" in str(read)


def test_a_pipe_is_no_input_of_a_batch(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.txt")
    with pytest.raises(InputError, match="no regular file"):
        plan_inputs([str(tmp_path / "pipe.txt")], Recipe())


@pytest.mark.parametrize(
    ("name", "said"),
    [("x" * 5000, "too long"), ("a\0b", "cannot be read"), ("**x/[", "no such file|no file|cannot")],
)
def test_a_name_that_cannot_be_is_told(name: str, said: str) -> None:
    read = one(name)
    assert isinstance(read, UnreadableInput)
    assert len(str(read)) < 400


def test_a_name_that_is_no_text_is_shown_as_bytes(tmp_path: Path) -> None:
    path = Path(os.fsdecode(os.fsencode(tmp_path) + b"/a\xff.txt"))
    path.write_text("It rained.")
    read = one(path)
    assert isinstance(read, Document)
    assert read.source.endswith("a\\xff.txt")
    read.source.encode()


def test_encrypted_documents_are_told(tmp_path: Path) -> None:
    encrypted = bytearray(docx_of(BODY))
    for signature, flags in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        encrypted[encrypted.index(signature) + flags] |= 1
    (tmp_path / "a.docx").write_bytes(encrypted)
    assert "encrypted; save it without a password" in str(one(tmp_path / "a.docx"))
    container = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le")
    (tmp_path / "b.docx").write_bytes(container)
    assert "encrypted; save it without a password" in str(one(tmp_path / "b.docx"))


def test_an_encrypted_pdf_is_told(tmp_path: Path) -> None:
    pypdf = pytest.importorskip("pypdf")
    writer = pypdf.PdfWriter()
    writer.add_blank_page(100, 100)
    writer.encrypt("secret", algorithm="RC4-128")
    writer.write(tmp_path / "a.pdf")
    assert "encrypted; save it without a password" in str(one(tmp_path / "a.pdf"))


def zip_bomb() -> bytes:
    return docx_of(BODY.replace("It rained.", " " * 300_000_000))


def tag_bomb() -> bytes:
    return docx_of(BODY.replace("<w:p>", "<w:p>" + "<w:r/>" * 5_000_000))


def crowd() -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for number in range(20_000):
            archive.writestr(str(number), b"")
    return packed.getvalue()


def page_bomb() -> bytes:
    return b"<html><body>" + b"<div>" * 3_000_000


def attribute_bomb() -> bytes:
    return b"<p " + b"".join(b"a%d=1 " % n for n in range(500_000)) + b">It rained</p>"


def endless_row() -> bytes:
    return gzip.compress(b"x" * 400_000_000, 1)


def pdf_bomb() -> bytes:
    import zlib

    content = zlib.compress(zlib.compress(b"0" * 400_000_000, 1), 9)
    stream = b"<< /Length %d /Filter [/FlateDecode /FlateDecode] >>\nstream\n" % len(content)
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] /Contents 4 0 R >>",
        stream + content + b"\nendstream",
    ]
    pdf, places = b"%PDF-1.4\n", []
    for number, one_object in enumerate(objects, start=1):
        places.append(len(pdf))
        pdf += b"%d 0 obj\n" % number + one_object + b"\nendobj\n"
    table = b"xref\n0 5\n0000000000 65535 f \n" + b"".join(b"%010d 00000 n \n" % place for place in places)
    return pdf + table + b"trailer << /Size 5 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF" % len(pdf)


READ = """
import resource, sys, time
from gistmill.read import read_documents
started = time.monotonic()
reads = [str(read)[:300] for read in read_documents([sys.argv[1]])]
# ru_maxrss of this process would be that of the tests, which it was forked from.
own = next(int(line.split()[1]) for line in open("/proc/self/status") if line.startswith("VmHWM"))
used = max(own, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss) // 1024
print(time.process_time(), used, *reads, sep="|")
"""


@pytest.mark.parametrize(
    ("name", "bomb"),
    [
        ("a.docx", zip_bomb), ("b.docx", tag_bomb), ("c.docx", crowd), ("a.html", page_bomb),
        ("b.html", attribute_bomb), ("a.jsonl.gz", endless_row), ("a.pdf", pdf_bomb),
    ],
    ids=lambda value: getattr(value, "__name__", value),
)  # fmt: skip
def test_a_bomb_is_refused_in_time_and_memory(tmp_path: Path, name: str, bomb) -> None:  # type: ignore[no-untyped-def]
    (tmp_path / name).write_bytes(bomb())
    started = time.monotonic()
    run = subprocess.run(
        [sys.executable, "-c", READ, tmp_path / name], capture_output=True, text=True, timeout=120
    )
    assert run.returncode == 0, run.stderr
    seconds, megabytes, *said = run.stdout.strip().split("|")
    assert said
    assert all(str(tmp_path) in one for one in said)
    assert int(megabytes) < LIMIT_MB
    assert float(seconds) < LIMIT_S
    assert time.monotonic() - started < 10 * LIMIT_S


def test_a_zip_that_points_before_its_beginning_is_told(tmp_path: Path) -> None:
    """Found by `make faults`: bytes that are missing in the middle move every place that the directory names."""
    data = docx_of(BODY)
    (tmp_path / "a.docx").write_bytes(data[:60] + data[64:])
    assert "not a readable Word document" in str(one(tmp_path / "a.docx"))


def test_a_damaged_table_is_told(tmp_path: Path) -> None:
    pyarrow = pytest.importorskip("pyarrow")
    from pyarrow import parquet

    rows = [f"It rained {number} days." * 50 for number in range(3000)]
    parquet.write_table(
        pyarrow.table({"text": rows}), tmp_path / "a.parquet", compression="none", use_dictionary=False
    )
    data = bytearray((tmp_path / "a.parquet").read_bytes())
    data[100:3000] = b"\xff" * 2900
    (tmp_path / "a.parquet").write_bytes(data)
    reads = list(read_documents([str(tmp_path / "a.parquet")]))
    assert isinstance(reads[-1], UnreadableInput)


def test_a_path_to_nothing_is_an_error_and_a_text_a_text(tmp_path: Path) -> None:
    import gistmill

    for path in (tmp_path / "none.txt", str(tmp_path / "none.txt"), "none.md"):
        with pytest.raises(UnreadableInput, match="no such file"):
            gistmill.clean(path)
    assert gistmill.clean(text="none.txt").text == "none.txt"
    (tmp_path / "a").write_text("It rained.")
    assert gistmill.clean(text=str(tmp_path / "a")).text == str(tmp_path / "a")


@pytest.mark.parametrize("wrong", [b"It rained.", 7, None, ["It rained."]])
def test_a_wrong_type_is_one_clear_error(wrong: object) -> None:
    import gistmill

    for function in (gistmill.clean, gistmill.segment, gistmill.summarize):
        with pytest.raises(WrongType, match=f"found {type(wrong).__name__}"):
            function(wrong)
    with pytest.raises(TypeError, match="expected a Recipe, found str"):
        gistmill.clean("It rained.", "short")


def test_the_package_lists_its_public_names() -> None:
    import gistmill

    assert dir(gistmill) == gistmill.__all__
