"""The pool of processes: order, errors as rows, and workers that die."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from gistmill.batch import DocumentFailed, Outcome, WorkerSettings, plan_inputs, run_job
from gistmill.batch.local_engine import LocalEngine
from gistmill.document import Document
from gistmill.errors import MissingError
from gistmill.recipe import Recipe
from gistmill.run import Pipeline
from gistmill_models.engines.echo import EchoModel
from gistmill_models.errors import OutOfMemory

SETTINGS = WorkerSettings(Recipe())
LONG = "It rained on the town. " * 30


def write(path: Path, texts: list[str]) -> Path:
    path.write_text("".join(json.dumps({"id": n, "text": text}) + "\n" for n, text in enumerate(texts)))
    return path


def engine(*, workers: int, opened_by: str) -> LocalEngine:
    """The engine with workers whose pipeline a function of this module opens."""
    names = {"module": __name__, "function": opened_by}
    program = "from gistmill.batch.worker import main; from {module} import {function}; main({function})"
    return LocalEngine(SETTINGS, workers=workers, program=[sys.executable, "-c", program.format(**names)])


def run(path: Path, engine: LocalEngine, **options: bool) -> tuple[Outcome, list[dict]]:
    output = path.with_name("out.jsonl")
    outcome = run_job(plan_inputs([str(path)], SETTINGS.recipe), engine, output, **options)
    return outcome, [json.loads(line) for line in output.read_text().splitlines()]


def with_echo(settings: WorkerSettings) -> Pipeline:
    return Pipeline(settings.recipe, model=EchoModel())


class TouchyPipeline(Pipeline):
    """Fails on some texts, as a bug or the machine would."""

    def map(self, documents, **options):
        documents = list(documents)
        for document in documents:
            react(document)
        return super().map(documents, **options)


def react(document: Document) -> None:
    if "bug" in document.text:
        raise ValueError("a bug of ours")
    if "kills" in document.text:
        os._exit(9)
    if "missing" in document.text:
        raise MissingError("the model is gone")


def touchy(settings: WorkerSettings) -> Pipeline:
    return TouchyPipeline(settings.recipe, model=EchoModel())


def hopeless(settings: WorkerSettings) -> Pipeline:
    os._exit(7)


def reply_out_of_memory(source: str):
    if "memory" in source:
        raise OutOfMemory("one source does not fit into the memory of the cpu device")
    return (source,)


def with_little_memory(settings: WorkerSettings) -> Pipeline:
    return Pipeline(settings.recipe, model=EchoModel(reply_out_of_memory))


@pytest.mark.parametrize("workers", [1, 3])
def test_rows_do_not_depend_on_the_number_of_workers(tmp_path: Path, workers: int) -> None:
    path = write(tmp_path / "in.jsonl", [f"Day {n}. " + LONG for n in range(100)])
    outcome, rows = run(path, engine(workers=workers, opened_by="with_echo"))
    assert [row["document"]["id"] for row in rows] == list(range(100))
    assert (outcome.rows, outcome.failed) == (100, 0)
    assert set(rows[0]["provenance"]["stages"][0]) == {"name", "version"}


def test_a_failing_document_becomes_an_error_row_among_good_ones(tmp_path: Path) -> None:
    path = write(tmp_path / "in.jsonl", ["One day.", "a bug here", "", "Another day."])
    outcome, rows = run(path, engine(workers=1, opened_by="touchy"))
    assert outcome.failed == 2
    assert [row["schema"] for row in rows] == [
        "gistmill.report/1",
        *["gistmill.error/1"] * 2,
        "gistmill.report/1",
    ]
    assert rows[1] == {
        "schema": "gistmill.error/1",
        "id": 1,
        "source": str(path),
        "error": "ValueError: a bug of ours",
    }
    assert rows[2]["id"] == 2


def test_fail_fast_stops_and_what_is_done_stays(tmp_path: Path) -> None:
    path = write(tmp_path / "in.jsonl", ["One day."] * 40 + ["a bug here"])
    with pytest.raises(DocumentFailed, match="a bug of ours"):
        run(path, engine(workers=1, opened_by="touchy"), fail_fast=True)
    outcome, _ = run(path, engine(workers=1, opened_by="with_echo"), resume=True)
    assert (outcome.rows, outcome.resumed_rows) == (41, 32)


def test_a_document_that_ends_its_process_costs_only_itself(tmp_path: Path) -> None:
    path = write(tmp_path / "in.jsonl", ["One day.", "this kills", "Another day."] + ["More."] * 40)
    outcome, rows = run(path, engine(workers=2, opened_by="touchy"))
    assert (outcome.rows, outcome.failed) == (43, 1)
    assert "ended" in rows[1]["error"]


def test_what_this_machine_lacks_ends_the_run(tmp_path: Path) -> None:
    path = write(tmp_path / "in.jsonl", ["missing"])
    with pytest.raises(MissingError, match="the model is gone"):
        run(path, engine(workers=1, opened_by="touchy"))


def test_a_document_too_large_for_the_memory_is_an_error_row(tmp_path: Path) -> None:
    path = write(tmp_path / "in.jsonl", ["It rained on the memory lane. " * 30, LONG])
    outcome, rows = run(path, engine(workers=1, opened_by="with_little_memory"))
    assert (outcome.rows, outcome.failed) == (2, 1)
    assert "does not fit" in rows[0]["error"]


def test_a_worker_that_cannot_start_ends_the_run(tmp_path: Path) -> None:
    path = write(tmp_path / "in.jsonl", ["One day."])
    with pytest.raises(MissingError, match=r"while it started \(exit code 7\)"):
        run(path, engine(workers=2, opened_by="hopeless"))


def test_a_script_needs_no_guard(tmp_path: Path) -> None:
    path, script = write(tmp_path / "in.jsonl", ["One day."] * 3), tmp_path / "script.py"
    script.write_text(SCRIPT)
    done = subprocess.run([sys.executable, script, path], capture_output=True, text=True, cwd=tmp_path)
    assert (done.stdout, done.stderr) == ("3 rows\n", "")


SCRIPT = """
import sys
from pathlib import Path
from gistmill.batch import WorkerSettings, plan_inputs, run_job
from gistmill.batch.local_engine import LocalEngine
from gistmill.recipe import Recipe

recipe = Recipe(model="none")
engine = LocalEngine(WorkerSettings(recipe), workers=2)
print(run_job(plan_inputs(sys.argv[1:], recipe), engine, Path("out.jsonl")).rows, "rows")
"""


def test_no_document_is_no_row(tmp_path: Path) -> None:
    outcome, rows = run(write(tmp_path / "in.jsonl", []), LocalEngine(SETTINGS, workers=1))
    assert (outcome.rows, rows) == (0, [])
