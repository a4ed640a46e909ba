"""What the measurements of the rewriter count."""

from training.rewriter.measure import first_words, novel_bigrams
from training.rewriter.scores import rouge

SOURCE = "The bank of Norway raised its rate to 3.5% on Monday, its governor said in Oslo."


def test_the_same_text_scores_a_hundred() -> None:
    assert rouge([SOURCE], [["other words", SOURCE]]).one == 100


def test_novel_bigrams_are_those_the_source_lacks() -> None:
    assert novel_bigrams(["The bank of Rome raised its rate."], [SOURCE]) == 2 / 6


def test_the_first_words_are_as_many_as_asked_for() -> None:
    assert first_words([SOURCE], [4]) == ["The bank of Norway"]
