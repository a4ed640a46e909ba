"""Settings from flag, environment, file and default, and messages that say where a bad one stands."""

from __future__ import annotations

from pathlib import Path

import pytest

from gistmill.errors import RecipeError
from gistmill.recipe import SETTINGS, Recipe, read_recipe, recipe_of_settings, settings_of_environment
from gistmill.summarize import Length


@pytest.mark.parametrize(
    ("toml", "complaint"),
    [
        (
            'model = "none"\n[clean]\nmodee = "off"',
            "line 3: unknown setting 'clean.modee'; did you mean 'clean.mode'",
        ),
        (
            '[summarise]\nlength = "short"',
            "line 2: unknown setting 'summarise.length'; did you mean 'summarize.length'",
        ),
        ('\n[clean]\nmode = "hard"', "line 3: Invalid enum value 'hard'"),
        ("[summarize]\nlength = 0", "line 2: length '0'"),
        ("[summarize]\nbeams = true", "line 2: Expected `int | null`, got `bool`"),
        ('[overview]\nlength = "tiny"', "line 2: length 'tiny'"),
        ('[clean]\nskip = ["bylines"]', "line 2: clean: there is no rule 'bylines'"),
    ],
)
def test_a_bad_setting_is_named_with_its_file_and_line(tmp_path: Path, toml: str, complaint: str) -> None:
    (tmp_path / "a.toml").write_text(toml)
    with pytest.raises(RecipeError) as raised:
        read_recipe(tmp_path / "a.toml")
    assert str(raised.value).startswith(f"{tmp_path}/a.toml, {complaint}")


def test_every_setting_can_be_set_by_the_environment() -> None:
    values = {
        "model": "none",
        "device": "cpu",
        "clean.mode": "off",
        "summarize.length": "short",
        "overview.length": "9",
    }
    variables = {f"GISTMILL_{name.upper().replace('.', '_')}": value for name, value in values.items()}
    variables |= {
        "GISTMILL_OFFLINE": "yes",
        "GISTMILL_SEGMENT_TOPICS": "0",
        "GISTMILL_SEGMENT_HEADINGS": "off",
    }
    variables |= {
        "GISTMILL_CLEAN_MARGIN": "0.75",
        "GISTMILL_CLEAN_SKIP": "byline, dateline",
        "GISTMILL_SUMMARIZE_BEAMS": "2",
    }
    recipe = recipe_of_settings(settings_of_environment(variables))
    assert (recipe.model, recipe.device, recipe.offline) == ("none", "cpu", True)
    assert (recipe.clean.mode, recipe.clean.margin, recipe.clean.skip) == (
        "off",
        0.75,
        ("byline", "dateline"),
    )
    assert (recipe.segment.topics, recipe.segment.headings) == (False, False)
    assert (recipe.summarize.beams, recipe.summarize.length, recipe.overview.length) == (
        2,
        Length("short"),
        Length("9"),
    )
    assert recipe_of_settings({}) == Recipe()
    assert {"clean.glossary", "segment.min_confidence", "clean.only"} <= set(SETTINGS)


def test_a_bad_variable_is_named() -> None:
    with pytest.raises(RecipeError, match="environment GISTMILL_DEVICE: Invalid enum value 'tpu'"):
        recipe_of_settings(settings_of_environment({"GISTMILL_DEVICE": "tpu"}))


def test_flag_beats_environment_beats_file_beats_default(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from typer.testing import CliRunner

    from gistmill.cli.app import app

    monkeypatch.chdir(tmp_path)
    (tmp_path / "a.toml").write_text('model = "none"\ndevice = "cpu"\n[summarize]\nlength = "long"\n')
    monkeypatch.setenv("GISTMILL_DEVICE", "auto")
    monkeypatch.setenv("GISTMILL_SUMMARIZE_LENGTH", "30")
    shown = CliRunner().invoke(app, ["config", "--config", "a.toml", "--length", "short"]).output
    lines = {line.split()[0]: line.split(maxsplit=2)[1:] for line in shown.splitlines()}
    assert lines["summarize.length"] == ["short", "--length"]
    assert lines["device"] == ["auto", "environment GISTMILL_DEVICE"]
    assert lines["model"] == ["none", "a.toml, line 1"]
    assert lines["offline"] == ["false", "default"]
    monkeypatch.setenv("GISTMILL_CONFIG", "a.toml")
    assert "a.toml, line 1" in CliRunner().invoke(app, ["config"]).output


def test_a_recipe_that_lies_here_is_not_used_unless_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from typer.testing import CliRunner

    from gistmill.cli.app import app

    monkeypatch.chdir(tmp_path)
    (tmp_path / "gistmill.toml").write_text('model = "none"\n')
    shown = CliRunner().invoke(app, ["config"]).output
    assert "gistmill.toml lies here but is not used" in shown
    assert "embedded" in shown
