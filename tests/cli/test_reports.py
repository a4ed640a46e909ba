"""Reports written to folders, stored, and drawn again from what was stored."""

from __future__ import annotations

import json
import os
import pty
import re
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from gistmill.cli.app import app
from gistmill.document import Document
from gistmill.recipe import Recipe, read_recipe
from gistmill.report import Report
from gistmill.run import Pipeline

SEED = Path(__file__).parents[2] / "seeds/documents/000_f133142195f25140.txt"
ROWS = [
    {"id": "news/1", "text": "It rained all day . . The river rose in in June, and 12 houses were flooded."},
    {"id": "<script>", "text": "The vote was held.\n\n# Costs\n\nThey rose by 3.5%.\n"},
]


@pytest.fixture
def rows(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("GISTMILL_MODEL", "none")
    monkeypatch.setenv("GISTMILL_CACHE_DIR", str(tmp_path / "cache"))
    (tmp_path / "rows.jsonl").write_text("".join(json.dumps(row) + "\n" for row in ROWS))
    return tmp_path / "rows.jsonl"


def run(*words: str) -> str:
    done = CliRunner().invoke(app, words)
    assert (done.exit_code, done.stderr) == (0, "")
    return done.stdout


def drawn(folder: Path) -> dict[str, str]:
    return {path.name: path.read_text(encoding="utf-8") for path in sorted(folder.iterdir())}


@pytest.mark.parametrize(
    ("format", "suffix"), [("html", "html"), ("markdown", "md"), ("text", "txt"), ("json", "json")]
)
def test_a_directory_gets_a_file_for_each_document(rows: Path, format: str, suffix: str) -> None:
    run("summarize", "rows.jsonl", "--format", format, "-o", "out/")
    index = {"index.html"} if format == "html" else set()
    assert set(drawn(rows.parent / "out")) == {f"news-1.{suffix}", f"script.{suffix}"} | index


def test_stored_reports_are_drawn_as_they_were(rows: Path) -> None:
    run("summarize", "rows.jsonl", "--format", "json", "-o", "out.jsonl")
    run("summarize", "rows.jsonl", "--format", "markdown", "-o", "first/")
    run("report", "out.jsonl", "--format", "markdown", "-o", "again/")
    assert drawn(rows.parent / "again") == drawn(rows.parent / "first")


def test_rows_of_a_batch_are_drawn(rows: Path) -> None:
    run("batch", "rows.jsonl", "-o", "out.jsonl", "--workers", "1")
    assert "seconds" not in (rows.parent / "out.jsonl").read_text()
    run("report", "out.jsonl", "-o", "pages/")
    pages = drawn(rows.parent / "pages")
    assert set(pages) == {"index.html", "news-1.html", "script.html"}
    assert "<script>" not in re.sub(r"(?s)<script>.*?</script>", "", pages["script.html"], count=1)
    assert 'href="news-1.html"' in pages["index.html"]


def test_the_report_column_of_a_parquet_batch_is_a_report(rows: Path) -> None:
    parquet = pytest.importorskip("pyarrow.parquet")
    run("batch", "rows.jsonl", "-o", "out.parquet", "--workers", "1")
    stored = parquet.read_table("out.parquet").column("report").to_pylist()
    assert [Report.from_dict(json.loads(one)).document.id for one in stored] == ["news/1", "<script>"]


def test_a_report_survives_the_way_through_a_dictionary() -> None:
    report = Pipeline(Recipe(model="none"))(Document("a", "a.txt", SEED.read_text(encoding="utf-8")))
    again = Report.from_dict(json.loads(json.dumps(report.to_dict())))
    assert again.to_html() == report.to_html()
    assert again.to_markdown() == report.to_markdown()
    assert again.to_json() == report.to_json()


def test_a_notebook_shows_the_gist_without_a_script() -> None:
    report = Pipeline(Recipe(model="none"))(
        Document("a", "a.txt", "It rained <script>x</script> in in June.")
    )
    shown = report._repr_html_()
    assert "&lt;script&gt;" in shown
    assert "<script" not in shown


def on_terminal(*words: str, folder: Path, **variables: str) -> str:
    """What a person at a terminal sees of `gistmill WORDS`."""
    leader, follower = pty.openpty()
    environment = os.environ | {"TERM": "xterm-256color", "COLUMNS": "100"} | variables
    command = [Path(sys.executable).parent / "gistmill", *words]
    process = subprocess.Popen(command, cwd=folder, env=environment, stdout=follower, stderr=follower)
    os.close(follower)
    seen = b""
    try:
        while part := os.read(leader, 65536):
            seen += part
    except OSError:  # how Linux says that the last writer went away
        pass
    finally:
        os.close(leader)
    assert process.wait() == 0
    return seen.decode()


@pytest.mark.parametrize(
    "words", [("summarize", "rows.jsonl", "-o", "o.txt"), ("batch", "rows.jsonl", "-o", "o.jsonl")]
)
def test_a_bar_shows_on_a_terminal_unless_quiet(rows: Path, words: tuple[str, ...]) -> None:
    assert "2/2" in on_terminal(*words, folder=rows.parent)
    assert on_terminal(*words, "--quiet", "--no-cache", folder=rows.parent) == ""


def test_no_color_is_respected(rows: Path) -> None:
    words = ("summarize", "rows.jsonl", "--quiet")
    assert "\x1b[1m" in on_terminal(*words, folder=rows.parent)
    assert "\x1b" not in on_terminal(*words, folder=rows.parent, NO_COLOR="1")


def test_a_glossary_is_found_beside_the_recipe_that_names_it(tmp_path: Path) -> None:
    (tmp_path / "terms.tsv").write_text("learning and education\tstudy and education\n")
    (tmp_path / "a.toml").write_text('[clean]\nglossary = "terms.tsv"\n')
    assert read_recipe(tmp_path / "a.toml").clean.glossary is not None
