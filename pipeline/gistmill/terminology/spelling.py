"""Wordings that differ in spelling alone: joined or apart, British or American, a letter in a name."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import combinations

from gistmill.terminology.evidence import Pair
from gistmill.terminology.phrases import Run, Word, is_content

# Verb and particle are rightly two words where the noun is one ("set up", "a setup").
_PARTICLES = frozenset("up out down over off in on back away through around along aside by".split())
# Rightly both: the adverb or pronoun is one word, the phrase two.
_BOTH_RIGHT = frozenset(
    "everyday everyone anyone someone sometime sometimes anyway already altogether today".split()
)
_BRITISH = (
    (re.compile(r"is(ation|ational|ing|ed|e|er)$"), r"iz\1"),
    (re.compile(r"(?<=[a-z]{3})our(?=$|ed$|ing$|able$|ite$|er$|al$)"), "or"),
    (re.compile(r"(?<=[nt])tre$"), "ter"),
    (re.compile(r"ogramme$"), "ogram"),
    (re.compile(r"efence$"), "efense"),
)
# Of two names this long one letter apart, most are one name; pinyin names are shorter and differ by a letter.
MIN_NAME = 7
_PINYIN = re.compile(
    r"(?:(?:[zcs]h|[bpmfdtnlgkhjqxzcsryw])?(?:iang|iong|uang|ang|eng|ong|iao|ian|ing|uai|uan|ai|ei|ao|ou|an|en|ia|ie|iu|"
    r"in|ua|uo|ui|un|ue|er|a|o|e|i|u))+"
)
_DISTINCT = frozenset(frozenset(pair.split()) for pair in ("shaanxi shanxi", "austria australia"))


def respelled(runs: Sequence[Run]) -> Iterator[Pair]:
    """The pairs that differ in spelling alone."""
    words = {word.lemma for run in runs for word in run.words if is_content(word.lemma)}
    common = {word.lemma for run in runs for word in run.words if not word.is_capitalised}
    yield from _joined(runs, words, common)
    yield from _british(words & common)
    yield from _names(runs, common)


def _joined(runs: Sequence[Run], words: set[str], common: set[str]) -> Iterator[Pair]:
    """The pairs such as "policy makers" and "policymakers"; not what is a verb with its particle."""
    found: dict[tuple[str, str], None] = {}
    for run in runs:
        for one, other in zip(run.words, run.words[1:], strict=False):
            joined = one.lemma + other.lemma
            if joined in words and _may_join(one, other, is_name=joined not in common):
                found[one.lemma, other.lemma] = None
    for apart in found:
        yield Pair(apart, ("".join(apart),), 3, "the same letters, joined and apart")


def _may_join(one: Word, other: Word, *, is_name: bool) -> bool:
    joined = one.lemma + other.lemma
    is_hyphenated = one.before_hyphen
    if (
        not (is_content(one.lemma) and is_content(other.lemma))
        or not joined.isalpha()
        or joined in _BOTH_RIGHT
    ):
        return False
    if is_hyphenated:
        return other.lemma not in _PARTICLES
    if is_name or one.is_capitalised != other.is_capitalised:
        return is_name and one.is_capitalised and other.is_capitalised and len(other.lemma) > 1
    return min(len(one.lemma), len(other.lemma)) > 2 and other.lemma not in _PARTICLES


def _british(words: set[str]) -> Iterator[Pair]:
    for word in sorted(words):
        american = word
        for pattern, spelling in _BRITISH:
            american = pattern.sub(spelling, american)
        if american != word and american in words:
            yield Pair((word,), (american,), 2, "British and American spelling")


def _names(runs: Sequence[Run], common: set[str]) -> Iterator[Pair]:
    """Long names one letter apart in one document; words that also stand in lower case are no names."""
    by_document: defaultdict[int, set[str]] = defaultdict(set)
    for run in runs:
        if not run.is_title:
            names = {word.lemma for word in run.words[1:] if _is_long_name(word)}
            by_document[run.document] |= names - common
    found: dict[tuple[str, str], None] = {}
    for names in by_document.values():
        found.update(dict.fromkeys(sorted(_similar(names))))
    for one, other in found:
        yield Pair((one,), (other,), 3, "two names one letter apart")


def _is_long_name(word: Word) -> bool:
    return word.is_capitalised and len(word.lemma) >= MIN_NAME and word.lemma.isalpha()


def _similar(names: set[str]) -> Iterator[tuple[str, str]]:
    """The pairs one letter apart: names so close are equal after one letter of each is dropped."""
    shortened: defaultdict[str, list[str]] = defaultdict(list)
    for name in sorted(names):
        # The first letter counts: Hunan and Yunnan are two places.
        for short in {name, *(name[:at] + name[at + 1 :] for at in range(1, len(name)))}:
            shortened[short].append(name)
    for alike in shortened.values():
        for one, other in combinations(alike, 2):
            if _is_one_letter_apart(one, other) and not _are_two(one, other):
                yield one, other


def _is_one_letter_apart(one: str, other: str) -> bool:
    if len(one) != len(other):
        return True  # they met with one letter dropped, which is the difference
    places = [at for at, (a, b) in enumerate(zip(one, other, strict=True)) if a != b]
    is_swapped = len(places) == 2 and places[1] == places[0] + 1 and one[places[0]] == other[places[1]]
    return len(places) == 1 or is_swapped


def _are_two(one: str, other: str) -> bool:
    """Whether both are known places or rightly spelled Chinese, or differ in an ending ("Austria", "Austrian")."""
    is_derived = one[:-2] == other[: len(one) - 2] and one[-1] != other[-1]
    are_pinyin = all(_PINYIN.fullmatch(name) for name in (one, other))
    return is_derived or are_pinyin or frozenset((one, other)) in _DISTINCT
