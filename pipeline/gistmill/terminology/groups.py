"""Pairs that share a wording, as groups with counts and places in the texts, ready for a person to judge."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from msgspec import Struct

from gistmill.document import Span
from gistmill.terminology.evidence import Pair
from gistmill.terminology.phrases import Key, Run, Word, is_content

MAX_CONTEXTS = 3
CONTEXT_WIDTH = 40


class Context(Struct, frozen=True):
    """Where a variant stands: `span` of the text at index `document`, the wording there and what is around it."""

    document: int
    span: Span
    before: str
    wording: str
    after: str


class Variant(Struct, frozen=True):
    """One wording, how often it occurs, and the first places where it does."""

    text: str
    count: int
    contexts: tuple[Context, ...]


class VariantGroup(Struct, frozen=True):
    """Wordings that seem to be one term; `variants` has the preferred one first. `score` is in [0, 1]."""

    preferred: str
    variants: tuple[Variant, ...]
    score: float
    reason: str

    @property
    def count(self) -> int:
        return sum(variant.count for variant in self.variants)


class _Occurrence(NamedTuple):
    run: Run
    first: int
    words: tuple[Word, ...]


def grouped(pairs: Sequence[Pair], runs: Sequence[Run], texts: Sequence[str]) -> tuple[VariantGroup, ...]:
    """The groups that `pairs` make, surest and most frequent first."""
    occurrences = _occurrences({key for pair in pairs for key in (pair.one, pair.other)}, runs)
    groups = [_group(members, occurrences, texts) for members in _connected(pairs)]
    return tuple(sorted(groups, key=lambda group: (-group.score, -group.count, group.preferred)))


def _connected(pairs: Iterable[Pair]) -> Iterator[list[Pair]]:
    """The pairs put together that share a wording, directly or through others."""
    clusters: list[list[Pair]] = []
    home: dict[Key, list[Pair]] = {}
    for pair in pairs:
        joined = [pair]
        for cluster in {id(home[key]): home[key] for key in (pair.one, pair.other) if key in home}.values():
            clusters = [each for each in clusters if each is not cluster]
            joined += cluster
        clusters.append(joined)
        home.update({key: joined for each in joined for key in (each.one, each.other)})
    return iter(clusters)


def _occurrences(wanted: set[Key], runs: Sequence[Run]) -> dict[Key, list[_Occurrence]]:
    by_first: defaultdict[str, list[Key]] = defaultdict(list)
    for key in sorted(wanted):
        by_first[key[0]].append(key)
    found: dict[Key, list[_Occurrence]] = {key: [] for key in wanted}
    for run in runs:
        lemmas = run.lemmas
        for start, lemma in enumerate(lemmas):
            for key in by_first.get(lemma, ()):
                if lemmas[start : start + len(key)] == key:
                    found[key].append(_Occurrence(run, start, run.words[start : start + len(key)]))
    return found


def _group(
    pairs: Sequence[Pair], occurrences: dict[Key, list[_Occurrence]], texts: Sequence[str]
) -> VariantGroup:
    keys = dict.fromkeys(key for pair in pairs for key in (pair.one, pair.other))
    places = {key: occurrences[key] for key in keys}
    ranked = sorted(places, key=lambda key: (-len(places[key]), len(" ".join(key)), _first(places[key])))
    variants = tuple(_variant(places[key], texts) for key in ranked)
    reason = "; ".join(dict.fromkeys(pair.reason for pair in pairs))
    score = min(1.0, max(pair.points for pair in pairs) / 8)
    return VariantGroup(variants[0].text, variants, round(score, 2), reason)


def _first(places: Sequence[_Occurrence]) -> tuple[int, int]:
    return places[0].run.document, places[0].words[0].start


def _variant(places: Sequence[_Occurrence], texts: Sequence[str]) -> Variant:
    contexts = tuple(_context(place, texts) for place in places[:MAX_CONTEXTS])
    return Variant(_wording(places, texts), len(places), contexts)


def _wording(places: Sequence[_Occurrence], texts: Sequence[str]) -> str:
    """The most frequent spelling; where there is a choice, not one whose capitals have other causes."""
    telling = [place for place in places if _has_own_capitals(place)]
    spellings = Counter(_text_of(place, texts) for place in telling or places)
    return min(spellings, key=lambda spelling: (-spellings[spelling], len(spelling)))


def _has_own_capitals(place: _Occurrence) -> bool:
    """Whether the phrase stands neither in a title, nor first in a run, nor within a longer name."""
    words = place.run.words
    behind = place.first + len(place.words)
    beside = [*words[max(0, place.first - 1) : place.first], *words[behind : behind + 1]]
    in_a_name = any(word.is_capitalised and is_content(word.lemma) for word in beside)
    return not (place.run.is_title or place.first == 0 or in_a_name)


def _text_of(place: _Occurrence, texts: Sequence[str]) -> str:
    text = texts[place.run.document]
    return " ".join(text[place.words[0].start : place.words[-1].end].split())


def _context(place: _Occurrence, texts: Sequence[str]) -> Context:
    text = texts[place.run.document]
    span = Span(place.words[0].start, place.words[-1].end)
    before = text[max(0, span.start - CONTEXT_WIDTH) : span.start]
    after = text[span.end : span.end + CONTEXT_WIDTH]
    before, after = before.rpartition("\n")[2], after.partition("\n")[0]
    return Context(place.run.document, span, before, _text_of(place, texts), after)
