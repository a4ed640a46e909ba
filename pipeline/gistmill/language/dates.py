"""The days that a text names."""

from __future__ import annotations

import re
from collections.abc import Iterator

MONTHS = "january february march april may june july august september october november december".split()
MONTH_PATTERN = "|".join(f"{month}|{month[:3]}\\.?" for month in MONTHS) + r"|sept\.?"
_DATE = re.compile(
    rf"\b(?P<month>{MONTH_PATTERN})\s+(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\b(?!,\d)"
    rf"|\b(?P<day_first>\d{{1,2}})(?:st|nd|rd|th)?\s+(?:of\s+)?(?P<month_second>{MONTH_PATTERN})\b",
    re.IGNORECASE,
)


def dates_in(text: str) -> frozenset[str]:
    """The days that `text` names, whatever way they are written.

    >>> sorted(dates_in("From June 28th to 1 July")), dates_in("28 June") == dates_in("June 28")
    (['july 1', 'june 28'], True)
    """
    return frozenset(_dates(text))


def _dates(text: str) -> Iterator[str]:
    for match in _DATE.finditer(text):
        month = (match["month"] or match["month_second"]).lower()[:3]
        name = next(full for full in MONTHS if full.startswith(month))
        yield f"{name} {int(match['day'] or match['day_first'])}"
