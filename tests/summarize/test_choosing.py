"""Which sentences are chosen: whole statements that stand on their own, none twice, in any text."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gistmill.document import Document
from gistmill.language import split_sentences
from gistmill.recipe import Recipe
from gistmill.report import Report
from gistmill.run import Pipeline
from gistmill.summarize import (
    OverviewSettings,
    SummarizeSettings,
    SummarizeStage,
    count_words,
    section_text,
    section_texts,
)
from gistmill.summarize.extract import select_sentences
from gistmill.summarize.features import Part
from gistmill.summarize.layout import other_lines, running_text
from gistmill.summarize.openings import leans_on_the_one_before
from gistmill_models.engines.echo import EchoModel
from tests.strategies import any_text, documents

STANDING = "The port of Rotterdam handled 440 million tonnes of cargo in that year."
LEANING = "However, it lost trade in steel and coal with Rotterdam port that year."
OTHER = "Farmers in the south of the country sold more milk than ever before."


def report_on(text: str, *, length: str = "medium", overview: str = "medium") -> Report:
    recipe = Recipe(model="none", summarize=SummarizeSettings(length), overview=OverviewSettings(overview))
    return Pipeline(recipe)(Document("1", "-", text))


def chosen(*sentences: str, max_words: int = 12) -> tuple[int, ...]:
    return select_sentences([Part(None, sentences)], max_words=max_words)


@pytest.mark.parametrize(
    ("sentence", "leans"),
    [
        ("However, trade fell.", True),
        ("He said that trade fell.", True),
        ("“They left,” he said.", True),
        ("In addition, trade fell.", True),
        ("This led to a fall of trade.", True),
        ("It fell by a third.", True),
        ("It is likely that trade falls.", False),
        ("This year trade fell.", False),
        ("Those who left came back.", False),
        ("Hebei trade fell.", False),
        ("Thanks to rain, trade grew.", False),
        ("Some of these are moons.", True),
        ("The heads of the police, however, knew.", True),
        ("In these cases it fell.", True),
        ("Finally, imagine a launch.", True),
        ("In those days trade grew.", False),
        ("Many of those who left came back.", False),
    ],
)
def test_what_leans_on_the_sentence_before(sentence: str, leans: bool) -> None:
    assert leans_on_the_one_before(sentence) == leans


def test_a_broad_summary_says_what_it_has_not_said() -> None:
    towns = [
        a + b
        for a in ("Ash", "Birch", "Elm", "Oak", "Pine", "Rose")
        for b in ("by", "ford", "ton", "wick", "dale")
    ]
    common = [f"The port of {town} sold rice and corn to many of its people." for town in towns]
    rarer = [f"The old mayors of {town} built schools and roads for children there." for town in towns[:20]]
    taken = chosen(*common, *rarer, max_words=110)
    assert any(index >= len(common) for index in taken)


def test_a_leaning_sentence_needs_the_one_before() -> None:
    assert 1 not in chosen(OTHER, LEANING, STANDING, STANDING.replace("port", "harbour"), max_words=26) or (
        0 in chosen(OTHER, LEANING, STANDING, STANDING.replace("port", "harbour"), max_words=26)
    )
    assert chosen(LEANING, LEANING) == (0,)
    assert chosen(STANDING, LEANING, max_words=40) == (0, 1)


@pytest.mark.parametrize(
    "other",
    [
        "Why did the port of Rotterdam handle 440 million tonnes?",
        "“The port of Rotterdam handled 440 tonnes",
        "Rotterdam port cargo, port of Rotterdam cargo, trade of port:",
        # OpenStax, where a reference to a figure was lost
        "depicts the port of Rotterdam that handled 440 million tonnes of cargo.",
        "The 440 million tonnes of cargo in the port of Rotterdam are summarized in .",
    ],
)
def test_only_whole_statements_are_chosen_where_there_are_some(other: str) -> None:
    assert chosen(other, STANDING, other) == (1,)
    assert chosen(other) == (0,)


def test_a_quotation_needs_its_speaker() -> None:
    quotation = "“The port of Rotterdam handled 440 million tonnes of cargo in that year.”"
    assert chosen(OTHER, quotation, STANDING) != (1,)
    assert chosen(
        "The port said of its cargo of 440 million tonnes that it grew.", quotation, max_words=40
    ) == (0, 1)


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ("BEIJING, Dec. 11 (Xinhua) (Reporters Dong Ruifeng and Gu Tiancheng) The State Council issued a notice.",
         "The State Council issued a notice."),
        ("Xinhua News Agency, Beijing, Dec. 11 (Xinhua) -- The reporter learned that trade grew.",
         "The reporter learned that trade grew."),
        ("## Key updates for all", "Key updates for all"),
        ("▲ Trade grew.", "Trade grew."),
        ("London (the capital) grew by a tenth in a year.", "London (the capital) grew by a tenth in a year."),
        ("Beijing, May 4 was a holiday for all of them.", "Beijing, May 4 was a holiday for all of them."),
        ("Rome — the city — grew by a tenth in a year.", "Rome — the city — grew by a tenth in a year."),
    ],
)  # fmt: skip
def test_what_leads_up_to_a_sentence_is_no_part_of_it(line: str, sentence: str) -> None:
    assert section_text(line).sentence_texts == (sentence,)


def test_a_section_of_signs_alone_shows_its_heading() -> None:
    (summary,) = SummarizeStage(SummarizeSettings(), None).run([section_text("Opening\n\n---\n", 9)])
    assert (summary.text, summary.reason) == ("Opening", "no text of its own")


def test_a_wanted_sentence_is_taken_behind_the_best_where_there_is_room() -> None:
    parts = [
        Part(
            None, (STANDING, OTHER, LEANING.replace("However, it", "The town"), OTHER.replace("milk", "corn"))
        )
    ]
    assert 2 not in select_sentences(parts, max_words=26)
    assert select_sentences(parts, max_words=26, wanted=(2,)) == (0, 2)
    assert select_sentences(parts, max_words=12, wanted=(2,)) == (0,)


def test_the_overview_of_a_sectioned_report_says_how_far_it_got_and_what_is_next() -> None:
    fillers = [
        " ".join(f"The {word} groups of {town} met the people of all its {n} streets." for n in range(12, 18))
        for word, town in (("first", "Ashby"), ("second", "Elmford"), ("third", "Oakton"))
    ]
    so_far = "As of mid-June, 25 groups had visited 31 provinces and 121 departments."
    ahead = "In the next step, the groups will return to the provinces that asked them to."
    text = "\n\n".join(
        (f"Aims\n\n{fillers[0]}", f"Work\n\n{fillers[1]} {so_far}", f"Plans\n\n{fillers[2]} {ahead}")
    )
    report = report_on(text)
    assert len(report.outline.sections) == 3
    assert so_far in report.overview.text
    assert ahead in report.overview.text


THREE_REGIONS = "\n\n".join(
    heading
    + "\n\n"
    + " ".join(
        f"The {heading.lower()} of region {region} grew by {n} percent in the year {2000 + n}."
        for n in range(3, 24)
    )
    for region, heading in enumerate(("Trade", "Harvest", "Traffic"), start=1)
)


@pytest.mark.parametrize("overview", ["short", "long", "400"])
def test_a_section_is_summed_up_as_it_would_be_alone(overview: str) -> None:
    report = report_on(THREE_REGIONS, overview=overview)
    items = section_texts(report.cleaned.text, report.outline)
    alone = [SummarizeStage(SummarizeSettings(), None).run([item])[0] for item in items]
    assert len(alone) == 3
    assert [summary.text for summary in report.summaries] == [summary.text for summary in alone]


def test_an_overview_says_nothing_twice() -> None:
    twice = THREE_REGIONS.replace("harvest of region 2", "trade of region 1")
    sentences = [sentence.text for sentence in report_on(twice, overview="400").overview.sentences]
    assert len(sentences) == len(set(sentences))


@settings(max_examples=100, deadline=None)
@given(st.one_of(any_text, documents))
def test_sentences_are_split_once_and_lie_in_their_sections(text: str) -> None:
    report = report_on(text)
    items = section_texts(report.cleaned.text, report.outline)
    assert [item.text for item in items] == [
        report.cleaned.text[section.start : section.end] for section in report.outline.sections
    ]
    for item in items:
        assert all(item.body <= span.start < span.end <= len(item.text) for span in item.sentences)
        assert all(text == text.strip() for text in item.sentence_texts)


def test_a_table_is_no_sentence() -> None:
    more = f"{STANDING.replace('port', 'town')} {OTHER.replace('milk', 'corn')}"
    text = f"{STANDING} {OTHER} {more}\n| North | 3 |\n| South | 4 |"
    (summary,) = SummarizeStage(SummarizeSettings(), None).run([section_text(text)])
    assert "North" not in summary.text
    assert "left out: 2 table lines" in summary.reason


def test_a_section_that_is_all_list_shows_its_first_lines() -> None:
    text = "\n".join(f"- port number {n} of the list" for n in range(20))
    (summary,) = SummarizeStage(SummarizeSettings("25"), None).run([section_text(text)])
    assert summary.text.splitlines()[0] == "port number 0 of the list"
    assert "the first 4 of 20" in summary.reason


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("```", "1 line of code"),
        ("a\tb\tc", "1 table line"),
        ("* salt and pepper", "1 list item"),
        ("(Photo by Li Wei)", "1 caption"),
        ("On December 11, Beijing Dream ING player Pang Yao Tian (middle) scored in the game.", "1 caption"),
        ("He left.", ""),
    ],
)
def test_kinds_of_lines(line: str, kind: str) -> None:
    assert other_lines(line) == kind
    assert bool(running_text(line, split_sentences(line))) == (kind == "")


@pytest.mark.parametrize("length", ["short", "medium", "long", "60", "20%"])
def test_lengths_are_kept_to_half_a_sentence(length: str) -> None:
    text = " ".join(
        f"Region number {n} sold about {n} tons of rice and corn last year." for n in range(2, 90)
    )
    (summary,) = SummarizeStage(SummarizeSettings(length), None).run([section_text(text)])
    asked = {"short": 25, "medium": 50, "long": 100, "60": 60, "20%": 0.2 * count_words(text)}[length]
    assert abs(count_words(summary.text) - asked) <= 7


_lines = st.one_of(
    any_text,
    documents,
    st.text("|-* \t\n;{}。，中文ไทย.?“”", max_size=200),
    st.text("abc ", min_size=300, max_size=600),
)


@settings(max_examples=150, deadline=None)
@given(_lines, st.sampled_from(["short", "long", "3", "40%"]))
def test_any_text_gets_summaries_of_whole_sentences(text: str, length: str) -> None:
    recipe = Recipe(summarize=SummarizeSettings(length), overview=OverviewSettings(length))
    report = Pipeline(recipe, model=EchoModel())(Document("1", "-", text))
    cleaned = report.cleaned.text
    for section, summary in zip(report.outline.sections, report.summaries, strict=True):
        source = cleaned[section.start : section.end]
        assert bool(summary.text.strip()) == bool(source.strip())
        assert count_words(summary.text) <= count_words(source)
        assert len(summary.text) <= len(source)
        assert all(span.of(cleaned) in source for s in summary.sentences for span in s.sources)
        if summary.method != "abstractive":
            assert all(sentence.text in source for sentence in summary.sentences)
    assert bool(report.overview.text.strip()) == bool(cleaned.strip())
