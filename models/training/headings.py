"""Trains the finder of headings and writes `weights.json` into `gistmill.segment`.

    python models/training/headings.py [--out weights.json]

Two logistic regressions with an L2 penalty, by L-BFGS in numpy; some minutes on one core. The second pass sees
what the first thinks of the lines around and of those made alike. The threshold is the one with the best mean
F1 over the three measured kinds, on training documents set aside for it.
"""

from __future__ import annotations

import argparse
import json
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from corpus import REPOSITORY
from heading_disguises import disguised, news_with_headings, stitched_news
from heading_sets import (
    Block,
    Marked,
    articles,
    government_pages,
    is_held_back,
    manuals,
    news_paragraphs,
    translated_news,
    web_pages,
)
from numpy.typing import NDArray

from gistmill.segment.finder import Described, described_lines
from gistmill.segment.lines import split_lines
from gistmill.segment.surroundings import Features

Numbers = NDArray[np.float64]

OUT = REPOSITORY / "pipeline" / "gistmill" / "segment" / "weights.json"
# Best of 4, 12 and 30 on the documents set aside for the threshold; the figures of the development part were in
# view when it was chosen, so they are not independent of it.
PENALTY = 12.0
# Every fifth training document is set aside while the threshold is chosen, and learnt from afterwards.
SET_ASIDE = 5
# Weights below this change no decision; leaving them out halves the file.
SMALLEST_WEIGHT = 0.02
THRESHOLDS = tuple(round(0.3 + 0.01 * step, 2) for step in range(26))


@dataclass(frozen=True)
class Example:
    """A document as the model sees it: its candidates, and which of them are headings."""

    described: Described
    headings: tuple[bool, ...]
    missed: int
    weight: float


@dataclass(frozen=True)
class Matrix:
    """Rows of named features, sparse: `value[i]` stands at `(row[i], column[i])`."""

    row: NDArray[np.int64]
    column: NDArray[np.int64]
    value: Numbers
    rows: int

    def times(self, weights: Numbers) -> Numbers:
        return np.bincount(self.row, self.value * weights[self.column], minlength=self.rows)

    def transposed_times(self, residual: Numbers, *, columns: int) -> Numbers:
        return np.bincount(self.column, self.value * residual[self.row], minlength=columns)


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--out", type=Path, default=OUT)
    out = parser.parse_args().out
    measured = {
        "web pages": list(_examples(_kept(web_pages()), weight=1.0)),
        "articles": list(_examples(_kept(articles()), weight=1.5)),
        "translated news": list(_examples(translated_news(held_back=False), weight=0.5)),
    }
    further = list(_further_examples())
    learnt_from = [e for kind in measured.values() for i, e in enumerate(kind) if i % SET_ASIDE]
    set_aside = [kind[::SET_ASIDE] for kind in measured.values()]
    threshold = best_threshold(set_aside, *both_passes([*learnt_from, *further]))
    examples = [*(e for kind in measured.values() for e in kind), *further]
    alone, in_context = both_passes(examples)
    weights = {"threshold": threshold, "alone": shortened(alone), "in_context": shortened(in_context)}
    out.write_text(json.dumps(weights, indent=1, ensure_ascii=False, sort_keys=True) + "\n", encoding="utf-8")
    print(f"{len(examples)} documents, threshold {threshold}: {out}")


def _kept(documents: Iterator[Marked]) -> list[Marked]:
    return [document for document in documents if not is_held_back(document.id)]


def _further_examples() -> Iterator[Example]:
    """What is learnt from but not measured: other articles, news with sub-headings, everything in other dress."""
    pages, web, posts = _kept(government_pages()), _kept(web_pages()), _kept(articles())
    yield from _examples(pages, weight=0.5)
    yield from _examples(_kept(manuals()), weight=0.5)
    news = list(news_paragraphs(6000))
    yield from _examples(news_with_headings(news, seed=3, count=400), weight=0.4)
    yield from _examples(stitched_news(news, seed=5, count=150), weight=0.4)
    dressed = disguised([*web[:100], *posts, *pages[:300]], seed=7, copies=1)
    yield from _examples(dressed, weight=0.2)
    yield from _examples(disguised(translated_news(held_back=False), seed=8, copies=2), weight=0.2)


def _examples(documents: Sequence[Marked] | Iterator[Marked], *, weight: float) -> Iterator[Example]:
    chance = random.Random(1)
    for document in documents:
        yield example_of(document.blocks, between=chance.choice(["\n", "\n\n"]), weight=weight)


def example_of(blocks: Sequence[Block], *, between: str, weight: float) -> Example:
    """One document as plain text, its blocks joined with `between`."""
    described = described_lines(split_lines(between.join(block.text for block in blocks)))
    heading = [block.kind == "h" for block in blocks]
    found = tuple(heading[position] for position in described.positions)
    return Example(described, found, sum(heading) - sum(found), weight)


def both_passes(examples: Sequence[Example]) -> tuple[dict[str, float], dict[str, float]]:
    """The weights of the first pass, and those of the second, which sees what the first one thinks."""
    truth = np.array([heading for example in examples for heading in example.headings], dtype=np.float64)
    weight = np.array([example.weight for example in examples for _ in example.headings])
    alone = fit([f for e in examples for f in e.described.features], truth, weight)
    return alone, fit([f for e in examples for f in with_context(e.described, alone)], truth, weight)


def fit(rows: Sequence[Features], truth: Numbers, weight: Numbers) -> dict[str, float]:
    """The weights of a logistic regression for rows of named features."""
    names = sorted({name for row in rows for name in row})
    matrix = _matrix(rows, {name: column for column, name in enumerate(names)})

    def loss(weights: Numbers) -> tuple[float, Numbers]:
        logits = matrix.times(weights)
        residual = weight * (_probabilities(logits) - truth)
        entropy = weight @ (np.logaddexp(0.0, logits) - truth * logits)
        gradient = matrix.transposed_times(residual, columns=len(names)) + PENALTY * weights
        return float(entropy + PENALTY / 2 * weights @ weights), gradient

    return dict(zip(names, _minimum(loss, np.zeros(len(names))).tolist(), strict=True))


def with_context(described: Described, alone: dict[str, float]) -> list[Features]:
    context = described.in_context(probabilities(described.features, alone))
    return [{**own, **around} for own, around in zip(described.features, context, strict=True)]


def probabilities(rows: Sequence[Features], weights: dict[str, float]) -> list[float]:
    logits = [sum(weights.get(name, 0.0) * value for name, value in row.items()) for row in rows]
    return [float(probability) for probability in _probabilities(np.array(logits))]


def best_threshold(
    kinds: Sequence[Sequence[Example]], alone: dict[str, float], in_context: dict[str, float]
) -> float:
    """The threshold with the best mean F1 over the kinds of documents."""
    scored = [
        [
            (example, np.array(probabilities(with_context(example.described, alone), in_context)))
            for example in kind
        ]
        for kind in kinds
    ]
    return max(THRESHOLDS, key=lambda threshold: sum(_f1(kind, threshold) for kind in scored))


def shortened(weights: dict[str, float]) -> dict[str, float]:
    return {name: round(weight, 3) for name, weight in weights.items() if abs(weight) >= SMALLEST_WEIGHT}


def _f1(scored: Sequence[tuple[Example, Numbers]], threshold: float) -> float:
    right = said = there = 0
    for example, confidence in scored:
        accepted, headings = confidence >= threshold, np.array(example.headings, dtype=bool)
        right += int((accepted & headings).sum())
        said += int(accepted.sum())
        there += int(headings.sum()) + example.missed
    return 2 * right / max(1, said + there)


def _matrix(rows: Sequence[Features], columns: dict[str, int]) -> Matrix:
    cells = [(i, columns[name], value) for i, row in enumerate(rows) for name, value in row.items() if value]
    row, column, value = zip(*cells, strict=True)
    return Matrix(np.array(row), np.array(column), np.array(value, dtype=np.float64), len(rows))


def _probabilities(logits: Numbers) -> Numbers:
    return np.asarray(1.0 / (1.0 + np.exp(-np.clip(logits, -60, 60))))


def _minimum(loss, start: Numbers, *, steps: int = 250, memory: int = 12) -> Numbers:  # type: ignore[no-untyped-def]
    """L-BFGS with backtracking; `loss` gives a value and its gradient."""
    at, (value, gradient) = start, loss(start)
    history: list[tuple[Numbers, Numbers]] = []
    for _ in range(steps):
        direction = -_inverse_hessian_times(gradient, history)
        slope, length = gradient @ direction, 1.0
        while True:
            new_value, new_gradient = loss(at + length * direction)
            if new_value <= value + 1e-4 * length * slope or length < 1e-8:
                break
            length /= 2
        moved, change = length * direction, new_gradient - gradient
        if moved @ change > 1e-12:
            history = [*history[1 - memory :], (moved, change)]
        finished = value - new_value < 1e-7 * abs(value)
        at, value, gradient = at + moved, new_value, new_gradient
        if finished:
            break
    return at


def _inverse_hessian_times(gradient: Numbers, history: Sequence[tuple[Numbers, Numbers]]) -> Numbers:
    """The two-loop recursion of Nocedal (1980)."""
    result, factors = gradient.copy(), []
    for moved, change in reversed(history):
        factor = (moved @ result) / (moved @ change)
        factors.append(factor)
        result = result - factor * change
    if history:
        moved, change = history[-1]
        result = result * ((moved @ change) / (change @ change))
    else:
        result = result / max(1.0, float(np.linalg.norm(gradient)))
    for (moved, change), factor in zip(history, reversed(factors), strict=True):
        result = result + (factor - (change @ result) / (moved @ change)) * moved
    return result


if __name__ == "__main__":
    main()
