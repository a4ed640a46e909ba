"""A user's project that is checked strictly finds the library typed."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

SAMPLE = """
from pathlib import Path

import gistmill
from gistmill import Cleaned, Document, Outline, Pipeline, Recipe, Report


def gists(folder: Path) -> dict[str | int, str]:
    pipeline = Pipeline(Recipe(model="none"))
    documents = (Document(path.stem, str(path), path.read_text()) for path in folder.glob("*.txt"))
    return {report.document.id: report.overview.text for report in pipeline.map(documents)}


def changes(text: str) -> list[tuple[int, int, str]]:
    cleaned: Cleaned = gistmill.clean(text)
    return [(edit.start, edit.end, edit.reason) for edit in cleaned.edits]


def titles(text: str) -> list[str | None]:
    outline: Outline = gistmill.segment(text)
    return [section.title for section in outline.sections]


def pages(path: Path) -> tuple[str, str, Report]:
    report: Report = gistmill.summarize(path)
    reveal_type(report)
    return report.to_html(), report.to_markdown(), Report.from_dict(report.to_dict())
"""
WRONG = "import gistmill\n\ncount: int = gistmill.summarize('text').overview.text\n"


def checked(code: str, folder: Path) -> subprocess.CompletedProcess[str]:
    """`mypy --strict` on `code` in a folder outside the project, with the library as it is installed here."""
    (folder / "sample.py").write_text(code)
    command = [sys.executable, "-m", "mypy", "--strict", "--cache-dir", ".mypy", "sample.py"]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True)


def test_a_strict_project_finds_the_library_typed(tmp_path: Path) -> None:
    run = checked(SAMPLE, tmp_path)
    assert 'Revealed type is "gistmill.report.Report"' in run.stdout
    assert "Success: no issues found" in run.stdout


def test_wrong_use_is_found(tmp_path: Path) -> None:
    run = checked(WRONG, tmp_path)
    assert run.returncode == 1
    assert 'expression has type "str", variable has type "int"' in run.stdout
