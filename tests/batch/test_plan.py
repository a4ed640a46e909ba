"""What work there is: inputs of every kind, in stable portions."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pyarrow
import pyarrow.parquet
import pytest
import zstandard

from gistmill.batch import Position, count_documents, plan_inputs
from gistmill.batch.plan import SHARD_FILES, Failure, Plan, Readable, chunks_of_plan
from gistmill.clean import CleanSettings
from gistmill.errors import InputError, MissingError, UnreadableInput
from gistmill.recipe import Recipe

LINES = "".join(
    json.dumps({"id": number, "text": f"It rained {number} days."}) + "\n" for number in range(70)
)


def ids(plan: Plan, start: Position = Position()) -> list[str | int | None]:
    return [
        entry.document.id if isinstance(entry, Readable) else entry.id
        for chunk in chunks_of_plan(plan, start)
        for entry in chunk.entries
    ]


def planned(*paths: Path) -> Plan:
    return plan_inputs([str(path) for path in paths], Recipe())


def test_compressed_rows_are_the_same_rows(tmp_path: Path) -> None:
    plain, zipped, zstd = tmp_path / "a.jsonl", tmp_path / "b.jsonl.gz", tmp_path / "c.jsonl.zst"
    plain.write_text(LINES)
    zipped.write_bytes(gzip.compress(LINES.encode()))
    # Two frames, as parallel compressors write them.
    lines = LINES.encode().splitlines(keepends=True)
    zstd.write_bytes(b"".join(zstandard.compress(b"".join(part)) for part in (lines[:30], lines[30:])))
    assert ids(planned(plain)) == ids(planned(zipped)) == ids(planned(zstd)) == list(range(70))


def test_parquet_rows_are_documents(tmp_path: Path) -> None:
    table = pyarrow.table({"id": ["a", "b"], "text": ["It rained.", ""]})
    pyarrow.parquet.write_table(table, tmp_path / "rows.parquet")
    (chunk,) = chunks_of_plan(planned(tmp_path / "rows.parquet"))
    assert [type(entry) for entry in chunk.entries] == [Readable, Failure]
    assert ids(planned(tmp_path / "rows.parquet")) == ["a", "b"]


def test_damaged_zstd_is_a_failure_in_its_place(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl.zst").write_bytes(b"no zstd at all")
    (tmp_path / "b.txt").write_text("It rained.")
    assert [type(e) for c in chunks_of_plan(planned(tmp_path)) for e in c.entries] == [Failure, Readable]


def test_zstd_without_its_library_says_what_to_install(tmp_path: Path, monkeypatch) -> None:
    (tmp_path / "a.jsonl.zst").write_bytes(zstandard.compress(LINES.encode()))
    monkeypatch.setattr("gistmill.read.jsonl.find_spec", lambda name: None)
    with pytest.raises(MissingError, match=r"gistmill\[zstd\]"):
        ids(planned(tmp_path / "a.jsonl.zst"))


def test_a_run_can_start_anywhere(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text(LINES)
    for number in range(5):
        (tmp_path / f"b{number}.txt").write_text("It rained.")
    plan = planned(tmp_path)
    everything = ids(plan)
    assert len(everything) == count_documents(plan) == 75
    assert [ids(plan, Position(0, row)) for row in (0, 33, 70)] == [everything[row:] for row in (0, 33, 70)]
    assert ids(plan, Position(1, 2)) == everything[72:]


def test_a_chunk_ends_with_its_shard(tmp_path: Path) -> None:
    for name in ("a.jsonl", "b.jsonl"):
        (tmp_path / name).write_text(LINES)
    assert [len(chunk.entries) for chunk in chunks_of_plan(planned(tmp_path))] == [32, 32, 6] * 2


def test_a_name_without_files_is_refused_before_any_work(tmp_path: Path) -> None:
    with pytest.raises(UnreadableInput, match="no such file"):
        planned(tmp_path / "none.txt")


def test_standard_input_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="standard input"):
        plan_inputs(["-"], Recipe())


def test_a_changed_file_is_another_plan(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text(LINES)
    before = planned(tmp_path).digest
    assert planned(tmp_path).digest == before
    (tmp_path / "a.jsonl").write_text(LINES + LINES)
    assert planned(tmp_path).digest != before


def test_what_the_files_of_a_folder_repeat_is_noted_on_each_however_they_are_split(tmp_path: Path) -> None:
    for number in range(SHARD_FILES + 2):
        (tmp_path / f"{number:04}.txt").write_text(f"News | Sport\n\nIt rained on day {number}.\n")
    entries = [entry for chunk in chunks_of_plan(planned(tmp_path)) for entry in chunk.entries]
    assert len(entries) == SHARD_FILES + 2
    assert all([line.text for line in entry.document.repeated_lines] == ["News | Sport"] for entry in entries)


def test_nothing_is_noted_where_nobody_wants_it(tmp_path: Path) -> None:
    for number in range(6):
        (tmp_path / f"{number}.txt").write_text(f"News | Sport\n\nIt rained on day {number}.\n")
    recipe = Recipe(clean=CleanSettings(mode="off"))
    assert plan_inputs([str(tmp_path)], recipe).repeated == {}
