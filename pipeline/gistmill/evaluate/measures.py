"""What is measured of one summary; every field is a sum, so that those of many summaries add up."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from itertools import pairwise

from msgspec import Struct
from msgspec.structs import astuple

from gistmill.errors import MissingError
from gistmill.evaluate.article import Article
from gistmill.language import names_in, numbers_in, split_sentences, words_in

EXTRA = "pip install 'gistmill[evaluate]'"
_ENDS_A_SENTENCE = re.compile(r"[.!?…][\"”’')\]*_]*$")

Rouge = Callable[[str, Sequence[str]], tuple[float, float, float]]


class Measures(Struct, frozen=True):
    """`rouge1`, `rouge2` and `rouge_lsum` are F1 in [0, 1]; all others count.

    `numbers_lacking` and `names_lacking` are those the document does not have, `bigrams_novel` the pairs of words
    within a sentence that it does not have side by side; `cut_off` is 1 if the summary ends in mid-sentence. `facts`
    are the quantities and names of the reference, `facts_kept` those that the summary has, too.
    """

    rows: int = 0
    rouge1: float = 0.0
    rouge2: float = 0.0
    rouge_lsum: float = 0.0
    words: int = 0
    numbers: int = 0
    numbers_lacking: int = 0
    names: int = 0
    names_lacking: int = 0
    bigrams: int = 0
    bigrams_novel: int = 0
    cut_off: int = 0
    facts: int = 0
    facts_kept: int = 0

    def __add__(self, other: Measures) -> Measures:
        return Measures(*(one + two for one, two in zip(astuple(self), astuple(other), strict=True)))


def measure(summary: Sequence[str], article: Article, reference: str, *, rouge: Rouge) -> Measures:
    """What `summary`, sentence by sentence, is worth beside `reference`.

    Its numbers and names are looked for in the document as it came and as it was repaired, since joining
    "Bei jing" is no invention. An empty summary scores nothing and is not cut off.
    """
    known = f"{article.text}\n{article.cleaned}"
    numbers = [number for sentence in summary for number in numbers_in(sentence)]
    names = [name for sentence in summary for name in names_in(sentence)]
    bigrams = _bigrams(summary)
    known_numbers, known_bigrams = set(numbers_in(known)), set(_bigrams(_sentences(known)))
    known_words = {*words_in(known), *map(str.lower, names_in(known))}
    rouge1, rouge2, rouge_lsum = rouge(reference, summary)
    wanted = _facts(reference)
    return Measures(
        rows=1,
        rouge1=rouge1,
        rouge2=rouge2,
        rouge_lsum=rouge_lsum,
        words=sum(len(sentence.split()) for sentence in summary),
        numbers=len(numbers),
        numbers_lacking=sum(number not in known_numbers for number in numbers),
        names=len(names),
        names_lacking=sum(not _is_known(name, known_words) for name in names),
        bigrams=len(bigrams),
        bigrams_novel=sum(bigram not in known_bigrams for bigram in bigrams),
        cut_off=int(bool(summary) and not _ENDS_A_SENTENCE.search(summary[-1].strip())),
        facts=len(wanted),
        facts_kept=len(wanted & _facts("\n".join(summary))),
    )


def _facts(text: str) -> frozenset[str]:
    """The quantities and names of `text`, a name word by word, as they are compared."""
    names = (word for name in names_in(text) for word in words_in(name))
    return frozenset((*numbers_in(text), *names))


def rouge_scorer() -> Rouge:
    """ROUGE-1, ROUGE-2 and ROUGE-Lsum as the package rouge-score has them, with stemmer, one sentence a line.

    Raises MissingError where that package is not installed.
    """
    try:
        from rouge_score.rouge_scorer import RougeScorer  # type: ignore[import-untyped]
    except ImportError as error:
        raise MissingError(
            f"ROUGE needs the package rouge-score, which is not on this machine; {EXTRA} brings it."
        ) from error
    names = ("rouge1", "rouge2", "rougeLsum")
    scorer = RougeScorer(names, use_stemmer=True)

    def rouge(reference: str, summary: Sequence[str]) -> tuple[float, float, float]:
        scores = scorer.score("\n".join(_sentences(reference)), "\n".join(summary))
        rouge1, rouge2, rouge_lsum = (float(scores[name].fmeasure) for name in names)
        return rouge1, rouge2, rouge_lsum

    return rouge


def _sentences(text: str) -> list[str]:
    return [span.of(text) for span in split_sentences(text)]


def _bigrams(sentences: Iterable[str]) -> list[tuple[str, str]]:
    return [bigram for sentence in sentences for bigram in pairwise(words_in(sentence))]


def _is_known(name: str, known_words: set[str]) -> bool:
    parts = words_in(name)
    return name.lower() in known_words or (bool(parts) and known_words.issuperset(parts))
