"""A run that was killed goes on without losing or repeating a row, to the byte."""

from __future__ import annotations

import json
import os
import random
from pathlib import Path

import pytest

from tests.batch.conftest import write_rows

# More for a thorough check: GISTMILL_KILLS=20.
KILLS = int(os.environ.get("GISTMILL_KILLS", "6"))
PLAIN = ("--model", "none", "--no-cache", "--workers", "2")


@pytest.mark.parametrize("suffix", [".jsonl", ".parquet"])
def test_killed_at_random_moments_it_ends_with_the_rows_of_an_undisturbed_run(
    batch, killed, tmp_path: Path, suffix: str
) -> None:
    rows = write_rows(tmp_path / "in.jsonl", 1500)
    whole, broken = tmp_path / f"whole{suffix}", tmp_path / f"broken{suffix}"
    assert batch(rows, "-o", whole, *PLAIN).returncode == 1
    draw, kills = random.Random(suffix), 0
    for _ in range(KILLS):
        kills += killed(rows, "-o", broken, "--resume", *PLAIN, seconds=draw.uniform(0.1, 1.6))
        assert kills == 0 or not broken.exists() or broken.read_bytes() == whole.read_bytes()
    end = batch(rows, "-o", broken, "--resume", *PLAIN)
    assert end.returncode == 1, end.stderr
    assert kills > KILLS // 2
    assert broken.read_bytes() == whole.read_bytes()
    assert sorted(path.name for path in tmp_path.iterdir() if "broken" in path.name) == [broken.name]


def test_rows_come_in_the_order_of_the_input(batch, tmp_path: Path) -> None:
    rows = write_rows(tmp_path / "in.jsonl", 150)
    batch(rows, "-o", tmp_path / "out.jsonl", *PLAIN)
    written = [json.loads(line) for line in (tmp_path / "out.jsonl").read_text().splitlines()]
    assert [row.get("document", row)["id"] for row in written] == [f"d{number}" for number in range(150)]


def test_an_unfinished_run_is_not_started_over_by_mistake(batch, killed, tmp_path: Path) -> None:
    rows = write_rows(tmp_path / "in.jsonl", 1500)
    assert killed(rows, "-o", "out.jsonl", *PLAIN, seconds=1.2)
    again = batch(rows, "-o", "out.jsonl", *PLAIN)
    assert again.returncode == 2
    assert "--resume" in again.stderr


@pytest.mark.parametrize(
    ("change", "named"), [(("--length", "short"), "settings"), (("--max-bytes", "999"), "reading options")]
)
def test_other_settings_do_not_go_on_with_an_unfinished_run(batch, killed, tmp_path, change, named) -> None:
    rows = write_rows(tmp_path / "in.jsonl", 1500)
    assert killed(rows, "-o", "out.jsonl", *PLAIN, seconds=1.2)
    again = batch(rows, "-o", "out.jsonl", "--resume", *PLAIN, *change)
    assert again.returncode == 2
    assert named in again.stderr


def test_other_inputs_do_not_go_on_with_an_unfinished_run(batch, killed, tmp_path: Path) -> None:
    rows = write_rows(tmp_path / "in.jsonl", 1500)
    assert killed(rows, "-o", "out.jsonl", *PLAIN, seconds=1.2)
    write_rows(rows, 1499)
    again = batch(rows, "-o", "out.jsonl", "--resume", *PLAIN)
    assert again.returncode == 2
    assert "inputs" in again.stderr
