"""`--strict`: what a report says beyond its text is named and ends in exit code 1; the ladder lets none through."""

import sys
from pathlib import Path

import pytest
from msgspec.structs import replace

from gistmill.cli import main
from gistmill.document import Document, SummarySentence
from gistmill.recipe import Recipe
from gistmill.report import Report
from gistmill.run import Pipeline
from gistmill.summarize import unsupported_in
from gistmill_models.echo_backend import EchoModel
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
    capsys: pytest.CaptureFixture[str],
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
    said = capsys.readouterr()
    assert ended == code
    assert ("harbour, overview: the text does not have 441000000" in said.err) == strict
    assert "441 million" in said.out
