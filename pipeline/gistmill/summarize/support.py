"""Whether a source bears out a summary sentence: its numbers, dates, sums, names, offices, and what it denies."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from gistmill import facts
from gistmill.document import Findings, SummarySentence
from gistmill.summarize import claims

# Words that a rewritten sentence may start with although its source has them nowhere; forms of address among them.
_FUNCTION_WORDS = frozenset(
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
    known = set(facts.numbers(source))
    yield from (number for number in facts.numbers(sentence) if number not in known)
    if known:
        known_dates, known_amounts = claims.dates(source), claims.amounts(source)
        # A date or sum whose number is missing altogether was named already.
        yield from (date for date in sorted(claims.dates(sentence) - known_dates) if date.split()[1] in known)
        yield from (
            sum_ for sum_ in sorted(claims.amounts(sentence) - known_amounts) if sum_.split()[0] in known
        )


def _names(sentence: str, source: str) -> Iterator[str]:
    known = set(facts.words(source)) | {name.lower() for name in facts.names(source)} | _FUNCTION_WORDS
    known |= claims.acronyms(source) | ({"us"} if "$" in source else set())
    for name in (*facts.words(sentence)[:1], *facts.names(sentence)):
        parts = facts.words(name)
        if name.lower() not in known and not (parts and known.issuperset(parts)):
            yield name


def _offices(sentence: str, source: str) -> Iterator[str]:
    """Offices given to somebody of another name than in the source; an office the source gives nobody is a name's
    matter."""
    held = claims.offices(source)
    for office, holders in claims.offices(sentence).items():
        if office in held and not holders & held[office]:
            yield f"{office} {' '.join(sorted(holders))}"


def _contradicts(sentence: str, source: str) -> bool:
    if bool(facts.negations(sentence)) != bool(facts.negations(source)):
        return True
    newly_denied = claims.denied(sentence) - claims.denied(source)
    return bool(newly_denied & {word[:4] for word in facts.words(source)})


def unsupported_in(report: Findings) -> Iterator[tuple[str, str, str]]:
    """Each summary sentence that its own sources do not bear out: where it stands, the sentence, what they lack.

    The sources are looked at again, so that a report is judged as it is and not as the ladder remembers it.
    """
    text = report.cleaned.text
    for section, summary in zip(report.outline.sections, report.summaries, strict=True):
        yield from _rest(f"section {section.id}", summary.sentences, text)
    yield from _rest("overview", report.overview.sentences, text)


def _rest(place: str, sentences: Sequence[SummarySentence], text: str) -> Iterator[tuple[str, str, str]]:
    for sentence in sentences:
        source = " ".join(span.of(text) for span in sentence.sources)
        missing = (*sentence.unsupported, *unsupported(sentence.text, source))
        if missing and sentence.text != source:
            yield place, sentence.text, ", ".join(dict.fromkeys(missing))
