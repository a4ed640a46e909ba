"""What a rewording may not touch: an edit by a model is let through only if all of this stayed as it was."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable

from gistmill.language import count_negations, names_in, numbers_in

# A rewording that adds or drops more than this share of the words is no longer a repair (mlqe_pe, train split: nine
# in ten human post-edits stay within it).
MAX_LENGTH_CHANGE = 0.25
_QUOTED = re.compile(r"“[^”]*”|\"[^\"]*\"|‘[^’]*’")
_UNITS = re.compile(
    r"[%‰°$€£¥]|\b(?:km|kg|mm|cm|m|g|t|yuan|dollars?|euros?|yen|percent|per cent|tons?|tonnes?|kilometers?|kilometres?"
    r"|hectares?|degrees?|hours?|days?|weeks?|months?|years?)\b",
    re.IGNORECASE,
)
_ADDRESSES = re.compile(r"https?://\S+|www\.\S+|\S+@\S+\.\S+")


def violation(before: str, after: str, *, protected: tuple[str, ...] = ()) -> str | None:
    """What `after` changed that it may not, in a few words, or None if it may stand for `before`.

    Numbers, names, units, quotations, addresses and `protected` terms must be the same, as often; so must the count
    of negations; the length must be close.

    >>> violation("He paid 5 yuan.", "He has paid 5 yuan.")
    >>> violation("He paid 5 yuan.", "He paid 6 yuan.")
    'numbers'
    """
    kept: dict[str, Callable[[str], Iterable[str]]] = {
        "numbers": numbers_in,
        "names": lambda text: names_in(f"x {text}"),
        "units": lambda text: [unit.lower() for unit in _UNITS.findall(text)],
        "quotations": _QUOTED.findall,
        "addresses": _ADDRESSES.findall,
        "terms": lambda text: [term for term in protected if term.lower() in text.lower()],
    }
    for what, found_in in kept.items():
        if Counter(found_in(before)) != Counter(found_in(after)):
            return what
    if count_negations(before) != count_negations(after):
        return "negation"
    words_before, words_after = len(before.split()), len(after.split())
    if abs(words_after - words_before) > max(1, MAX_LENGTH_CHANGE * words_before):
        return "length"
    if before[-1:] in '.!?”"' and after[-1:] != before[-1:]:
        return "end of the sentence"
    return None
