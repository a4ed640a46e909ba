"""Words and marks of a text as the glossary compares them, with web addresses and file names set apart."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

# What marks a run without spaces as an address, a path, a file name, a tag or an account.
_SHIELD = re.compile(
    r"""
    :// | \w@\w | \bwww\.
  | \w\.(?:com|org|net|gov|edu|info|io|cn|uk|eu|ru|de|fr|jp)\b
  | \w\.(?:pdf|docx?|xlsx?|pptx?|txt|html?|csv|tsv|jsonl?|xml|zip|png|jpe?g|gif|mp[34])\b
  | (?<!\S)(?:~|\.{1,2})?/\w | (?<!\S)[A-Za-z]:\\
  | (?<!\S)[\#@]\w
    """,
    re.VERBOSE | re.IGNORECASE,
)
_TOKEN = re.compile(
    r"""
    (?P<word> [^\W_]+(?:[.’'&](?!s\b)[^\W_]+)* )
  | (?P<possessive> ['’]s\b )
  | (?P<line> [\n\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029] )
  | (?P<mark> \S )
    """,
    re.VERBOSE,
)
_SPACE = re.compile(r"\s")
_HYPHENS = "-‐‑"
_PLAIN = str.maketrans("’‘“”‐‑", "''\"\"--")


class Token(NamedTuple):
    """A word or mark at `[start, end)`; `key` is what is compared, empty for what never belongs to a term."""

    start: int
    end: int
    key: str
    kind: str


def tokens_of(text: str) -> list[Token]:
    """The tokens of `text` in order; a hyphen inside a word is no token, as if a space stood there.

    Addresses, file names and line breaks have an empty key: no term reaches into or over them.

    >>> [token.key for token in tokens_of("The China-managed group’s plan, a@b.org")]
    ['the', 'china', 'managed', 'group', "'s", 'plan', ',', '']
    """
    tokens: list[Token] = []
    for start, end, is_shielded in _stretches(text):
        if is_shielded:
            tokens.append(Token(start, end, "", "shielded"))
        else:
            _add_plain_tokens(tokens, text, start, end)
    return tokens


def _stretches(text: str) -> Iterator[tuple[int, int, bool]]:
    """The runs without spaces that are addresses and the like, and what lies between them."""
    position = 0
    while mark := _SHIELD.search(text, position):
        start = _last_space(text, position, mark.start())
        space = _SPACE.search(text, mark.end())
        end = space.start() if space else len(text)
        yield position, start, False
        yield start, end, True
        position = end
    yield position, len(text), False


def _last_space(text: str, low: int, high: int) -> int:
    while high > low and not text[high - 1].isspace():
        high -= 1
    return high


def _add_plain_tokens(tokens: list[Token], text: str, start: int, end: int) -> None:
    plain_ascii = text.isascii()
    for match in _TOKEN.finditer(text, start, end):
        at, behind = match.span()
        word, kind = text[at:behind], match.lastgroup or ""
        if kind == "mark" and joins_words(text, at):
            continue
        key = "" if kind == "line" else (word if plain_ascii else word.translate(_PLAIN)).casefold()
        tokens.append(Token(at, behind, key, kind))


def joins_words(text: str, hyphen: int) -> bool:
    """Whether `text[hyphen]` is a hyphen between two letters or digits."""
    if hyphen < 1 or hyphen >= len(text) - 1 or text[hyphen] not in _HYPHENS:
        return False
    return text[hyphen - 1].isalnum() and text[hyphen + 1].isalnum()


def key_of(phrase: str) -> tuple[str, ...]:
    """What two spellings of a phrase share: its words and marks, without case, spacing and hyphens.

    >>> key_of("China-managed  Enterprises") == key_of("china managed enterprises")
    True
    """
    return tuple(token.key or phrase[token.start : token.end] for token in tokens_of(phrase))
