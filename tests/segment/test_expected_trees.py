"""The texts of seeds/headings and the seed article have exactly the headings they should, at the right level,
through the whole pipeline and however their lines are laid out."""

import json
import textwrap
from collections.abc import Callable
from pathlib import Path

import pytest

from gistmill.document import Document
from gistmill.read.markdown import markdown_document
from gistmill.recipe import Recipe
from gistmill.run import Pipeline

SEEDS = Path(__file__).resolve().parents[2] / "seeds"
CASES = sorted((SEEDS / "headings").glob("*.json"))
PIPELINE = Pipeline(Recipe(model="none"))

Layout = Callable[[str], str]
LAYOUTS: dict[str, Layout] = {
    "as it is": lambda text: text,
    "blank lines": lambda text: "\n\n".join(line for line in text.split("\n") if line.strip()),
    "single breaks": lambda text: "\n".join(line for line in text.split("\n") if line.strip()),
    "trailing spaces": lambda text: text.replace("\n", "  \n"),
    "other line ends": lambda text: text.replace("\n", "\r\n"),
}


def read_case(path: Path) -> tuple[str, dict]:
    case = json.loads(path.read_text(encoding="utf-8"))
    text = case.get("text") or (SEEDS / "documents" / case["document"]).read_text(encoding="utf-8")
    return text, case


def tree_of(text: str, *, format: str = "text") -> tuple[str | None, list[list]]:
    if format == "markdown":
        document = markdown_document(text, id="1", source="case.md")
    else:
        document = Document("1", "case.txt", text)
    ((_, outline),) = PIPELINE.segment([document])
    return outline.title, [[s.level, s.title] for s in outline.sections if s.title is not None]


def layouts_of(case: dict) -> list[str]:
    """The layouts that leave a text what it is: where blank lines mean something, they stay."""
    fixed = case.get("blank_lines_mean_something", False)
    return [layout for layout in LAYOUTS if not (fixed and layout in ("blank lines", "single breaks"))]


@pytest.mark.parametrize(
    ("path", "layout"),
    [
        pytest.param(path, layout, id=f"{path.stem}, {layout}")
        for path in CASES
        for layout in layouts_of(read_case(path)[1])
    ],
)
def test_tree_is_as_expected(path: Path, layout: str, request: pytest.FixtureRequest) -> None:
    text, case = read_case(path)
    format = case.get("format", "text")
    if reason := case.get("known_failure"):
        request.applymarker(pytest.mark.xfail(reason=reason, strict=True))
    assert tree_of(LAYOUTS[layout](text), format=format) == (case["title"], case["headings"])


def test_hard_wrapped_lines_leave_the_tree_of_the_seed_article_as_it_is() -> None:
    text, case = read_case(SEEDS / "headings" / "seed_article.json")
    wrapped = "\n\n".join(textwrap.fill(line, 72) for line in text.split("\n") if line.strip())
    title, headings = tree_of(wrapped)
    assert (title, [level for level, _ in headings]) == (
        case["title"],
        [level for level, _ in case["headings"]],
    )
