"""Capitals of a preferred form: its own are kept, those of the words it replaces are added."""

from __future__ import annotations

import re

_WORD = re.compile(r"[^\W\d_]+")
_SMALL = frozenset("a an the of for in on at to from with by and or as s".split())


def cased_like(found: str, preferred: str, *, variant: str, starts_sentence: bool) -> str:
    """`preferred` with the capitals that `found` has beyond those of `variant`.

    Capitals of `preferred` itself always stay. Where `found` is the variant as the glossary writes it, the
    preferred form comes as the glossary writes it, save that a sentence keeps its first capital.

    >>> cased_like("STUDY AND WORK", "learning", variant="study and work", starts_sentence=False)
    'LEARNING'
    >>> cased_like("Study and Work", "work and learning", variant="study and work", starts_sentence=False)
    'Work and Learning'
    """
    if starts_sentence and found[:1].isupper():
        preferred = _first_up(preferred)
    if found == variant:
        return preferred
    words, listed = _WORD.findall(found), _WORD.findall(variant)
    if _all_capitals(found) and not _all_capitals(variant):
        return preferred.upper()
    if _is_title(words) and not _is_title(listed):
        return _titled(preferred)
    if found[:1].isupper() and not variant[:1].isupper():
        return _first_up(preferred)
    return preferred


def _all_capitals(text: str) -> bool:
    return text.isupper() and sum(character.isalpha() for character in text) > 3


def _is_title(words: list[str]) -> bool:
    large = [word for word in words if word.lower() not in _SMALL]
    return len(large) > 1 and all(word[0].isupper() for word in large)


def _titled(text: str) -> str:
    return _first_up(_WORD.sub(lambda match: _large(match, text), text))


def _large(match: re.Match[str], text: str) -> str:
    word = match.group()
    follows_an_apostrophe = text[max(0, match.start() - 1) : match.start()] in ("'", "’")
    return word if word.lower() in _SMALL or follows_an_apostrophe else _first_up(word)


def _first_up(text: str) -> str:
    return text[:1].upper() + text[1:]
