"""Full-width letters and East Asian punctuation in English text."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from gistmill.clean.rule import Replacement, Rule

_CJK = r"\u3040-\u30fa\u30fc-\u30ff\u3400-\u9fff\uac00-\ud7af\uf900-\ufaff"
_WIDE = re.compile(
    r"[\u3000-\u3002\u3008-\u3011\u3014-\u3017\u301c-\u301f\u2025\ufe50-\ufe6b\uff01-\uff65\uffe5]"
)
_LETTER = re.compile(f"[{_CJK}]")

_STOPS = dict(zip("。．｡，、､：；？！﹐﹑﹒﹔﹕﹖﹗", "...,,,:;?!,,.;:?!", strict=True))
_OPENING = dict(zip("（【〔［〖｛﹙﹝", "([[[[{([", strict=True))
_CLOSING = dict(zip("）】〕］〗｝﹚﹞", ")]]]]})]", strict=True))
_OPENING_QUOTES = frozenset("「『《〈〝｢")
_CLOSING_QUOTES = frozenset("」』》〉〞〟｣")
_QUOTES = _OPENING_QUOTES | _CLOSING_QUOTES
_OTHERS = {"〜": "~", "‥": ".."}
NEAR = 500
_LEFT_ALONE = frozenset("・･")


def find(text: str) -> Iterator[Replacement]:
    """Writes full-width and East Asian punctuation in its English form, with the space English wants beside it.

    Book-title marks and corner brackets become quotation marks, curly if the line has curly ones. Punctuation
    inside a stretch of the source language stays, for there it is right; so does the middle dot of names.
    Source: 679 rows of noise_real.

    >>> [r.after for r in find("the index（CPI，PPI）rose；《Times》 said")]
    [' (', ', ', ') ', '; ', '"', '"']
    """
    if text.isascii():
        return
    for match in _WIDE.finditer(text):
        start = match.start()
        curly = match.group() in _QUOTES and _is_curly(text, start)
        if match.group() in _LEFT_ALONE or _is_in_source_text(text, start):
            continue
        before, behind = text[start - 1 : start], text[start + 1 : start + 2]
        yield Replacement(
            start, start + 1, _english(match.group(), before, behind, curly=curly), "full-width character"
        )


def _is_in_source_text(text: str, position: int) -> bool:
    """Whether the mark stands between letters of the source language, or between one and another of its marks."""
    beside = [text[position - 1 : position], text[position + 1 : position + 2]]
    letters = [bool(_LETTER.match(character)) for character in beside]
    return any(letters) and all(
        letter or _WIDE.match(mark) for letter, mark in zip(letters, beside, strict=True)
    )


def _english(character: str, before: str, behind: str, *, curly: bool) -> str:
    if character in _STOPS:
        in_number = before.isdigit() and behind.isdigit() and character not in "；？！、"
        opens = behind in _OPENING or behind in _OPENING_QUOTES
        return _STOPS[character] + " " * (opens or (_is_word(behind) and not in_number))
    if character in _OPENING:
        return " " * (_is_word(before) or before in {",", ";", ":"}) + _OPENING[character]
    if character in _CLOSING:
        return _CLOSING[character] + " " * _is_word(behind)
    if character in _OPENING_QUOTES:
        return " " * _is_word(before) + ("“" if curly else '"')
    if character in _CLOSING_QUOTES:
        return ("”" if curly else '"') + " " * _is_word(behind)
    return _OTHERS.get(character) or unicodedata.normalize("NFKC", character)


def _is_curly(text: str, position: int) -> bool:
    """Whether the quotation marks around `position` are curly; the line is looked at, up to 500 characters away."""
    start = max(text.rfind("\n", max(0, position - NEAR), position) + 1, position - NEAR, 0)
    end = text.find("\n", position, position + NEAR)
    end = position + NEAR if end < 0 else end
    return text.find("“", start, end) >= 0 or text.find("”", start, end) >= 0


def _is_word(character: str) -> bool:
    return character.isalnum() and ord(character) < 0x3000


FULLWIDTH = Rule("fullwidth", 1, find)
