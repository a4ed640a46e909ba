"""No stage changes what it gives without a new version; else the cache would serve what the old one gave."""

import json

import pytest

from tests.stage_outputs import PINS, stage_outputs


@pytest.fixture(scope="module")
def found() -> dict[str, dict[str, str]]:
    return stage_outputs()


PINNED = json.loads(PINS.read_text(encoding="utf-8"))


@pytest.mark.parametrize("stage", PINNED)
def test_an_output_belongs_to_its_version(stage: str, found: dict[str, dict[str, str]]) -> None:
    version, pinned = found[stage]["version"], PINNED[stage]
    assert version != pinned["version"] or found[stage]["output"] == pinned["output"], (
        f"{stage} gives something else for the seeds: give it a new version, then run python -m tests.stage_outputs"
    )
    assert found[stage] == pinned, (
        f"{stage} has a new version: run python -m tests.stage_outputs and commit {PINS.name}"
    )


def test_every_stage_is_pinned(found: dict[str, dict[str, str]]) -> None:
    assert set(PINNED) == set(found)
