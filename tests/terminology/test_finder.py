"""Applying a glossary: case, number and spelling follow the text; twice is once; nothing else is touched."""

import random
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gistmill.terminology import Glossary, Term, TermFinder, find_terms, replaced

GLOSSARY = Glossary(
    (
        Term("study and education", "learning and education"),
        Term("steering group", "guidance team"),
        Term("steering group of the Central Committee", "Central Steering Group"),
        Term("China Management Enterprises", "China-managed enterprises"),
        Term("thought of Xi Jinping", "Xi Jinping Thought"),
        Term("internet of things", "Internet of Things"),
        Term("policy making", "policy-making"),
        Term("office", "agency"),
        Term("meeting", "assembly"),
        Term("key minority", "critical minority"),
    )
)


def applied(text: str, glossary: Glossary = GLOSSARY) -> str:
    return replaced(text, find_terms(text, glossary))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Study and education began.", "Learning and education began."),
        ("The STUDY AND EDUCATION plan", "The LEARNING AND EDUCATION plan"),
        ("Party History Study and Education Conference", "Party History Learning and Education Conference"),
        ("two steering groups met", "two guidance teams met"),
        (
            "the steering group’s list, the steering groups' lists",
            "the guidance team’s list, the guidance teams' lists",
        ),
        ("The 7th Steering Group of the Central Committee", "The 7th Central Steering Group"),
        ("steering groups of the Central Committee", "Central Steering Groups"),
        ("a China Management Enterprise", "a China-managed enterprise"),
        ("China-Management\u00a0 Enterprises", "China-managed enterprises"),
        ("the Thought of Xi Jinping", "the Xi Jinping Thought"),
        (
            "the internet of things and the Internet of Things",
            "the Internet of Things and the Internet of Things",
        ),
        ("policy making, Policy-making", "policy-making, Policy-making"),
        ("an office, the office", "an agency, the agency"),
        ("A meeting was held; a  meeting ended.", "An assembly was held; an  assembly ended."),
        ("the “key minority”", "the “critical minority”"),
    ],
)
def test_a_variant_becomes_the_preferred_form(text: str, expected: str) -> None:
    assert applied(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "self-study and education",
        "steering group-led work",
        "study\nand education",
        "study, and education",
        "learning and education of the guidance team",
        "https://example.org/steering-group and www.steering-group.cn/office",
        "write to office@steering-group.org or @office, #office",
        "open steering-group.pdf or /srv/office/meeting or C:\\office\\meeting",
        "officer, officers, pre-meeting",
    ],
)
def test_what_is_no_use_of_a_term_stays(text: str) -> None:
    assert applied(text) == text


def test_the_longest_variant_wins_and_a_preferred_form_is_shielded() -> None:
    glossary = Glossary((Term("a b", "x"), Term("a b c", "y"), Term("q", "p q")))
    assert applied("a b c a b q p q", glossary) == "y x p q p q"


def test_a_longer_variant_wins_that_begins_within_a_shorter_one() -> None:
    glossary = Glossary((Term("fifth group", "5th group"), Term("group of the centre", "central group")))
    assert applied("the fifth group of the centre", glossary) == "the fifth central group"


def test_a_chain_is_followed_to_its_end_as_one_use() -> None:
    glossary = Glossary((Term("one two", "three"), Term("three four", "five")))
    (use,) = find_terms("so one two four it is", glossary)
    assert (use.before, use.after) == ("one two four", "five")
    assert use.reason.count("glossary: ") == 2


_words = st.sampled_from(
    "a an the one two One TWO group groups group's of study-work study work b-c b c".split()
)
_phrases = st.lists(_words, min_size=1, max_size=3).map(" ".join)
_glossaries = st.lists(st.builds(Term, _phrases, _phrases), max_size=6).map(
    lambda terms: Glossary(tuple(terms))
)
_texts = st.lists(st.one_of(_words, st.sampled_from([".", ",", "\n", "’s", "-", " "])), max_size=40).map(
    " ".join
)


@given(_texts, _glossaries)
def test_twice_is_once(text: str, glossary: Glossary) -> None:
    once = applied(text, glossary)
    assert applied(once, glossary) == once


@given(st.one_of(st.text(), _texts), _glossaries)
def test_uses_are_in_order_apart_and_say_what_they_replace(text: str, glossary: Glossary) -> None:
    position = 0
    for use in find_terms(text, glossary):
        assert position <= use.start < use.end <= len(text)
        assert text[use.start : use.end] == use.before != use.after
        position = use.end


@given(st.text(), st.text(min_size=1), st.text(min_size=1))
def test_any_glossary_and_any_text_come_to_rest(text: str, variant: str, preferred: str) -> None:
    glossary = Glossary((Term(variant, preferred),))
    once = applied(f"{text} {variant} {text}", glossary)
    assert applied(once, glossary) == once


def test_a_loop_made_by_hand_changes_nothing() -> None:
    assert applied("a b", Glossary((Term("a", "b"), Term("b", "a")))) == "a b"


def _seconds(finder: TermFinder, text: str) -> float:
    start = time.process_time()
    for _ in finder.find(text):
        pass
    return time.process_time() - start


def test_many_terms_and_a_long_text_are_linear() -> None:
    chosen = random.Random(4)
    words = ["".join(chosen.choices("abcdefgh", k=5)) for _ in range(3000)]
    terms = tuple(Term(f"{' '.join(chosen.choices(words, k=2))} {n}th", f"term {n}") for n in range(5000))
    finder = TermFinder(Glossary(terms))
    lines = [f"{' '.join(chosen.choices(words, k=60))} {chosen.choice(terms).variant}." for _ in range(2600)]
    half, whole = _seconds(finder, "\n".join(lines[:1300])), _seconds(finder, "\n".join(lines))
    assert whole < 3.5 * half + 0.5


@pytest.mark.parametrize("unit", ["a-", "a.", "a@", "office ", "/", "'", "x", "steering "])
def test_no_text_blows_up(unit: str) -> None:
    finder = TermFinder(GLOSSARY)
    short, long = _seconds(finder, unit * 10_000), _seconds(finder, unit * 40_000)
    assert long < 12 * short + 0.5
