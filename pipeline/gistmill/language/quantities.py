"""The numbers and sums of a text, normalised so that two wordings of one quantity are equal."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction

_CARDINALS = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
    "seventeen eighteen nineteen"
)
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety"
_ORDINALS = (
    "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth "
    "fifteenth sixteenth seventeenth eighteenth nineteenth twentieth"
)
_VALUES = (
    {word: value for value, word in enumerate(_CARDINALS.split())}
    | {word: 10 * tens for tens, word in enumerate(_TENS.split(), start=2)}
    | {word: value for value, word in enumerate(_ORDINALS.split(), start=1)}
)
_SCALES = {"hundred": 10**2, "thousand": 10**3, "million": 10**6, "billion": 10**9, "trillion": 10**12}
# These stand in running text as pronouns and adverbs more often than as numbers ("one of", "at first").
_RARELY_NUMBERS = {"zero", "one", "first", "second"}

_NUMBER = re.compile(
    r"""
    (?<!\w) (?<![A-Za-z]-) (?P<digits> \d+ (?:,\d{3})* (?:\.\d+)? ) (?:st|nd|rd|th|s)? \b # 2,000  3.5  5th  1990s
    (?: [\s-] (?P<scale> hundred|thousand|million|billion|trillion ) \b )?    # 3.5 million
    | \b an? [ ] (?P<one> hundred|thousand|million|billion|trillion ) \b    # a hundred
    | \b (?P<words> (?:WORD) (?: [\s-] (?:and\s)? (?:WORD|SCALE) )* ) \b      # twenty-five thousand
    """.replace("WORD", "|".join(_VALUES)).replace("SCALE", "|".join(_SCALES)),
    re.VERBOSE | re.IGNORECASE,
)
_UNITS = {
    "%": "percent", "percent": "percent", "per cent": "percent", "pct": "percent", "percentage points": "points",
    "dollar": "dollar", "us dollar": "dollar", "u.s. dollar": "dollar", "usd": "dollar", "yuan": "yuan", "rmb": "yuan",
    "renminbi": "yuan", "cny": "yuan", "euro": "euro", "eur": "euro", "pound": "pound", "yen": "yen",
}  # fmt: skip
_SIGNS = {"$": "dollar", "US$": "dollar", "€": "euro", "£": "pound", "¥": "yuan", "RMB": "yuan"}
_CURRENCY = r"(?:u\.?s\.? )?dollar|usd|yuan|rmb|renminbi|cny|euro|eur|pound|yen"
_UNIT = rf"(?P<unit>%|(?:percentage points|per ?cent|pct|{_CURRENCY})s?\b)"
_SCALE = r"(?:[\s-](?:hundred|thousand|million|billion|trillion))?"
# A number in digits with a sign before it or a unit behind; up to four words of which the last are a number.
_AMOUNTS = (
    re.compile(
        rf"(?P<sign>US\$|RMB|[$€£¥])?\s?(?P<number>\d[\d,]*(?:\.\d+)?{_SCALE})"
        rf"(?:[\s-]?{_UNIT})?",
        re.IGNORECASE,
    ),
    re.compile(rf"\b(?P<sign>(?!))?(?P<number>(?:[a-z]+[\s-]){{1,4}}){_UNIT}", re.IGNORECASE),
)


def numbers_in(text: str) -> tuple[str, ...]:
    """The numbers of `text` in order, each as a plain decimal, whatever way it was written.

    Numbers inside a name ("G20") belong to the name. "one", "first" and "second" alone are left out: they are
    pronouns and adverbs more often than numbers.

    >>> numbers_in("The fifth group spent 1,000 yuan (3.5%) and two million dollars at first.")
    ('5', '1000', '3.5', '2000000')
    """
    return tuple(dict.fromkeys(_number_values(text)))


def _number_values(text: str) -> Iterator[str]:
    for match in _NUMBER.finditer(text):
        if match["digits"]:
            scale = _SCALES[match["scale"].lower()] if match["scale"] else 1
            yield _plain(Fraction(match["digits"].replace(",", "")) * scale)
        elif match["one"]:
            yield _plain(Fraction(_SCALES[match["one"].lower()]))
        elif match["words"].lower() not in _RARELY_NUMBERS:
            yield _plain(Fraction(_value_of_words(match["words"])))


def _value_of_words(words: str) -> int:
    total, current = 0, 0
    for word in re.split(r"[\s-]+", words.lower()):
        if word in _VALUES:
            current += _VALUES[word]
        elif word == "hundred":
            current = max(current, 1) * 100
        elif word in _SCALES:
            total, current = total + max(current, 1) * _SCALES[word], 0
    return total + current


def _plain(value: Fraction) -> str:
    return str(value.numerator) if value.denominator == 1 else str(float(value))


def amounts_in(text: str) -> frozenset[str]:
    """Percentages and sums of money in `text`, as number and unit.

    >>> sorted(amounts_in("It rose 3.5 percent to $2 million")) == sorted(amounts_in("2 million US dollars, up 3.5%"))
    True
    """
    return frozenset(_amounts(text))


def _amounts(text: str) -> Iterator[str]:
    for match in (match for pattern in _AMOUNTS for match in pattern.finditer(text)):
        unit = _SIGNS.get((match["sign"] or "").upper()) or _unit(match["unit"] or "")
        values = numbers_in(match["number"]) if unit else ()
        if values:
            yield f"{values[-1]} {unit}"


def _unit(written: str) -> str | None:
    plain = written.lower().replace(".", "").replace("us ", "")
    return _UNITS.get(plain) or _UNITS.get(plain.removesuffix("s"))
