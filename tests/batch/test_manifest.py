"""The manifest against torn files: whatever follows the last good line is of no account."""

from __future__ import annotations

from pathlib import Path

import pytest

from gistmill.batch import Finished, Manifest, Plan, Position, Row, State
from gistmill.errors import InputError
from gistmill.recipe import Recipe

PLAN = Plan((), Recipe())


def finished(number: int) -> Finished:
    return Finished(Position(0, number + 1), (Row(f"row {number}\n".encode(), str(number)),))


@pytest.fixture
def output(tmp_path: Path) -> Path:
    """Two rows of a run that was cut off."""
    manifest = Manifest(tmp_path / "out.jsonl", PLAN, resume=False)
    manifest.keep(finished(0))
    manifest.keep(finished(1))
    manifest.stop()
    return tmp_path / "out.jsonl"


def journal(output: Path) -> Path:
    return output.with_name("out.jsonl.manifest")


def partial(output: Path) -> Path:
    return output.with_name("out.jsonl.partial")


def taken_up(output: Path) -> State:
    manifest = Manifest(output, PLAN, resume=True)
    manifest.stop()
    return manifest.state


def test_a_run_goes_on_behind_its_last_row(output: Path) -> None:
    assert taken_up(output) == State(2, 12, 0, Position(0, 2))


def test_rows_that_no_line_vouches_for_are_cut_off(output: Path) -> None:
    partial(output).write_bytes(partial(output).read_bytes() + b"row 2\nro")
    assert taken_up(output).rows == 2
    assert partial(output).read_bytes() == b"row 0\nrow 1\n"


def test_every_torn_line_is_passed_over(output: Path) -> None:
    whole = journal(output).read_bytes()
    last = len(whole.splitlines(keepends=True)[-1])
    for cut in range(1, last):
        journal(output).write_bytes(whole[:-cut])
        assert taken_up(output) == State(1, 6, 0, Position(0, 1))
        partial(output).write_bytes(b"row 0\nrow 1\n")


def test_a_torn_header_starts_the_run_over(output: Path) -> None:
    journal(output).write_bytes(journal(output).read_bytes()[:10])
    assert taken_up(output) == State()
    assert not partial(output).exists()


def test_a_run_killed_behind_its_last_move_is_completed_again(output: Path) -> None:
    partial(output).replace(output)
    assert taken_up(output).rows == 2
    assert partial(output).read_bytes() == b"row 0\nrow 1\n"


def test_lost_rows_are_an_error_that_says_what_to_do(output: Path) -> None:
    partial(output).write_bytes(b"row")
    with pytest.raises(InputError, match="delete both files"):
        taken_up(output)


def test_two_runs_do_not_write_one_output(output: Path) -> None:
    manifest = Manifest(output, PLAN, resume=True)
    with pytest.raises(InputError, match="another run"):
        Manifest(output, PLAN, resume=True)
    manifest.stop()
