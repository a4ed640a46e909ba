"""`gistmill evaluate` as a person runs it; stdout is the result, stderr is talk."""

import json
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner, Result

from gistmill.cli.evaluate import evaluate
from gistmill.errors import GistmillError, InputError, MissingError, RecipeError, UnreadableInput

ROW = {
    "document": "The river rose by two metres on Monday. Many people in the old town left their houses at once. "
    "The mayor said that the water will fall by Friday. Schools stay closed until then.",
    "summary": "The river rose and many people left their houses.",
}
app = typer.Typer()
app.command()(evaluate)


def run(*arguments: object, input: str | None = None) -> Result:
    return CliRunner().invoke(app, [*map(str, arguments), "--model", "none"], input=input)


def rows(path: Path, *lines: object) -> Path:
    path.write_text("".join(line if isinstance(line, str) else json.dumps(line) + "\n" for line in lines))
    return path


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return rows(tmp_path / "rows.jsonl", ROW, ROW)


def test_a_table_with_a_line_for_each_system(file: Path) -> None:
    result = run(file)
    assert result.exit_code == 0, result.output
    header, *lines = result.stdout.split("\n\n")[0].splitlines()
    assert header.split()[:4] == ["system", "R-1", "R-2", "R-Lsum"]
    assert [line.split()[0] for line in lines] == [
        "gistmill",
        "sections",
        "lead-3",
        "lead",
        "lexrank",
        "sumy-lexrank",
        "textrank",
    ]
    assert len({len(line) for line in [header, *lines]}) == 1
    assert "rows.jsonl: 2 rows. Model: none." in result.stdout


def test_json_says_the_same_with_settings_and_counts(file: Path) -> None:
    found = json.loads(run(file, "--format", "json", "--words", 8, "--system", "lead").stdout)
    assert found["schema"] == "gistmill.evaluation/1"
    assert found["counts"] == {"rows": 2, "failed": 0}
    assert found["settings"]["words"] == 8
    assert found["settings"]["model"] == found["settings"]["backend"] == "none"
    (lead,) = found["systems"]
    # "The river rose by two metres on Monday.": 3 of its 8 words are among the 9 of the reference, 2 of 7 pairs.
    assert lead["rouge1"] == round(100 * 2 * (3 / 8) * (3 / 9) / (3 / 8 + 3 / 9), 2)
    assert lead["rouge2"] == round(100 * 2 * (2 / 7) * (2 / 8) / (2 / 7 + 2 / 8), 2)
    assert (lead["words"], lead["cut_off"], lead["bigrams_novel"]) == (8.0, 0.0, 0.0)
    assert lead["names_lacking"] == 0.0


def test_same_input_same_bytes(file: Path) -> None:
    assert run(file, "--format", "json").stdout == run(file, "--format", "json").stdout


def test_other_columns_and_a_limit(tmp_path: Path) -> None:
    file = rows(tmp_path / "rows.jsonl", *[{"body": ROW["document"], "abstract": ROW["summary"]}] * 3)
    result = run(file, "--document-column", "body", "--summary-column", "abstract", "--limit", 2)
    assert result.exit_code == 0, result.output
    assert "2 rows" in result.stdout


def test_standard_input(file: Path) -> None:
    assert "standard input: 2 rows" in run("-", "--system", "lead", input=file.read_text()).stdout


def test_output_to_a_file(file: Path, tmp_path: Path) -> None:
    result = run(file, "--system", "lead", "-o", tmp_path / "table.txt")
    assert (result.exit_code, result.stdout) == (0, "")
    assert (tmp_path / "table.txt").read_text().startswith("system")


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("{broken\n", "not a JSON object"),
        ("[1]\n", "expected a JSON object, found list"),
        ({"document": "Text."}, "no text in the field 'summary'"),
        ({"document": " ", "summary": "Text."}, "the field 'document' is empty"),
    ],
)
def test_a_bad_row_is_named_and_counted(tmp_path: Path, line: object, reason: str) -> None:
    result = run(rows(tmp_path / "rows.jsonl", ROW, line), "--system", "lead")
    assert result.exit_code == 1
    assert "row 2: " in result.stderr
    assert reason in result.stderr
    assert "1 of 2 rows failed" in result.stderr
    assert "1 rows, 1 failed" in result.stdout


def test_only_bad_rows_are_wrong_use(tmp_path: Path) -> None:
    result = run(rows(tmp_path / "rows.jsonl", {"text": "no"}))
    assert (result.exit_code, result.stdout) == (2, "")


def test_an_empty_file_is_wrong_use(tmp_path: Path) -> None:
    result = run(rows(tmp_path / "rows.jsonl"))
    assert result.exit_code == 2
    assert "no rows" in result.stderr


@pytest.mark.parametrize(
    ("arguments", "error"),
    [
        (["nowhere.jsonl"], UnreadableInput),
        (["nowhere.jsonl", "--length", "huge"], RecipeError),
        (["nowhere.jsonl", "-o", "no/such/folder/table.txt"], InputError),
    ],
)
def test_wrong_use_is_one_line(arguments: list[str], error: type[GistmillError]) -> None:
    assert isinstance(run(*arguments).exception, error)


def test_without_sumy_its_systems_are_left_out_with_a_note(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("gistmill.evaluate.sumy_peers", tuple)
    result = run(file)
    assert result.exit_code == 0
    assert "Left out: sumy-lexrank, textrank; they need the package sumy" in result.stdout
    assert isinstance(run(file, "--system", "sumy-lexrank").exception, MissingError)
