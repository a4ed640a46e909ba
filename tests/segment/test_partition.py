"""Sections partition the text, whatever it holds."""

from hypothesis import given
from hypothesis import strategies as st

from gistmill.document import CleanText, Document, Heading, Span
from gistmill.recipe import Recipe
from gistmill.run import Pipeline
from gistmill.segment import SegmentSettings, SegmentStage, outline_of

PIECES = st.sampled_from(
    [
        "\n", "\n\n", " ", "\t", "\r\n", "# ", "## ", "===", "---", "**", "```", "1. ", "(1) ", "One, ", "I. ", "——",
        ":", ".", "“", "Aims", "SCOPE OF WORK", "Learn one step further", "The office said that trade grew again. ",
        "他们", "\u2028", "\x00", "Xinhua News Agency reporter",
    ]
)  # fmt: skip
TEXTS = st.one_of(st.text(max_size=200), st.lists(PIECES, max_size=60).map("".join))

PIPELINE = Pipeline(Recipe(model="none"))


def joined(text: str, outline) -> str:  # type: ignore[no-untyped-def]
    return "".join(text[section.start : section.end] for section in outline.sections)


@given(TEXTS)
def test_sections_of_any_text_join_to_the_text(text):
    outline = outline_of(CleanText(text), settings=SegmentSettings())
    assert joined(text, outline) == text
    assert all(s.start <= s.body <= s.end and s.start < s.end for s in outline.sections)
    assert len({section.id for section in outline.sections}) == len(outline.sections)


@given(TEXTS, st.lists(st.tuples(st.integers(0, 220), st.integers(0, 30), st.integers(0, 6)), max_size=8))
def test_sections_partition_whatever_headings_the_input_marks(text, marks):
    headings = tuple(Heading(Span(at, at + length), "x", level) for at, length, level in marks)
    outline = outline_of(CleanText(text, headings=headings), settings=SegmentSettings())
    assert joined(text, outline) == text
    assert all(s.start <= s.body <= s.end for s in outline.sections)


@given(st.lists(TEXTS, min_size=1, max_size=3))
def test_sections_of_what_the_cleaning_left_join_to_it(texts):
    documents = [Document(str(number), "-", text) for number, text in enumerate(texts)]
    segmented = list(PIPELINE.segment(documents))
    assert len(segmented) == len(texts)
    for cleaned, outline in segmented:
        assert joined(cleaned.text, outline) == cleaned.text


@given(TEXTS)
def test_the_first_section_alone_has_level_0_and_it_has_no_title(text):
    sections = outline_of(CleanText(text), settings=SegmentSettings()).sections
    assert all((section.level == 0) == (section.id == "0") for section in sections)
    assert all(section.title is None for section in sections if section.level == 0)


def test_an_empty_text_has_no_sections():
    assert outline_of(CleanText(""), settings=SegmentSettings()).sections == ()


def test_a_batch_gives_what_its_texts_give_alone():
    items = [CleanText("Aims\n\nTo grow."), CleanText(""), CleanText("# A\n\nx\n\n# B\n\ny")]
    stage = SegmentStage()
    assert list(stage.run(items)) == [stage.run([item])[0] for item in items]
