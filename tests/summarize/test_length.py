"""Lengths are parsed once, wherever they come from, and a wrong one stops a run before anything is made."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import msgspec
import pytest

from gistmill.errors import RecipeError
from gistmill.recipe import Recipe, read_recipe
from gistmill.summarize import Length, OverviewSettings, SummarizeSettings


@pytest.mark.parametrize(
    ("one", "same"), [("80", " 80 words"), ("80", "080"), ("20%", "20.0 %"), ("medium", "Medium ")]
)
def test_a_length_has_one_spelling(one: str, same: str) -> None:
    assert SummarizeSettings(one) == SummarizeSettings(same) == SummarizeSettings(Length(same))


@pytest.mark.parametrize("wrong", ["tiny", "0", "-5", "0%", "101%", "1e9", "", "80.5", "9" * 12])
def test_no_settings_hold_a_wrong_length(wrong: str) -> None:
    for made in (lambda: Length(wrong), lambda: SummarizeSettings(wrong), lambda: OverviewSettings(wrong)):
        with pytest.raises(RecipeError, match="expected short, medium, long"):
            made()
    with pytest.raises(RecipeError):
        msgspec.structs.replace(Recipe().overview, length=wrong)


def test_a_number_of_words_may_be_a_number_in_a_recipe_file(tmp_path: Path) -> None:
    (tmp_path / "a.toml").write_text('[summarize]\nlength = 80\n[overview]\nlength = "80 words"')
    recipe = read_recipe(tmp_path / "a.toml")
    assert recipe.summarize.length == recipe.overview.length == Length("80")


def test_a_wrong_length_on_the_command_line_makes_no_directory(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("It rained all day.")
    command = [
        sys.executable,
        "-c",
        "from gistmill.cli import main; main()",
        "summarize",
        "a.txt",
        "--length",
        "tiny",
    ]
    environment = {**os.environ, "GISTMILL_CACHE_DIR": str(tmp_path / "cache")}
    run = subprocess.run(
        [*command, "-o", "out/"], cwd=tmp_path, env=environment, capture_output=True, text=True
    )
    assert run.returncode == 2
    assert "length 'tiny': expected short, medium, long" in run.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["a.txt"]
