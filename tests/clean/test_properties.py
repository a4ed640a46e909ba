"""What holds of every text: cleaning is idempotent, its edits replay, and facts and good prose are safe."""

from __future__ import annotations

import re
import time

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from gistmill.clean import ORDER, clean_document
from gistmill.document import Cleaned, Document, replay

NOISE = st.text(alphabet="ab the.,;:?!()[]\"“”'’—…。，（）《》▁&\u00a0\u200b\n 12", max_size=80)
ANYTHING = st.text(max_size=60)
WORDS = st.sampled_from(
    "the of and to in is that had very party history learning education worries New York people’s U.S. 3.5% 2,000 "
    "e.g. file.txt iPhone etc. Leave Comment Source: Reporter June 28 (Xinhua) -- By John".split()
)
GLUE = st.sampled_from(
    [" ", " ", " ", ", ", ". ", ".\n\n", " , ", ". . ", "——", "\n", "  ", '" ', ' "', "”", " “"]
)
MESSY_PROSE = st.lists(st.tuples(WORDS, GLUE), max_size=40).map(
    lambda pairs: "".join(a + b for a, b in pairs)
)

NOUNS = st.sampled_from(["river", "council", "teacher", "market", "engine", "village", "letter", "winter"])
VERBS = st.sampled_from(["praised", "left", "found", "changed", "crossed", "followed"])
DETAILS = st.sampled_from(
    [
        "in 2021",
        "for $3.5 million",
        "at 15:30",
        "by 2,000 votes (3.5%)",
        "near the U.S. border",
        "at www.example.com/a?b=1",
    ]
)
SENTENCES = st.builds("The {} {} the old {} {}.".format, NOUNS, VERBS, NOUNS, DETAILS)
PROSE = st.lists(st.lists(SENTENCES, min_size=1, max_size=3).map(" ".join), min_size=1, max_size=4).map(
    "\n\n".join
)
FACTS = st.sampled_from(
    [
        "3.5%",
        "2,000",
        "1,234.56",
        "U.S.",
        "15:30",
        "https://example.com/a,b?c=d.e",
        "me@example.com",
        "10.1.2.3",
        "v1.2",
        "Q&A",
    ]
)


def cleaned(text: str) -> Cleaned:
    return clean_document(Document(id="generated", source="hypothesis", text=text))


@given(st.one_of(NOISE, ANYTHING, MESSY_PROSE))
@example('a" "\nb')
@settings(max_examples=400, deadline=None)
def test_edits_replay_and_cleaning_is_idempotent(text: str) -> None:
    once = cleaned(text)
    assert replay(text, once.edits) == once.text
    assert all(one.end <= following.start for one, following in zip(once.edits, once.edits[1:], strict=False))
    assert cleaned(once.text).text == once.text


@given(PROSE)
@settings(deadline=None)
def test_good_prose_comes_back_unchanged(text: str) -> None:
    assert cleaned(text).edits == ()


@given(st.lists(st.tuples(WORDS, GLUE, FACTS, GLUE), max_size=10))
@settings(deadline=None)
def test_numbers_addresses_and_abbreviations_stay(parts: list[tuple[str, str, str, str]]) -> None:
    text = "".join(f"Word {word}{glue}{fact}{tail}" for word, glue, fact, tail in parts)
    result = cleaned(text).text
    assert set(re.findall(r"\d+(?:[.,:]\d+)*", result)) == set(re.findall(r"\d+(?:[.,:]\d+)*", text))
    assert all(fact in result for _, _, fact, _ in parts)


@given(
    st.lists(
        st.sampled_from(["Stop", "never", "it", "rains", "so", "be"]), min_size=1, max_size=3, unique=True
    ),
    st.booleans(),
)
@settings(deadline=None)
def test_a_quotation_keeps_its_words(words: list[str], curly: bool) -> None:
    slogan = f"{' '.join(words)}, {' '.join(words).lower()}"
    text = f"They shouted “{slogan}” again." if curly else f'They shouted "{slogan}" again.'
    assert cleaned(text).text == text


ADVERSARIAL = [
    *(
        " ",
        ".",
        ". ",
        ",",
        ", ",
        '"',
        "“",
        "”",
        "a ",
        "the ",
        "a, ",
        "1 2 ",
        "(",
        ")",
        "((",
        "—",
        "&",
        "&amp;",
        "\n",
    ),
    *(
        "\n.",
        " \n",
        ".\n\n",
        "Share:\n",
        "By John\n",
        "。",
        "\u00a0",
        "▁",
        "▁ ",
        "a and a ",
        "x. y",
        "' ",
        "@@ ",
    ),
    *('." ', "? ", "Âé", "one two, one two, ", "The The ", "x ,", " 's", 'a " b ', "a. b c\n\n"),
]


@pytest.mark.parametrize("piece", ADVERSARIAL)
def test_time_is_linear_in_adversarial_input(piece: str) -> None:
    def seconds(size: int) -> float:
        text = "Start. " + piece * (size // len(piece)) + " end"
        begun = time.process_time()
        cleaned(text)
        return time.process_time() - begun

    def is_linear() -> bool:
        """Six times the text in less than 15 times the time; quadratic time would be 36 times."""
        small, large = seconds(10_000), seconds(60_000)
        return large < 0.5 or large < 15 * small

    # A machine with other work can spoil a measurement, hence three; quadratic time fails them all.
    assert any(is_linear() for _ in range(3))


@pytest.mark.parametrize(
    "piece",
    [
        "( [ { ",
        "] } ) ",
        " ",
        ". ",
        ", ",
        '" ',
        "“”",
        "the ",
        "a b, ",
        "one two three, ",
        "the the, a a. ",
        "word\n",
        "He said (1) that. ",
    ],
)
def test_a_line_of_a_megabyte_takes_no_more_a_character_than_a_shorter_one(piece: str) -> None:
    short, long = (
        seconds_for("Start. " + piece * (size // len(piece)) + "end") for size in (200_000, 1_000_000)
    )
    # Five times the text; a rule that grows with its square would take twenty-five times as long.
    assert long < 10 * max(short, 0.1)


def seconds_for(text: str) -> float:
    """The CPU time that cleaning takes."""
    begun = time.process_time()
    cleaned(text)
    return time.process_time() - begun


def test_every_rule_is_named_once() -> None:
    names = [rule.name for rule in ORDER]
    assert len(names) == len(set(names))
    assert all(re.fullmatch(r"[a-z_]+", name) for name in names)
