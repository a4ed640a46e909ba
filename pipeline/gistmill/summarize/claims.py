"""What a sentence claims beyond its numbers and names: amounts with their unit, dates, who holds which office, and what
is denied; each normalised, so that two wordings of one claim are equal.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from gistmill import facts

_MONTHS = "january february march april may june july august september october november december".split()
_MONTH = "|".join(f"{month}|{month[:3]}\\.?" for month in _MONTHS) + r"|sept\.?"
_DATE = re.compile(
    rf"\b(?P<month>{_MONTH})\s+(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\b(?!,\d)"
    rf"|\b(?P<day_first>\d{{1,2}})(?:st|nd|rd|th)?\s+(?:of\s+)?(?P<month_second>{_MONTH})\b",
    re.IGNORECASE,
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
_OFFICES = (
    "president|vice president|premier|prime minister|minister|secretary|chairman|chairwoman|chancellor|governor|mayor"
    "|king|queen|general|ambassador|spokesperson|spokesman|spokeswoman|director|professor|judge|senator"
)
_NAME = r"[A-Z][\w’'-]+"
_OFFICE_BEFORE = re.compile(rf"\b(?i:(?P<office>{_OFFICES}))\s+(?P<name>{_NAME}(?:\s+{_NAME}){{0,3}})")
_OFFICE_BEHIND = re.compile(
    rf"(?P<name>{_NAME}(?:\s+{_NAME}){{0,3}}),\s+(?:[\w’'-]+\s+){{0,6}}?(?i:(?P<office>{_OFFICES}))\b"
)
_DENIAL = re.compile(
    r"(?:\b(?:not|no|never|none|neither|nor|without|cannot)\b|n[’']t\b)\s+(?P<rest>[^,.;:!?]*)", re.IGNORECASE
)
_SAYS_LITTLE = frozenset(
    "a an the any be been being have has had do does did to of in on at by for yet ever really only also one it he she "
    "they there is are was were will would can could may might should must".split()
)


def dates(text: str) -> frozenset[str]:
    """The days that `text` names, whatever way they are written.

    >>> sorted(dates("From June 28th to 1 July")), dates("28 June") == dates("June 28")
    (['july 1', 'june 28'], True)
    """
    return frozenset(_dates(text))


def _dates(text: str) -> Iterator[str]:
    for match in _DATE.finditer(text):
        month = (match["month"] or match["month_second"]).lower()[:3]
        name = next(full for full in _MONTHS if full.startswith(month))
        yield f"{name} {int(match['day'] or match['day_first'])}"


def amounts(text: str) -> frozenset[str]:
    """Percentages and sums of money in `text`, as number and unit.

    >>> sorted(amounts("It rose 3.5 percent to $2 million")) == sorted(amounts("2 million US dollars, up 3.5%"))
    True
    """
    return frozenset(_amounts(text))


def _amounts(text: str) -> Iterator[str]:
    for match in (match for pattern in _AMOUNTS for match in pattern.finditer(text)):
        unit = _SIGNS.get((match["sign"] or "").upper()) or _unit(match["unit"] or "")
        values = facts.numbers(match["number"]) if unit else ()
        if values:
            yield f"{values[-1]} {unit}"


def _unit(written: str) -> str | None:
    plain = written.lower().replace(".", "").replace("us ", "")
    return _UNITS.get(plain) or _UNITS.get(plain.removesuffix("s"))


def offices(text: str) -> dict[str, frozenset[str]]:
    """For each office that `text` gives somebody, the words of the names it is given to.

    >>> offices("President Biden met Li Qiang, the Chinese premier") == {
    ...     "president": frozenset({"biden"}), "premier": frozenset({"li", "qiang"})}
    True
    """
    found: dict[str, frozenset[str]] = {}
    for pattern in (_OFFICE_BEFORE, _OFFICE_BEHIND):
        for match in pattern.finditer(text):
            office = match["office"].lower()
            found[office] = found.get(office, frozenset()) | frozenset(facts.words(match["name"]))
    return found


def denied(text: str) -> frozenset[str]:
    """The first word that says something behind each negation, cut to what its forms share.

    >>> denied("They did not agree") == denied("They never agreed") == frozenset({"agre"})
    True
    """
    firsts = (
        next((w for w in facts.words(m["rest"]) if w not in _SAYS_LITTLE), "") for m in _DENIAL.finditer(text)
    )
    return frozenset(word[:4] for word in firsts if word)


def acronyms(text: str) -> frozenset[str]:
    """The initials, in lower case, of every run of capitalised words; small words between them may count or not.

    >>> {"who", "uae"} <= acronyms("The World Health Organization wrote to the United Arab Emirates.")
    True
    """
    runs = re.findall(rf"{_NAME}(?:\s+(?:(?:of|and|for|the|in|on)\s+)*{_NAME})+", text)
    found = set()
    for run in runs:
        words = run.split()
        capitals = [word[0].lower() for word in words if word[0].isupper()]
        spans = [capitals[start:] for start in range(len(capitals))]
        found |= {"".join(span[:end]) for span in spans for end in range(2, len(span) + 1)}
        found.add("".join(word[0].lower() for word in words))
    return frozenset(found)
