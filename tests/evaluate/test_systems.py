"""The systems that are compared: the same sentences and the same budget for all."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gistmill.evaluate import LEAD, LEAD_3, LEXRANK, Article, System, product_systems, sumy_peers
from gistmill.evaluate.article import article_of
from gistmill.evaluate.peers import ranked
from gistmill.evaluate.system import best_within_budget, within_budget
from gistmill.recipe import Recipe
from gistmill.run import Pipeline

SENTENCES = (
    "The port of Rotterdam handled more cargo than any other port of Europe in that year.",
    "Trade with China through the port grew most of all, because demand for steel did not fall.",
    "The weather was mild.",
    "The port expects that trade with China grows again if the price of steel stays as it is.",
    "A museum near the port shows ships and cranes that were used a hundred years ago.",
)
TEXT = "# Harbour news\n\n" + " ".join(SENTENCES)
ARTICLE = Article(TEXT, TEXT, SENTENCES)
RECIPE = Recipe(model="none")
PEERS = sumy_peers()
PRODUCT = product_systems(RECIPE, None, length=None)


def words(sentences: tuple[str, ...]) -> int:
    return sum(len(sentence.split()) for sentence in sentences)


def test_the_systems_have_the_names_of_the_table() -> None:
    assert [system.name for system in (*PRODUCT, LEAD_3, LEAD, LEXRANK, *PEERS)] == [
        "gistmill",
        "sections",
        "lead-3",
        "lead",
        "lexrank",
        "sumy-lexrank",
        "textrank",
    ]


def test_an_article_has_the_sentences_without_the_headings() -> None:
    assert article_of(TEXT, Pipeline(RECIPE)).sentences == SENTENCES


def test_lead_3_is_three_sentences_whatever_the_budget() -> None:
    assert tuple(LEAD_3.summarize(ARTICLE, 5)) == SENTENCES[:3]


def test_lead_fills_the_budget() -> None:
    assert tuple(LEAD.summarize(ARTICLE, 36)) == SENTENCES[:3]


@pytest.mark.parametrize("system", [LEAD, LEXRANK, *PEERS, *PRODUCT], ids=lambda system: system.name)
@pytest.mark.parametrize("max_words", [1, 20, 40, 1000])
def test_every_system_keeps_to_the_budget_with_sentences_in_order(system: System, max_words: int) -> None:
    summary = tuple(system.summarize(ARTICLE, max_words))
    positions = [SENTENCES.index(sentence) for sentence in summary]
    assert positions == sorted(set(positions))
    assert summary
    assert len(summary) == 1 or words(summary) <= max_words + max(map(len, map(str.split, summary))) / 2


@pytest.mark.parametrize("system", [LEAD, LEAD_3, LEXRANK, *PEERS, *PRODUCT], ids=lambda system: system.name)
def test_an_article_without_sentences_has_no_summary(system: System) -> None:
    assert tuple(system.summarize(Article("", "", ()), 20)) == ()


@given(st.lists(st.integers(1, 60), min_size=1), st.integers(1, 300))
def test_the_budget_is_missed_by_half_a_sentence_at_most(lengths: list[int], max_words: int) -> None:
    taken = within_budget(lengths, max_words=max_words)
    total = sum(lengths[:taken])
    assert taken >= 1
    assert total <= max_words + lengths[taken - 1] / 2 or taken == 1
    assert taken == len(lengths) or total + lengths[taken] - max_words >= max_words - total


@given(st.permutations(range(5)), st.integers(1, 90))
def test_the_best_are_shown_as_they_follow_each_other(order: list[int], max_words: int) -> None:
    shown = best_within_budget(SENTENCES, order, max_words=max_words)
    assert list(shown) == [sentence for sentence in SENTENCES if sentence in shown]
    assert SENTENCES[order[0]] in shown


class TestPeers:
    """The same sentences through sumy's own parser, with as many asked for as the budget held."""

    @pytest.mark.parametrize("name", ["lex_rank.LexRankSummarizer", "text_rank.TextRankSummarizer"])
    @pytest.mark.parametrize("count", [1, 2, 3, 4])
    def test_they_are_what_sumy_gives(self, name: str, count: int) -> None:
        module, _, kind = name.partition(".")
        make = getattr(pytest.importorskip(f"sumy.summarizers.{module}"), kind)
        assert sorted(ranked(make, SENTENCES)[:count]) == sumys_choice(make, count)

    @settings(max_examples=20, deadline=None)
    @given(st.lists(st.sampled_from([*SENTENCES, "Yes.", "12 %.", "..."]), max_size=6))
    def test_every_sentence_is_ranked_once(self, sentences: list[str]) -> None:
        from sumy.summarizers.lex_rank import LexRankSummarizer
        from sumy.summarizers.text_rank import TextRankSummarizer

        for make in (LexRankSummarizer, TextRankSummarizer):
            assert sorted(ranked(make, sentences)) == list(range(len(sentences)))


def sumys_choice(make, count: int) -> list[int]:  # type: ignore[no-untyped-def]
    """The indices of the sentences that sumy picks from a document which its own parser read."""
    from sumy.nlp.stemmers import Stemmer
    from sumy.parsers.plaintext import PlaintextParser
    from sumy.utils import get_stop_words

    class StopsAndSpaces:
        def to_sentences(self, paragraph: str) -> list[str]:
            return [f"{sentence.rstrip(chr(46))}." for sentence in paragraph.split(". ")]

        def to_words(self, sentence: str) -> list[str]:
            return [word for word in sentence.replace(",", " ").rstrip(".").split() if word.isalpha()]

    document = PlaintextParser.from_string("\n".join(SENTENCES), StopsAndSpaces()).document
    summarizer = make(Stemmer("english"))
    summarizer.stop_words = get_stop_words("english")
    return [SENTENCES.index(str(sentence)) for sentence in summarizer(document, count)]
