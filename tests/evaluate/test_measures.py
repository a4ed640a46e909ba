"""What is measured of a summary, on sentences whose figures can be worked out by hand."""

from collections.abc import Sequence

import pytest

from gistmill.errors import MissingError
from gistmill.evaluate.article import Article
from gistmill.evaluate.measures import Measures, measure, rouge_scorer

SENTENCES = ("The mayor of Lyon opened 12 new schools.", "It rained all day.")
ARTICLE = Article(" ".join(SENTENCES), " ".join(SENTENCES), SENTENCES)


def measured(*summary: str, reference: str = "Schools opened.", article: Article = ARTICLE) -> Measures:
    return measure(summary, article, reference, rouge=rouge_scorer())


def test_a_summary_equal_to_its_reference_scores_one() -> None:
    found = measured("It rained all day.", reference="It rained all day.")
    assert (found.rouge1, found.rouge2, found.rouge_lsum) == (1.0, 1.0, 1.0)


def test_rouge_by_hand() -> None:
    # "the cat sat" beside "the cat ran off": 2 of 3 and 2 of 4 words; 1 of 2 and 1 of 3 pairs.
    found = measured("The cat sat.", reference="The cat ran off.")
    assert found.rouge1 == pytest.approx(2 * (2 / 3) * (2 / 4) / (2 / 3 + 2 / 4))
    assert found.rouge2 == pytest.approx(2 * (1 / 2) * (1 / 3) / (1 / 2 + 1 / 3))
    assert found.rouge_lsum == pytest.approx(found.rouge1)


def test_rouge_lsum_does_not_mind_the_order_of_sentences() -> None:
    found = measured("Birds sing.", "Dogs bark.", reference="Dogs bark. Birds sing.")
    assert found.rouge_lsum == 1.0
    assert found.rouge2 < 1.0


def test_words_are_stemmed() -> None:
    assert measured("They opened schools.", reference="They open a school.").rouge1 == pytest.approx(6 / 7)


def test_numbers_and_names_the_document_lacks() -> None:
    found = measured("In Paris the mayor of Lyon opened twelve schools and 7 parks.")
    assert (found.numbers, found.numbers_lacking) == (2, 1)
    assert (found.names, found.names_lacking) == (2, 1)


def test_facts_of_the_reference_are_kept_or_lost() -> None:
    # 12 and Lyon are kept, 2021 and Ada are lost; Paris is nothing the reference says.
    found = measured(
        "In Lyon and Paris they opened 12.", reference="It was Ada who opened 12 in Lyon in 2021."
    )
    assert (found.facts, found.facts_kept) == (4, 2)


def test_what_the_repair_joined_is_no_invention() -> None:
    article = Article("He saw Bei jing.", "He saw Beijing.", ("He saw Beijing.",))
    assert measured("He saw Beijing.", article=article).names_lacking == 0


def test_copied_sentences_have_no_novel_bigrams() -> None:
    found = measured(*SENTENCES)
    assert found.bigrams > 0
    assert found.bigrams_novel == 0


def test_novel_bigrams_are_counted_within_sentences() -> None:
    found = measured("It rained all night.", "It rained.")
    assert (found.bigrams, found.bigrams_novel) == (4, 1)


@pytest.mark.parametrize(
    ("summary", "cut_off"),
    [
        (["It rained all"], 1),
        (["It rained all", "It rained."], 0),
        (["“It rained all day.”"], 0),
        (["Did it rain?"], 0),
        ([], 0),
    ],
)
def test_a_summary_that_ends_in_mid_sentence_is_counted(summary: Sequence[str], cut_off: int) -> None:
    assert measured(*summary).cut_off == cut_off


def test_an_empty_summary_scores_nothing() -> None:
    assert measured() == Measures(rows=1)


def test_measures_add_up() -> None:
    one, other = measured("It rained."), measured(*SENTENCES)
    assert (one + other).words == one.words + other.words == 2 + 12
    assert one + Measures() == one


def test_without_rouge_score_the_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "rouge_score.rouge_scorer", None)
    with pytest.raises(MissingError, match=r"gistmill\[evaluate\]"):
        rouge_scorer()
