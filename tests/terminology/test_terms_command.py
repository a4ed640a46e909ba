"""`gistmill terms` through the command line."""

import re
from pathlib import Path

import msgspec
import pytest
import typer
from typer.testing import CliRunner

from gistmill.cli.terms import terms
from gistmill.terminology import read_glossary

SEED = Path(__file__).parents[2] / "seeds" / "documents" / "000_f133142195f25140.txt"

app = typer.Typer()
app.command()(terms)


@pytest.fixture(autouse=True)
def _own_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GISTMILL_CACHE_DIR", str(tmp_path / "cache"))


def run(*arguments: str) -> str:
    result = CliRunner().invoke(app, list(arguments), catch_exceptions=False)
    assert result.exit_code == 0, result.output
    return result.stdout


def test_the_text_shows_wordings_counts_reasons_and_contexts() -> None:
    shown = run(str(SEED))
    assert re.search(r"\d\d x study and education\n", shown)
    assert re.search(r"\d x learning and education\n", shown)
    assert "why: “learning” and “study”" in shown
    assert "[learning and education]" in shown


def test_the_table_is_taken_back_after_rows_were_deleted(tmp_path: Path) -> None:
    table = tmp_path / "terms.tsv"
    run(str(SEED), "--format", "tsv", "-o", str(table))
    rows = table.read_text(encoding="utf-8").splitlines(keepends=True)
    assert len(read_glossary(table).terms) == len(rows) - 1 > 5
    table.write_text("".join(rows[::2]), encoding="utf-8")
    assert len(read_glossary(table).terms) == len(rows[::2]) - 1


def test_json_names_the_documents_of_a_collection(tmp_path: Path) -> None:
    (tmp_path / "one.txt").write_text("The river chief system works. The river chief system is new.")
    (tmp_path / "two.txt").write_text("They like the river head system. The river head system is old.")
    found = msgspec.json.decode(run(str(tmp_path / "*.txt"), "--format", "json"))
    assert found["schema"] == "gistmill.terms/1"
    assert len(found["documents"]) == 2
    (group,) = found["groups"]
    assert [variant["count"] for variant in group["variants"]] == [2, 2]


def test_rare_terms_can_be_left_out() -> None:
    assert "key minority" in run(str(SEED))
    assert "key minority" not in run(str(SEED), "--min-count", "3")


def test_a_consistent_text_says_so(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("The wind blew over the bay. The ferries turned back.")
    assert run(str(tmp_path / "a.txt")) == "No term is worded in several ways.\n"
