"""Which words may stand for one another in a term: listed ones, ordinals of one value, one stem."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import cache
from importlib.resources import files

import msgspec

from gistmill.language import numbers_in

_ORDINAL = re.compile(
    r"\d+(?:st|nd|rd|th)|(?:thir|four|fif|six|seven|eigh|nin|ten|eleven|twelf|thirteen|fourteen|fifteen|sixteen|"
    r"seventeen|eighteen|nineteen|twentie)th|third|first|second"
)
_SPELLED = {"first": "1", "second": "2"}  # numbers_in passes these two over
_SUFFIX = re.compile(r"(?:ational|ation|ement|ment|ition|tion|ance|ence|ical|ial|ing|ive|ed|al|ic)$")
_NOUN_OR_ADJECTIVE = re.compile(r"(?:ation|ment|tion|ance|ence|ical|al|ic|ive)$")
_INFLECTED = re.compile(r"(?:ing|ed|e)$")
MIN_STEM = 4


class Family(msgspec.Struct, frozen=True):
    """Words that may stand for one another; `bond` says why."""

    name: str
    bond: str


class _Listed(msgspec.Struct):
    source: str
    sets: tuple[str, ...]


@cache
def _listed() -> dict[str, Family]:
    data = (files("gistmill.terminology") / "exchanged.json").read_bytes()
    sets = msgspec.json.decode(data, type=_Listed).sets
    return {
        word: Family(words.split()[0], "translators exchange") for words in sets for word in words.split()
    }


def families_of(lemmas: Iterable[str]) -> dict[str, tuple[Family, ...]]:
    """The families of every word that has a relative among `lemmas`.

    >>> sorted(families_of(["study", "learning", "5th", "fifth", "management", "managed", "group"]))
    ['5th', 'fifth', 'learning', 'managed', 'management', 'study']
    """
    known = {lemma: tuple(_families(lemma)) for lemma in set(lemmas)}
    sizes = Counter(family for families in known.values() for family in families)
    related = {
        lemma: tuple(family for family in families if sizes[family] > 1) for lemma, families in known.items()
    }
    return {lemma: families for lemma, families in related.items() if families}


def _families(lemma: str) -> Iterator[Family]:
    if _ORDINAL.fullmatch(lemma):
        yield Family(_SPELLED.get(lemma) or "".join(numbers_in(lemma)), "one number")
    if lemma in _listed():
        yield _listed()[lemma]
    stem = _SUFFIX.sub("", lemma)
    if len(stem) >= MIN_STEM and lemma.isalpha():
        yield Family(stem.rstrip("ei"), "one stem")


def may_replace(one: str, other: str, family: Family) -> bool:
    """Whether two members of `family` are variants, not forms of one verb ("strengthen", "strengthening")."""
    if family.bond != "one stem":
        return one != other
    derived = [word for word in (one, other) if _NOUN_OR_ADJECTIVE.search(word)]
    inflected = [word for word in (one, other) if _INFLECTED.search(word)]
    return one != other and bool(derived) and len(inflected) < 2
