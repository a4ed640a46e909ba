"""Wordings that differ in one word between the same words: "study and education", "learning and education"."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from gistmill.terminology.evidence import ENOUGH, Pair
from gistmill.terminology.families import Family, families_of, may_replace
from gistmill.terminology.phrases import MAX_WORDS, Key, Run, content_words, is_name_in, is_phrase

_CONTRAST = frozenset(("and", "or", "but", "not"))


class _Frame(NamedTuple):
    """The words left and right of a gap, and the family of the word in it."""

    left: Key
    right: Key
    family: Family

    def filled(self, word: str) -> Key:
        return (*self.left, word, *self.right)


class _Place(NamedTuple):
    """A word in a run."""

    run: int
    word: int


Fillings = dict[str, list[_Place]]


def substituted(runs: Sequence[Run]) -> Iterator[Pair]:
    """The pairs that differ in one word; of nested ones the one that covers most of the text."""
    families = families_of(lemma for run in runs for lemma in run.lemmas)
    contrasted = _contrasted(runs, families)
    frames = _frames(runs, families)
    points = {
        (frame, one, other): _points(frame, fillings[one], fillings[other], runs)
        for frame, fillings in frames.items()
        for one, other in _pairs_in(frame, fillings)
        if frozenset((one, other)) not in contrasted
    }
    yield from _choose(frames, _inherited(points))


def _frames(runs: Sequence[Run], families: dict[str, tuple[Family, ...]]) -> dict[_Frame, Fillings]:
    """Every frame that at least two words of a family fill, with the places where they do."""
    frames: defaultdict[_Frame, Fillings] = defaultdict(dict)
    for at, run in enumerate(runs):
        lemmas = run.lemmas
        for gap, lemma in enumerate(lemmas):
            for start, end in _spans_around(run, gap) if lemma in families else ():
                for family in families[lemma]:
                    frame = _Frame(lemmas[start:gap], lemmas[gap + 1 : end], family)
                    frames[frame].setdefault(lemma, []).append(_Place(at, gap))
    return {frame: fillings for frame, fillings in frames.items() if len(fillings) > 1}


def _spans_around(run: Run, gap: int) -> Iterator[tuple[int, int]]:
    lemmas = run.lemmas
    for start in range(max(0, gap - MAX_WORDS + 1), gap + 1):
        for end in range(max(gap + 1, start + 2), min(len(lemmas), start + MAX_WORDS) + 1):
            if is_phrase(lemmas[start:end]) or (run.is_quoted and (start, end) == (0, len(lemmas))):
                yield start, end


def _contrasted(runs: Sequence[Run], families: dict[str, tuple[Family, ...]]) -> set[frozenset[str]]:
    """Words of one family that the text itself sets side by side ("study and learning"): not one thing to it."""
    found: set[frozenset[str]] = set()
    for run in runs:
        lemmas = run.lemmas
        for before, link, after in zip(lemmas, lemmas[1:], lemmas[2:], strict=False):
            if (
                link in ("and", "or", "but", "not")
                and families.get(before) == families.get(after) is not None
            ):
                found.add(frozenset((before, after)))
    return found


def _pairs_in(frame: _Frame, fillings: Fillings) -> Iterator[tuple[str, str]]:
    words = list(fillings)
    for at, one in enumerate(words):
        for other in words[at + 1 :]:
            # A word of the same stem is a variant as a modifier; at the end it is another thing (manager, management).
            if may_replace(one, other, frame.family) and (frame.right or frame.family.bond != "one stem"):
                yield one, other


def _points(frame: _Frame, one: list[_Place], other: list[_Place], runs: Sequence[Run]) -> int:
    """Shared words count one each; so do being a name, being frequent, and quotation marks (twice)."""
    points = content_words(frame.left + frame.right)
    points += frame.family.bond == "one number"
    points += min(len(one), len(other)) > 1
    points += any(_is_name(frame, place, runs) for place in one + other)
    points += 2 * all(any(_is_a_quotation(frame, place, runs) for place in places) for places in (one, other))
    return points


def _is_name(frame: _Frame, place: _Place, runs: Sequence[Run]) -> bool:
    start = place.word - len(frame.left)
    return is_name_in(runs[place.run], start, place.word + len(frame.right) + 1)


def _is_a_quotation(frame: _Frame, place: _Place, runs: Sequence[Run]) -> bool:
    run = runs[place.run]
    return run.is_quoted and len(run.words) == len(frame.left) + len(frame.right) + 1


Points = dict[tuple[_Frame, str, str], int]


def _inherited(points: Points) -> Points:
    """A short frame has the points of the longest one around it: what holds there is why it was looked at."""
    best: Points = {}
    for (frame, one, other), count in points.items():
        for left in range(len(frame.left) + 1):
            for right in range(len(frame.right) + 1):
                inner = _Frame(frame.left[left:], frame.right[: len(frame.right) - right], frame.family)
                if (inner, one, other) in points:
                    best[inner, one, other] = max(count, best.get((inner, one, other), 0))
    return best


def _choose(frames: dict[_Frame, Fillings], points: Points) -> Iterator[Pair]:
    covered: set[_Place] = set()
    for (frame, one, other), count in sorted(points.items(), key=lambda item: _rank(item[0], frames)):
        places = {word: frames[frame][word] for word in (one, other)}
        if count < ENOUGH or all(any(place in covered for place in found) for found in places.values()):
            continue
        covered.update(place for found in places.values() for place in found)
        yield Pair(frame.filled(one), frame.filled(other), count, _reason(frame, one, other))


def _rank(candidate: tuple[_Frame, str, str], frames: dict[_Frame, Fillings]) -> tuple[int, int, Key]:
    frame, one, other = candidate
    covers = len(frames[frame][one]) + len(frames[frame][other])
    return -covers, -len(frame.left) - len(frame.right), frame.filled(one)


def _reason(frame: _Frame, one: str, other: str) -> str:
    if frame.family.bond == "one number":
        return f"“{one}” and “{other}” are one number before the same words"
    if frame.family.bond == "one stem":
        return f"“{one}” and “{other}” have one stem and stand between the same words"
    return f"“{one}” and “{other}” often translate one word, and stand between the same words"
