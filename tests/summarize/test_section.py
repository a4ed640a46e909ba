"""The summarize stage through the real seam: what the model says is shown only if its source bears it out."""

from collections.abc import Callable, Sequence

import pytest

from gistmill.document import Span, Summary
from gistmill.summarize import SectionText, SummarizeSettings, SummarizeStage, section_text
from gistmill.summarize.ladder import cuts_at_clauses
from gistmill_models.engines.echo import EchoModel
from gistmill_models.protocol import Task

HEADING = "Trade grows\n\n"
BODY = (
    "The port of Rotterdam handled 440 million tonnes of cargo in the year 2021, which the office said was a record. "
    "Trade with China grew most of all, by 12 percent, because demand for steel and machines did not fall. "
    "The weather was mild. "
    "The harbour office in the city expects that trade grows again next year if the price of fuel stays as it is now."
)
SECTION = section_text(HEADING + BODY, len(HEADING))


def summarize(model: EchoModel | None, section: SectionText = SECTION, length: str = "medium") -> Summary:
    return SummarizeStage(SummarizeSettings(length), model).run([section])[0]


def says(change: Callable[[str], str | Sequence[str]]) -> EchoModel:
    """A model that answers each sentence with a change of it, or with several, best first."""

    def reply(source: str) -> Sequence[str]:
        changed = change(source)
        return (changed,) if isinstance(changed, str) else changed

    return EchoModel(reply)


def without_tail(sentence: str) -> str:
    words = sentence.rstrip(".").split()
    return " ".join(words[: round(len(words) * 0.7)]) + "."


def test_without_a_model_sentences_are_copied() -> None:
    summary = summarize(None)
    assert (summary.method, summary.reason) == ("extractive", "no model")
    assert all(sentence.text in BODY for sentence in summary.sentences)


def test_every_sentence_names_its_source() -> None:
    for sentence in summarize(None).sentences:
        (span,) = sentence.sources
        assert span.of(SECTION.text) == sentence.text


def test_supported_rewriting_is_shown_with_the_sentence_it_stands_for() -> None:
    summary = summarize(says(lambda s: without_tail(s) if "not" not in s else s))
    assert summary.method == "abstractive"
    rewritten = [sentence for sentence in summary.sentences if sentence.text not in BODY]
    assert len(rewritten) >= 1
    assert all(isinstance(span, Span) and span.start >= SECTION.body for s in rewritten for span in s.sources)


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (
            lambda s: without_tail(s).replace("The", "In Paris the", 1).replace("Trade", "Paris trade", 1),
            "not in its source: Paris",
        ),
        (lambda s: "It was 99 of all that they had in the whole of it.", "not in its source: 99"),
        (lambda s: without_tail(s).rstrip("."), "cut in mid-sentence"),
        (lambda s: "Trade grew.", "too little is left"),
        (lambda s: s, "not shorter than its source"),
        (lambda s: without_tail(s).replace(" of ", " never ", 1), "negation"),
        (lambda s: "green ideas sleep very furiously below many quiet old trees.", "green"),
        (lambda s: without_tail(s).replace(" the ", " the the "), "malformed"),
    ],
)
def test_unsupported_rewriting_falls_back_to_the_sentence_itself(
    change: Callable[[str], str], reason: str
) -> None:
    summary = summarize(says(change), length="short")
    assert summary.method == "extractive"
    assert reason in summary.reason
    assert all(sentence.text in BODY for sentence in summary.sentences)


def test_the_next_alternative_is_tried() -> None:
    summary = summarize(says(lambda s: ("Paris grew.", without_tail(s))), length="short")
    assert summary.method == "abstractive"
    assert "Paris" not in summary.text


def test_a_short_section_is_shown_as_it_is() -> None:
    section = section_text("Costs\n\nThey rose by 3%. No one knew why.", 7)
    summary = summarize(EchoModel(), section)
    assert (summary.method, summary.text) == ("verbatim", "They rose by 3%. No one knew why.")


def test_a_heading_alone_is_its_own_summary() -> None:
    summary = summarize(EchoModel(), section_text("Costs\n\n", 7))
    assert (summary.method, summary.text, summary.reason) == ("verbatim", "Costs", "no text of its own")


def test_the_model_is_asked_once_for_all_sections() -> None:
    model = EchoModel()
    summaries = SummarizeStage(SummarizeSettings(), model).run([SECTION, SECTION, SECTION])
    assert summaries[0] == summaries[1] == summaries[2]


@pytest.mark.parametrize("length", ["short", "medium", "long", "30", "25%"])
def test_a_summary_is_shorter_than_its_section(length: str) -> None:
    summary = summarize(None, length=length)
    assert len(summary.text.split()) < len(BODY.split())


def test_a_model_that_reads_texts_gets_chunks_that_fit() -> None:
    sources: list[str] = []

    def reply(source: str) -> Sequence[str]:
        sources.append(source)
        return ("Trade grew.",)

    model = EchoModel(reply, tasks={"summarize": Task("text")}, room=45)
    summarize(model)
    assert len(sources) > 1
    assert max(model.count_pieces(sources)) <= 45
    assert " ".join(sources) == BODY


def test_a_sentence_longer_than_the_model_reads_is_copied() -> None:
    summary = summarize(EchoModel(room=8), length="short")
    assert summary.method == "extractive"
    assert "longer than the model reads" in summary.reason


CLAUSES = {"summarize": Task("sentence", "clauses")}


@pytest.mark.parametrize(
    ("answer", "accepted"),
    [
        ("Trade with China grew most of all, by 12 percent.", False),
        ("Trade with China grew most of all, by 12 percent this year.", True),
        ("Trade with China grew, by 12 percent.", False),
        ("Trade with China grew most of all, while the price of fuel fell again and again.", True),
        ("Because demand for steel and machines did not fall, trade grew.", False),
    ],
)
def test_a_model_that_cuts_badly_may_leave_out_whole_clauses_only(answer: str, accepted: bool) -> None:
    source = (
        "Trade with China grew most of all, by 12 percent this year, "
        "while the price of fuel fell again and again."
    )
    text = f"{source} {BODY}"
    model = EchoModel(
        lambda asked: (answer,) if "Trade with China grew most of all, by" in asked else (), tasks=CLAUSES
    )
    summary = summarize(model, section_text(text), length="long")
    assert (answer in summary.text) == accepted


@pytest.mark.parametrize(
    ("text", "source", "reads"),
    [
        ("It sells light (LED) and heat.", "It sells light (LED) and heat, which is new.", True),
        ("It sells light and heat.", "It sells light (LED) and heat.", True),
        ("He goes to Oman, the Emirates.", "He goes to Oman, the Emirates (UAE), Qatar, and Kuwait.", False),
        ("The talks attended by many.", "The talks attended by many, and held in Rome, ended well.", False),
        ("He left.", "In the end, he left.", True),
        ("He will leave.", "If it rains, he will leave.", False),
        ("Trade grows again.", "Trade grows again, if fuel stays cheap.", False),
        ("It is not only old.", "It is not only old, but also large.", False),
        ("The so-called “key.", "The so-called “key, which is new” group.", False),
    ],
)
def test_what_is_left_of_a_sentence_reads_as_one(text: str, source: str, reads: bool) -> None:
    assert cuts_at_clauses(text, source) == reads


CAREFUL = {"summarize": Task("sentence", "wording")}
SOURCE = (
    "The central group asked the regional departments to be more thorough and may visit 3 of them in May if it is "
    "invited, the office said."
)


@pytest.mark.parametrize(
    ("wording", "reason"),
    [
        (
            "The regional departments asked the central group to be more thorough, if invited.",
            "another order",
        ),
        (
            "The central group asked the departments to be thorough and visited 3 if invited.",
            "told as a fact: visit",
        ),
        (
            "The central group asked the regional departments to be more thorough.",
            "told as a fact: condition",
        ),
        (
            "The central group asked the departments to be thorough, if corruption is punished.",
            "words of its own",
        ),
        (
            "The central group asked the regional departments to ask the central group, if invited.",
            "malformed",
        ),
        ("The central group asked 4 departments to be more thorough, if invited.", "not in its source: 4"),
        ("The central group asked the regional departments to", "cut in mid-sentence"),
        ("It asked them, if so.", "too little is left"),
    ],
)
def test_a_wording_that_says_something_else_is_refused_with_the_reason(wording: str, reason: str) -> None:
    model = EchoModel(lambda _: (wording,), tasks=CAREFUL)
    summary = summarize(model, section_text(f"{SOURCE} {SOURCE.replace('May', 'June')}"), length="10")
    assert summary.method == "extractive"
    assert reason in summary.reason


def test_a_shorter_wording_that_its_sentence_bears_out_is_shown() -> None:
    wording = (
        "The central group asked the regional departments to be more thorough and may visit 3 if invited."
    )
    model = EchoModel(lambda _: (wording,), tasks=CAREFUL)
    summary = summarize(model, section_text(f"{SOURCE} {SOURCE.replace('May', 'June')}"), length="10")
    assert (summary.method, summary.text) == ("abstractive", wording)


def test_a_section_of_many_windows_is_summarized_in_two_levels_at_the_length_asked_for() -> None:
    topics = (
        "harbour bridge school market river forest museum railway airport hospital library theatre".split()
    )
    body = " ".join(
        f"The {topic} of the city was opened again by the mayor in the year {1950 + number} after long repairs. "
        f"Many people came to see the {topic} and its new hall on the first day of the week."
        for number, topic in enumerate(topics)
    )
    model = EchoModel(tasks={"summarize": Task("text")}, room=50)
    summary = summarize(model, section_text(body), length="40")
    assert model.generated == len(topics)
    assert summary.method == "abstractive"
    assert summary.reason.endswith(f"chosen among the summaries of {len(topics)} passages")
    assert 25 <= len(summary.text.split()) <= 60
    assert all(sentence.sources and sentence.text in body for sentence in summary.sentences)
