"""The engine of a cluster against the local one, on a real cluster of two nodes that asks for a token."""

from __future__ import annotations

import os
import random
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.batch.conftest import COMMAND, write_rows
from tests.batch.ray_cluster import Cluster

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the cluster is watched through /proc")

KILLS = int(os.environ.get("GISTMILL_KILLS", "2"))
TOKEN = "0123456789abcdef0123456789abcdef0123456789abcdef"
PLAIN = ("--model", "none", "--no-cache")


@pytest.fixture(scope="module")
def token() -> dict[str, str]:
    return {"RAY_AUTH_MODE": "token", "RAY_AUTH_TOKEN": TOKEN, "RAY_USAGE_STATS_ENABLED": "0"}


@pytest.fixture(scope="module")
def cluster(token: dict[str, str]) -> Iterator[Cluster]:
    # Not pytest's folder: the paths of Unix sockets must be short.
    with tempfile.TemporaryDirectory(prefix="ray", ignore_cleanup_errors=True) as folder:
        started = Cluster(Path(folder), os.environ | token)
        yield started
        started.stop()


@pytest.fixture
def environment(environment: dict[str, str], token: dict[str, str]) -> dict[str, str]:
    return environment | token


def test_two_nodes_give_the_bytes_of_the_local_engine_although_a_worker_dies(
    batch, cluster, tmp_path
) -> None:
    rows = write_rows(tmp_path / "in.jsonl", 200)
    assert batch(rows, "-o", "local.jsonl", "--no-cache").returncode == 1
    died: list[bool] = []
    killer = threading.Thread(target=lambda: died.append(cluster.kill_a_worker(timeout_s=60)))
    killer.start()
    run = batch(rows, "-o", "ray.jsonl", "--no-cache", "--engine", "ray", "--address", cluster.address)
    killer.join()
    assert run.returncode == 1, run.stderr
    assert died == [True]
    assert (tmp_path / "ray.jsonl").read_bytes() == (tmp_path / "local.jsonl").read_bytes()


def test_a_document_that_ends_its_process_costs_only_itself(cluster, environment, tmp_path) -> None:
    rows = write_rows(tmp_path / "in.jsonl", 6)
    run = subprocess.run(
        [sys.executable, "-c", DEADLY, cluster.address, rows],
        capture_output=True, text=True, env=environment, cwd=tmp_path, timeout=120,
    )  # fmt: skip
    assert run.stdout == "6 rows, 1 failed\n", run.stderr


# A run in which the third document ends the process that works on it.
DEADLY = """
import sys
from pathlib import Path
from gistmill.batch import WorkerSettings, plan_inputs, run_job
from gistmill.batch.ray_engine import RayEngine
from gistmill.recipe import Recipe

WORKER = '''
import os
from gistmill.batch import worker
from gistmill.batch.engine import open_pipeline

def deadly(settings):
    pipeline = open_pipeline(settings)
    usual = pipeline.map
    def map(documents, **options):
        if any(document.id == "d2" for document in documents):
            os._exit(9)
        return usual(documents, **options)
    pipeline.map = map
    return pipeline

worker.main(deadly)
'''
recipe = Recipe(model="none")
engine = RayEngine(WorkerSettings(recipe), address=sys.argv[1], program=[sys.executable, "-c", WORKER])
outcome = run_job(plan_inputs(sys.argv[2:], recipe), engine, Path("out.jsonl"))
print(outcome.rows, "rows,", outcome.failed, "failed")
"""


def test_killed_at_random_moments_it_ends_with_the_rows_of_the_local_engine(
    batch, killed, cluster, tmp_path
) -> None:
    rows = write_rows(tmp_path / "in.jsonl", 3000)
    assert batch(rows, "-o", "local.jsonl", *PLAIN).returncode == 1
    command = (rows, "-o", "ray.jsonl", *PLAIN, "--engine", "ray", "--address", cluster.address, "--resume")
    whole, broken = tmp_path / "local.jsonl", tmp_path / "ray.jsonl"
    draw, kills = random.Random(1), 0
    while kills < KILLS:
        if killed(*command, seconds=draw.uniform(2.0, 9.0)):
            kills += 1
        else:
            assert broken.read_bytes() == whole.read_bytes()
            broken.unlink()
    end = batch(*command)
    assert end.returncode == 1, end.stderr
    assert broken.read_bytes() == whole.read_bytes()


def test_without_the_token_nobody_gets_in(cluster, environment, tmp_path) -> None:
    rows = write_rows(tmp_path / "in.jsonl", 3)
    wrong = environment | {"RAY_AUTH_TOKEN": TOKEN[::-1]}
    arguments = [rows, "-o", "out.jsonl", *PLAIN, "--engine", "ray", "--address", cluster.address]
    run = subprocess.run(
        [*COMMAND, *map(str, arguments)], capture_output=True, text=True, env=wrong, cwd=tmp_path, timeout=120
    )
    assert run.returncode not in (0, 1)
    assert not (tmp_path / "out.jsonl").exists()


def test_an_address_without_a_cluster_is_one_line(batch, tmp_path) -> None:
    rows = write_rows(tmp_path / "in.jsonl", 3)
    run = batch(rows, "-o", "out.jsonl", *PLAIN, "--engine", "ray", "--address", "127.0.0.1:9")
    assert run.returncode == 3
    assert run.stderr.count("gistmill:") == 1
    assert "Traceback" not in run.stderr
