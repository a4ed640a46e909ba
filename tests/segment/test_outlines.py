"""What the segment stage does with known headings, marks, titles and long texts."""

import json
import time

import pytest

from gistmill.document import CleanText, Heading, Span
from gistmill.segment import SegmentSettings, SegmentStage, explain, outline_of
from gistmill.segment.model import trained_weights

PARAGRAPH = (
    "The office said on Monday that the trade of the province grew again in the third quarter of the year."
)


def outline(text: str, **fields):
    return outline_of(CleanText(text, **fields), settings=SegmentSettings())


def titles(text: str, **fields) -> list[str | None]:
    return [section.title for section in outline(text, **fields).sections]


def test_known_headings_are_used_and_nothing_else_is_guessed():
    text = f"Aims\n\n{PARAGRAPH}\n\nCosts of the plan\n\n{PARAGRAPH}"
    assert titles(text, title="Plan") == ["Aims", "Costs of the plan"]
    assert titles(text, headings=(Heading(Span(0, 4), "Aims", 1),), title="Plan") == ["Aims"]


def test_known_heading_that_opens_the_text_alone_is_the_title():
    text = f"Plan\n{PARAGRAPH}\nAims\n{PARAGRAPH}"
    at = text.index("Aims")
    headings = (Heading(Span(0, 4), "Plan", 1), Heading(Span(at, at + 4), "Aims", 2))
    found = outline(text, headings=headings)
    assert (found.title, [(s.id, s.level, s.title) for s in found.sections]) == (
        "Plan",
        [("0", 0, None), ("1", 1, "Aims")],
    )


def test_ids_and_paths_follow_the_tree():
    text = "\n\n".join(
        f"{mark} {mark.replace('#', 'x')}\n\n{PARAGRAPH}" for mark in ("#", "##", "##", "#", "##")
    )
    sections = outline(text, title="Report").sections
    assert [s.id for s in sections] == ["1", "1.1", "1.2", "2", "2.1"]
    assert sections[4].path == ("x", "xx")


def test_underlines_mark_levels_in_the_order_they_occur():
    text = f"Aims\n====\n\n{PARAGRAPH}\n\nFirst aim\n---------\n\n{PARAGRAPH}\n\nCosts\n=====\n\n{PARAGRAPH}"
    assert [(s.level, s.title) for s in outline(text).sections] == [
        (1, "Aims"),
        (2, "First aim"),
        (1, "Costs"),
    ]


@pytest.mark.parametrize(
    "pair",
    [("# Aims", "# Costs"), ("###### Aims", "###### Costs"), ("Aims\n====", "Costs\n====="),
     ("Aims\n----", "Costs\n-----"), ("Aims\n~~~~", "Costs\n~~~~~"), ("Aims\n^^^^", "Costs\n^^^^^")],
)  # fmt: skip
def test_marked_headings_are_certain(pair):
    text = "\n\n".join([PARAGRAPH, pair[0], PARAGRAPH, pair[1], PARAGRAPH])
    found = [(s.title, s.level, s.confidence) for s in outline(text).sections if s.title]
    assert found == [("Aims", 1, 1.0), ("Costs", 1, 1.0)]


@pytest.mark.parametrize(
    "pair",
    [("1. Aims of the plan", "2. Costs of the plan"), ("1.1 Aims of the plan", "1.2 Costs of the plan"),
     ("I. Aims of the plan", "II. Costs of the plan"), ("A. Aims of the plan", "B. Costs of the plan"),
     ("One, the aims of the plan", "Two, the costs of the plan"), ("(1) Aims of the plan", "(2) Costs of the plan"),
     ("First, the aims of the plan", "Second, the costs of the plan"), ("AIMS OF THE PLAN", "COSTS OF THE PLAN"),
     ("Aims of the plan——", "Costs of the plan——"), ("Aims of the plan:", "Costs of the plan:"),
     ("**Aims of the plan**", "**Costs of the plan**")],
)  # fmt: skip
def test_each_form_of_heading_is_found(pair):
    body = f"{PARAGRAPH} {PARAGRAPH}"
    text = "\n\n".join([body, pair[0], body, body, pair[1], body, body])
    shown = [wording.strip("—:*") for wording in pair]
    assert [(s.title, s.level) for s in outline(text).sections if s.title] == [(title, 1) for title in shown]


def test_body_begins_after_the_heading_and_its_underline():
    text = f"Aims\n====\n\n{PARAGRAPH}\n\nCosts\n=====\n\n{PARAGRAPH}"
    assert [text[s.body : s.end].strip() for s in outline(text).sections] == [PARAGRAPH, PARAGRAPH]


def test_comments_in_a_code_fence_are_no_headings():
    text = f"# Aims\n\n{PARAGRAPH}\n\n```\n# not this\n```\n\n# Costs\n\n{PARAGRAPH}"
    assert titles(text) == ["Aims", "Costs"]


def test_a_known_title_is_no_heading_of_its_own_text():
    text = f"Trade grows again\n\n{PARAGRAPH}\n\n{PARAGRAPH}"
    assert titles(text, title="Trade grows again") == [None]


@pytest.mark.parametrize(
    "line",
    ["Xinhua News Agency reporter", "Leave a Comment", "Photo by Li Wei", "No investigation, no right to speak.",
     "Editor: Liu Yang", "2021-06-28 10:32", "* * *", "Tel: 010-555-0123"],
)  # fmt: skip
def test_lines_of_the_page_are_no_headings(line):
    text = "\n\n".join(["Trade of the province grows again", PARAGRAPH, line, PARAGRAPH, PARAGRAPH])
    assert titles(text) == [None]


def test_hard_wrapped_paragraphs_hold_no_headings():
    wrapped = (
        "The office said on Monday\nthat the trade of the whole\nprovince grew again in the\nlast quarter.\n"
    )
    assert titles("\n".join([wrapped] * 5)) == [None]


def test_explanations_give_the_features_that_decided():
    first = explain(f"Aims of the new plan\n\n{PARAGRAPH}\n\n{PARAGRAPH}")[0]
    effects = [abs(reason.effect) for reason in first.reasons]
    assert effects == sorted(effects, reverse=True)
    assert {reason.feature for reason in first.reasons} <= trained_weights().in_context.keys()


def test_long_texts_without_headings_are_cut_where_the_topic_changes():
    fish = (
        "Fishermen on the river are after carp and perch with nets from wooden boats before the moratorium. "
    )
    bank = "Banks in the capital raised their interest rates because deposits and loans shrank during inflation. "
    text = "\n".join([fish] * 30 + [bank] * 30)
    sections = outline(text).sections
    assert [section.id for section in sections] == ["1", "2"]
    assert sections[1].start == text.index("Banks")
    assert [(section.title, section.level, section.generated) for section in sections] == [
        ("Wooden boats", 1, True),
        ("Interest rates", 1, True),
    ]


def test_time_grows_with_length_and_no_faster():
    part = "\n".join(["Aims of the new plan——", PARAGRAPH, f"{PARAGRAPH} {PARAGRAPH}"] * 40)

    def seconds(copies: int) -> float:
        start = time.perf_counter()
        outline("\n".join([part] * copies))
        return time.perf_counter() - start

    seconds(1)
    assert seconds(16) < 4 * 4 * max(seconds(4), 0.02)


@pytest.mark.parametrize(
    "hostile",
    [
        "a " * 50_000,
        "A. " * 30_000,
        "(" * 50_000,
        "1." * 50_000,
        "- " * 40_000,
        "**" * 40_000,
        "# " * 30_000,
        "by A" * 30_000,
        ": " * 40_000,
        "—" * 50_000,
        "\n" * 80_000,
        "a\n" * 8_000,
    ],
)
def test_no_line_makes_a_pattern_blow_up(hostile):
    start = time.process_time()
    outline(hostile)
    assert time.process_time() - start < 20


def test_weights_are_few_and_readable():
    weights = trained_weights()
    assert 0 < weights.threshold < 1
    assert len(weights.in_context) < 2000
    json.dumps(weights.in_context, allow_nan=False)


def test_stage_names_itself_for_the_cache():
    stage = SegmentStage()
    assert (stage.name, stage.output.__name__, stage.settings) == ("segment", "Outline", SegmentSettings())
