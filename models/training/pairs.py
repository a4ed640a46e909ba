"""Summary sentences paired with the one to three source sentences that cover them (select, then rewrite).

Source of the idea: Chen and Bansal 2018, "Fast Abstractive Summarization with Reinforce-Selected Sentence
Rewriting". A pair is dropped if its summary sentence holds content, numbers or names that the chosen
sentences lack: such pairs teach a model to invent.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from words import content_stems, names, numbers, unsupported, word_forms

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
    if numbers(finished) - numbers(source):
        return Dropped("number not in source")
    if names(finished) - word_forms(source):
        return Dropped("name not in source")
    return Pair("summarize", origin, source, finished)


def headline_pair(lead: str, headline: str, *, origin: str, min_coverage: float = 0.6) -> Pair | Dropped:
    """A headline with the first sentences of its text, if they support it."""
    target = content_stems(headline)
    if not len(target) >= MIN_CONTENT or len(headline.split()) > 20:
        return Dropped("headline too short or too long")
    if len(target & content_stems(lead)) < min_coverage * len(target):
        return Dropped("not covered")
    if unsupported(headline, lead):
        return Dropped("number or name not in source")
    return Pair("headline", origin, lead, headline)
