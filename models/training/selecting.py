"""Which sentences of a text a summary is made of: the simple selectors the model is measured with."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence

from words import content_stems

DAMPING = 0.85
LEAD_WEIGHT = 0.35  # of LexRank with a preference for early sentences; 0 is plain centrality


def lead(sentences: Sequence[str], count: int) -> list[int]:
    """The first sentences."""
    return list(range(min(count, len(sentences))))


def central(sentences: Sequence[str], count: int, *, lead_weight: float = LEAD_WEIGHT) -> list[int]:
    """The sentences most like all others (LexRank, Erkan and Radev 2004), early ones preferred."""
    if len(sentences) <= count:
        return list(range(len(sentences)))
    centrality = ranks(similarities([content_stems(sentence) for sentence in sentences]))
    highest = max(centrality)
    score = [
        (1 - lead_weight) * value / highest + lead_weight / (1 + place)
        for place, value in enumerate(centrality)
    ]
    return sorted(sorted(range(len(sentences)), key=lambda place: (-score[place], place))[:count])


def similarities(stems: Sequence[frozenset[str]]) -> list[list[float]]:
    """Cosines of binary bags of words weighted by inverse document frequency."""
    seen = Counter(stem for bag in stems for stem in bag)
    weight = {stem: math.log(1 + len(stems) / count) ** 2 for stem, count in seen.items()}
    lengths = [math.sqrt(sum(weight[stem] for stem in bag)) or 1.0 for bag in stems]
    return [
        [
            sum(weight[stem] for stem in one & other) / (lengths[i] * lengths[j])
            for j, other in enumerate(stems)
        ]
        for i, one in enumerate(stems)
    ]


def ranks(similarity: Sequence[Sequence[float]], *, rounds: int = 15) -> list[float]:
    """Stationary weights of a random walk along the similarities."""
    count = len(similarity)
    totals = [sum(row) or 1.0 for row in similarity]
    weights = [1.0 / count] * count
    for _ in range(rounds):
        weights = [
            (1 - DAMPING) / count
            + DAMPING * sum(weights[j] * similarity[j][i] / totals[j] for j in range(count))
            for i in range(count)
        ]
    return weights
