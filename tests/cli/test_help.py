"""Every help page, found by walking the commands: one line of purpose, a meaning for every argument and option."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from gistmill.cli.app import app
from tests.cli.reference import commands, options

COMMANDS = dict(commands())


@pytest.mark.parametrize("name", COMMANDS)
def test_a_help_page_tells_purpose_and_options(name: str) -> None:
    shown = CliRunner().invoke(app, [*name.split()[1:], "--help"], env={"COLUMNS": "300", "NO_COLOR": "1"})
    assert shown.exit_code == 0
    command = COMMANDS[name]
    assert command.help.strip().endswith(".")
    assert "\n" not in command.help.strip()
    assert command.help.strip() in shown.output
    assert [parameter.name for parameter in command.params if not parameter.help] == []
    assert [names for option in options(command) for names in option.opts if names not in shown.output] == []


@pytest.mark.parametrize("name", COMMANDS)
def test_an_unknown_option_is_wrong_use(name: str) -> None:
    assert CliRunner().invoke(app, [*name.split()[1:], "--no-such-option"]).exit_code == 2


def test_bash_completes_commands_and_options(tmp_path: Path) -> None:
    """As bash asks for them, through the function that `--show-completion` prints."""
    gistmill = Path(sys.executable).parent / "gistmill"
    environment = os.environ | {"_GISTMILL_COMPLETE": "complete_bash"}

    def completed(words: str) -> list[str]:
        asked = environment | {"COMP_WORDS": words, "COMP_CWORD": str(len(words.split(" ")) - 1)}
        return subprocess.run([gistmill], env=asked, capture_output=True, text=True).stdout.split()

    assert completed("gistmill summ") == ["summarize"]
    assert "--overview-length" in completed("gistmill summarize --over")
    assert completed("gistmill cache wh") == ["why"]
