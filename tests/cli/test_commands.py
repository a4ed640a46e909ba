"""The commands as a person runs them, in a process of their own; stdout is the result, stderr is talk."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from gistmill.cli.init import TEMPLATE
from gistmill.document import Edit, replay
from gistmill.recipe import Recipe, read_recipe
from tests.preloaded import Preloaded

ROOT = Path(__file__).parents[2]
SEED = ROOT / "seeds/documents/000_f133142195f25140.txt"


@pytest.fixture
def gistmill(preloaded: Preloaded, tmp_path: Path):  # type: ignore[no-untyped-def]
    environment = os.environ | {"GISTMILL_CACHE_DIR": str(tmp_path / "cache"), "NO_COLOR": "1"}

    def run(*arguments: object, stdin: str = "") -> subprocess.CompletedProcess[str]:
        return preloaded.start(*arguments, stdin=stdin, env=environment, cwd=tmp_path).wait()

    return run


def one_line(error: str) -> bool:
    return error.count("\n") == 1 and "Traceback" not in error


def test_explaining_an_outline_names_the_features_that_decided(gistmill) -> None:  # type: ignore[no-untyped-def]
    run = gistmill("segment", SEED, "--explain")
    assert run.returncode == 0, run.stderr
    lines = run.stdout.splitlines()
    assert len(lines) >= 2 * 13
    assert all(0 <= float(line.split()[0]) <= 1 for line in lines[::2])
    assert all("+" in line or "-" in line for line in lines[1::2])


def test_the_seed_article_as_json(gistmill) -> None:  # type: ignore[no-untyped-def]
    run = gistmill("summarize", SEED, "--format", "json")
    assert run.returncode == 0, run.stderr
    report = json.loads(run.stdout)
    assert report["schema"] == "gistmill.report/1"
    assert set(report) == {
        "schema",
        "document",
        "raw",
        "cleaned",
        "edits",
        "marks",
        "sections",
        "overview",
        "provenance",
    }
    assert set(report["document"]) >= {"id", "source", "title", "dateline", "byline", "language", "notes"}
    assert replay(report["raw"], [Edit(**edit) for edit in report["edits"]]) == report["cleaned"]
    assert "".join(report["cleaned"][s["start"] : s["end"]] for s in report["sections"]) == report["cleaned"]
    assert [s["level"] for s in report["sections"] if s["title"]] == [1, 2, 2, 2, 1, 2, 2, 2, 2, 1, 2, 2, 2]
    assert all(s["summary"]["sentences"][0]["sources"] for s in report["sections"])
    assert {s["summary"]["method"] for s in report["sections"]} <= {"abstractive", "extractive", "verbatim"}
    assert report["overview"]["headline"]


def test_the_second_run_differs_only_in_what_was_cached(gistmill) -> None:  # type: ignore[no-untyped-def]
    first, second = (gistmill("summarize", SEED, "--format", "json").stdout for _ in range(2))
    assert first.replace('"cached":false', '"cached":true') == second
    assert first.count('"cached":false') == 4
    assert second.count('"cached":true') == 4


def test_the_second_run_prints_the_same_and_opens_no_model(gistmill, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    code = (
        "import sys; from gistmill.cli import main\n"
        "try: main()\n"
        "finally: print('engine' if 'ctranslate2' in sys.modules else 'no engine', file=sys.stderr)"
    )
    environment = os.environ | {"GISTMILL_CACHE_DIR": str(tmp_path)}
    runs = [
        subprocess.run(
            [sys.executable, "-c", code, "summarize", SEED], capture_output=True, text=True, env=environment
        )
        for _ in range(2)
    ]
    assert [run.stderr.strip() for run in runs] == ["engine", "no engine"]
    assert runs[0].stdout == runs[1].stdout


def test_the_text_report_has_a_summary_under_every_heading(gistmill) -> None:  # type: ignore[no-untyped-def]
    out = gistmill("summarize", SEED).stdout
    assert "Overview" in out
    assert "   1.1  Learn one step further and improve the level of guidance\n      " in out
    assert "Xinhua News Agency · Beijing · June 28th" in out
    assert "Cleaned: " in out
    assert max(map(len, out.splitlines()[:-2])) <= 80


@pytest.mark.parametrize("format", ["text", "markdown", "html"])
def test_formats_are_written_whole_to_a_file(gistmill, tmp_path: Path, format: str) -> None:  # type: ignore[no-untyped-def]
    run = gistmill("summarize", SEED, "--model", "none", "--format", format, "-o", tmp_path / "out")
    assert (run.returncode, run.stdout) == (0, "")
    assert "Learn one step further" in (tmp_path / "out").read_text(encoding="utf-8")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["cache", "out"]


def test_jsonl_rows_give_one_object_each_and_keep_their_ids(gistmill, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    (tmp_path / "in.jsonl").write_text(
        '{"id": "a", "text": "It rained . ."}\n{"id": 2, "text": "It poured."}\n'
    )
    for command in ("summarize", "clean", "segment"):
        rows = [
            json.loads(row) for row in gistmill(command, "in.jsonl", "--format", "json").stdout.splitlines()
        ]
        assert [row["document"]["id"] for row in rows] == ["a", 2]
        assert rows[0]["cleaned"] == "It rained."
    assert set(rows[0]) >= {"document", "sections"}


def test_columns_can_be_named(gistmill, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    (tmp_path / "in.jsonl").write_text('{"key": "a", "body": "It rained."}\n')
    run = gistmill("clean", "in.jsonl", "--text-column", "body", "--id-column", "key", "--format", "json")
    assert json.loads(run.stdout)["document"]["id"] == "a"


def test_clean_prints_the_text_the_diff_and_the_reasons(gistmill) -> None:  # type: ignore[no-untyped-def]
    assert gistmill("clean", "-", stdin="It rained . .\n").stdout == "It rained.\n"
    assert (
        "-It rained . .\n+It rained.\n"
        in gistmill("clean", "-", "--format", "diff", stdin="It rained . .\n").stdout
    )
    assert "doubled_punctuation" in gistmill("clean", "-", "--explain", stdin="It rained. .\n").stdout


def test_rules_can_be_chosen(gistmill) -> None:  # type: ignore[no-untyped-def]
    text = "The the rain . .\n"
    assert gistmill("clean", "-", "--only", "doubled_words", stdin=text).stdout == "The rain . .\n"
    assert gistmill("clean", "-", "--skip", "doubled_words", stdin=text).stdout == "The the rain.\n"
    run = gistmill("clean", "-", "--only", "no_such_rule", stdin=text)
    assert run.returncode == 2
    assert "no rule 'no_such_rule'" in run.stderr


def test_approved_terms_are_applied_as_edits(gistmill, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    (tmp_path / "terms.tsv").write_text("guidance team\tsteering group\n")
    text = "The guidance teams met. The guidance team left.\n"
    run = gistmill("clean", "-", "--glossary", "terms.tsv", "--format", "json", stdin=text)
    assert json.loads(run.stdout)["cleaned"] == "The steering groups met. The steering group left.\n"
    assert {edit["rule"] for edit in json.loads(run.stdout)["edits"]} == {"glossary"}
    (tmp_path / "bad.tsv").write_text("no second column\n")
    run = gistmill("clean", "-", "--glossary", "bad.tsv", stdin=text)
    assert (run.returncode, one_line(run.stderr)) == (2, True)


def test_inconsistent_terms_are_proposed_as_a_glossary(gistmill, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    assert gistmill("terms", SEED, "--format", "tsv", "-o", "terms.tsv").returncode == 0
    table = (tmp_path / "terms.tsv").read_text(encoding="utf-8")
    assert "learning and education\tstudy and education\t" in table
    cleaned = gistmill("clean", SEED, "--glossary", "terms.tsv").stdout
    assert " learning and education " not in cleaned


def test_cleaning_can_be_switched_off_or_left_to_the_model_too(gistmill) -> None:  # type: ignore[no-untyped-def]
    text = "It rained all day in the the town . .\n"
    assert gistmill("clean", "-", "--clean", "off", stdin=text).stdout == text
    assert gistmill("clean", "-", "--clean", "full", stdin=text).stdout.startswith(
        "It rained all day in the town"
    )


def test_one_edit_can_be_undone(gistmill) -> None:  # type: ignore[no-untyped-def]
    text = "The the rain . .\n"
    ids = [
        line.split()[0] for line in gistmill("clean", "-", "--explain", stdin=text).stdout.splitlines()[::2]
    ]
    assert ids[0] == "0-7"
    assert gistmill("clean", "-", "--undo", ids[0], stdin=text).stdout == "The the rain.\n"
    run = gistmill("clean", "-", "--undo", "900-901", stdin=text)
    assert run.returncode == 2
    assert "no edit '900-901'" in run.stderr


def test_segment_explains_every_candidate_line(gistmill) -> None:  # type: ignore[no-untyped-def]
    lines = gistmill("segment", SEED, "--explain").stdout.splitlines()
    place = next(
        n for n, line in enumerate(lines) if line.endswith("Combine reality and innovate working mechanism")
    )
    assert float(lines[place].split()[0]) > 0.5
    assert "same form" in lines[place + 1]


def test_segment_prints_the_outline(gistmill) -> None:  # type: ignore[no-untyped-def]
    lines = gistmill("segment", SEED).stdout.splitlines()
    assert any(line.startswith("   2.3 Focusing on the “I do practical things") for line in lines)


@pytest.mark.parametrize(
    ("arguments", "code", "complaint"),
    [
        (("summarize", "none.txt"), 2, "none.txt: no such file or directory"),
        (("summarize", "folder"), 2, "a directory without texts"),
        (("summarize", "empty.txt"), 2, "empty.txt: empty"),
        (("summarize", "binary.txt"), 2, "binary.txt: a binary file"),
        (("summarize", "damaged.txt"), 2, "not valid utf-8"),
        (("summarize", "long.txt"), 2, "more than the 20,000,000 bytes"),
        (("summarize", "long.jsonl"), 2, "row 1: longer than 20,000,000 bytes"),
        (("summarize", "good.txt", "--config", "broken.toml"), 2, "broken.toml: not valid TOML"),
        (
            ("summarize", "good.txt", "--config", "unknown.toml"),
            2,
            "unknown.toml, line 1: unknown setting 'modle'; did you mean 'model'?",
        ),
        (("summarize", "good.txt", "--config", "none.toml"), 2, "none.toml: cannot be read"),
        (("summarize", "good.txt", "--length", "tiny"), 2, "length 'tiny'"),
        (("summarize", "good.txt", "--model", "./none"), 3, "./none is no folder"),
        (("summarize", "good.txt", "--model", "no/such-model", "--offline"), 3, "--offline forbids"),
        (("summarize", "good.txt", "--model", "folder"), 3, "holds no model"),
        (("summarize", "good.txt", "-o", "nowhere/out.txt"), 2, "nowhere/out.txt: cannot be written"),
        (("clean", "none.txt"), 2, "no such file"),
        (("cache", "show", "xyz"), 2, "no result has a key"),
        (("models", "show", "./none"), 3, "is no folder"),
        (("init", "good.txt"), 2, "exists already"),
    ],
)
def test_what_a_user_can_mend_is_one_line_and_an_exit_code(  # type: ignore[no-untyped-def]
    gistmill, tmp_path: Path, arguments: tuple[str, ...], code: int, complaint: str
) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "good.txt").write_text("It rained.")
    (tmp_path / "empty.txt").write_text("")
    (tmp_path / "binary.txt").write_bytes(b"\x7fELF\0\0")
    (tmp_path / "damaged.txt").write_bytes("café ".encode() + b"\xff")
    (tmp_path / "long.txt").write_bytes(b"x" * 50_000_000 if "long.txt" in arguments else b"")
    (tmp_path / "long.jsonl").write_bytes(b"x" * 50_000_000 if "long.jsonl" in arguments else b"")
    (tmp_path / "broken.toml").write_text("model = ")
    (tmp_path / "unknown.toml").write_text('modle = "x"')
    before = sorted(tmp_path.rglob("*"))
    run = gistmill(*arguments)
    assert run.returncode == code, run.stderr
    assert one_line(run.stderr), run.stderr
    assert complaint in run.stderr
    assert run.stdout == ""
    assert [
        path for path in sorted(tmp_path.rglob("*")) if "cache" not in path.parts
    ] == before or "cache" in str(before)


def test_one_bad_document_among_good_ones_is_named_and_gives_code_1(gistmill, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    (tmp_path / "good.txt").write_text("It rained.")
    run = gistmill("summarize", "none.txt", "good.txt", "--format", "json")
    assert run.returncode == 1
    assert "none.txt" in run.stderr
    assert len(run.stdout.splitlines()) == 1


def test_unknown_options_are_wrong_use(gistmill) -> None:  # type: ignore[no-untyped-def]
    assert gistmill("summarize", "a.txt", "--colour").returncode == 2
    assert gistmill("no-such-command").returncode == 2


def test_a_missing_extra_is_named(gistmill, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    (tmp_path / "a.pdf").write_bytes(b"%PDF-")
    code = (
        "import importlib.util as u, sys\n"
        "found = u.find_spec\n"
        "u.find_spec = lambda name, *rest: None if name == 'pypdf' else found(name, *rest)\n"
        "from gistmill.cli import main\nmain()"
    )
    run = subprocess.run(
        [sys.executable, "-c", code, "clean", tmp_path / "a.pdf"], capture_output=True, text=True
    )
    assert run.returncode == 3
    assert "pip install 'gistmill[pdf]'" in run.stderr
    assert one_line(run.stderr)


def test_the_cache_can_be_seen_and_cleared(gistmill, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    (tmp_path / "a.txt").write_text("It rained . .")
    assert (
        gistmill("cache", "why", "a.txt", "--model", "none").stdout.splitlines()[0]
        == "clean      to do the text"
    )
    gistmill("summarize", "a.txt", "--model", "none")
    why = gistmill("cache", "why", "a.txt", "--model", "none").stdout
    assert [line.split()[:2] for line in why.splitlines()] == [
        [stage, "kept"] for stage in ("clean", "segment", "summarize", "overview")
    ]
    shorter = gistmill("cache", "why", "a.txt", "--model", "none", "--length", "short").stdout
    assert 'settings.settings.length.asked: "medium" -> "short"' in shorter
    keys = {line.split()[3]: line.split()[0] for line in gistmill("cache", "ls").stdout.splitlines()}
    assert json.loads(gistmill("cache", "show", keys["clean"]).stdout)["text"] == "It rained."
    assert "made from:" in gistmill("cache", "diff", keys["clean"], keys["segment"]).stdout
    assert "clean" in gistmill("cache", "ls", "--total").stdout
    assert gistmill("cache", "path").stdout.strip() == str(tmp_path / "cache/cache.sqlite")
    assert gistmill("cache", "gc", "--max-size", "0").stdout == "dropped 4 results\n"
    assert gistmill("cache", "clear").stdout == "dropped 0 results\n"


def test_no_cache_keeps_nothing(gistmill, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    (tmp_path / "a.txt").write_text("It rained.")
    gistmill("summarize", "a.txt", "--model", "none", "--no-cache")
    assert not (tmp_path / "cache").exists()


def test_models_are_listed_and_shown(gistmill) -> None:  # type: ignore[no-untyped-def]
    assert gistmill("models", "list").stdout.startswith("embedded ")
    assert "task summarize: 'summarize: ' SOURCE ''" in gistmill("models", "show", "embedded").stdout


def test_init_writes_the_defaults(gistmill, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    assert gistmill("init").returncode == 0
    assert read_recipe(tmp_path / "gistmill.toml") == Recipe()
    assert (tmp_path / "gistmill.toml").read_text() == TEMPLATE


def test_the_version_is_printed(gistmill) -> None:  # type: ignore[no-untyped-def]
    assert gistmill("--version").stdout.startswith("gistmill 0.")


def test_what_a_site_prints_around_its_texts_is_no_part_of_them(gistmill, tmp_path) -> None:  # type: ignore[no-untyped-def]
    """By every command that takes more than one text, and by a batch of them."""
    pages = tmp_path / "pages"
    pages.mkdir()
    for number in range(6):
        body = f"On day {number} the river rose by {number + 2} metres and flooded the market of the town."
        (pages / f"{number}.txt").write_text(
            f"Valley Herald morning desk\n\n{body}\n\nMore from the valley\n"
        )
    run = gistmill("summarize", pages, "--format", "json", "--model", "none")
    assert run.returncode == 0, run.stderr
    reports = [json.loads(line) for line in run.stdout.splitlines()]
    assert [report["cleaned"].count("alley") for report in reports] == [0] * 6
    assert gistmill("batch", pages, "-o", "out.jsonl", "--model", "none").returncode == 0
    rows = [json.loads(line) for line in (tmp_path / "out.jsonl").read_text().splitlines()]
    assert [row["cleaned"] for row in rows] == [report["cleaned"] for report in reports]
