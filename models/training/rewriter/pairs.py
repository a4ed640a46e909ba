"""Summary sentences paired with the one to three source sentences that cover them (select, then rewrite).

Source of the idea: Chen and Bansal 2018, "Fast Abstractive Summarization with Reinforce-Selected Sentence
Rewriting". A pair is dropped if its summary sentence holds content, numbers or names that the chosen
sentences lack: such pairs teach a model to invent. What a sentence lacks is what the product says it lacks.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from gistmill.language import unsupported
from training.corpus import WORK
from training.rewriter.text import content_stems

PAIRS = WORK / "pairs"
MAX_SOURCES = 3
MIN_COVERAGE = 0.75
MIN_GAIN = 0.15
MIN_CONTENT = 3


@dataclass(frozen=True)
class Pair:
    """One training example; `task` names the prefix, `origin` the set it came from."""

    task: str
    origin: str
    source: str
    target: str


def write_pairs(pairs: Iterable[Pair], path: Path) -> None:
    """One pair a line."""
    with path.open("w", encoding="utf-8") as lines:
        lines.writelines(json.dumps(asdict(pair), ensure_ascii=False) + "\n" for pair in pairs)


def read_pairs(path: Path) -> list[Pair]:
    """The pairs that `write_pairs` wrote."""
    with path.open(encoding="utf-8") as lines:
        return [Pair(**json.loads(line)) for line in lines]


@dataclass(frozen=True)
class Dropped:
    """Why a candidate pair is not used."""

    reason: str


def cover(
    target: frozenset[str], candidates: Sequence[frozenset[str]], *, most: int = MAX_SOURCES
) -> list[int]:
    """Places, in text order, of the candidates that greedily cover `target`; each adds `MIN_GAIN` of it."""
    chosen: list[int] = []
    missing = set(target)
    while missing and len(chosen) < most:
        # Among equal gains the shorter sentence, then the earlier one.
        best = max(
            range(len(candidates)), key=lambda i: (len(missing & candidates[i]), -len(candidates[i]), -i)
        )
        gain = len(missing & candidates[best])
        if best in chosen or gain < max(1, MIN_GAIN * len(target)) or (chosen and gain < 2):
            break
        chosen.append(best)
        missing -= candidates[best]
    return sorted(chosen)


def align(
    summary: str,
    candidates: Sequence[str],
    stems: Sequence[frozenset[str]],
    *,
    origin: str,
    finish: Callable[[str], str] = str,
    min_coverage: float = MIN_COVERAGE,
) -> Pair | Dropped:
    """The pair of one summary sentence, or why there is none.

    `stems[i]` are the content stems of `candidates[i]`; `finish` turns a stored sentence into running text
    (casing, detokenisation) and is only called on the sentences chosen.
    """
    target = content_stems(summary)
    if len(target) < MIN_CONTENT or not candidates:
        return Dropped("too little content")
    chosen = cover(target, stems)
    covered = frozenset().union(*(stems[i] for i in chosen)) & target if chosen else frozenset()
    if len(covered) < min_coverage * len(target):
        return Dropped("not covered")
    source = " ".join(finish(candidates[i]) for i in chosen)
    finished = finish(summary)
    if unsupported(finished, source):
        return Dropped("not borne out by its source")
    return Pair("summarize", origin, source, finished)


def headline_pair(lead: str, headline: str, *, origin: str, min_coverage: float = 0.6) -> Pair | Dropped:
    """A headline with the first sentences of its text, if they support it."""
    target = content_stems(headline)
    if not len(target) >= MIN_CONTENT or len(headline.split()) > 20:
        return Dropped("headline too short or too long")
    if len(target & content_stems(lead)) < min_coverage * len(target):
        return Dropped("not covered")
    if unsupported(headline, lead):
        return Dropped("not borne out by its source")
    return Pair("headline", origin, lead, headline)
