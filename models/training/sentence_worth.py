"""Learns what makes a sentence worth showing and writes `weights.json` into `gistmill.summarize`.

    python models/training/sentence_worth.py [--out weights.json]

For each sentence of a training text: the features of `gistmill.summarize.features`, and how much of its wording a
person's summary of the text shares (words and pairs of words, per word). Weighted ridge regression of the second on
the first, within each text, gives the weights; some two minutes on one core. The sets count by `SHARES`: digitalgov
most, because which of its first sentences is copied is the hardest to learn, and sets whose texts lack their own
opening (wikipedia_lead) or are far from news and textbooks (pmc_rct) least.

Numbers are no feature: regression gives them a negative weight, since references say them less often than texts do, and
without it ROUGE is level (OpenStax dev 41.2/10.3 to 41.1/10.5, CNN/DM dev 39.2/16.0 to 39.4/16.1 on 120 texts) while
more of the references' quantities and names are kept (41.4 to 42.2 %, 33.7 to 35.7 %).

Regression learns what a sentence is worth on average, a summary shows the best alone; hence `LEAD_BONUS`.
"""

from __future__ import annotations

import argparse
import json
import random
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice, pairwise
from pathlib import Path

import numpy as np
from corpus import REPOSITORY, Row, read_rows, split_of
from numpy.typing import NDArray
from rouge_score.tokenizers import DefaultTokenizer

from gistmill.document import Document
from gistmill.recipe import Recipe
from gistmill.run import Pipeline
from gistmill.summarize.extract import breadth
from gistmill.summarize.features import Part, described
from gistmill.summarize.section_text import parts_of, section_texts

OUT = REPOSITORY / "pipeline" / "gistmill" / "summarize" / "weights.json"
ROWS_OF_A_SET = 800
SHARES = {"digitalgov": 10.0, "openstax": 3.0, "cnn_dailymail": 1.0, "pmc_rct": 0.3, "wikipedia_lead": 0.05}
PENALTY = 0.1
# Added to the weight of "lead" in a narrow summary: best sum of ROUGE-1 and -2 of 0, 0.1, 0.2, 0.4, 0.8 and 3 over
# the training rows of digitalgov, each half chosen by weights of the other, that costs OpenStax less than a point.
LEAD_BONUS = 0.8

Numbers = NDArray[np.float64]


@dataclass(frozen=True)
class Example:
    """A text: a row of features for each sentence, what each is worth, and how broad its summary is."""

    features: Numbers
    worth: Numbers
    breadth: float


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--out", type=Path, default=OUT)
    out = parser.parse_args().out
    names, sets = feature_names(), {name: list(examples(name)) for name in SHARES}
    narrow, broad = np.split(fitted(sets), 2)
    weights = {
        "narrow": dict(zip(names, narrow.round(3).tolist(), strict=True)),
        "broad": dict(zip(names, broad.round(3).tolist(), strict=True)),
    }
    weights["narrow"]["lead"] = round(weights["narrow"]["lead"] + LEAD_BONUS, 3)
    out.write_text(json.dumps(weights, indent=1) + "\n", encoding="utf-8")
    print(f"{out}: {len(names)} features, learnt from {sum(map(len, sets.values()))} texts")


def feature_names() -> list[str]:
    (sentence,) = described([Part(None, ("A sentence.",))], max_words=1)
    return list(sentence.features)


def examples(name: str) -> Iterator[Example]:
    """Up to `ROWS_OF_A_SET` training texts of a set, drawn by a fixed seed."""
    rows = [row for row in read_rows(f"summaries/{name}") if split_of(row) == "train"]
    random.Random(0).shuffle(rows)
    pipeline, tokenizer = Pipeline(Recipe(model="none")), DefaultTokenizer(use_stemmer=True)
    found = (example(row, pipeline, tokenizer) for row in rows)
    return islice((one for one in found if one is not None), ROWS_OF_A_SET)


def example(row: Row, pipeline: Pipeline, tokenizer: DefaultTokenizer) -> Example | None:
    """None for a text of fewer than two sentences, which leaves nothing to choose."""
    ((cleaned, outline),) = pipeline.segment([Document("row", "row", row["document"])])
    max_words = max(1, len(row["summary"].split()))
    parts = parts_of(section_texts(cleaned.text, outline), title=outline.title)
    sentences = described(parts, max_words=max_words, title=outline.title)
    if len(sentences) < 2:
        return None
    reference = tokenizer.tokenize(row["summary"])
    return Example(
        np.array([list(sentence.features.values()) for sentence in sentences]),
        np.array([shared_wording(tokenizer.tokenize(sentence.text), reference) for sentence in sentences]),
        breadth(sentences, max_words=max_words),
    )


def shared_wording(words: Sequence[str], reference: Sequence[str]) -> float:
    """How many words and pairs of words a sentence shares with the reference, per word.

    >>> shared_wording(["trade", "grew"], ["trade", "grew", "fast"])
    1.5
    """
    return (_shared(words, reference) + _shared(pairwise(words), pairwise(reference))) / max(1, len(words))


def _shared(some: Iterable[object], others: Iterable[object]) -> int:
    return (Counter(some) & Counter(others)).total()


def fitted(sets: dict[str, list[Example]]) -> Numbers:
    """The weights in a narrow summary, then those in a broad one; each text counts alike within its set."""
    width = 2 * len(feature_names())
    products, targets = np.zeros((width, width)), np.zeros(width)
    for name, found in sets.items():
        for one in found:
            both = np.hstack([one.features * (1 - one.breadth), one.features * one.breadth])
            centred, worth = both - both.mean(0), one.worth - one.worth.mean()
            share = SHARES[name] / (len(found) * len(worth))
            products += share * centred.T @ centred
            targets += share * centred.T @ worth
    penalty = PENALTY * np.diag(np.diag(products) + 1e-5)
    return np.linalg.solve(products + penalty, targets)


if __name__ == "__main__":
    main()
