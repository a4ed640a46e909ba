"""Titles made for sections cut by topic hold nothing that the section lacks."""

from hypothesis import given
from hypothesis import strategies as st

from gistmill.segment.topic_titles import topic_titles

WORDS = st.sampled_from(
    "the a of river perch interest rates Xi Jinping 2021 was could swim and , . first million things nets".split()
)
SECTIONS = st.lists(st.lists(WORDS, max_size=60).map(" ".join), max_size=4)


@given(SECTIONS)
def test_titles_are_made_of_words_of_their_section(sections):
    for section, title in zip(sections, topic_titles(sections), strict=True):
        if title is not None:
            words = {word.lower() for word in title.split()}
            assert words <= {word.lower() for word in section.split()}
            assert 2 <= len(title.split()) <= 4


@given(st.lists(st.text(max_size=100), max_size=4))
def test_any_text_has_as_many_titles_as_sections(sections):
    assert len(topic_titles(sections)) == len(sections)


def test_no_title_where_nothing_stands_out():
    assert topic_titles(["He could not say why.", "They went home."]) == (None, None)


def test_numbers_and_words_of_time_are_no_titles():
    assert (
        topic_titles(["A million dollars a year. " * 3, "The first week was the last week. " * 3])[1] is None
    )


def test_names_stay_whole():
    assert (
        topic_titles(
            ["The New York Times was read. The New York Times was sold, and the New York Times was bought."]
        )[0]
        == "New York Times"
    )
