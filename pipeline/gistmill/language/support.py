"""Whether a source bears out a sentence: its numbers, dates, sums, names, offices, and what it denies."""

from __future__ import annotations

import re
from collections.abc import Iterator

from gistmill.language.dates import dates_in
from gistmill.language.names import acronyms_in, names_in, offices_in
from gistmill.language.negation import count_negations, denied_in
from gistmill.language.quantities import Quantity, is_borne_out, quantities_in
from gistmill.language.words import MAY_START_A_SENTENCE, words_in

_ROSE = re.compile(
    r"\b(?:ris(?:e|es|en|ing)|rose|increas(?:e|es|ed|ing)|gr(?:ow|ows|ew|own|owing|owth)|climb(?:s|ed|ing)?|surg(?:e|es|ed|ing)"
    r"|soar(?:s|ed|ing)?)\b",
    re.IGNORECASE,
)
_FELL = re.compile(
    r"\b(?:f(?:alls?|ell|allen|alling)|decreas(?:e|es|ed|ing)|declin(?:e|es|ed|ing)|drop(?:s|ped|ping)?|plung(?:e|es|ed|ing)"
    r"|shr(?:inks?|ank|unk)|slump(?:s|ed)?|tumbl(?:e|es|ed))\b",
    re.IGNORECASE,
)


def unsupported(sentence: str, source: str) -> tuple[str, ...]:
    """What `sentence` says that `source` lacks: quantities, dates, names and offices as they are worded or normalised,
    a rise for a fall, and "negation" where one denies what the other says.

    Quantities are whole: value, scale, unit, sign, what is counted, "about" or "more than", which way it went, and the
    range they are an end of.

    Names are compared word by word and without regard to case; an acronym is known where it is spelled out, but not
    the other way round. Since a name at the start of a sentence cannot be told from another word, the first word has
    to occur in the source too, unless it is a function word.

    >>> unsupported("In May Xi visited 15 cities.", "Xi Jinping visited fourteen cities in May.")
    ('15',)
    >>> unsupported("Mr. Wang refused.", "Mr. Li agreed.")
    ('Wang', 'negation')
    >>> unsupported("It paid 3 million dollars on 2 May.", "On May 3 it paid 3 million yuan to 2 firms.")
    ('may 2', '3000000 dollar')
    >>> unsupported("Exports rose 5%.", "Exports fell about 5% to 3. 2 billion.")
    ('5 percent up', 'rose')
    """
    missing = [
        *_quantities(sentence, source),
        *_direction(sentence, source),
        *_names(sentence, source),
        *_offices(sentence, source),
    ]
    if _contradicts(sentence, source):
        missing.append("negation")
    return tuple(dict.fromkeys(missing))


def _quantities(sentence: str, source: str) -> Iterator[str]:
    """Quantities by their value where the source has it nowhere, else with what tells them from those it has."""
    said = quantities_in(sentence)
    if not said:
        return
    held = quantities_in(source)
    known = {quantity.value for quantity in held}
    missing = [q for q in said if not any(is_borne_out(q, other) for other in held)]
    yield from (q.value for q in missing if q.value not in known)
    # A date whose day is missing altogether was named already.
    yield from (date for date in sorted(dates_in(sentence) - dates_in(source)) if date.split()[1] in known)
    with_units = {str(quantity) for quantity in held}
    for q in missing:
        if q.value in known and q.unit != "day of a month":
            yield _told(q) if str(q) in with_units else str(q)


def _told(quantity: Quantity) -> str:
    """
    >>> _told(Quantity("5", unit="percent", approximation="about", direction="up")), _told(Quantity("5"))
    ('about 5 percent up', '5')
    """
    counted = quantity.counted[:1]
    words = (
        quantity.approximation,
        quantity.value,
        quantity.unit,
        *counted,
        quantity.direction,
        quantity.role,
    )
    return " ".join(filter(None, words))


def _direction(sentence: str, source: str) -> Iterator[str]:
    for told, opposite in ((_ROSE, _FELL), (_FELL, _ROSE)):
        if (word := told.search(sentence)) and not told.search(source) and opposite.search(source):
            yield word[0].lower()


def _names(sentence: str, source: str) -> Iterator[str]:
    known = set(words_in(source)) | {name.lower() for name in names_in(source)} | MAY_START_A_SENTENCE
    known |= acronyms_in(source) | ({"us"} if "$" in source else set())
    for name in (*words_in(sentence)[:1], *names_in(sentence)):
        parts = words_in(name)
        if name.lower() not in known and not (parts and known.issuperset(parts)):
            yield name


def _offices(sentence: str, source: str) -> Iterator[str]:
    """Offices given to somebody of another name than in the source; an office the source gives nobody is a name's
    matter."""
    held = offices_in(source)
    for office, holders in offices_in(sentence).items():
        if office in held and not holders & held[office]:
            yield f"{office} {' '.join(sorted(holders))}"


def _contradicts(sentence: str, source: str) -> bool:
    if bool(count_negations(sentence)) != bool(count_negations(source)):
        return True
    newly_denied = denied_in(sentence) - denied_in(source)
    return bool(newly_denied & {word[:4] for word in words_in(source)})
