"""The pictures of the figures are what the script makes of the numbers, well formed and told in words."""

from __future__ import annotations

from xml.etree import ElementTree

import pytest

from training import plots


@pytest.mark.parametrize("name", ["quality.svg", "speed.svg"])
def test_a_picture_is_what_the_script_makes_of_the_numbers(name: str) -> None:
    assert (plots.FIGURES / name).read_text(encoding="utf-8") == plots.pictures()[name]


@pytest.mark.parametrize("picture", plots.pictures().values(), ids=plots.pictures())
def test_bars_fit_and_the_title_tells_the_numbers(picture: str) -> None:
    svg = ElementTree.fromstring(picture)
    space = "{http://www.w3.org/2000/svg}"
    ends = [float(bar.get("x", "0")) + float(bar.get("width", "0")) for bar in svg.iter(f"{space}rect")]
    assert ends != []
    assert max(ends) == plots.LABEL_WIDTH + plots.BAR_WIDTH
    values = [text.text for text in svg.iter(f"{space}text") if text.get("class") == "value"]
    title = svg.findtext(f"{space}title") or ""
    assert [value for value in values if value.rstrip(" ×") not in title] == []
