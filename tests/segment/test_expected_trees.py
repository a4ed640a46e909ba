"""The texts of seeds/headings and the seed article have exactly the headings they should, at the right level."""

import json
from pathlib import Path

import pytest

from gistmill.document import CleanText
from gistmill.segment import SegmentSettings, outline_of

SEEDS = Path(__file__).resolve().parents[2] / "seeds"
CASES = sorted((SEEDS / "headings").glob("*.json"))


def read_case(path: Path) -> tuple[str, dict]:
    case = json.loads(path.read_text(encoding="utf-8"))
    text = case.get("text") or (SEEDS / "documents" / case["document"]).read_text(encoding="utf-8")
    return text, case


def tree_of(text: str) -> tuple[str | None, list[list]]:
    outline = outline_of(CleanText(text), settings=SegmentSettings())
    return outline.title, [[s.level, s.title] for s in outline.sections if s.title is not None]


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
@pytest.mark.parametrize("between", ["\n\n", "\n"], ids=["blank lines", "single breaks"])
def test_tree_is_as_expected(path: Path, between: str) -> None:
    text, case = read_case(path)
    relaid = between.join(line for line in text.split("\n") if line.strip())
    assert tree_of(relaid) == (case["title"], case["headings"])
