"""The gate of the clean stage fails where it should."""

from __future__ import annotations

from tests.quality.cleaning import broken_floors


def test_a_figure_beyond_its_bound_breaks_its_floor() -> None:
    floors = {"repaired": {"at_least": 90.0}, "changed": {"at_most": 0.5}}
    assert broken_floors({"repaired": 90.0, "changed": 0.5}, floors) == []
    assert [line.split(":")[0] for line in broken_floors({"repaired": 89.0, "changed": 0.6}, floors)] == [
        "repaired",
        "changed",
    ]


def test_a_figure_that_is_missing_breaks_its_floor() -> None:
    assert len(broken_floors({}, {"repaired": {"at_least": 90.0}})) == 1
