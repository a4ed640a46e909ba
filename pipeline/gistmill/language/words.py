"""Words, what their forms share, and the words that say little."""

from __future__ import annotations

import re

from gistmill.language.lists import word_list

FUNCTION_WORDS = frozenset(word_list("words", "function words"))
MAY_START_A_SENTENCE = frozenset(word_list("words", "may start a sentence"))
LIGHT_ADJECTIVES = frozenset(word_list("words", "light adjectives"))

_WORD = re.compile(r"[^\W\d_]+(?:[’'.-][^\W\d_]+)*")
_POSSESSIVE = re.compile(r"[’']s?$")
_ENDINGS = ("ings", "ing", "ies", "ed", "es", "s")
_SHORTEST_STEM = 4
_SHARED_LETTERS = 5


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


def shared_start(word: str) -> str:
    """As many letters as the forms of a word mostly share, also where `stem` does not take off their endings.

    >>> shared_start("regulation") == shared_start("regulate") == "regul"
    True
    """
    return word[:_SHARED_LETTERS]


def stem(word: str) -> str:
    """What the forms of a word in small letters share; short words stay whole.

    >>> stem("groups"), stem("inspecting"), stem("villages"), stem("men")
    ('group', 'inspect', 'villag', 'men')
    """
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= _SHORTEST_STEM:
            return word.removesuffix(ending)
    return word
