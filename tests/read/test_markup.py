"""Markdown and HTML: headings that the format marks are known, never guessed."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gistmill.clean.stage import clean_document
from gistmill.document import replay
from gistmill.errors import UnreadableInput
from gistmill.read.html import html_document
from gistmill.read.markdown import markdown_document, markdown_headings

MARKDOWN = [
    "word", " ", "\n", "\n\n", "*", "**", "_", "`", "[", "](", ")", "](http://x)", "![", "# ", "> ", "- ", "1. ",
    "```\n", "|", "|---|---|\n", "<b>", "<!--", "-->", "\\", "&amp;", "---\n", "===\n", "    ", "~~", ".", "\r\n",
]  # fmt: skip


def test_markdown_headings_have_spans_and_levels() -> None:
    text = "# A\n\ntext\n\n### B ###\n"
    assert [(h.span.of(text), h.title, h.level) for h in markdown_headings(text)] == [
        ("A", "A", 1),
        ("B", "B", 3),
    ]


def test_number_signs_in_code_are_no_headings() -> None:
    assert markdown_headings("```\n# a comment\n```\n~~~\n# another\n~~~\n") == ()


def test_number_signs_without_a_space_are_no_headings() -> None:
    assert markdown_headings("#hashtag\n#!/bin/sh\n") == ()


@pytest.mark.parametrize(
    ("markdown", "words"),
    [
        ("It is *very* **cold** ~~here~~.", "It is very cold here."),
        ("Read [the *old* report](https://example.org/a_(b)) first.", "Read the old report first."),
        ("Read [the report][r].\n\n[r]: https://example.org\n", "Read the report.\n\n"),
        ("![The bridge](bridge.jpg)", "The bridge"),
        ("Call `read()` once.", "Call read() once."),
        ("```python\nx = 1\n```\n", "x = 1\n"),
        ("> Whoever *waits*\n> gains.", "Whoever waits gains."),
        ("One line\nand the next.", "One line and the next."),
        ("| a | b |\n|---|---|\n| **1** | 2 |\n", "a\tb\n1\t2\n"),
        ("Costs\n=====\n\nNone.", "Costs\n\nNone."),
        ("## Costs ##\n\nNone.", "Costs\n\nNone."),
        ("Text <b>bold</b> <!-- hidden -->.", "Text bold ."),
        ("- one *thing*\n- [ ] another", "- one thing\n- [ ] another"),
        ("---\ntitle: News\n---\n\nIt rained.", "It rained."),
        ("5 \\* 3 is 15.", "5 * 3 is 15."),
        ("See <https://example.org>.", "See https://example.org."),
    ],
)
def test_signs_of_markdown_go_and_the_words_stay(markdown: str, words: str) -> None:
    document = markdown_document(markdown, id="1", source="a.md")
    assert replay(document.text, document.markup) == words


@pytest.mark.parametrize(
    "plain",
    [
        "2 * 3 * 4 = 24",
        "a_long_name and another_one",
        "It rose 3% - again.",
        "1. one\n2. two",
        "C# and #tags",
        "a | b",
    ],
)
def test_what_only_looks_like_markdown_stays(plain: str) -> None:
    assert replay(plain, markdown_document(plain, id="1", source="a.md").markup) == plain


@given(st.lists(st.sampled_from(MARKDOWN), max_size=30).map("".join))
def test_the_edits_of_any_markdown_replay_and_remove_no_letter_outside_of_addresses(text: str) -> None:
    document = markdown_document(text, id="1", source="a.md")
    assert all(text[edit.start : edit.end] == edit.before for edit in document.markup)
    assert all(one.end <= other.start for one, other in pairwise(document.markup))
    assert replay(text, document.markup).count("word") == text.count("word")


def test_front_matter_gives_title_and_byline() -> None:
    document = markdown_document('---\ntitle: "Two rivers"\nauthor: Li Wei\n---\n\nx', id="1", source="a.md")
    assert (document.metadata.title, document.metadata.byline) == ("Two rivers", "Li Wei")


def test_the_ledger_of_a_cleaned_document_holds_the_signs() -> None:
    document = markdown_document("# *News*\n\nIt **rose** 3.5% . .", id="1", source="a.md")
    cleaned = clean_document(document)
    assert cleaned.text == "News\n\nIt rose 3.5%."
    assert replay(cleaned.raw, cleaned.edits) == cleaned.text
    assert [heading.span.of(cleaned.text) for heading in cleaned.headings] == ["News"]


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
