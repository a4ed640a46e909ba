"""What stays although it is a fault: marked, in place, and never changed."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gistmill.clean import CleanSettings, CleanStage, clean_document, find_marks
from gistmill.document import Document


def marked(text: str) -> list[tuple[str, str]]:
    return [(mark.kind, text[mark.start : mark.end]) for mark in find_marks(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("the 双创 week of Привет мир in 서울", ["双创", "Привет мир", "서울"]),
        ("《中国。日报》 said", ["中国。日报》"]),
        ("the λόγος of it", ["λόγος"]),
    ],
)
def test_words_of_another_script_are_marked_as_one_run(text: str, expected: list[str]) -> None:
    found = [words for kind, words in marked(text) if kind == "untranslated"]
    assert found == expected


@pytest.mark.parametrize("text", ["α and β decay, 5 µm", "café, naïve, Łódź", "plain English (really)."])
def test_latin_and_single_greek_letters_are_not_marked(text: str) -> None:
    assert marked(text) == []


def test_lost_words_are_marked() -> None:
    assert marked("the <unk> of UNK and UNKNOWN") == [("lost word", "<unk>"), ("lost word", "UNK")]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("He (she left.", ["("]),
        ("He left) at once.", [")"]),
        ("He said “go.", ["“"]),
        ("said it” was", ["”"]),
        ("nested (a (b) c", ["("]),
    ],
)
def test_marks_without_a_partner_are_marked(text: str, expected: list[str]) -> None:
    assert [words for kind, words in marked(text) if kind == "unpaired"] == expected


@pytest.mark.parametrize(
    "text",
    [
        "1) first\na) second\niv) third",
        "fine :) and ;-)",
        "“It goes on.\n“And ends.”",
        "“Begun\nand ended.”x",
        "(a [b] “c”)",
    ],
)
def test_enumerations_smileys_and_quotations_over_lines_are_not_marked(text: str) -> None:
    assert [words for _, words in marked(text) if words != "“"] == []


def test_marks_lie_in_the_cleaned_text() -> None:
    cleaned = clean_document(Document("1", "-", "The the 双创 week . ."))
    assert [(m.kind, cleaned.text[m.start : m.end]) for m in cleaned.marks] == [("untranslated", "双创")]


def test_off_marks_nothing() -> None:
    (cleaned,) = CleanStage(CleanSettings(mode="off")).run([Document("1", "-", "双创")])
    assert cleaned.marks == ()


@given(st.text(alphabet="a1 ()[]“”双λ\n:.", max_size=60))
def test_marks_are_in_order_and_hold_something(text: str) -> None:
    spans = [(mark.start, mark.end) for mark in find_marks(text)]
    assert spans == sorted(spans)
    assert all(0 <= start < end <= len(text) for start, end in spans)


@pytest.mark.parametrize("piece", ["(", ")", "“", "”", "双 ", "a)", "λ", "[(“"])
def test_a_megabyte_is_read_in_seconds(piece: str) -> None:
    begun = time.process_time()
    find_marks(piece * (1_000_000 // len(piece)))
    assert time.process_time() - begun < 5
