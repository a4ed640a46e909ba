"""Markdown and HTML: headings that the format marks are known, never guessed."""

import pytest

from gistmill.errors import UnreadableInput
from gistmill.read.html import html_document
from gistmill.read.markdown import markdown_headings


def test_markdown_headings_have_spans_and_levels() -> None:
    text = "# A\n\ntext\n\n### B ###\n"
    assert [(h.span.of(text), h.title, h.level) for h in markdown_headings(text)] == [
        ("# A", "A", 1),
        ("### B ###", "B", 3),
    ]


def test_number_signs_in_code_are_no_headings() -> None:
    assert markdown_headings("```\n# a comment\n```\n~~~\n# another\n~~~\n") == ()


def test_number_signs_without_a_space_are_no_headings() -> None:
    assert markdown_headings("#hashtag\n#!/bin/sh\n") == ()


PAGE = """<html><head><title>Port news</title></head><body><nav><a href="/">Home</a></nav><article>
<h1>Harbour grows again</h1><p>Trade through the harbour grew by 3.5% last year, the port office
said on Monday in a long report.</p>
<h2>Ships</h2><p>More ships came than in any year before, and most of them carried grain and coal
from the east coast.</p>
<ul><li>Grain ships: 1,200 arrived.</li><li>Coal ships: 800 arrived.</li></ul>
<h2>Costs</h2><p>The costs of the new pier were higher than planned, but the city will pay for the rest of the work.</p>
</article><footer>Copyright</footer></body></html>"""


def test_a_web_page_gives_its_article_with_headings() -> None:
    document = html_document(PAGE, id="1", source="a.html")
    assert [(h.span.of(document.text), h.level) for h in document.headings] == [
        ("Harbour grows again", 1),
        ("Ships", 2),
        ("Costs", 2),
    ]
    assert "Grain ships: 1,200 arrived." in document.text
    assert "Home" not in document.text


def test_a_page_without_an_article_is_reported() -> None:
    with pytest.raises(UnreadableInput, match="no article found"):
        html_document("<html><body></body></html>", id="1", source="a.html")
