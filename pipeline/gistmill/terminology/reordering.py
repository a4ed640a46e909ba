"""Wordings with the words in another order: "Leading Group for Party History", "Party History Leading Group"."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from gistmill.terminology.evidence import ENOUGH, Pair
from gistmill.terminology.phrases import FUNCTION_WORDS, Key, Run, content_words, is_content, is_name_in

_LINKS = frozenset(("of", "for"))
# "Steering Group of the Central Committee" is also called "Central Steering Group": who stands behind it is clear.
_BODIES = frozenset("committee government authority council".split())
# Behind a name they are an apposition, not another name of the office ("European Commission President Prodi").
_OFFICES = frozenset(
    "president chairman minister secretary director governor leader member mayor head chief".split()
)
MAX_SIDE = 6


class _Flip(NamedTuple):
    """`linked` ("A of B") could also be worded `direct` ("B A")."""

    linked: Key
    direct: Key


class _Found(NamedTuple):
    """A flip in a text; `is_ended` if no word behind it can belong to it."""

    flip: _Flip
    is_name: bool
    is_ended: bool


def reordered(runs: Sequence[Run]) -> Iterator[Pair]:
    """The pairs of "A of (the) B" and "B A" that both occur, named or often enough to be terms."""
    flips: Counter[_Flip] = Counter()
    named: Counter[Key] = Counter()
    ended: set[Key] = set()
    for found in (found for run in runs for found in _found_in(run)):
        flips[found.flip] += 1
        named[found.flip.linked] += found.is_name
        if found.is_ended:
            ended.add(found.flip.linked)
    direct = _count({flip.direct for flip in flips}, runs, named)
    for flip, count in flips.items():
        if flip.linked not in ended:
            continue
        points = _points(flip, count, direct[flip.direct], named)
        if direct[flip.direct] and points >= ENOUGH:
            yield Pair(flip.linked, flip.direct, points, "the same words in another order")


def _points(flip: _Flip, linked: int, direct: int, named: Counter[Key]) -> int:
    """Every shared word counts; a wording that is nowhere a name needs to be frequent both ways."""
    is_a_name = named[flip.linked] > 0 or named[flip.direct] > 0
    if not is_a_name and min(linked, direct) < 2:
        return 0
    return content_words(flip.direct) + is_a_name + (min(linked, direct) > 1) - 1


def _found_in(run: Run) -> Iterator[_Found]:
    lemmas = run.lemmas
    for link, lemma in enumerate(lemmas):
        if lemma in _LINKS:
            start_of_b = link + 1 + (lemmas[link + 1 : link + 2] == ("the",))
            for end in _ends(lemmas, start_of_b):
                for start in _starts(lemmas, link):
                    is_name, is_ended = is_name_in(run, start, end), _is_ended(run, end)
                    # "development of the plan" and "plan development" are no names of a thing.
                    if link - start == 1 and (not is_name or lemmas[start] in _OFFICES):
                        continue
                    for direct in _direct(lemmas[start:link], lemmas[start_of_b:end]):
                        yield _Found(_Flip(lemmas[start:end], direct), is_name, is_ended)


def _is_ended(run: Run, end: int) -> bool:
    """Whether no further noun can follow: the run or the capitals of a name end here, or a function word comes."""
    if end == len(run.words) or run.words[end].lemma in FUNCTION_WORDS - {"and", "'s"}:
        return True
    return not run.is_title and run.words[end - 1].is_capitalised and not run.words[end].is_capitalised


def _starts(lemmas: Key, link: int) -> Iterator[int]:
    """Where the phrase before the link may begin; never behind an "and", which may belong to it."""
    start = link
    while start > 0 and link - start < MAX_SIDE:
        word = lemmas[start - 1]
        if not (is_content(word) or (word == "and" and start < link)):
            return
        start -= 1
        # Behind "and" or "of" it is part of a longer phrase ("bureau of water affairs of Lanhe").
        if is_content(word) and (start == 0 or lemmas[start - 1] not in ("and", *_LINKS)):
            yield start


def _ends(lemmas: Key, start: int) -> Iterator[int]:
    """Where the phrase behind the link may end."""
    for end in range(start + 1, min(len(lemmas), start + MAX_SIDE) + 1):
        word = lemmas[end - 1]
        if not (is_content(word) or (word == "and" and end > start + 1)):
            return
        if is_content(word) and lemmas[end : end + 1] != ("and",):
            yield end


def _direct(a: Key, b: Key) -> Iterator[Key]:
    if len(a) + len(b) > 1 and a != b:
        yield b + a
    if len(a) > 1 and len(b) == 2 and b[-1] in _BODIES:
        yield b[:-1] + a


def _count(wanted: set[Key], runs: Sequence[Run], named: Counter[Key]) -> Counter[Key]:
    """How often each wanted phrase occurs; those that occur as names are noted in `named`."""
    by_first: defaultdict[str, set[Key]] = defaultdict(set)
    for key in wanted:
        by_first[key[0]].add(key)
    found: Counter[Key] = Counter()
    for run in runs:
        lemmas = run.lemmas
        for start, lemma in enumerate(lemmas):
            for key in by_first.get(lemma, ()):
                end = start + len(key)
                # "party history study and education" is no "party history study".
                if lemmas[start:end] == key and lemmas[end : end + 1] != ("and",):
                    found[key] += 1
                    named[key] += is_name_in(run, start, end)
    return found
