"""What a text denies."""

from __future__ import annotations

import re

from gistmill.language.words import words_in

_NEGATION = re.compile(
    r"\b(?:not|no|never|none|neither|nor|without|cannot|nobody|nothing|nowhere)\b"
    r"|\b(?:refus\w+|den(?:y|ies|ied)|fail(?:s|ed)? to)\b"
    r"|n[’']t\b",
    re.IGNORECASE,
)
_DENIAL = re.compile(
    r"(?:\b(?:not|no|never|none|neither|nor|without|cannot)\b|n[’']t\b)\s+(?P<rest>[^,.;:!?]*)", re.IGNORECASE
)
_SAYS_LITTLE = frozenset(
    "a an the any be been being have has had do does did to of in on at by for yet ever really only also one it he she "
    "they there is are was were will would can could may might should must".split()
)


def count_negations(text: str) -> int:
    """How many words of `text` deny something.

    >>> count_negations("It can't be done, and nobody said it could not be tried.")
    3
    """
    return sum(1 for _ in _NEGATION.finditer(text))


def denied_in(text: str) -> frozenset[str]:
    """The first word that says something behind each negation, cut to what its forms share.

    >>> denied_in("They did not agree") == denied_in("They never agreed") == frozenset({"agre"})
    True
    """
    firsts = (
        next((w for w in words_in(m["rest"]) if w not in _SAYS_LITTLE), "") for m in _DENIAL.finditer(text)
    )
    return frozenset(word[:4] for word in firsts if word)
