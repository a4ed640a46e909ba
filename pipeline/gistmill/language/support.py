"""Whether a source bears out a sentence: its numbers, dates, sums, names, offices, and what it denies."""

from __future__ import annotations

from collections.abc import Iterator

from gistmill.language.dates import dates_in
from gistmill.language.names import acronyms_in, names_in, offices_in
from gistmill.language.negation import count_negations, denied_in
from gistmill.language.quantities import amounts_in, numbers_in
from gistmill.language.words import words_in

# Words that a rewritten sentence may start with although its source has them nowhere; forms of address among them.
_MAY_START = frozenset(
    "a an the this that these those it its he she they his her their there in on at by for with from to of as and "
    "but after before during under while when where both all some many most other is are was were has have had "
    "mr mrs ms".split()
)


def unsupported(sentence: str, source: str) -> tuple[str, ...]:
    """What `sentence` says that `source` lacks: numbers, dates, amounts, names and offices as they are worded or
    normalised, and "negation" where one denies what the other says.

    Names are compared word by word and without regard to case; an acronym is known where it is spelled out, but not
    the other way round. Since a name at the start of a sentence cannot be told from another word, the first word has
    to occur in the source too, unless it is a function word.

    >>> unsupported("In May Xi visited 15 cities.", "Xi Jinping visited fourteen cities in May.")
    ('15',)
    >>> unsupported("Mr. Wang refused.", "Mr. Li agreed.")
    ('Wang', 'negation')
    >>> unsupported("It paid 3 million dollars on 2 May.", "On May 3 it paid 3 million yuan to 2 firms.")
    ('may 2', '3000000 dollar')
    """
    missing = [*_numbers(sentence, source), *_names(sentence, source), *_offices(sentence, source)]
    if _contradicts(sentence, source):
        missing.append("negation")
    return tuple(dict.fromkeys(missing))


def _numbers(sentence: str, source: str) -> Iterator[str]:
    known = set(numbers_in(source))
    yield from (number for number in numbers_in(sentence) if number not in known)
    if known:
        known_dates, known_amounts = dates_in(source), amounts_in(source)
        # A date or sum whose number is missing altogether was named already.
        yield from (date for date in sorted(dates_in(sentence) - known_dates) if date.split()[1] in known)
        yield from (sum_ for sum_ in sorted(amounts_in(sentence) - known_amounts) if sum_.split()[0] in known)


def _names(sentence: str, source: str) -> Iterator[str]:
    known = set(words_in(source)) | {name.lower() for name in names_in(source)} | _MAY_START
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
