"""Every entry of the catalogue, and what `gistmill models list | show` says of it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from typer.testing import CliRunner

from gistmill.cli.app import app
from gistmill_models.catalogue import CATALOGUE, Entry

CHOOSING = Path(__file__).parents[2] / "models/CHOOSING.md"


@pytest.mark.parametrize("entry", CATALOGUE, ids=lambda entry: entry.name)
def test_an_entry_is_whole_and_pinned_to_a_commit_or_says_that_it_is_not(entry: Entry) -> None:
    assert re.fullmatch(r"[a-z0-9][a-z0-9.-]+", entry.name)
    assert re.fullmatch(r"[\w-]+/[\w.-]+", entry.repository)
    assert entry.revision is None or re.fullmatch(r"[0-9a-f]{40}", entry.revision)
    assert entry.good_for and entry.licence
    assert 0 < entry.disk_bytes <= entry.fetch_bytes
    # Between int8 and float32.
    assert entry.parameters < entry.fetch_bytes < 4.5 * entry.parameters
    assert ("(" in entry.figure) == bool(entry.figure)


def test_names_and_repositories_are_there_once() -> None:
    assert len({entry.name for entry in CATALOGUE}) == len({entry.repository for entry in CATALOGUE})
    assert len({entry.name for entry in CATALOGUE}) == len(CATALOGUE)


def test_the_list_has_a_line_for_each_entry_with_what_it_costs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GISTMILL_CACHE_DIR", str(tmp_path))
    lines = CliRunner().invoke(app, ["models", "list"]).output.splitlines()
    assert lines[0].startswith("embedded         here, ")
    for entry in CATALOGUE:
        [line] = [line for line in lines if line.split()[0] == entry.name]
        for part in (entry.licence, entry.good_for, entry.figure, f"window {entry.window:6,}"):
            assert part in line


def test_an_entry_that_is_not_here_is_shown_with_its_pin_and_source() -> None:
    shown = CliRunner().invoke(app, ["models", "show", "bart-large-cnn"]).output
    assert "from facebook/bart-large-cnn, 37f520fa929c961707657b28798b30c003dd100b" in shown
    assert "published, not measured here: ROUGE-1/2/L 44.16/21.28/40.90" in shown
    gated = CliRunner().invoke(app, ["models", "show", "gemma-3-1b"]).output
    assert "gated: accept its licence" in gated


def test_the_page_for_users_names_every_entry() -> None:
    page = CHOOSING.read_text(encoding="utf-8")
    assert [entry.name for entry in CATALOGUE if f"`{entry.name}`" not in page] == []
