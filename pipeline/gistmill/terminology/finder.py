"""Where a text uses a variant of a glossary, and what should stand there.

The longest variant wins; so does a preferred form that is there already, which shields its words. One walk
over the tokens with a tree of all variants: linear in the text, whatever the number of terms.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from gistmill.terminology.casing import cased_like
from gistmill.terminology.glossary import Glossary, Term
from gistmill.terminology.inflection import is_plural, with_other_number
from gistmill.terminology.settling import TermUse, settled
from gistmill.terminology.tokens import Token, joins_words, tokens_of

_SENTENCE_START = re.compile(r"(?:\A|[.!?:;…\n])[\s\"“”‘’'(\[—–-]*\Z")
_WORD = re.compile(r"[^\W_]+(?:[’'][^\W_]+)*")
_SOUNDS_LIKE_A_VOWEL = re.compile(
    r"(?!one|once|uni[^nm]|us[aeu]|eu|u[bt])[aeiou]|hour|honou?r|heir", re.IGNORECASE
)


class _Entry(NamedTuple):
    """A way to write `term` and what replaces it; None for a preferred form, which stays as it is."""

    term: Term
    after: str | None


class _Node:
    """A place in the tree of keys."""

    __slots__ = ("entry", "following")

    def __init__(self) -> None:
        self.following: dict[str, _Node] = {}
        self.entry: _Entry | None = None


class TermFinder:
    """A glossary made ready for many texts."""

    def __init__(self, glossary: Glossary) -> None:
        self._root = _Node()
        for term in glossary.terms:
            self._add(term.variant, _Entry(term, term.preferred))
        for term in glossary.terms:
            self._add(
                with_other_number(term.variant),
                _Entry(term, with_other_number(term.preferred, like=term.variant)),
            )
        for term in glossary.terms:
            self._add(term.preferred, _Entry(term, None))
            self._add(with_other_number(term.preferred), _Entry(term, None))

    def _add(self, phrase: str, entry: _Entry) -> None:
        """Whoever was there first stays: what a person listed goes before what follows from it."""
        node = self._root
        for token in tokens_of(phrase):
            node = node.following.setdefault(token.key or phrase[token.start : token.end], _Node())
        if node.entry is None:
            node.entry = entry

    def find(self, text: str) -> Iterator[TermUse]:
        """The uses in order, none overlapping another; replacing them leaves a text in which there are none.

        Whole words only, never across a line break, never inside an address or a file name.
        """
        position = 0
        for line in text.splitlines(keepends=True):
            yield from (
                use._replace(start=use.start + position, end=use.end + position)
                for use in settled(line, self._in_line)
            )
            position += len(line)

    def _in_line(self, line: str) -> Iterator[TermUse]:
        tokens = tuple(tokens_of(line))
        place = 0
        while place < len(tokens):
            found = self._longest(line, tokens, place)
            if found is None or self._longer_starts_within(line, tokens, place, found[1]):
                place += 1
                continue
            entry, behind = found
            if entry.after is not None:
                yield from _use(line, tokens, place, behind, entry.term, entry.after)
            place = behind

    def _longer_starts_within(self, line: str, tokens: Sequence[Token], place: int, behind: int) -> bool:
        """Whether a longer phrase begins among the words of `tokens[place:behind]`: the longer one says more."""
        later = (self._longest(line, tokens, at) for at in range(place + 1, behind))
        ends = (found[1] - at for at, found in enumerate(later, start=place + 1) if found is not None)
        return any(length > behind - place for length in ends)

    def _longest(self, line: str, tokens: Sequence[Token], place: int) -> tuple[_Entry, int] | None:
        if tokens[place].key not in self._root.following or joins_words(line, tokens[place].start - 1):
            return None
        node, best = self._root, None
        for at in range(place, len(tokens)):
            following = node.following.get(tokens[at].key)
            if following is None or not tokens[at].key:
                break
            node = following
            if node.entry is not None and not joins_words(line, tokens[at].end):
                best = node.entry, at + 1
        return best


def find_terms(text: str, glossary: Glossary) -> Iterator[TermUse]:
    """Every place where `text` uses a variant of `glossary`; applying the uses once is applying them for good.

    >>> glossary = Glossary((Term("study and education", "learning and education"),))
    >>> [use.after for use in find_terms("Study and education; STUDY AND EDUCATION", glossary)]
    ['Learning and education', 'LEARNING AND EDUCATION']
    """
    return _finder(glossary).find(text)


@lru_cache(maxsize=8)
def _finder(glossary: Glossary) -> TermFinder:
    return TermFinder(glossary)


def _use(
    line: str, tokens: Sequence[Token], place: int, behind: int, term: Term, preferred: str
) -> Iterator[TermUse]:
    start, end = tokens[place].start, tokens[behind - 1].end
    starts_sentence = bool(_SENTENCE_START.search(line[max(0, start - 12) : start]))
    found = line[start:end]
    after = cased_like(found, preferred, variant=term.variant, starts_sentence=starts_sentence)
    if after == found:
        return
    if behind < len(tokens) and tokens[behind].kind == "possessive" and _ends_in_plural_s(after):
        after, end = after + line[end], tokens[behind].end
    article = _article(line, tokens[place - 1], start, after) if place else None
    if article is not None:
        before = tokens[place - 1]
        after, start = article + line[before.end : start] + after, before.start
    reason = f"glossary: “{term.variant}” is written “{term.preferred}”"
    yield TermUse(start, end, line[start:end], after, reason)


def _ends_in_plural_s(phrase: str) -> bool:
    words = _WORD.findall(phrase)
    return phrase.endswith("s") and bool(words) and is_plural(words[-1])


def _article(line: str, token: Token, start: int, after: str) -> str | None:
    """The indefinite article for `after` where the one that stands before `line[start]` no longer fits."""
    if token.key not in ("a", "an") or line[token.end : start].strip():
        return None
    vowel = bool(_SOUNDS_LIKE_A_VOWEL.match(after))
    fitted = bool(_SOUNDS_LIKE_A_VOWEL.match(line[start:])) == (token.key == "an")
    if not fitted or vowel == (token.key == "an"):
        return None
    return line[token.start] + ("n" if vowel else "")
