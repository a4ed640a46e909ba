"""A run that was killed goes on without losing or repeating a row, to the byte."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.batch.conftest import wait_for, write_rows
from tests.batch.ray_cluster import command_line, descendants

# More for a thorough check: GISTMILL_KILLS=20. GISTMILL_KILLS_MODEL=embedded: with a model, which takes longer.
KILLS = int(os.environ.get("GISTMILL_KILLS", "5"))
MODEL = os.environ.get("GISTMILL_KILLS_MODEL", "none")
PLAIN = ("--model", MODEL, "--no-cache", "--workers", "2")


@pytest.mark.parametrize("suffix", [".jsonl", ".parquet"])
def test_killed_at_random_moments_it_ends_with_the_rows_of_an_undisturbed_run(
    batch, killed, tmp_path: Path, suffix: str
) -> None:
    """Every kill hits a running process: a run that ends before its time is over is started anew and not counted."""
    rows = write_rows(tmp_path / "in.jsonl", 400)
    whole, broken = tmp_path / f"whole{suffix}", tmp_path / f"broken{suffix}"
    started = time.monotonic()
    assert batch(rows, "-o", whole, *PLAIN).returncode == 1
    undisturbed_s = time.monotonic() - started
    draw, kills = random.Random(suffix), 0
    while kills < KILLS:
        if killed(rows, "-o", broken, "--resume", *PLAIN, seconds=draw.uniform(0.05, 0.9) * undisturbed_s):
            kills += 1
        else:
            assert broken.read_bytes() == whole.read_bytes()
            broken.unlink()
    end = batch(rows, "-o", broken, "--resume", *PLAIN)
    assert end.returncode == 1, end.stderr
    assert broken.read_bytes() == whole.read_bytes()
    assert sorted(path.name for path in tmp_path.iterdir() if "broken" in path.name) == [broken.name]


# What the disk is asked for when rows are kept and when the output is put in its place.
@pytest.mark.parametrize("moment", ["os.fsync", "pathlib.Path.replace", "pathlib.Path.unlink"])
@pytest.mark.parametrize("behind", [False, True])
def test_killed_at_each_call_that_changes_the_disk_it_ends_with_the_same_rows(
    environment, batch, tmp_path: Path, moment: str, behind: bool
) -> None:
    rows = write_rows(tmp_path / "in.jsonl", 70)
    options = ("--model", "none", "--no-cache", "--workers", "1")
    assert batch(rows, "-o", "whole.jsonl", *options).returncode == 1
    kills, code = 0, -signal.SIGKILL
    while code == -signal.SIGKILL:
        # At its next call each time, so that a run, resumed, dies at every one of them in turn.
        arguments = [moment, str(int(behind)), str(kills + 1), rows, "-o", "broken.jsonl", *options]
        code = subprocess.run(
            [sys.executable, "-c", DYING, *map(str, arguments), "--resume"],
            env=environment,
            cwd=tmp_path,
            stderr=subprocess.DEVNULL,
        ).returncode
        kills += code == -signal.SIGKILL
        if kills > 3 and code == -signal.SIGKILL:
            break
    assert kills >= 1
    assert batch(rows, "-o", "broken.jsonl", *options, "--resume").returncode == 1
    assert (tmp_path / "broken.jsonl").read_bytes() == (tmp_path / "whole.jsonl").read_bytes()


# Runs the command and kills it before, or behind, the n-th call of one function.
DYING = """
import importlib, os, signal, sys
moment, behind, count = sys.argv[1], sys.argv[2] == "1", int(sys.argv[3])
home, _, name = moment.rpartition(".")
module, _, kind = home.partition(".")
owner = importlib.import_module(module)
owner = getattr(owner, kind) if kind else owner
real, calls = getattr(owner, name), 0
def dying(*arguments, **options):
    global calls
    calls += 1
    if calls == count and not behind:
        os.kill(os.getpid(), signal.SIGKILL)
    value = real(*arguments, **options)
    if calls == count:
        os.kill(os.getpid(), signal.SIGKILL)
    return value
setattr(owner, name, dying)
if __name__ == "__main__":
    sys.argv = ["gistmill", "batch", *sys.argv[4:]]
    from gistmill.cli import main
    main()
"""


def test_an_interrupt_ends_it_with_130_and_it_can_be_resumed(started, batch, tmp_path: Path) -> None:
    rows = write_rows(tmp_path / "in.jsonl", 1500)
    with started(rows, "-o", "out.jsonl", *PLAIN) as process:
        wait_for(lambda: partial_rows(tmp_path / "out.jsonl") > 0)
        process.send_signal(signal.SIGINT)
        _, said = process.communicate(timeout=30)
    assert process.returncode == 130
    assert "Traceback" not in said
    assert not (tmp_path / "out.jsonl").exists()
    assert batch(rows, "-o", "out.jsonl", *PLAIN, "--resume").returncode == 1
    assert len((tmp_path / "out.jsonl").read_bytes().splitlines()) == 1500


@pytest.mark.skipif(sys.platform != "linux", reason="the workers are watched through /proc")
def test_a_killed_parent_leaves_no_workers_behind(started, tmp_path: Path) -> None:
    rows = write_rows(tmp_path / "in.jsonl", 1500)
    with started(rows, "-o", "out.jsonl", *PLAIN) as process:
        wait_for(lambda: partial_rows(tmp_path / "out.jsonl") > 0)
        workers = [pid for pid in descendants([process.pid]) if "gistmill.batch.worker" in command_line(pid)]
        process.kill()
    assert len(workers) == 2
    wait_for(lambda: not any("gistmill.batch.worker" in command_line(pid) for pid in workers))


def partial_rows(output: Path) -> int:
    partial = output.with_name(output.name + ".partial")
    return len(partial.read_bytes().splitlines()) if partial.exists() else 0


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
