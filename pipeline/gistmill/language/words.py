"""Words, and the words that say little."""

from __future__ import annotations

import re

_WORD = re.compile(r"[^\W\d_]+(?:[’'.-][^\W\d_]+)*")
_POSSESSIVE = re.compile(r"[’']s?$")


def words_in(text: str) -> list[str]:
    """The words of `text` in lower case, possessive endings cut off, numbers left out.

    >>> words_in("The Party's 25 groups didn't wait.")
    ['the', 'party', 'groups', "didn't", 'wait']
    """
    return [without_possessive(word).replace("’", "'") for word in _WORD.findall(text.lower())]


def without_possessive(word: str) -> str:
    """
    >>> without_possessive("Xi's"), without_possessive("states’")
    ('Xi', 'states')
    """
    return _POSSESSIVE.sub("", word)
