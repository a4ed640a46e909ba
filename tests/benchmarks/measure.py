"""What a command costs: seconds from start to end, and the most memory that it and its children held at once."""

from __future__ import annotations

import json
import os
import platform
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from contextlib import suppress
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from msgspec import Struct

SAMPLE_EVERY_S = 0.05
GISTMILL = [sys.executable, "-c", "from gistmill.cli import main; main()"]
RESULTS = Path(os.environ.get("GISTMILL_BENCH", Path(__file__).parents[2] / ".work/benchmarks"))


class Cost(Struct, frozen=True):
    """`inner_s` is what a contender says of its work alone, without start-up; None where it does not say."""

    seconds: float
    peak_mb: float
    inner_s: float | None = None


class Line(Struct, frozen=True):
    """One line of a table; `ratio` is the time of the line divided by the product's, or what `note` says."""

    what: str
    seconds: float
    peak_mb: float
    ratio: float | None = None
    note: str = ""


def cost_of(command: Sequence[str], *, environment: dict[str, str] | None = None) -> Cost:
    """Runs `command`; its last line may be JSON with `seconds`. Raises RuntimeError, with what it said, if it fails."""
    with tempfile.TemporaryFile() as said, tempfile.TemporaryFile() as talked:
        started, peak = time.perf_counter(), 0.0
        process = subprocess.Popen(
            list(command), stdout=said, stderr=talked, env=_as_installed() | (environment or {})
        )
        while process.poll() is None:
            peak = max(peak, _held_mb(process.pid))
            with suppress(subprocess.TimeoutExpired):
                process.wait(SAMPLE_EVERY_S)
        seconds = time.perf_counter() - started
        said.seek(0)
        talked.seek(0)
        if process.returncode:
            raise RuntimeError(f"{command[0]} failed: {talked.read().decode(errors='replace')[-2000:]}")
        return Cost(seconds, peak, _inner_seconds(said.read()))


def median_cost(command: Sequence[str], *, times: int, environment: dict[str, str] | None = None) -> Cost:
    costs = [cost_of(command, environment=environment) for _ in range(times)]
    inner = [cost.inner_s for cost in costs if cost.inner_s is not None]
    return Cost(
        statistics.median(cost.seconds for cost in costs),
        max(cost.peak_mb for cost in costs),
        statistics.median(inner) if inner else None,
    )


def report(name: str, lines: Sequence[Line], *, about: str) -> None:
    """Prints a table and puts it in place of the last one of that name in figures.json, with machine and versions."""
    print(f"\n{name}: {about}")
    for line in lines:
        ratio = "" if line.ratio is None else f"{line.ratio:7.2f} x"
        print(f"  {line.what:52} {line.seconds:8.2f} s {line.peak_mb:7.0f} MB {ratio:>10}  {line.note}")
    RESULTS.mkdir(parents=True, exist_ok=True)
    figures = RESULTS / "figures.json"
    known = json.loads(figures.read_text()) if figures.exists() else {}
    known[name] = {"about": about, "machine": machine(), "lines": [_plain(line) for line in lines]}
    figures.write_text(json.dumps(known, indent=1, sort_keys=True) + "\n")


def machine() -> dict[str, str | int]:
    packages = ("ctranslate2", "sentencepiece", "torch", "transformers", "ray", "sumy")
    return {
        "processor": _processor(),
        "cores": len(os.sched_getaffinity(0)),
        "python": platform.python_version(),
    } | {package: _version(package) for package in packages}


def _as_installed() -> dict[str, str]:
    """The environment, bytecode allowed: pip makes it for whoever installs, so that no start compiles the sources."""
    return {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}


def _plain(line: Line) -> dict[str, object]:
    return {field: getattr(line, field) for field in line.__struct_fields__}


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return "absent"


def _processor() -> str:
    lines = Path("/proc/cpuinfo").read_text().splitlines()
    return next(
        (line.partition(":")[2].strip() for line in lines if line.startswith("model name")), "unknown"
    )


def _held_mb(root: int) -> float:
    """Resident memory of a process and its children, pages they share counted once for each of them in part (PSS)."""
    total, pids = 0, [root]
    while pids:
        pid = pids.pop()
        try:
            total += _pss_kb(Path(f"/proc/{pid}/smaps_rollup").read_text())
            for task in Path(f"/proc/{pid}/task").iterdir():
                pids += map(int, (task / "children").read_text().split())
        except (OSError, ValueError):
            continue
    return total / 1024


def _pss_kb(rollup: str) -> int:
    return next((int(line.split()[1]) for line in rollup.splitlines() if line.startswith("Pss:")), 0)


def _inner_seconds(said: bytes) -> float | None:
    last = said.strip().rpartition(b"\n")[2]
    if not last.startswith(b"{"):
        return None
    seconds = json.loads(last).get("seconds")
    return None if seconds is None else float(seconds)
