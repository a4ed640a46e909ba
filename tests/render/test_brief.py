"""The brief view: a headline, three sentences, figures with their sections."""

from pathlib import Path

import pytest

from gistmill.document import Document
from gistmill.recipe import Recipe
from gistmill.render.brief_view import figures_in, report_brief
from gistmill.run import Pipeline

SEED = Path(__file__).parents[2] / "seeds/documents/000_f133142195f25140.txt"


def test_the_seed_article_in_brief() -> None:
    report = Pipeline(Recipe(model="none"))(Document("seed", "-", SEED.read_text(encoding="utf-8")))
    headline, sentences, figures = report_brief(report).split("\n\n")
    assert headline.startswith("Strictly supervise and guide")
    assert sentences.count(".") == 3
    rows = dict(line.split("  ", 1) for line in figures.splitlines() if line[0].isdigit())
    assert {"25 central steering groups", "31 provinces"} <= rows.keys()
    assert rows["31 provinces"].strip() == "Ensuring the spirit of the central government"


@pytest.mark.parametrize(
    ("sentence", "figures"),
    [
        ("It rose on June 28 in the 1990s.", []),
        ("The 19th group met in 2021.", []),
        ("Of 1,200 local farmers 35% sold €3 million of milk.", ["1,200 local farmers", "35%", "€3 million"]),
        ("They drew up 53 work items in 12 areas.", ["53 work items", "12 areas"]),
    ],
)
def test_figures_are_amounts_with_what_they_count(sentence: str, figures: list[str]) -> None:
    assert list(figures_in(sentence)) == figures
