"""What a text holds only possible, wanted, ordered or conditional, so that a plan is not told as a fact."""

from __future__ import annotations

import re

from gistmill.language.words import shared_start, words_in

# The hedge, then what it hedges: the words up to the end of the clause.
_HEDGE = re.compile(
    r"""\b(?:
      (?-i:may) | might | could | would | should | must | ought\ to | (?:has|have|had|need|needs|needed)\ to
    | will | shall | (?:is|are|was|were)\ (?:going|set|due|about|likely|unlikely|supposed)\ to
    | (?:plan|plans|planned|planning|aim|aims|aimed|hope|hopes|hoped|want|wants|wanted|intend|intends|intended|expected
        |proposed|promised|threatened|urged|called|asked|required|allowed|likely)\ (?:\w+\ ){0,4}?to
    | allegedly | reportedly | possibly | perhaps | probably
    ) \s+ (?P<rest>[^.;:!?]*)""",
    re.VERBOSE | re.IGNORECASE,
)
_CONDITION = re.compile(r"\b(?:if|unless|provided that|as long as|only when|in case)\b", re.IGNORECASE)
_SAYS_LITTLE = frozenset(
    "a an the be been being have has had do does did to of in on at by for not also only still even soon always never "
    "further continue fully more most very".split()
)


def hedged_in(text: str) -> frozenset[str]:
    """The first word that says something behind each hedge, cut to what its forms share.

    >>> sorted(hedged_in("The bank may raise rates and plans to sell bonds."))
    ['raise', 'sell']
    """
    firsts = (
        next((word for word in words_in(match["rest"]) if not _says_little(word)), "")
        for match in _overlapping_hedges(text)
    )
    return frozenset(shared_start(word) for word in firsts if word)


def _overlapping_hedges(text: str) -> list[re.Match[str]]:
    """Every hedge, also one in what another hedges ("would have to leave")."""
    found, place = [], 0
    while match := _HEDGE.search(text, place):
        found.append(match)
        place = match.start("rest")
    return found


def _says_little(word: str) -> bool:
    return word in _SAYS_LITTLE or word.endswith("ly")


def asserted_without_hedge(sentence: str, source: str) -> tuple[str, ...]:
    """What `source` only holds possible, wanted or ordered and `sentence` tells as done.

    "condition" stands for an "if" that was left out.     An infinitive ("to raise rates") asserts nothing.

    >>> asserted_without_hedge("The bank raises rates.", "The bank may raise rates in May.")
    ('raise',)
    >>> asserted_without_hedge("The bank wants to raise rates.", "The bank may raise rates.")
    ()
    >>> asserted_without_hedge("They will leave.", "They will leave unless it rains.")
    ('condition',)
    """
    told = hedged_in(sentence) | {
        shared_start(word) for word in re.findall(r"\bto (?:be )?(\w+)", sentence.lower())
    }
    elsewhere = words_in(_without_hedges(source))
    lost = [
        stem
        for stem in sorted(hedged_in(source) - told)
        if any(word.startswith(stem) for word in words_in(sentence))
        and not any(word.startswith(stem) for word in elsewhere)
    ]
    if _CONDITION.search(source) and not re.search(
        r"\b(?:if|unless|when|provided|as long as|in case)\b", sentence, re.I
    ):
        lost.append("condition")
    return tuple(lost)


def _without_hedges(text: str) -> str:
    """The text without the word that each hedge hedges, so that the same word elsewhere is found."""
    for match in reversed(_overlapping_hedges(text)):
        for word in re.finditer(r"\w+", match["rest"]):
            if not _says_little(word.group().lower()):
                start = match.start("rest") + word.start()
                text = text[:start] + text[start + len(word.group()) :]
                break
    return text
