"""The hand-labelled texts of seeds/terminology: what must be found, what must never be put together."""

import time
from itertools import permutations
from pathlib import Path
from typing import NamedTuple

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gistmill.terminology import (
    VariantGroup,
    find_terms,
    glossary_table,
    induce_variants,
    parse_glossary,
    replaced,
)
from gistmill.terminology.inflection import singular
from gistmill.terminology.tokens import key_of

SEEDS = Path(__file__).parents[2] / "seeds"
# Measured when this was written; a change that lowers one of them is no improvement.
MIN_PRECISION, MIN_RECALL = 0.9, 0.75


class Labelled(NamedTuple):
    name: str
    text: str
    expected: list[list[str]]
    forbidden: list[list[str]]
    missed: list[list[str]]


def _labelled() -> list[Labelled]:
    article = msgspec.json.decode((SEEDS / "terminology" / "seed_article.json").read_bytes())
    name = article.pop("document")
    text = (SEEDS / "documents" / name).read_text(encoding="utf-8")
    written = msgspec.json.decode((SEEDS / "terminology" / "inconsistent.json").read_bytes())
    return [Labelled(name=name, text=text, **article), *(Labelled(**each) for each in written)]


LABELLED = _labelled()
CONSISTENT = msgspec.json.decode((SEEDS / "terminology" / "consistent.json").read_bytes())


def _words(phrase: str) -> str:
    return f" {' '.join(singular(word) for word in key_of(phrase))} "


def _become_one(text: str, pair: list[str]) -> bool:
    """Whether the two wordings read the same once every variant found in `text` was approved."""
    glossary = parse_glossary("".join(glossary_table(induce_variants([text]))))
    one, other = (_words(replaced(phrase, find_terms(phrase, glossary))) for phrase in pair)
    return one == other


def _is_right(group: VariantGroup, wording: str, expected: list[list[str]]) -> bool:
    proposed = (_words(group.preferred), _words(wording))
    return any(
        proposed[0] in _words(one) and proposed[1] in _words(other)
        for pair in expected
        for one, other in permutations(pair)
    )


def _pairs(kind: str) -> list[object]:
    return [
        pytest.param(each.text, pair, id=" - ".join(pair))
        for each in LABELLED
        for pair in getattr(each, kind)
    ]


@pytest.mark.parametrize(("text", "pair"), _pairs("expected"))
def test_wordings_of_one_term_are_found(text: str, pair: list[str]) -> None:
    assert _become_one(text, pair)


@pytest.mark.parametrize(("text", "pair"), _pairs("missed"))
@pytest.mark.xfail(reason="no evidence in the text, or none of the kinds that are looked for")
def test_known_misses(text: str, pair: list[str]) -> None:
    assert _become_one(text, pair)


@pytest.mark.parametrize(("text", "pair"), _pairs("forbidden"))
def test_different_things_stay_apart(text: str, pair: list[str]) -> None:
    assert not _become_one(text, pair)


@pytest.mark.parametrize("case", CONSISTENT, ids=lambda case: case["name"])
def test_a_consistent_text_gives_nothing(case: dict[str, str]) -> None:
    assert induce_variants([case["text"]]) == ()


def test_precision_and_recall_hold() -> None:
    right = proposed = found = wanted = 0
    for each in LABELLED:
        groups = induce_variants([each.text])
        rows = [(group, variant.text) for group in groups for variant in group.variants[1:]]
        for group, wording in rows:
            if not _is_right(group, wording, each.expected):
                print("not expected:", wording, "->", group.preferred)
        right += sum(_is_right(group, wording, each.expected) for group, wording in rows)
        proposed += len(rows)
        found += sum(_become_one(each.text, pair) for pair in each.expected)
        wanted += len(each.expected) + len(each.missed)
    print(f"precision {right}/{proposed}, recall {found}/{wanted}")
    assert right / proposed >= MIN_PRECISION
    assert found / wanted >= MIN_RECALL


@pytest.mark.parametrize("each", LABELLED, ids=lambda each: each.name)
def test_spans_and_counts_are_those_of_the_text(each: Labelled) -> None:
    for group in induce_variants([each.text]):
        for variant in group.variants:
            assert variant.count >= len(variant.contexts) > 0
            for context in variant.contexts:
                assert " ".join(context.span.of(each.text).split()) == context.wording


@pytest.mark.parametrize("each", LABELLED, ids=lambda each: each.name)
def test_the_table_is_a_glossary(each: Labelled) -> None:
    groups = induce_variants([each.text])
    glossary = parse_glossary("".join(glossary_table(groups)))
    assert len(glossary.terms) == sum(len(group.variants) - 1 for group in groups)
    assert {term.preferred for term in glossary.terms} == {group.preferred for group in groups}


def test_a_word_without_a_plural_takes_the_preferred_form_as_it_is() -> None:
    article = LABELLED[0].text
    glossary = parse_glossary("".join(glossary_table(induce_variants([article]))))
    phrase = "I do practical work for the masses"
    assert replaced(phrase, find_terms(phrase, glossary)) == "I do practical things for the masses"


def test_a_collection_is_searched_as_one() -> None:
    one = "The river chief system works. The river chief system is new."
    other = "They like the river head system. The river head system is old."
    assert induce_variants([one]) == induce_variants([other]) == ()
    (group,) = induce_variants([one, other])
    assert [variant.contexts[0].document for variant in group.variants] == [1, 0]


_drawn = (
    "study learning 5th fifth of the for and Group groups party history re-use reuse Wen Hong Wenhong".split()
)
_texts = st.lists(st.sampled_from([*_drawn, ".", ",", "“", "”", "\n", "'s", "-"]), max_size=60).map(" ".join)


@given(st.lists(st.one_of(st.text(), _texts), max_size=3))
def test_any_texts_give_a_table_that_is_a_glossary(texts: list[str]) -> None:
    groups = induce_variants(texts)
    rows = list(glossary_table(groups))
    assert len(parse_glossary("".join(rows)).terms) == len(rows) - 1
    assert groups == induce_variants(texts)


def _seconds(text: str) -> float:
    start = time.process_time()
    induce_variants([text])
    return time.process_time() - start


@pytest.mark.parametrize(
    "unit", ["study group ", "group of ", "Ab of the learning and ", "a", "Study ", "5th fifth "]
)
def test_no_text_blows_up(unit: str) -> None:
    short, long = _seconds(unit * 500), _seconds(unit * 2000)
    assert long < 10 * short + 0.5
