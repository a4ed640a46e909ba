"""What the README shows works, and what the commands offer stands in it."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
COMMANDS = (
    "summarize",
    "batch",
    "clean",
    "segment",
    "terms",
    "evaluate",
    "init",
    "config",
    "report",
    "models list",
    "models show",
    "models convert",
)
CACHE_COMMANDS = ("ls", "show", "why", "diff", "gc", "clear", "path")


def help_of(*command: str) -> str:
    code = "from gistmill.cli import main; main()"
    environment = os.environ | {"COLUMNS": "200", "NO_COLOR": "1", "TERM": "dumb"}
    run = subprocess.run(
        [sys.executable, "-c", code, *command, "--help"],
        capture_output=True,
        text=True,
        check=True,
        env=environment,
    )
    return re.sub(r"\x1b\[[0-9;]*m", "", run.stdout)


@pytest.mark.parametrize("block", re.findall(r"```python\n(.*?)```", README, re.DOTALL))
def test_python_blocks_run(block: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    exec(compile(block, "README.md", "exec"), {})


@pytest.mark.parametrize("command", COMMANDS)
def test_every_option_stands_in_the_readme(command: str) -> None:
    options = set(re.findall(r"(?<![\w-])--[a-z][a-z-]+", help_of(*command.split()))) - {"--help", "--force"}
    assert {option for option in options if option not in README} == set()


@pytest.mark.parametrize("command", CACHE_COMMANDS)
def test_every_cache_command_stands_in_the_readme(command: str) -> None:
    assert f"gistmill cache {command}" in README
    assert help_of("cache", command)


def test_the_readme_opens_with_the_two_commands() -> None:
    first = README.split("```")[1]
    assert [line.split("#")[0].strip() for line in first.splitlines()[1:]] == ["make demo", "make test"]
