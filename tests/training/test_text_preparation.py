"""Detokenising, casing, pairing and damaging: what the training text goes through."""

import random
from pathlib import Path

import pytest

from training.rewriter.damage import FAULTS, damage
from training.rewriter.detokenize import detokenize
from training.rewriter.pairs import Dropped, Pair, align, cover, headline_pair
from training.rewriter.text import content_stems, sentences
from training.rewriter.truecase import learn, load, save

LINES = [
    "He went to New York on Monday. The new mayor met President Bush there.",
    "They say New York is large; a new plan for New York came on Monday.",
    "It was in New York that the new law was read to President Bush.",
    "We saw New York with a new map on Monday; a new one, a new plan and a new map.",
]


@pytest.mark.parametrize(
    ("tokenised", "plain"),
    [
        ("he did n't pay $ 3 , or 3.5 % .", "he didn't pay $3, or 3.5%."),
        ('" i am here , " he said .', '"i am here," he said.'),
        ("the miami - dade centre ( new ) .", "the miami-dade centre (new)."),
        ("it 's the government ' s plan", "it's the government's plan"),
        ('was there , " he said .', "was there, he said."),
    ],
)
def test_tokenised_text_reads_as_written(tokenised: str, plain: str) -> None:
    assert detokenize(tokenised) == plain


def test_casing_follows_the_pair_before_the_word() -> None:
    truecaser = learn(LINES)
    assert truecaser.apply("a new plan for new york on monday") == "A new plan for New York on Monday"


def test_casing_of_the_text_itself_wins() -> None:
    truecaser = learn(LINES)
    assert truecaser.apply("who says so", context={"who": "WHO"}) == "WHO says so"


def test_abbreviations_do_not_end_sentences() -> None:
    assert sentences("Mr. Li left. Then Dr. Wu came.") == ["Mr. Li left.", "Then Dr. Wu came."]


def test_a_summary_is_paired_with_the_sentences_that_cover_it() -> None:
    candidates = [
        "The bank raised rates on Monday.",
        "It rained.",
        "Shares of Chinese steel makers fell sharply.",
    ]
    stems = [content_stems(sentence) for sentence in candidates]
    pair = align("Bank raised rates and steel shares fell.", candidates, stems, origin="test")
    assert pair == Pair(
        "summarize", "test", f"{candidates[0]} {candidates[2]}", "Bank raised rates and steel shares fell."
    )
    assert cover(frozenset({"absent"}), stems) == []


def test_an_invented_number_drops_the_pair() -> None:
    candidates = ["The bank raised rates on Monday."]
    stems = [content_stems(sentence) for sentence in candidates]
    dropped = align("The bank raised rates by 7 on Monday.", candidates, stems, origin="test")
    assert dropped == Dropped("not borne out by its source")


def test_a_headline_must_be_supported_by_the_first_sentences() -> None:
    lead = "The central bank of Norway raised its rates on Monday."
    assert isinstance(headline_pair(lead, "Norway central bank raises rates", origin="test"), Pair)
    assert headline_pair(lead, "Norway central bank raises rates to 7", origin="test") == Dropped(
        "not borne out by its source"
    )


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_leaves_short_or_fitting_words_usable(fault) -> None:  # type: ignore[no-untyped-def]
    words = ["The", "ministers", "of", "the", "two", "countries,", "who", "met", "there,", "signed", "plans."]
    for seed in range(20):
        damaged = fault(words, random.Random(seed))
        assert damaged and all(damaged)


def test_damage_is_reproducible() -> None:
    sentence = "The ministers of the two countries, who met there, signed plans."
    assert damage(sentence, random.Random(1)) == damage(sentence, random.Random(1))


def test_a_saved_truecaser_loads_as_it_was(tmp_path: Path) -> None:
    truecaser = learn(LINES)
    save(truecaser, tmp_path / "truecaser.json")
    assert load(tmp_path / "truecaser.json") == truecaser
