"""What stands before a sentence on its line and is no part of it: a bullet, the marks of a heading, a dateline."""

from __future__ import annotations

import re

from gistmill.document import Span

# Numbers stay, since the text may refer to them.
_MARKER = re.compile(r"(?:[-*•‣▪●◦·–—+▲△▼]|#{1,6})\s+(?=\S)")
_MONTH = r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)[a-z]*\.?"
_DAY = r"\d{1,2}(?:st|nd|rd|th)?"
_DATELINE = re.compile(
    rf"""
    (?P<agency> Xinhua\ [Nn]ews\ [Aa]gency,?\s+ (?P<report> report\ of\ {_MONTH}\ {_DAY}\ from\ )? )?
    [A-Z][\w.'’-]* (?:\s[A-Z][\w.'’-]*){{0,3}}  # a place: "BEIJING", "New York"
    (?P<day> ,\s+ (?: {_MONTH}\s+{_DAY} | {_DAY}\s+{_MONTH} ) (?:,?\s+\d{{4}})? (?![\w/]) )?
    \s*
    (?(agency) (?: \( [A-Z][^()]{{2,80}} \) \s* )? )  # the reporters: "(Li Wei, Ma Lin)"
    (?: (?: \( [^()]*(?:Xinhua|Reuters|\bAP\b|AFP|TASS|Kyodo|[Rr]eporter|[Cc]orrespondent)[^()]* \) \s*,?\s* )+
        (?: (?:--+|[—–-])\s* )?  # the agency: "(Xinhua) --"
    |   (?(day) (?(agency) (?:--+|[-—–:.,])?\s* | (?:--+|[—–])\s* )
        |   (?(report) (?:--+|[-—–:.,])?\s* | (?!) ) )
    )
    (?=["“‘]?[A-Z0-9])
    """,
    re.VERBOSE,
)
# With fewer words left it was the dateline alone.
MIN_WORDS_LEFT = 5


def bare_sentence(text: str, span: Span) -> Span:
    """`span` of `text` without what only leads up to the sentence.

    Leaves a place at the start of a sentence alone, and a bracket that names no agency and no reporter.

    >>> for line in ("- Trade grew.", "## Costs", "ROME, May 2 (AP) -- Trade with China grew again.", "Rome, May 2."):
    ...     print(bare_sentence(line, Span(0, len(line))).of(line))
    Trade grew.
    Costs
    Trade with China grew again.
    Rome, May 2.
    >>> line = "Xinhua news agency, Nanning, May 19 (reporter Zhang Ying) - The term was extended by two years."
    >>> bare_sentence(line, Span(0, len(line))).of(line)
    'The term was extended by two years.'
    """
    if marker := _MARKER.match(span.of(text)):
        span = Span(span.start + marker.end(), span.end)
    sentence = span.of(text)
    dateline = _DATELINE.match(sentence)
    if dateline and len(sentence[dateline.end() :].split()) >= MIN_WORDS_LEFT:
        return Span(span.start + dateline.end(), span.end)
    return span
