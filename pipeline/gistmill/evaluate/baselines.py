"""The baselines: the first sentences. News says first what matters, so these are not easily beaten."""

from __future__ import annotations

from gistmill.evaluate.article import Article
from gistmill.evaluate.system import System, best_within_budget


def first_three(article: Article, _max_words: int) -> tuple[str, ...]:
    """The first three sentences, however long: the figure that papers report."""
    return article.sentences[:3]


def lead(article: Article, max_words: int) -> tuple[str, ...]:
    """As many of the first sentences as the budget holds."""
    sentences = article.sentences
    return best_within_budget(sentences, range(len(sentences)), max_words=max_words)


LEAD_3 = System("lead-3", first_three)
LEAD = System("lead", lead)
