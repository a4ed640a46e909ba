"""`make bench`: every question in turn, a table and a JSON file each. Names of questions as arguments: only those."""

from __future__ import annotations

import os
import secrets
import sys
from collections.abc import Callable
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from tests.batch.ray_cluster import Cluster
from tests.benchmarks.documents import origin, write_documents
from tests.benchmarks.measure import GISTMILL, RESULTS, Cost, Line, cost_of, median_cost, report
from tests.benchmarks.textsum_peer import textsum_command

TIMES = 3
# GISTMILL_GROWTH names other sizes, 1000 among them, where 10,000 documents take too long.
GROWTH = [int(count) for count in os.environ.get("GISTMILL_GROWTH", "10 100 1000 10000").split()]
# Two sizes whose difference is free of start-up.
SIZES = (200, 1_400)


def contender(name: str, documents: Path, *, times: int = TIMES) -> Cost:
    return median_cost(
        [sys.executable, "-m", "tests.benchmarks.contenders", name, str(documents)], times=times
    )


def inner(cost: Cost) -> float:
    if cost.inner_s is None:
        raise ValueError("this contender does not say how long its work took")
    return cost.inner_s


def against(names: list[str], documents: Path, *, base: str) -> list[Line]:
    """A line for each contender; the ratio is its time divided by that of `base`."""
    costs = {name: contender(name, documents) for name in names}
    return [
        Line(name, inner(cost), cost.peak_mb, inner(cost) / inner(costs[base]))
        for name, cost in costs.items()
    ]


def generate_loop(folder: Path) -> None:
    documents = write_documents(folder / "loop.jsonl", 40)
    lines = against(["product", "loop-same-sources", "loop-sections"], documents, base="product")
    report("generate_loop", lines, about=f"40 documents, {origin()}; wanted: at least 6 x")


def textsum(folder: Path) -> None:
    """Both command lines from start to end on files; textsum in an environment of its own."""
    documents = write_documents(folder / "textsum.jsonl", 12)
    command = textsum_command(documents, folder)
    if command is None:
        print("\ntextsum: left out, it could not be installed")
        return
    theirs = cost_of(command)
    out = folder / "textsum-out.jsonl"
    ours = median_cost([*GISTMILL, "batch", str(documents), "-o", str(out), "--no-cache"], times=TIMES)
    lines = [
        Line("gistmill batch", ours.seconds, ours.peak_mb, 1.0),
        Line("textsum-dir", theirs.seconds, theirs.peak_mb, theirs.seconds / ours.seconds),
    ]
    report("textsum", lines, about=f"12 documents, {origin()}, with start-up; wanted: at least 6 x")


def bare_engine(folder: Path) -> None:
    """The engine alone, loaded beforehand, is the limit; so the product's start-up is taken off."""
    few, many = (write_documents(folder / f"bare-{count}.jsonl", count) for count in SIZES)
    spent = {
        name: inner(contender(name, many)) - inner(contender(name, few))
        for name in ("product", "bare-engine")
    }
    peaks = {name: contender(name, many, times=1).peak_mb for name in spent}
    lines = [Line(name, seconds, peaks[name], seconds / spent["product"]) for name, seconds in spent.items()]
    report("bare_engine", lines, about=f"{difference()}; wanted: at least 0.9 x")


def extractive(folder: Path) -> None:
    documents = write_documents(folder / "extractive.jsonl", 200)
    lines = against(["product-extractive", "sumy-lexrank"], documents, base="product-extractive")
    report("extractive", lines, about=f"200 documents, {origin()}; wanted: at least 1 x")


def growth(folder: Path) -> None:
    """Time and memory as the work grows, without a cache; the ratio is the time a document against 1,000."""
    costs = {count: batch_cost(folder, count) for count in GROWTH}
    each = costs[1_000].seconds / 1_000
    lines = [
        Line(f"{count:,} documents", cost.seconds, cost.peak_mb, cost.seconds / count / each)
        for count, cost in costs.items()
    ]
    report("growth", lines, about=f"{origin()}; wanted: memory within 15 % of that of 1,000, time linear")


def start_up(folder: Path) -> None:
    seed = write_documents(folder / "seed.jsonl", 1)
    cache = {"GISTMILL_CACHE_DIR": str(folder / "cache")}
    lines = []
    for what, arguments, environment in (
        ("--help", ["--help"], {}),
        ("one document, nothing cached", ["summarize", str(seed), "--no-cache"], {}),
        ("one document, all cached", ["summarize", str(seed)], cache),
    ):
        cost_of([*GISTMILL, *arguments], environment=environment)
        cost = median_cost([*GISTMILL, *arguments], times=5, environment=environment)
        lines.append(Line(what, cost.seconds, cost.peak_mb))
    report("start_up", lines, about="a cold process; wanted: 0.3 s, 4 s and 500 MB, 0.5 s")


def ray_engine(folder: Path) -> None:
    """The local engine and a Ray cluster of two nodes, a core each, in turn; start-up is taken off.

    The memory is that of the command: Ray's own processes are not its children.
    """
    # With a token, as Ray's second node was refused without one.
    token = {"RAY_AUTH_MODE": "token", "RAY_AUTH_TOKEN": secrets.token_hex(32)}
    environment = token | {"RAY_USAGE_STATS_ENABLED": "0"}
    with TemporaryDirectory(prefix="ray", ignore_cleanup_errors=True) as home:
        cluster = Cluster(Path(home), os.environ | environment)
        engines = {"local": ("--workers", "2"), "ray": ("--engine", "ray", "--address", cluster.address)}
        costs: dict[str, list[tuple[Cost, Cost]]] = {name: [] for name in engines}
        try:
            for _ in range(TIMES):
                for name, options in engines.items():
                    few, many = (
                        batch_cost(folder, count, *options, environment=environment) for count in SIZES
                    )
                    costs[name].append((few, many))
        finally:
            cluster.stop()
    spent = {name: median(many.seconds - few.seconds for few, many in pairs) for name, pairs in costs.items()}
    lines = [
        Line(name, spent[name], max(many.peak_mb for _, many in pairs), spent["local"] / spent[name])
        for name, pairs in costs.items()
    ]
    report("ray_engine", lines, about=f"{difference()}; wanted: at least 0.8 x")


def difference() -> str:
    return f"{SIZES[1]:,} documents less {SIZES[0]:,}, {origin()}"


def batch_cost(folder: Path, count: int, *options: str, environment: dict[str, str] | None = None) -> Cost:
    """`gistmill batch` from start to end, nothing cached."""
    documents = write_documents(folder / f"{count}.jsonl", count)
    output = folder / f"{count}{''.join(options[:2])}.out.jsonl"
    command = [*GISTMILL, "batch", str(documents), "-o", str(output), "--no-cache", *options]
    return cost_of(command, environment=environment)


def gpu(folder: Path) -> None:
    """The torch backend on a GPU against the plain loop there; skipped where there is none."""
    from gistmill_models.opening import count_gpus

    if not count_gpus():
        print("\ngpu: left out, this machine has none")
        return
    documents = write_documents(folder / "gpu.jsonl", 200)
    lines = against(["gpu-product", "gpu-loop"], documents, base="gpu-product")
    report("gpu", lines, about=f"200 documents, {origin()}; wanted: at least 10 x")


QUESTIONS: dict[str, Callable[[Path], None]] = {
    "start_up": start_up,
    "extractive": extractive,
    "bare_engine": bare_engine,
    "generate_loop": generate_loop,
    "textsum": textsum,
    "ray_engine": ray_engine,
    "growth": growth,
    "gpu": gpu,
}


def main(names: list[str]) -> None:
    if unknown := set(names) - set(QUESTIONS):
        sys.exit(f"bench: no question {min(unknown)}; there are {', '.join(QUESTIONS)}")
    for name in names or QUESTIONS:
        with TemporaryDirectory(prefix="gistmill-bench-") as folder:
            QUESTIONS[name](Path(folder))
    print(f"\nwritten to {RESULTS}")


if __name__ == "__main__":
    main(sys.argv[1:])
