"""The summary sentences of a report that their sources do not bear out."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from gistmill.document import Findings, Span, SummarySentence
from gistmill.language import find_split_numbers, numbers_in, unsupported

NEAR = 200  # a number is judged by so many characters on either side

_TIGHT = re.compile(r"\d+(?:[.,:]\d+)+|\d{2,}")


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
        missing = (
            [*sentence.unsupported, *unsupported(sentence.text, source)] if sentence.text != source else []
        )
        missing += [
            f"{number} as a whole" for span in sentence.sources for number in _cut_numbers(text, span)
        ]
        if missing:
            yield place, sentence.text, ", ".join(dict.fromkeys(missing))


def _cut_numbers(text: str, span: Span) -> Iterator[str]:
    """The numbers of `text` that begin or end `span` with a part of themselves: the "3." of "3. 2 billion"."""
    for edge in (span.start, span.end):
        offset = max(0, edge - NEAR)
        place = edge - offset
        around = text[offset : edge + NEAR]
        for number in find_split_numbers(around):
            if number.reading != "two" and number.start < place < number.end:
                yield around[number.start : number.end]
        if whole := next((m for m in _TIGHT.finditer(around) if m.start() < place < m.end()), None):
            yield whole[0]
    known = numbers_in(_up_to_line_end(text, span))
    yield from (number for number in numbers_in(span.of(text)) if number not in known)


def _up_to_line_end(text: str, span: Span) -> str:
    """The words of `span` with what follows them in their line: "3. 2" goes on with its scale there."""
    end = text.find("\n", span.end, span.end + NEAR)
    return text[span.start : end if end >= 0 else span.end + NEAR]
