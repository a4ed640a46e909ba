"""Draws the pairs a run is trained on: those that compress weigh most, and only what reads as a sentence gets in.

    python -m training.rewriter.mixture                     pairs/train.jsonl -> pairs/mixture.jsonl
    python -m training.rewriter.mixture --with sampled      the second round: sampled.jsonl and a share of the first

Two cores see a few thousand pairs in an hour, so which ones decides more than how many.
"""

from __future__ import annotations

import argparse
import random
import re
from collections import Counter
from collections.abc import Iterable, Sequence

from gistmill.language import unsupported
from training.rewriter.pairs import PAIRS, Pair, read_pairs, write_pairs
from training.rewriter.text import content_stems

SEED = 5
# How many pairs of the other tasks stand beside about 4,300 of `summarize`.
HEADLINES = {"wikinews": 500, "senate_headlines": 500}
REPAIRS = {"mlqe_pe": 1000, "damaged": 500, "untouched": 500}
MAX_SOURCE_WORDS = {"summarize": 75, "headline": 70, "clean": 40}
# Share of the first round's pairs that stands beside the sampled ones in the second.
KEPT_SHARE = 0.3
_ENDS_A_SENTENCE = re.compile(r"[.!?][\"”’)]*$")
_DAMAGED = re.compile(r"[=|{}<>\\^_]|\.\.|\( *\)|,,| ,")
_LEANS_ON_ANOTHER = re.compile(
    r"(?:He|She|They|It|This|These|Those|His|Her|Their|Its|However|But|And|Also)\b"
)


def compression(pair: Pair) -> float:
    """Words of the target for each word of the source."""
    return len(pair.target.split()) / len(pair.source.split())


def shows_summarizing(pair: Pair) -> bool:
    """The target reads as a sentence, is shorter than its source and says nothing that the source does not.

    Wikipedia's leads are many and loosely covered, so more of their words have to be the source's.
    """
    covered = 0.78 if pair.origin == "wikipedia_lead" else 0.66
    content = content_stems(pair.target)
    return (
        12 <= len(pair.source.split()) <= MAX_SOURCE_WORDS["summarize"]
        and 5 <= len(pair.target.split()) <= 38
        and compression(pair) <= 0.9
        and reads_as_sentence(pair)
        and bool(content)
        and len(content & content_stems(pair.source)) >= covered * len(content)
        and not unsupported(pair.target, pair.source)
    )


def reads_as_sentence(pair: Pair) -> bool:
    """The target starts and ends as a sentence, has no litter, and leans on no sentence that is not there."""
    opening = _LEANS_ON_ANOTHER.match(pair.target)
    return (
        bool(_ENDS_A_SENTENCE.search(pair.target))
        and (pair.target[0].isupper() or pair.target[0].isdigit() or pair.target[0] in '"“')
        and not _DAMAGED.search(pair.target)
        and (opening is None or pair.source.startswith(opening.group()))
    )


def times_shown(pair: Pair, draw: random.Random) -> int:
    """How often a pair is shown in a pass: strong compression and true summaries weigh most."""
    ratio = compression(pair)
    weight = 1.0 if ratio <= 0.6 else 0.4 if ratio <= 0.75 else 0.1
    weight *= 1 if pair.origin == "wikipedia_lead" else 2
    return int(weight) + (draw.random() < weight - int(weight))


def first_round(pairs: Sequence[Pair], draw: random.Random) -> list[Pair]:
    """The mixture of all tasks."""
    shuffled = draw.sample(pairs, len(pairs))
    summaries = [
        pair
        for pair in shuffled
        if pair.task == "summarize" and shows_summarizing(pair)
        for _ in range(times_shown(pair, draw))
    ]
    headlines = [
        pair for pair in shuffled if pair.task == "headline" and not unsupported(pair.target, pair.source)
    ]
    repairs = [
        pair
        for pair in shuffled
        if pair.task == "clean" and (pair.origin != "mlqe_pe" or pair.source != pair.target)
    ]
    mixture = [*summaries, *first_of_each(headlines, HEADLINES), *first_of_each(repairs, REPAIRS)]
    draw.shuffle(mixture)
    return mixture


def first_of_each(pairs: Iterable[Pair], counts: dict[str, int]) -> list[Pair]:
    """The first pairs of each origin, none with a source that is too long."""
    seen: Counter[str] = Counter()
    taken = []
    for pair in pairs:
        if len(pair.source.split()) <= MAX_SOURCE_WORDS[pair.task] and seen[pair.origin] < counts.get(
            pair.origin, 0
        ):
            seen[pair.origin] += 1
            taken.append(pair)
    return taken


def second_round(sampled: Sequence[Pair], first: Sequence[Pair], draw: random.Random) -> list[Pair]:
    """What was chosen among the model's own outputs, with a share of what it learned from."""
    kept = draw.sample(first, round(KEPT_SHARE * len(first)))
    mixture = [*sampled, *kept]
    draw.shuffle(mixture)
    return mixture


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--with", dest="sampled", help="name of a file of sampled pairs: the second round")
    options = parser.parse_args()
    draw = random.Random(SEED)
    if options.sampled:
        sampled, first = read_pairs(PAIRS / f"{options.sampled}.jsonl"), read_pairs(PAIRS / "mixture.jsonl")
        mixture, target = second_round(sampled, first, draw), PAIRS / f"mixture-{options.sampled}.jsonl"
    else:
        mixture, target = first_round(read_pairs(PAIRS / "train.jsonl"), draw), PAIRS / "mixture.jsonl"
    write_pairs(mixture, target)
    print(f"{target}: {dict(Counter(f'{pair.task}/{pair.origin}' for pair in mixture))}")


if __name__ == "__main__":
    main()
