"""Sentences of translated news, with offsets and nothing lost."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gistmill.language import split_sentences


def sentences(text: str) -> list[str]:
    return [span.of(text) for span in split_sentences(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The groups went. . In addition, it came.", ["The groups went. .", "In addition, it came."]),
        ("They came. 。Then they left.", ["They came. 。", "Then they left."]),
        ("The China-U.S. talks ended. Mr. Li said so.", ["The China-U.S. talks ended.", "Mr. Li said so."]),
        ("See Vol. 3 of it. It has approx. 5 parts.", ["See Vol. 3 of it.", "It has approx. 5 parts."]),
        ("“Is it so?” he asked. Nobody knew.", ["“Is it so?” he asked.", "Nobody knew."]),
        ("5. The fifth point. (6) The sixth.", ["5. The fifth point.", "(6) The sixth."]),
        ("We make suggestions…In accordance with it.", ["We make suggestions…", "In accordance with it."]),
        ("He asked why……Nobody knew.", ["He asked why……", "Nobody knew."]),
        ("They grow millet, etc. It has a history.", ["They grow millet, etc.", "It has a history."]),
        ("They grow millet etc. in a row. It sells.", ["They grow millet etc. in a row.", "It sells."]),
    ],
)
def test_what_sentencex_gets_wrong_is_mended(text, expected):
    assert sentences(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("He lives at No. 5 Middle School. It is big.", ["He lives at No. 5 Middle School.", "It is big."]),
        ("It opens at 9 a.m. on Monday. Then it closes.", ["It opens at 9 a.m. on Monday.", "Then it closes."]),
        ("It closes at 5 p.m. The shop is shut.", ["It closes at 5 p.m.", "The shop is shut."]),
        ("“We will act.” The leader left.", ["“We will act.”", "The leader left."]),
        ("“We will act.” said the leader.", ["“We will act.” said the leader."]),
        ("It rose 3.5% to U.S. $5. It fell.", ["It rose 3.5% to U.S. $5.", "It fell."]),
        ("Wait... what? Yes!", ["Wait... what?", "Yes!"]),
        ("It has 1.4 billion people. 36 provinces agreed.", ["It has 1.4 billion people.", "36 provinces agreed."]),
    ],
)  # fmt: skip
def test_what_sentencex_gets_right_stays(text, expected):
    assert sentences(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("It fell to 3. 2 billion yuan. It rose.", ["It fell to 3. 2 billion yuan.", "It rose."]),
        ("It fell to 3. 2 people. It rose.", ["It fell to 3. 2 people.", "It rose."]),
        ("Host 192.168. 1. 1 is down. Call 5.", ["Host 192.168. 1. 1 is down.", "Call 5."]),
        ("Version 3 . 11 . 2 is out. It works.", ["Version 3 . 11 . 2 is out.", "It works."]),
        ("He paid approx. $ 5. 50 for it. Why?", ["He paid approx. $ 5. 50 for it.", "Why?"]),
        ("In Figs. 4 and 5. Fine.", ["In Figs. 4 and 5.", "Fine."]),
        ("An area of 5 sq. km. and more.", ["An area of 5 sq. km. and more."]),
        ("It was so in 2003. 2 men died.", ["It was so in 2003.", "2 men died."]),
        ("He is No. 1. 3 others follow.", ["He is No. 1.", "3 others follow."]),
        ("It rose 3.5%. 20 firms gained.", ["It rose 3.5%.", "20 firms gained."]),
    ],
)
def test_no_sentence_ends_inside_a_number(text, expected):
    assert sentences(text) == expected


def test_a_line_break_always_ends_a_sentence():
    assert sentences("Learn one step further\nThe groups went on.") == [
        "Learn one step further",
        "The groups went on.",
    ]


def test_offsets_count_code_points():
    text = "𝄞 他们 came. Then “they” left."
    assert sentences(text) == ["𝄞 他们 came.", "Then “they” left."]


@given(st.text(alphabet=st.sampled_from('aB 5.。!?…\n\r\t“”"()U,:;—他'), max_size=80) | st.text(max_size=80))
def test_nothing_but_white_space_lies_outside_the_sentences(text):
    spans = split_sentences(text)
    edges = [0, *(edge for span in spans for edge in (span.start, span.end)), len(text)]
    assert edges == sorted(edges)
    assert all(not text[start:end].strip() for start, end in zip(edges[::2], edges[1::2], strict=True))
    assert all(span.of(text) == span.of(text).strip() != "" for span in spans)
