"""`gistmill batch` as a person runs it, with the embedded model."""

from __future__ import annotations

import json
from pathlib import Path

import pyarrow.parquet

from tests.batch.conftest import SEED, write_rows


def test_a_row_is_what_summarize_gives(batch, tmp_path: Path) -> None:
    run = batch(SEED, "-o", "out.jsonl", "--timings")
    assert run.returncode == 0, run.stderr
    assert run.stdout == ""
    (row,) = [json.loads(line) for line in (tmp_path / "out.jsonl").read_text().splitlines()]
    assert row["schema"] == "gistmill.report/1"
    assert row["overview"]["headline"]
    table = [line.split()[0] for line in run.stderr.splitlines()]
    assert {"stage", "clean", "segment", "summarize", "overview", "model", "write", "together"} <= set(table)


def test_workers_cache_and_portions_do_not_change_a_byte(batch, tmp_path: Path) -> None:
    rows = write_rows(tmp_path / "in.jsonl", 45)
    assert batch(rows, "-o", "a.jsonl", "--no-cache", "--workers", 1).returncode == 1
    assert batch(rows, "-o", "b.jsonl", "--workers", 2).returncode == 1
    again = batch(rows, "-o", "c.jsonl", "--timings")
    first = (tmp_path / "a.jsonl").read_bytes()
    assert (tmp_path / "b.jsonl").read_bytes() == (tmp_path / "c.jsonl").read_bytes() == first
    assert "model" not in again.stderr


def test_failures_are_named_and_counted(batch, tmp_path: Path) -> None:
    run = batch(write_rows(tmp_path / "in.jsonl", 10), "-o", "out.jsonl", "--model", "none")
    assert run.returncode == 1
    assert "row 8: empty" in run.stderr
    assert "1 of 10 documents failed" in run.stderr


def test_fail_fast_ends_with_the_first_failure(batch, tmp_path: Path) -> None:
    rows = write_rows(tmp_path / "in.jsonl", 10)
    run = batch(rows, "-o", "out.jsonl", "--model", "none", "--fail-fast")
    assert run.returncode == 1
    assert "d7" in run.stderr
    assert not (tmp_path / "out.jsonl").exists()


def test_parquet_holds_the_rows_and_what_is_asked_of_them_often(batch, tmp_path: Path) -> None:
    rows = write_rows(tmp_path / "in.jsonl", 10)
    batch(rows, "-o", "out.jsonl", "--model", "none")
    batch(rows, "-o", "out.parquet", "--model", "none")
    table = pyarrow.parquet.read_table(tmp_path / "out.parquet").to_pylist()
    assert [row["report"] + "\n" for row in table] == (tmp_path / "out.jsonl").read_text().splitlines(True)
    assert table[0]["overview"]
    assert (table[7]["id"], table[7]["overview"]) == ("d7", None)
    assert "empty" in table[7]["error"]


def test_an_address_needs_ray(batch) -> None:
    run = batch(SEED, "-o", "out.jsonl", "--address", "127.0.0.1:1")
    assert run.returncode == 2
    assert "--engine ray" in run.stderr
