"""No sentence twice in a report: a section's summary leaves to the overview what stands there, and says more.

The overview is read first and has to be the best choice on its own, so it is made first and not weakened. A section
shown whole stays whole, and a section that has nothing else worth showing repeats itself: an empty summary would help
nobody. A text of one section has no section summaries to show beside its overview.
"""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace

from gistmill.document import Overview, Section, Span, Summary, SummarySentence
from gistmill.summarize.extract import is_statement, select_sentences
from gistmill.summarize.features import SHORT_WORDS, Part
from gistmill.summarize.layout import running_text
from gistmill.summarize.length import Length, count_words
from gistmill.summarize.section import SectionText, body_sentences, joined


def without_repeats(
    summaries: Sequence[Summary],
    items: Sequence[SectionText],
    *,
    sections: Sequence[Section],
    overview: Overview,
    length: Length,
) -> tuple[Summary, ...]:
    """`summaries` of `items`, which start where `sections` do, without what `overview` or an earlier one says."""
    if len(summaries) < 2:
        return tuple(summaries)
    said = {sentence.text for sentence in overview.sentences}
    shown = {span for sentence in overview.sentences for span in sentence.sources}
    found: list[Summary] = []
    for summary, item, section in zip(summaries, items, sections, strict=True):
        here = {span.shifted(-section.start) for span in shown}
        found.append(_beside(summary, item, said=said, shown=here, length=length))
        said |= {sentence.text for sentence in found[-1].sentences}
    return tuple(found)


def _beside(
    summary: Summary, item: SectionText, *, said: set[str], shown: set[Span], length: Length
) -> Summary:
    """`summary` with other sentences in place of those that were `said` before, where the section has others."""
    repeated = [sentence for sentence in summary.sentences if _is_repeated(sentence, said, shown)]
    if not repeated or summary.method == "verbatim":
        return summary
    sentences = _others(summary, item, said=said, shown=shown, length=length)
    if not sentences:
        return replace(summary, reason=f"{summary.reason}; nothing else to say beside the overview")
    rewritten = any(sentence.text not in item.text for sentence in sentences)
    method = summary.method if rewritten else "extractive"
    reason = f"{summary.reason}; {len(repeated)} left out that stood before"
    return Summary(joined(sentences), method, reason, sentences)


def _is_repeated(sentence: SummarySentence, said: set[str], shown: set[Span]) -> bool:
    return sentence.text in said or (len(sentence.sources) == 1 and sentence.sources[0] in shown)


def _others(
    summary: Summary, item: SectionText, *, said: set[str], shown: set[Span], length: Length
) -> tuple[SummarySentence, ...]:
    """The best of what was not said before, as the summary words it where it does; else what is left of the summary."""
    if any(len(sentence.sources) > 1 for sentence in summary.sentences):
        return tuple(s for s in summary.sentences if not _is_repeated(s, said, shown))
    spans = running_text(item.text, body_sentences(item))
    texts = tuple(span.of(item.text) for span in spans)
    excluded = {
        index
        for index, span in enumerate(spans)
        if span in shown or texts[index] in said or not _may_stand(texts[index])
    }
    max_words = length.words_for(count_words(item.text[item.body :]))
    part = Part(item.heading, texts)
    chosen = select_sentences([part], max_words=max_words, title=item.heading, excluded=excluded)
    worded = {sentence.sources: sentence for sentence in summary.sentences}
    return tuple(
        worded.get((spans[index],), SummarySentence(texts[index], (spans[index],))) for index in chosen
    )


def _may_stand(text: str) -> bool:
    return is_statement(text) and count_words(text) >= SHORT_WORDS
