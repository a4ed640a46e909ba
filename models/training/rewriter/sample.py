"""Lets the tuned model sum up real machine translation several times over and keeps the output that holds up best.

    python -m training.rewriter.sample --model .work/runs/rewriter/product --sentences 600

Needs no references (rejection sampling): each sentence is summed up greedily and by samples. What the product's ladder
refuses, or what keeps more than two thirds of the words, is dropped; of the rest that one is taught with which the
others agree most.
"""

from __future__ import annotations

import argparse
import random
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise
from pathlib import Path

from gistmill.document import Span
from gistmill.summarize.ladder import Trust, judge
from gistmill.summarize.request import Request
from gistmill_models.opening import open_model
from gistmill_models.protocol import Alternative, Decoding, Seq2Seq
from training.corpus import read_rows, split_of
from training.rewriter.detokenize import detokenize
from training.rewriter.pairs import PAIRS, Pair, write_pairs

SEED = 17
TRUST = Trust("wording")
SAMPLES = Decoding(beams=1, alternatives=7, max_pieces=80, temperature=0.7, top_k=30, seed=SEED)
GREEDY = Decoding(beams=1, max_pieces=80)
WORDS = (16, 55)
# The wanted length told, and the most that is taught, as shares of the source's words.
WANTED, AT_MOST = 0.5, 0.65
# Fewer acceptable outputs than this say nothing about what the model agrees on.
LEAST_AGREEING = 2


def translated_sentences() -> Iterator[str]:
    """Machine translation free for any use: Chinese news with one span corrected, post-edited sets as translated."""
    for row in read_rows("cleanup/wets_zhen"):
        if row["split"] == "train":
            yield row["mt_with_suggestion"]
    for row in read_rows("cleanup/mlqe_pe"):
        if split_of(row) == "train":
            yield detokenize(row["mt"])


def fit(sentence: str) -> bool:
    """Long enough to be shortened, and a sentence."""
    return WORDS[0] <= len(sentence.split()) <= WORDS[1] and bool(
        re.search(r"^[A-Z0-9“\"].*[.!?][\"”]?$", sentence)
    )


def bigrams_and_words(text: str) -> Counter[tuple[str, ...]]:
    """The words and the pairs of neighbours of a text."""
    words = re.findall(r"\w+", text.lower())
    return Counter([*((word,) for word in words), *pairwise(words)])


def agreement(one: str, other: str) -> float:
    """F1 over words and pairs of neighbours.

    >>> agreement("It rained.", "It rained."), agreement("It rained.", "We left.")
    (1.0, 0.0)
    """
    first, second = bigrams_and_words(one), bigrams_and_words(other)
    return 2 * (first & second).total() / (first.total() + second.total())


def choose(source: str, outputs: Sequence[Alternative]) -> str | None:
    """The acceptable output that agrees most with the other acceptable ones; nothing where too few are acceptable."""
    span = Span(0, len(source))
    request = Request(source, (span,), (span,), len(source.split()), len(source.split()))
    accepted = [
        output.text.strip()
        for output in outputs
        if judge(output, request, trust=TRUST).accepted
        and len(output.text.split()) <= AT_MOST * len(source.split())
    ]
    if len(accepted) < LEAST_AGREEING:
        return None
    return max(accepted, key=lambda text: sum(agreement(text, other) for other in accepted))


def sample_pairs(model: Seq2Seq, sentences: Sequence[str]) -> Iterator[Pair]:
    """A pair for each sentence that has an output worth teaching."""
    words = [round(WANTED * len(sentence.split())) for sentence in sentences]
    greedy = model.generate("summarize", sentences, GREEDY, words=words)
    sampled = model.generate("summarize", sentences, SAMPLES, words=words)
    for sentence, first, others in zip(sentences, greedy, sampled, strict=True):
        chosen = choose(sentence, (*first.alternatives, *others.alternatives))
        if chosen is not None:
            yield Pair("summarize", "sampled", sentence, chosen)


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--model", type=Path, required=True)
    parser.add_argument("--sentences", type=int, default=600)
    options = parser.parse_args()
    candidates = [" ".join(sentence.split()) for sentence in translated_sentences()]
    drawn = random.Random(SEED).sample(
        [sentence for sentence in candidates if fit(sentence)], options.sentences
    )
    model = open_model(str(options.model), device="cpu")
    pairs = list(sample_pairs(model, drawn))
    write_pairs(pairs, PAIRS / "sampled.jsonl")
    kept = sum(len(pair.target.split()) for pair in pairs) / max(
        1, sum(len(pair.source.split()) for pair in pairs)
    )
    print(f"{len(pairs)} of {len(drawn)} sentences, {kept:.0%} of their words")


if __name__ == "__main__":
    main()
