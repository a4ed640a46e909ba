"""Markdown: whatever stands in a text comes back as it was written, as text."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from gistmill.document import Document
from gistmill.recipe import Recipe
from gistmill.render.markdown_view import escaped, report_markdown
from gistmill.render.text_view import section_label
from gistmill.run import Pipeline

PARSER = MarkdownIt("commonmark").enable(["table", "strikethrough"])
MARKUP = "#-+*_`<>|~[]()!&;=:.$^\\ 1ax\n"


def blocks(markdown: str) -> list[tuple[str, str]]:
    """The tag and the text of each block; text that is not plain is marked by its kind."""
    tokens = PARSER.parse(markdown)
    return [
        (
            before.tag,
            "".join(
                part.content if part.type in ("text", "text_special") else f"<{part.type}>"
                for part in token.children or ()
            ),
        )
        for before, token in pairwise(tokens)
        if token.type == "inline"
    ]


@pytest.mark.parametrize(
    "text",
    [
        "# no heading", "- no item", "+ no item", "* no item", "1. May was wet", "12) of them",
        "> no quote", "| a | b |",
        "`no code`", "```", "~~kept~~", "<b>bold</b>", "<!-- no comment -->", "a &lt; b &amp; c", "&#60;", "---", "===",
        "![no](picture)", "[no](link)", "[no]: link", "__init__ *x*", "a\\*b", "ends with \\",
        "<http://a.b>", "x #", "* * *",
    ],
)  # fmt: skip
def test_markup_comes_back_as_text(text: str) -> None:
    assert blocks(escaped(text)) == [("p", text)]
    assert blocks(f"## {escaped(text)}") == [("h2", text)]


@given(st.text(MARKUP, min_size=1).filter(str.strip))
def test_any_text_is_one_paragraph_that_reads_as_it_was(text: str) -> None:
    assert blocks(escaped(text)) == [("p", " ".join(text.split()))]


def test_a_report_has_a_heading_for_each_section_and_no_other() -> None:
    text = (
        "It *rose* <b>fast</b>.\n\n# Costs of `it`\n\n1. They rose. | a | b\n\n# And *then*\n\n> It fell.\n"
    )
    report = Pipeline(Recipe(model="none"))(Document("1", "a.md", text))
    labels = [section_label(section) for section in report.outline.sections]
    assert [text for tag, text in blocks(report_markdown(report)) if tag == "h2"] == ["Overview", *labels]
