"""Hedges, conditions and the order of words: that a plan is not told as a fact, nor one man's deed as another's."""

import pytest

from gistmill.language import asserted_without_hedge, share_out_of_order


@pytest.mark.parametrize(
    ("sentence", "source", "lost"),
    [
        ("The bank raises rates.", "The bank may raise rates in May.", ("raise",)),
        ("The bank may raise rates.", "The bank may raise rates in May.", ()),
        ("The bank raised rates in May.", "In May the bank raised rates.", ()),
        ("The city builds a bridge.", "The city plans to build a bridge.", ("build",)),
        ("The city is to build a bridge.", "The city plans to build a bridge.", ()),
        ("Officials inspect farms.", "Officials were asked again to inspect farms.", ("inspe",)),
        ("He leaves.", "He will probably leave.", ("leave",)),
        ("He left.", "He left, and his aide may leave too.", ()),
        ("The talks go on.", "The talks go on if both sides agree.", ("condition",)),
        ("The talks go on when both sides agree.", "The talks go on if both sides agree.", ()),
        ("Teams stay.", "Teams must stay until problems are solved.", ("stay",)),
    ],
)
def test_what_is_only_possible_or_wanted_is_not_told_as_done(
    sentence: str, source: str, lost: tuple[str, ...]
) -> None:
    assert asserted_without_hedge(sentence, source) == lost


@pytest.mark.parametrize(
    ("sentence", "source"),
    [
        (
            "The regional departments are more thorough than the central steering group.",
            "The central steering group asked that the regional departments be more thorough.",
        ),
        ("Police were attacked by protesters.", "Protesters said that police had attacked them."),
        ("China sold steel to Norway.", "Norway sold its last steel to China."),
    ],
)
def test_a_swapped_subject_shows_in_the_order(sentence: str, source: str) -> None:
    assert share_out_of_order(sentence, source) > 0.2


@pytest.mark.parametrize(
    ("sentence", "source"),
    [
        ("In May the bank raised its rate.", "The bank again raised its rate to 3% in May."),
        ("The rate was raised.", "The rate, the governor said, was raised on Monday."),
        (
            "The bank asked the bank of Norway for help.",
            "The bank asked the central bank of Norway for help.",
        ),
    ],
)
def test_a_sentence_that_only_leaves_out_or_moves_its_time_stays_in_order(sentence: str, source: str) -> None:
    assert share_out_of_order(sentence, source) <= 0.2
