"""Number of English nouns, as far as a term needs it: "group" and "groups", "agency" and "agencies"."""

from __future__ import annotations

import re
from collections.abc import Callable

_IRREGULAR = {
    "man": "men", "woman": "women", "child": "children", "person": "people", "foot": "feet", "tooth": "teeth",
    "criterion": "criteria", "phenomenon": "phenomena", "analysis": "analyses", "basis": "bases",
    "crisis": "crises", "thesis": "theses", "life": "lives", "half": "halves", "shelf": "shelves",
    "wife": "wives", "knife": "knives", "leaf": "leaves", "hero": "heroes", "echo": "echoes",
}  # fmt: skip
_SINGULAR_OF = {plural: singular for singular, plural in _IRREGULAR.items()}
_NO_PLURAL = re.compile(r"(?:ss|us|is|ics|news|series|species|means|headquarters|s['’])$", re.IGNORECASE)
_UNCOUNTABLE = frozenset(
    "work learning education research information cooperation supervision guidance construction propaganda publicity "
    "equipment staff personnel progress evidence knowledge traffic health safety security waste administration".split()
)
_WORD = re.compile(r"[^\W_]+(?:[’'][^\W_]+)*")
_PREPOSITIONS = frozenset("of for in on at to from with by under between among against".split())


def singular(word: str) -> str:
    """The singular of a lower-case noun; words that only look like plurals ("politics") come back as they are.

    >>> [singular(word) for word in "groups agencies classes politics people bus".split()]
    ['group', 'agency', 'class', 'politics', 'people', 'bus']
    """
    if word in _SINGULAR_OF and word != "people":
        return _SINGULAR_OF[word]
    if len(word) < 4 or not word.endswith("s") or not word.isalpha() or _NO_PLURAL.search(word):
        return word
    if word.endswith("ies") and len(word) > 4 and word != "movies":
        return word[:-3] + "y"
    if word.endswith(("sses", "shes", "ches", "xes")):
        return word[:-2]
    return word[:-1]


def plural(word: str) -> str:
    """The plural of a noun in any case; a word that is no plain noun comes back as it is.

    >>> [plural(word) for word in "group agency class politics Person day".split()]
    ['groups', 'agencies', 'classes', 'politics', 'People', 'days']
    """
    lower = word.lower()
    if lower in _UNCOUNTABLE:
        return word
    if lower in _IRREGULAR:
        return word[:1] + _IRREGULAR[lower][1:]
    if len(word) < 3 or not word.isascii() or not word.isalpha() or _NO_PLURAL.search(word):
        return word if not lower.endswith("ss") else word + "es"
    if lower.endswith("s") or lower in _SINGULAR_OF:
        return word
    if lower.endswith("y") and lower[-2] not in "aeiou":
        return word[:-1] + "ies"
    return word + ("es" if lower.endswith(("sh", "ch", "x", "z")) else "s")


def singular_like(word: str) -> str:
    """The singular of a word in any case.

    >>> singular_like("Agencies")
    'Agency'
    """
    changed = singular(word.lower())
    return word if changed == word.lower() else word[:1] + changed[1:]


def is_plural(word: str) -> bool:
    return singular(word.lower()) != word.lower()


def head_of(words: tuple[str, ...]) -> int:
    """The place of the word that takes the plural: the last one, or the one before the first preposition.

    >>> head_of(("steering", "group", "of", "the", "Central", "Committee"))
    1
    """
    for place, word in enumerate(words):
        if place and word.lower() in _PREPOSITIONS:
            return place - 1
    return len(words) - 1


def head_word(phrase: str) -> str:
    words = tuple(_WORD.findall(phrase))
    return words[head_of(words)] if words else ""


def with_other_number(phrase: str, *, like: str | None = None) -> str:
    """`phrase` with its head in the number that the head of `like` (or its own) is not in.

    >>> with_other_number("steering group of the Central Committee")
    'steering groups of the Central Committee'
    """
    is_listed_as_plural = is_plural(head_word(like if like is not None else phrase))
    return _with_head(phrase, singular_like if is_listed_as_plural else plural)


def in_number_of(phrase: str, like: str) -> str:
    """`phrase` with its head in the number of the head of `like`.

    >>> in_number_of("service area", "service zones")
    'service areas'
    """
    return _with_head(phrase, plural if is_plural(head_word(like)) else singular_like)


def _with_head(phrase: str, change: Callable[[str], str]) -> str:
    matches = tuple(_WORD.finditer(phrase))
    if not matches:
        return phrase
    head = matches[head_of(tuple(match.group() for match in matches))]
    return phrase[: head.start()] + change(head.group()) + phrase[head.end() :]
