"""The model that tells headings from other lines: two logistic regressions with readable weights.

The first looks at a line and its neighbours. The second also sees what the first one thinks of the lines around
it and of those that are made alike, which is how a document's own habits count. `models/training/headings.py`
in the source tree makes `weights.json`.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files

import msgspec
from msgspec import Struct

from gistmill.segment.shapes import Shape
from gistmill.segment.surroundings import Features

# From so many on, lines made alike are a habit of the document.
_MANY = 4


class Weights(Struct, frozen=True, forbid_unknown_fields=True):
    """A weight for each feature in the two passes, and the confidence from which on a line is a heading."""

    threshold: float
    alone: dict[str, float]
    in_context: dict[str, float]


@cache
def trained_weights() -> Weights:
    source = files("gistmill.segment").joinpath("weights.json").read_bytes()
    return msgspec.json.decode(source, type=Weights)


def score(features: Features, weights: Mapping[str, float]) -> float:
    """The probability that logistic regression gives; features without a weight count nothing.

    >>> score({"always": 1.0, "short": 1.0}, {"always": -2.0, "short": 2.0})
    0.5
    """
    return _probability(sum([weights[name] * value for name, value in features.items() if name in weights]))


def _probability(logit: float) -> float:
    return 1.0 / (1.0 + math.exp(-max(-60.0, min(60.0, logit))))


def context_features(
    shapes: Sequence[Shape], positions: Sequence[int], scores: Sequence[float], *, arounds: Sequence[str]
) -> list[Features]:
    """What the first pass thinks of the lines next to each candidate, and of those made like it.

    `positions` are the indices of the candidates among all lines (a line that is none scores 0), `arounds` the
    names of their neighbourhoods.
    """
    by_position = dict(zip(positions, scores, strict=True))
    families = [_families(shape, around) for shape, around in zip(shapes, arounds, strict=True)]
    totals: defaultdict[tuple[str, str], float] = defaultdict(float)
    counts: defaultdict[tuple[str, str], int] = defaultdict(int)
    for family, own in zip(families, scores, strict=True):
        for member in family.items():
            totals[member] += own
            counts[member] += 1
    mean = sum(scores) / max(1, len(scores))
    return [
        {"context: the whole document": mean, **_next_to(at, by_position)}
        | {
            name: value
            for member in family.items()
            for name, value in _made_alike(member[0], own, total=totals[member], count=counts[member]).items()
        }
        for family, at, own in zip(families, positions, scores, strict=True)
    ]


def _families(shape: Shape, around: str) -> dict[str, str]:
    """The groups of lines made alike that a line belongs to, by what they have in common."""
    ending, length = shape.line.ending, len(shape.words)
    size = "word" if length <= 3 else "line" if length <= 9 else "long line" if length <= 16 else "sentence"
    return {
        "form": shape.form,
        "ending and place": f"{ending} {around}",
        "size and case": f"{shape.form} {ending} {size} {shape.case}",
        "first word": shape.beginning,
        "wording": shape.wording.lower(),
        "look and place": f"{shape.form} {ending} {shape.case} {around}",
    }


def _next_to(at: int, scores: Mapping[int, float]) -> Features:
    own, above, below = scores[at], scores.get(at - 1, 0.0), scores.get(at + 1, 0.0)
    return {
        "context: this line alone": math.log(max(own, 1e-6) / max(1.0 - own, 1e-6)) / 10,
        "context: line above": above,
        "context: two lines above": scores.get(at - 2, 0.0),
        "context: line below": below,
        "context: two lines below": scores.get(at + 2, 0.0),
        "context: above and below": above * below,
        "context: this and above": own * above,
        "context: this and below": own * below,
        "context: none above": float(at - 1 not in scores),
        "context: none below": float(at + 1 not in scores),
    }


def _made_alike(common: str, own: float, *, total: float, count: int) -> Features:
    """What the others of a family score; how many they are counts in its own right."""
    if count == 1:
        return {f"same {common}: none": 1.0}
    others = (total - own) / (count - 1)
    return {
        f"same {common}: mean": others,
        f"same {common}: mean and this": others * own,
        f"same {common}: count": min(1.0, math.log(count) / 4),
        f"same {common}: mean of many": others if count >= _MANY else 0.0,
    }
