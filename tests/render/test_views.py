"""What the views show of a report, and that hostile text stays text."""

from __future__ import annotations

from html import unescape

import pytest

from gistmill.document import Document
from gistmill.recipe import Recipe
from gistmill.render.diff_view import marked_edits, unified_diff
from gistmill.render.html_view import report_html
from gistmill.render.markdown_view import report_markdown
from gistmill.render.text_view import report_text
from gistmill.report import Report
from gistmill.run import Pipeline

HOSTILE = (
    "The <script>alert(1)</script> report\n\n"
    "The group met in the city & agreed on *five* points with [all](javascript:x) of the other groups there . .\n\n"
    "# Costs\n\nThey rose.\n"
)


def report_on(text: str) -> Report:
    return Pipeline(Recipe(model="none"))(Document("1", "a.txt", text))


@pytest.fixture(scope="module")
def hostile() -> Report:
    return report_on(HOSTILE)


def test_markup_in_the_text_is_escaped_in_html(hostile: Report) -> None:
    page = report_html(hostile)
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert "default-src 'none'; style-src 'sha256-" in unescape(page)
    assert "unsafe-inline" not in page


def test_markup_in_the_text_is_escaped_in_markdown(hostile: Report) -> None:
    page = report_markdown(hostile)
    assert "\\<script\\>" in page
    assert "\\[all\\](javascript:x)" in page


def test_lines_are_wrapped_and_styles_are_for_terminals_only(hostile: Report) -> None:
    plain = report_text(hostile, width=40)
    assert max(map(len, plain.splitlines()[:-3])) <= 40
    assert "\x1b" not in plain
    assert "\x1b[1m" in report_text(hostile, width=40, colour=True)


def test_a_text_without_parts_is_not_summed_up_twice() -> None:
    out = report_text(report_on("It rained all day. It poured all night."))
    assert out.count("It rained all day.") <= 2  # the title it may be taken for, and the overview
    assert "Sections" not in out


def test_the_unified_diff_is_empty_where_nothing_changed() -> None:
    assert unified_diff(report_on("It rained.").cleaned, name="a") == ""
    assert marked_edits(report_on("It rained.").cleaned, colour=False) == "Nothing to repair.\n"


def test_marked_edits_show_place_rule_and_reason(hostile: Report) -> None:
    shown = marked_edits(hostile.cleaned, colour=False)
    assert "[-" in shown
    assert "other groups there" in shown
    assert "\x1b[31" in marked_edits(hostile.cleaned, colour=True)


def test_control_characters_of_the_text_do_not_reach_the_terminal() -> None:
    out = report_text(report_on("It \x1b[31mrained\x07 all day. It poured."))
    assert "\x1b" not in out
    assert "\x07" not in out


def test_html_marks_the_faults_that_were_kept() -> None:
    report = report_on("The plan of 双创 is new. It works well <b>in all</b> of the cities.")
    page = report_html(report)
    assert 'title="untranslated: words of the source language">双创<' in page
    assert "<b>in all" not in page
    assert Report.from_dict(report.to_dict()).to_html() == page
