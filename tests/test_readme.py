"""What the README shows works: its blocks run, and what it names is there."""

from __future__ import annotations

import gzip
import json
import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.reference import PAGE, commands, option_names, reference

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
SEED = ROOT / "seeds/documents/000_f133142195f25140.txt"
# A line with one of these needs a cluster, a GPU, the package index or a hub; only its options are checked.
ELSEWHERE = re.compile(r"--engine ray|--device cuda|^(make|pip|ray|export)\b|models (get|rm) ")
COMMANDS = dict(commands())


def blocks(language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", README, re.DOTALL)


def lines_of(block: str) -> list[str]:
    return [line for line in block.splitlines() if line.strip()]


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    """A folder with the files that the README speaks of."""
    texts = [
        "It rained all day . . The river rose in in June.\n",
        "The vote was held.\n\n# Costs\n\nThey rose.\n",
    ]
    rows = [
        {"id": str(n), "text": text, "document": text, "summary": "It rained."}
        for n, text in enumerate(texts)
    ]
    (tmp_path / "article.txt").write_bytes(SEED.read_bytes())
    for folder in ("news", "more"):
        (tmp_path / folder).mkdir()
    for number, text in enumerate(texts):
        (tmp_path / f"news/{number}.txt").write_text(text)
    lines = "".join(json.dumps(row) + "\n" for row in rows)
    (tmp_path / "rows.jsonl").write_text(lines)
    (tmp_path / "more/a.jsonl.gz").write_bytes(gzip.compress(lines.encode()))
    parquet = pytest.importorskip("pyarrow.parquet")
    parquet.write_table(pytest.importorskip("pyarrow").Table.from_pylist(rows), tmp_path / "rows.parquet")
    return tmp_path


@pytest.mark.parametrize("block", blocks("python"))
def test_python_blocks_run(block: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    exec(compile(block, "README.md", "exec"), {})


@pytest.mark.parametrize("block", blocks("sh"))
def test_sh_blocks_run(block: str, desk: Path) -> None:
    script = "\n".join(line for line in lines_of(block) if not ELSEWHERE.search(line))
    bin_folder = Path(sys.executable).parent
    environment = {
        "PATH": f"{bin_folder}{os.pathsep}{os.environ['PATH']}",
        "HOME": str(desk),
        "GISTMILL_CACHE_DIR": str(desk / "cache"),
    }
    run = subprocess.run(
        ["bash", "-euo", "pipefail", "-c", script], cwd=desk, env=environment, capture_output=True, text=True
    )
    assert (run.returncode, run.stderr if run.returncode else "") == (0, "")


@pytest.mark.parametrize(
    "line", [line for block in blocks("sh") for line in lines_of(block) if "gistmill " in line]
)
def test_every_line_names_a_command_and_options_that_exist(line: str) -> None:
    words = shlex.split(line[line.index("gistmill ") :], comments=True)
    name = max((name for name in COMMANDS if f"{' '.join(words)} ".startswith(f"{name} ")), key=len)
    given = {word.partition("=")[0] for word in words if word.startswith("--")}
    assert given <= option_names(COMMANDS[name]) | {"--help"}


def test_the_reference_is_what_the_commands_say() -> None:
    assert PAGE.read_text(encoding="utf-8") == reference(), "run python -m tests.cli.reference"


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_stands_in_the_readme_and_every_option_in_the_reference(name: str) -> None:
    assert "[Every command and option](pipeline/REFERENCE.md)" in README
    assert name in README or name.split()[1] == "cache"
    page = PAGE.read_text(encoding="utf-8").partition(f"\n## {name}\n")[2].partition("\n## ")[0]
    assert {option for option in option_names(COMMANDS[name]) if option not in page} == set()


def test_linked_files_exist() -> None:
    links = [link for link in re.findall(r"\]\(([^)#]+)\)", README) if "://" not in link]
    assert [link for link in links if not (ROOT / link).is_file()] == []


def test_the_readme_opens_with_the_two_commands() -> None:
    first = README.split("```")[1]
    assert [line.split("#")[0].strip() for line in first.splitlines()[1:]] == ["make demo", "make test"]
