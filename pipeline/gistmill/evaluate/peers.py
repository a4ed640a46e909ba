"""LexRank (Erkan and Radev 2004) and TextRank (Mihalcea and Tarau 2004) as sumy has them, on our sentences.

sumy gets the article's sentences ready cut and ranks them; words, stemmer and stop words are those of its own
command, except that words are found without nltk's tokenizer, whose data would have to be fetched. Both compare
each sentence with every other, in pure Python: a book takes hours.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import partial
from importlib.util import find_spec
from typing import Any

from gistmill.evaluate.article import Article
from gistmill.evaluate.system import System, best_within_budget

# As sumy's tokenizer: a letter, then letters, apostrophes and hyphens.
_WORD = re.compile(r"[^\W\d_](?:[^\W\d_]|['-])*")


def sumy_peers() -> tuple[System, ...]:
    """LexRank and TextRank; nothing if sumy, or the numpy it ranks with, is not installed."""
    if find_spec("sumy") is None or find_spec("numpy") is None:
        return ()
    from sumy.summarizers.lex_rank import LexRankSummarizer  # type: ignore[import-untyped]
    from sumy.summarizers.text_rank import TextRankSummarizer  # type: ignore[import-untyped]

    return (
        System("sumy-lexrank", partial(_summarized_by, LexRankSummarizer)),
        System("textrank", partial(_summarized_by, TextRankSummarizer)),
    )


def _summarized_by(make: Callable[..., Any], article: Article, max_words: int) -> tuple[str, ...]:
    order = ranked(make, article.sentences)
    return best_within_budget(article.sentences, order, max_words=max_words)


def ranked(make: Callable[..., Any], sentences: Sequence[str]) -> tuple[int, ...]:
    """The indices of `sentences`, best first, by the sumy summarizer that `make` makes."""
    import numpy
    from sumy.models.dom import ObjectDocumentModel, Paragraph, Sentence  # type: ignore[import-untyped]
    from sumy.nlp.stemmers import Stemmer  # type: ignore[import-untyped]
    from sumy.utils import get_stop_words  # type: ignore[import-untyped]

    order: list[int] = []

    def keep_all(infos: Sequence[Any]) -> Sequence[Any]:
        """sumy lets its caller choose from the sentences, best first; this is where the ranking can be had."""
        order.extend(info.order for info in infos)
        return infos

    summarize = make(Stemmer("english"))
    summarize.stop_words = get_stop_words("english")
    words = _Words()
    document = ObjectDocumentModel([Paragraph([Sentence(sentence, words) for sentence in sentences])])
    # Where no two sentences share a word, LexRank divides by nought; all sentences then rank as they stand.
    with numpy.errstate(divide="ignore", invalid="ignore"):
        summarize(document, keep_all)
    return tuple(order)


class _Words:
    """What sumy asks of a tokenizer where the sentences are cut already."""

    def to_words(self, sentence: str) -> tuple[str, ...]:
        return tuple(_WORD.findall(sentence))
