"""`--strict`: what a report says beyond its text is named and ends in exit code 1; the ladder lets none through."""

import sys
from pathlib import Path

import pytest
from msgspec.structs import replace

from gistmill.clean import CleanSettings
from gistmill.cli import main
from gistmill.document import Document, Span, SummarySentence
from gistmill.recipe import Recipe
from gistmill.report import Report
from gistmill.run import Pipeline
from gistmill.summarize import unsupported_in
from gistmill_models.engines.echo import EchoModel
from gistmill_models.protocol import Task

TEXT = (
    "The port of Rotterdam handled 440 million tonnes of cargo in that year, more than any other. "
    "Trade with China through the port grew by 12 percent, because demand for steel did not fall. "
    "A museum near the water shows ships and cranes that were used by sailors long ago. "
    "The weather on the coast was mild for most of the winter and the spring."
)
READS_TEXTS = {"summarize": Task("text")}


def report_by(answer: str) -> Report:
    model = EchoModel(lambda _: (answer,), tasks=READS_TEXTS)
    return Pipeline(Recipe(), model=model)(Document("harbour", "-", TEXT))


def with_overview(report: Report, text: str) -> Report:
    (first, *_) = report.overview.sentences
    told = SummarySentence(text, first.sources)
    return replace(report, overview=replace(report.overview, text=text, sentences=(told,)))


@pytest.mark.parametrize(
    "answer",
    [
        "The port of Rotterdam handled 99 million tonnes of cargo in that year.",
        "A museum near the water in Paris shows ships and cranes that were used by sailors.",
        "The museum shows ships, cranes and sailors to 440 guests.",
        "The weather on the coast was not mild for most of the winter.",
    ],
)
def test_whatever_a_model_says_the_report_is_borne_out(answer: str) -> None:
    report = report_by(answer)
    assert answer not in report.summaries[0].text
    assert list(unsupported_in(report)) == []


def test_a_fact_of_one_sentence_is_not_put_to_another() -> None:
    answer = "A museum near the water shows 440 ships and cranes that were used by sailors."
    assert "440" in report_by(answer).summaries[0].reason


def test_a_sentence_beyond_its_source_is_found_wherever_it_came_from() -> None:
    report = with_overview(report_by(""), "The port of Rotterdam handled 441 million tonnes of cargo.")
    assert list(unsupported_in(report)) == [
        ("overview", "The port of Rotterdam handled 441 million tonnes of cargo.", "441000000")
    ]


@pytest.mark.parametrize(("strict", "code"), [(True, 1), (False, 0)])
def test_strict_names_it_and_exits_with_1(
    strict: bool,
    code: int,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
) -> None:
    """The rest is put behind the ladder, since nothing gets through it."""
    report = with_overview(report_by(""), "The port of Rotterdam handled 441 million tonnes of cargo.")
    monkeypatch.setattr(Pipeline, "map", lambda _, documents: (report for _ in documents))
    file = tmp_path / "harbour.txt"
    file.write_text(TEXT)
    options = ["--model", "none", "--no-cache", *(["--strict"] if strict else [])]
    monkeypatch.setattr(sys, "argv", ["gistmill", "summarize", str(file), *options])
    try:
        main()
        ended = 0
    except SystemExit as exit_:
        ended = int(exit_.code or 0)
    said = capfd.readouterr()
    assert ended == code
    assert ("harbour, overview: the text does not have 441000000" in said.err) == strict
    assert "441 million" in said.out


# What a source says, and a summary that cuts its number or says less or more than it.
PLANTED = """
    Profit of the port fell to 3.2 billion yuan.|Profit of the port fell to 3.
    Profit of the port fell to 3. 2 billion yuan.|Profit of the port fell to 3.
    Profit of the port fell to 3. 2 billion yuan.|2 billion yuan.
    Profit of the port fell to 3 . 2 billion yuan.|Profit of the port fell to 3 .
    Output of the port grew 12. 6%.|Output of the port grew 12.
    Output of the port grew 12. 6%.|Output of the port grew 6%.
    Output of the port grew by 12.6 percent.|Output of the port grew by 12 percent.
    The port had 1, 234 , 567 guests.|The port had 1 guest.
    The port had 1, 234 , 567 guests.|The port had 234 guests.
    The port had 1, 234 , 567 guests.|The port had 234,567 guests.
    The port had 16, 000 guests.|The port had 16 guests.
    The port paid $ 3 , 5 million.|The port paid $ 3 million.
    The port paid $ 3. 5 million.|The port paid $ 3.
    The port paid $3.5 million.|The port paid $5 million.
    The port opened at 10 : 30.|The port opened at 10.
    The port opened at 10: 30.|The port opened at 30.
    The port runs version 3 . 11 . 2 now.|The port runs version 3 . 11 now.
    The port runs version 3.11.2 now.|The port runs version 3.11 now.
    The port is at 192.168. 1. 1 now.|The port is at 192.168 now.
    The port opened on 2020 - 07 - 26.|The port opened on 2020.
    The port opened on 2020-07-26.|The port opened on 2020-07-2.
    The port has 3 million guests.|The port has 3 billion guests.
    The port has 3 million guests.|The port has 3 guests.
    The port has 3 to 5 cranes.|The port has 5 cranes.
    The port has 3-5 cranes.|The port has 3 cranes.
    The port has about 50 cranes.|The port has 50 cranes.
    The port has nearly 50 cranes.|The port has more than 50 cranes.
    The port has more than 50 cranes.|The port has 50 cranes.
    The port has at most 50 cranes.|The port has at least 50 cranes.
    Trade of the port rose 5%.|Trade of the port fell 5%.
    Trade of the port rose by 5 points.|Trade of the port rose by 5%.
    Trade of the port fell 5%.|Trade of the port was 5%.
    The water was -5 degrees.|The water was 5 degrees.
    The port has 50 cranes.|The port has 50 ships.
    The port spent 50 million yuan.|The port spent 50 million dollars.
    The port spent 50 million yuan.|The port spent 50 million.
    The port is 5 km long.|The port is 5 miles long.
    The port ranks 5th.|The port has 5 cranes.
    Hundreds of ships came to the port.|Thousands of ships came to the port.
    The port has 0. 5 percent of it.|The port has 5 percent of it.
    The port sank to 3. 2 places.|The port sank to 3.
    The port was 12 .6 meters deep.|The port was 12 meters deep.
"""


@pytest.mark.parametrize("pair", [line.strip() for line in PLANTED.strip().splitlines()])
def test_strict_refuses_a_number_that_is_cut_or_changed(pair: str) -> None:
    source, summary = pair.split("|")
    report = report_of(f"{source} Nothing else was said.", Span(0, len(source)), summary)
    assert [(place, sentence) for place, sentence, _ in unsupported_in(report)] == [("overview", summary)]


@pytest.mark.parametrize("end", ["3.", "3. 2", "3. 2 billion yuan.", "12.6", "1", "1, 234"])
def test_strict_refuses_a_source_that_ends_inside_a_number(end: str) -> None:
    """Also where the summary is word for word what stands there."""
    text = "It sold 1, 234 , 567 tons at 12.65 yuan and its profit fell to 3. 2 billion yuan. It rained."
    span = Span(0, text.index(end) + len(end))
    found = list(unsupported_in(report_of(text, span, span.of(text))))
    assert bool(found) == (not end.endswith("yuan."))


def report_of(text: str, source: Span, summary: str) -> Report:
    """A report on `text` as it stands, whose overview is `summary`, said to come from `source`."""
    recipe = Recipe(model="none", clean=CleanSettings(mode="off"))
    report = Pipeline(recipe)(Document("harbour", "-", text))
    told = SummarySentence(summary, (source,))
    return replace(report, overview=replace(report.overview, text=summary, sentences=(told,)))
