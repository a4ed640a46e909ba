"""Documents to run on, and the command in a process of its own that can be killed."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SEED = ROOT / "seeds/documents/000_f133142195f25140.txt"
COMMAND = [sys.executable, "-c", "from gistmill.cli import main; main()", "batch"]

Run = Callable[..., subprocess.CompletedProcess[str]]


def write_rows(path: Path, count: int) -> Path:
    """`count` different documents, each three paragraphs of the seed article, two of them damaged."""
    paragraphs = [line for line in SEED.read_text(encoding="utf-8").split("\n") if len(line) > 200]
    rows = []
    for number in range(count):
        start = number % (len(paragraphs) - 2)
        text = f"Report {number}\n\n" + "\n\n".join(paragraphs[start : start + 3])
        rows.append({"id": f"d{number}", "text": "" if number in (7, 40) else text})
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return path


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    return os.environ | {"GISTMILL_CACHE_DIR": str(tmp_path / "cache"), "RAY_USAGE_STATS_ENABLED": "0"}


@pytest.fixture
def batch(environment: dict[str, str], tmp_path: Path) -> Run:
    """`gistmill batch` to its end."""

    def run(*arguments: object) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [*COMMAND, *map(str, arguments)], capture_output=True, text=True, env=environment, cwd=tmp_path
        )

    return run


@pytest.fixture
def started(environment: dict[str, str], tmp_path: Path) -> Callable[..., subprocess.Popen[str]]:
    """`gistmill batch`, running, with what it says in a pipe."""

    def start(*arguments: object) -> subprocess.Popen[str]:
        return subprocess.Popen(
            [*COMMAND, *map(str, arguments)],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
            env=environment,
            cwd=tmp_path,
        )

    return start


@pytest.fixture
def killed(started) -> Callable[..., bool]:
    """`gistmill batch`, killed with SIGKILL after `seconds`; whether it was still running then."""

    def run(*arguments: object, seconds: float) -> bool:
        with started(*arguments) as process:
            try:
                process.communicate(timeout=seconds)
            except subprocess.TimeoutExpired:
                process.kill()
        return process.returncode == -signal.SIGKILL

    return run


def wait_for(claim: Callable[[], bool], *, timeout_s: float = 30.0) -> None:
    """Until `claim` holds; raises TimeoutError where it never does."""
    end = time.monotonic() + timeout_s
    while not claim():
        if time.monotonic() > end:
            raise TimeoutError("it did not come about in time")
        time.sleep(0.02)
