"""A section that is shown as it stands keeps its lines: the items of a list, the rows of a table."""

from gistmill import Recipe, summarize

TEXT = "What is inside\n\n1\tChildren\t80\n2\tReading room\t140\n\n- 64,000 books\n- 12 study rooms\n"


def test_the_terminal_shows_a_line_for_each() -> None:
    report = summarize(text=TEXT, recipe=Recipe(model="none"))
    lines = [line.strip() for line in report.to_text().splitlines()]
    assert {"1  Children  80", "2  Reading room  140"} <= set(lines)


def test_markdown_ends_each_line_for_good() -> None:
    report = summarize(text=TEXT, recipe=Recipe(model="none"))
    assert "1 Children 80\\\n2 Reading room 140" in report.to_markdown()
