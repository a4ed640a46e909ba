"""The stage: which rules run, what it reads off the head and the tail of a text, and where headings go."""

from __future__ import annotations

import pytest

from gistmill.clean import ORDER, CleanSettings, CleanStage, clean_document
from gistmill.document import Dateline, Document, Heading, Metadata, Span
from gistmill.errors import RecipeError


def document(text: str, **fields: object) -> Document:
    return Document(id="1", source="test", text=text, **fields)  # type: ignore[arg-type]


def metadata_of(text: str) -> Metadata:
    return clean_document(document(text)).metadata


def test_off_changes_nothing() -> None:
    (cleaned,) = CleanStage(CleanSettings(mode="off")).run([document("the the . .")])
    assert (cleaned.text, cleaned.edits) == ("the the . .", ())


def test_only_and_skip_choose_rules() -> None:
    text = "the the end. ."
    assert CleanStage(CleanSettings(only=("doubled_words",))).run([document(text)])[0].text == "the end. ."
    assert CleanStage(CleanSettings(skip=("doubled_words",))).run([document(text)])[0].text == "the the end."


def test_unknown_rule_is_named_together_with_the_known_ones() -> None:
    with pytest.raises(RecipeError, match=r"no rule 'spaceing'; the rules are byline, .*space_before"):
        CleanStage(CleanSettings(skip=("spaceing",))).run([])


def test_version_names_every_rule() -> None:
    named = [part.split("/")[0] for part in CleanStage().version.split()]
    assert named == [*(rule.name for rule in ORDER), "repeated_lines", "marks"]


def test_batch_of_two_is_two_batches_of_one() -> None:
    one, two = document("the the"), document("a ,, b")
    assert CleanStage().run([one, two]) == [*CleanStage().run([one]), *CleanStage().run([two])]


@pytest.mark.parametrize(
    ("head", "dateline"),
    [
        (
            "BEIJING, June 28 (Xinhua) -- China",
            ("BEIJING, June 28 (Xinhua) --", "Xinhua", "BEIJING", "June 28"),
        ),
        (
            "Beijing, 20 May (Xinhua) -- A reporter",
            ("Beijing, 20 May (Xinhua) --", "Xinhua", "Beijing", "20 May"),
        ),
        ("LONDON (Reuters) - Shares", ("LONDON (Reuters) -", "Reuters", "LONDON", None)),
        ("(Reuters) - Shares", ("(Reuters) -", "Reuters", None, None)),
        (
            "China News Service, Sapporo, September 30 - After",
            ("China News Service, Sapporo, September 30 -", "China News Service", "Sapporo", "September 30"),
        ),
    ],
)
def test_dateline_that_opens_a_sentence_is_read_and_stays(
    head: str, dateline: tuple[str | None, ...]
) -> None:
    text = f"Title\n\n{head} went on.\n\nMore."
    cleaned = clean_document(document(text))
    assert cleaned.metadata.dateline == Dateline(*dateline)  # type: ignore[arg-type]
    assert cleaned.text == text


def test_names_behind_the_dateline_are_the_byline() -> None:
    text = "Title\n\nXinhua News Agency, Beijing, May 20 (Reporters Li Ming, Wu Jing) Reporters learned."
    assert metadata_of(text).byline == "Reporters Li Ming, Wu Jing"


def test_a_stamped_line_gives_its_date_and_all_its_credits() -> None:
    text = "2021-03-05 10:22 Source: Xinhua Net Author: Li Hua Editor: Chen Chen\n\nTitle\n\nBody text."
    metadata = metadata_of(text)
    assert metadata.dateline is not None
    assert metadata.dateline.date == "2021-03-05 10:22"
    assert (metadata.publisher, metadata.byline, metadata.editor) == ("Xinhua Net", "Li Hua", "Chen Chen")


def test_an_original_title_is_the_topic() -> None:
    assert metadata_of("Title\n\nOriginal title: Spring in Henan\n\nBody.").topic == "Spring in Henan"


def test_editor_and_publisher_come_from_the_tail() -> None:
    metadata = metadata_of("Title\n\nBody text.\n\nSource: China News Net\n\nResponsible editor: Li Ming")
    assert (metadata.publisher, metadata.editor) == ("China News Net", "Li Ming")


def test_what_the_reader_knew_is_believed_first() -> None:
    given = Metadata(byline="Jane Doe")
    cleaned = clean_document(document("Title\n\nBy John Smith\n\nBody text.", metadata=given))
    assert cleaned.metadata.byline == "Jane Doe"


def test_known_headings_move_with_the_text() -> None:
    text = "Title\n\nBy John Smith\n\nA  heading——\n\nBody ."
    start = text.index("A  heading")
    heading = Heading(Span(start, start + len("A  heading——")), "A  heading——", 2)
    cleaned = clean_document(document(text, headings=(heading,)))
    assert [(moved.span.of(cleaned.text), moved.title) for moved in cleaned.headings] == [
        ("A  heading—", "A  heading—")
    ]
