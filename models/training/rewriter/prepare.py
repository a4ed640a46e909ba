"""Makes the training pairs: text sets in, `pairs/{train,dev}.jsonl` and a manifest of counts and drops out.

    python -m training.rewriter.prepare            (about six minutes on two cores)

Deterministic: same data and seed, same files.  Dev rows never become training rows, and no training target
equals a dev target once case and punctuation are taken away.
"""

from __future__ import annotations

import argparse
import json
import random
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from functools import cache
from itertools import islice
from pathlib import Path

from gistmill.language import words_in
from training.corpus import WORK, Row, read_rows, split_of
from training.rewriter.clean_sets import human_pairs, human_sentences, postedit_pairs
from training.rewriter.headline_sets import headline_pairs
from training.rewriter.pairs import PAIRS, Dropped, Pair, write_pairs
from training.rewriter.summary_sets import cased_pairs, news_pairs
from training.rewriter.truecase import Truecaser, learn, load, save

SEED = 7
DEV_PER_SET = 400
# Most training pairs taken from a set: news and press releases would otherwise drown the rest.
CAPS = {
    "wikipedia_lead": 60_000,
    "senate_headlines": 16_000,
    "wikinews": 14_000,
    "mlqe_pe": 14_000,
    "human": 40_000,
}
# Free for research alone: measured on, never trained on.
MEASURED_ONLY = frozenset({"cnn_dailymail", "reuters21578"})
Outcome = Pair | Dropped


@cache
def truecaser() -> Truecaser:
    """The truecaser learned from the encyclopedia (every fourth article) and all news, once."""
    path = WORK / "truecaser.json"
    if not path.is_file():
        path.parent.mkdir(parents=True, exist_ok=True)
        save(learn(cased_lines()), path)
    return load(path)


def cased_lines() -> Iterator[str]:
    """Lines of the cased text the truecaser learns from."""
    for row in islice(read_rows("text/wikipedia_core"), 0, None, 4):
        yield from row["text"].split("\n")
    for row in read_rows("text/wikinews"):
        yield from row["text"].split("\n")


def rows_of(name: str, split: str, *, limit: int | None = None) -> Iterator[Row]:
    """The rows of one split of a set."""
    return (row for row in read_rows(name, limit=limit) if split_of(row) == split)


def human(split: str) -> Iterator[Outcome]:
    """Damaged and untouched sentences from the news and from human translations."""
    draw = random.Random(f"{SEED}-{split}")
    news = human_sentences(rows_of("text/wikinews", split), "text", draw=draw, share=0.2)
    encyclopedia = human_sentences(
        rows_of("text/wikipedia_core", split, limit=3000), "text", draw=draw, share=0.03
    )
    return human_pairs((text for source in (news, encyclopedia) for text in source), draw=draw)


SETS: dict[str, Callable[[str], Iterator[Outcome]]] = {
    "cnn_dailymail": lambda s: news_pairs(rows_of("summaries/cnn_dailymail", s), truecaser=truecaser()),
    "wikipedia_lead": lambda s: cased_pairs(rows_of("summaries/wikipedia_lead", s), origin="wikipedia_lead"),
    "openstax": lambda s: cased_pairs(rows_of("summaries/openstax", s), origin="openstax", min_coverage=0.65),
    "digitalgov": lambda s: cased_pairs(
        rows_of("summaries/digitalgov", s), origin="digitalgov", min_coverage=0.65
    ),
    "scitldr": lambda s: cased_pairs(rows_of("summaries/scitldr", s), origin="scitldr", min_coverage=0.65),
    "senate_headlines": lambda s: headline_pairs(
        rows_of("summaries/senate_headlines", s), origin="senate_headlines", truecaser=truecaser()
    ),
    "reuters21578": lambda s: headline_pairs(
        rows_of("summaries/reuters21578", s), origin="reuters21578", truecaser=truecaser()
    ),
    "wikinews": lambda s: headline_pairs(
        rows_of("text/wikinews", s), origin="wikinews", truecaser=truecaser()
    ),
    "mlqe_pe": lambda s: postedit_pairs(rows_of("cleanup/mlqe_pe", s)),
    "human": human,
}


def collect(name: str, split: str) -> tuple[list[Pair], Counter[str]]:
    """The pairs of one set and split, and how many candidates were dropped for which reason."""
    kept: list[Pair] = []
    drops: Counter[str] = Counter()
    cap = DEV_PER_SET if split == "dev" else CAPS.get(name, 50_000)
    for outcome in SETS[name](split):
        if isinstance(outcome, Pair):
            kept.append(outcome)
        else:
            drops[outcome.reason] += 1
        if split == "dev" and len(kept) >= cap:
            break
    random.Random(f"{SEED}-{name}-{split}").shuffle(kept)
    drops["over the cap"] = max(0, len(kept) - cap)
    return kept[:cap], drops


def normalised(text: str) -> str:
    """A text without case and punctuation, for finding duplicates."""
    return " ".join(words_in(text))


def without_duplicates(pairs: Iterable[Pair], dev: Iterable[Pair]) -> list[Pair]:
    """Training pairs whose source and target are not among those of dev, each pair once."""
    seen_in_dev = {normalised(text) for pair in dev for text in (pair.source, pair.target)}
    seen: set[tuple[str, str, str]] = set()
    kept = []
    for pair in pairs:
        source, target = normalised(pair.source), normalised(pair.target)
        key = (pair.task, pair.source, pair.target)
        if key not in seen and source not in seen_in_dev and target not in seen_in_dev:
            seen.add(key)
            kept.append(pair)
    return kept


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--out", type=Path, default=PAIRS)
    parser.add_argument("--workers", type=int, default=2)
    options = parser.parse_args()
    options.out.mkdir(parents=True, exist_ok=True)
    jobs = [
        (name, split)
        for name in SETS
        for split in ("train", "dev")
        if split == "dev" or name not in MEASURED_ONLY
    ]
    truecaser()  # learned once, before the workers are forked
    with ProcessPoolExecutor(options.workers) as pool:
        results = dict(zip(jobs, pool.map(collect, *zip(*jobs, strict=True)), strict=True))
    dev = [pair for (_, split), (pairs, _) in results.items() if split == "dev" for pair in pairs]
    candidates = [pair for (_, split), (pairs, _) in results.items() if split == "train" for pair in pairs]
    train = without_duplicates(candidates, dev)
    random.Random(SEED).shuffle(train)
    write_pairs(train, options.out / "train.jsonl")
    write_pairs(dev, options.out / "dev.jsonl")
    manifest = {
        "seed": SEED,
        "train": dict(Counter(f"{pair.task}/{pair.origin}" for pair in train)),
        "dev": dict(Counter(f"{pair.task}/{pair.origin}" for pair in dev)),
        "dropped": {f"{name} {split}": dict(drops) for (name, split), (_, drops) in results.items()},
        "duplicates": len(candidates) - len(train),
    }
    (options.out / "manifest.json").write_text(json.dumps(manifest, indent=2) + "\n")
    print(json.dumps(manifest, indent=2))


if __name__ == "__main__":
    main()
