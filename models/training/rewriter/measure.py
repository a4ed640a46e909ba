"""Measures a model on dev pairs: known sentences, headlines and repairs, beside the simplest baselines.

    python -m training.rewriter.measure --model models/gistmill_models/embedded --pairs 60

The sentences to sum up are given (the one to three that cover a reference sentence), so this is the model alone,
without the choice of sentences and without the ladder; `refused` says how many outputs the ladder would not show.
"""

from __future__ import annotations

import argparse
import json
import random
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from itertools import groupby, pairwise
from pathlib import Path

from gistmill.document import Span
from gistmill.language import unsupported
from gistmill.summarize.ladder import Trust, judge
from gistmill.summarize.request import Request
from gistmill_models.opening import open_model
from gistmill_models.protocol import Alternative, Decoding, Seq2Seq
from training.rewriter.pairs import PAIRS, Pair, read_pairs
from training.rewriter.scores import edit_quality, rouge, word_count
from training.rewriter.text import sentences

SEED = 3
TRUST = Trust("wording", -0.4)
WANTED = 0.55
HEADLINE_WORDS = 10


@dataclass(frozen=True)
class Row:
    """One line of a table; shares in percent. `novel` is the share of bigrams that the source lacks."""

    system: str
    rouge: str
    words: float
    unsupported: float
    novel: float
    refused: float | None = None


def row(system: str, outputs: Sequence[str], pairs: Sequence[Pair], *, refused: float | None = None) -> Row:
    """Scores of outputs against the targets of their pairs."""
    missing = sum(bool(unsupported(output, pair.source)) for output, pair in zip(outputs, pairs, strict=True))
    return Row(
        system,
        str(rouge(outputs, [[pair.target] for pair in pairs])),
        round(word_count(outputs), 1),
        round(100 * missing / len(pairs), 1),
        round(100 * novel_bigrams(outputs, [pair.source for pair in pairs]), 1),
        refused,
    )


def novel_bigrams(outputs: Sequence[str], sources: Sequence[str]) -> float:
    """The share of pairs of neighbouring words that the source does not have."""
    new = total = 0
    for output, source in zip(outputs, sources, strict=True):
        known = set(bigrams(source))
        found = bigrams(output)
        new += sum(pair not in known for pair in found)
        total += len(found)
    return new / max(1, total)


def bigrams(text: str) -> list[tuple[str, str]]:
    """Pairs of neighbouring words in lower case, without marks."""
    words = [word.strip(".,;:!?\"“”‘’'()").lower() for word in text.split()]
    return list(pairwise(words))


def first_words(texts: Sequence[str], lengths: Sequence[int]) -> list[str]:
    """Each text cut to so many words."""
    return [" ".join(text.split()[:length]) for text, length in zip(texts, lengths, strict=True)]


def share_refused(pairs: Sequence[Pair], outputs: Sequence[Alternative]) -> float:
    """How many outputs the ladder would not show, in percent."""
    refused = 0
    for pair, output in zip(pairs, outputs, strict=True):
        span = Span(0, len(pair.source))
        words = len(pair.source.split())
        refused += not judge(
            output, Request(pair.source, (span,), (span,), words, words), trust=TRUST
        ).accepted
    return round(100 * refused / len(pairs), 1)


def known_sentences(model: Seq2Seq, pairs: Sequence[Pair]) -> list[Row]:
    """Copying, the model, and the first words cut to the model's lengths."""
    sources = [pair.source for pair in pairs]
    wanted = [max(6, round(WANTED * len(source.split()))) for source in sources]
    rows = [row("the sentences as they stand", sources, pairs)]
    for beams in (1, 4):
        decoding = Decoding(beams=beams, max_pieces=96, no_repeat_ngram=6)
        best = [given.best for given in model.generate("summarize", sources, decoding, words=wanted)]
        outputs = [output.text.strip() for output in best]
        name = "model, greedy" if beams == 1 else f"model, {beams} beams"
        rows.append(row(name, outputs, pairs, refused=share_refused(pairs, best)))
        rows.append(
            row("first words, as many", first_words(sources, [len(text.split()) for text in outputs]), pairs)
        )
    return rows


def headlines(model: Seq2Seq, pairs: Sequence[Pair]) -> list[Row]:
    """The model, the first words as many, and the first sentence."""
    sources = [pair.source for pair in pairs]
    decoding = Decoding(beams=1, max_pieces=48, no_repeat_ngram=4)
    given = model.generate("headline", sources, decoding, words=[HEADLINE_WORDS] * len(sources))
    outputs = [generation.best.text.strip() for generation in given]
    return [
        row("the first sentence", [sentences(source)[0] for source in sources], pairs),
        row("first words, as many", first_words(sources, [len(text.split()) for text in outputs]), pairs),
        row("model, greedy", outputs, pairs),
    ]


def repairs(model: Seq2Seq, pairs: Sequence[Pair]) -> list[dict[str, str]]:
    """TER / chrF / BLEU of doing nothing and of the model's raw output."""
    sources, targets = [pair.source for pair in pairs], [pair.target for pair in pairs]
    given = model.generate("clean", sources, Decoding(beams=1, max_pieces=96))
    outputs = [generation.best.text.strip() for generation in given]
    changed = sum(output != source for output, source in zip(outputs, sources, strict=True)) / len(pairs)
    return [
        {"system": "nothing done", "TER / chrF / BLEU": str(edit_quality(sources, targets))},
        {"system": f"model, {changed:.0%} changed", "TER / chrF / BLEU": str(edit_quality(outputs, targets))},
    ]


def rows_as_dicts(
    measured: Callable[[Seq2Seq, Sequence[Pair]], list[Row]],
) -> Callable[..., list[dict[str, object]]]:
    """The same measurement with rows that JSON knows."""
    return lambda model, pairs: [asdict(found) for found in measured(model, pairs)]


MEASURES = {
    "summarize": rows_as_dicts(known_sentences),
    "headline": rows_as_dicts(headlines),
    "clean": repairs,
}


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--model", default="embedded")
    parser.add_argument("--pairs", type=int, default=60, help="dev pairs of each set")
    parser.add_argument("--out", type=Path, default=PAIRS.parent / "measured.json")
    options = parser.parse_args()
    model = open_model(options.model, device="cpu")
    dev = sorted(read_pairs(PAIRS / "dev.jsonl"), key=lambda pair: (pair.task, pair.origin))
    tables = {}
    for (task, origin), group in groupby(dev, key=lambda pair: (pair.task, pair.origin)):
        pairs = list(group)
        drawn = random.Random(SEED).sample(pairs, min(options.pairs, len(pairs)))
        tables[f"{task}, {origin}, {len(drawn)} pairs"] = found = MEASURES[task](model, drawn)
        print(task, origin, *found, sep="\n  ", flush=True)
    options.out.write_text(json.dumps(tables, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
