"""The summary sentences of a report that their sources do not bear out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from gistmill.document import Findings, SummarySentence
from gistmill.language import unsupported


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
