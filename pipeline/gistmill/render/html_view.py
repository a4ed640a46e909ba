"""The report as one HTML file that needs no other: it opens from disk, loads nothing, and reads without its script."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import count

from markupsafe import Markup
from msgspec import Struct

from gistmill.document import Findings, Section, Span, Summary, SummarySentence
from gistmill.render.bar import WIDTH, bar_of
from gistmill.render.changes import Stretch, stretches
from gistmill.render.inline import Inliner
from gistmill.render.page import page
from gistmill.render.passages import Cited, Paragraph, Removed, passages
from gistmill.render.text_view import changes_made, display_title, has_parts, removals, section_label

# From this many characters on, sections out of sight are not laid out until they are scrolled to.
LARGE = 200_000
DEEPEST_HEADING = 6


_Numbered = list[tuple[int, SummarySentence]]


class _Part(Struct, frozen=True):
    """A section as the page shows it; `heading_line` is its heading as it was, where that was changed."""

    section: Section
    label: str
    tag: str
    notes: tuple[str, ...]
    summary: Summary
    heading_line: Markup
    text: Markup
    sentences: tuple[Markup, ...]
    unsupported: tuple[str, ...]


def report_html(report: Findings) -> str:
    """The page: outline, overview, every section with summary and text in three views, what was changed.

    Times and cache hits are left out, so that the same input gives the same bytes.
    """
    whole, inliner = stretches(report.cleaned), Inliner(report.cleaned.marks)
    numbered = _numbered(report)
    texts = list(_texts(report, whole, numbered, inliner))
    labels = [section_label(section) for section in report.outline.sections]
    parts = [
        _Part(
            section,
            label,
            tag,
            _notes(section),
            summary,
            *texts[index],
            tuple(inliner.sentence(sentence, number) for number, sentence in numbered[index + 1]),
            _unsupported(summary.sentences),
        )
        for index, (section, summary, label, tag) in enumerate(
            zip(
                report.outline.sections,
                report.summaries,
                labels,
                _tags(report.outline.sections),
                strict=True,
            )
        )
    ]
    return page(
        "report",
        title=display_title(report),
        about=about(report),
        overview=[inliner.sentence(sentence, number) for number, sentence in numbered[0]],
        overview_unsupported=_unsupported(report.overview.sentences),
        headline=report.overview.headline,
        parts=parts,
        has_parts=has_parts(report.outline),
        bar=bar_of(report, whole, labels=labels),
        bar_width=WIDTH,
        large=len(report.cleaned.text) >= LARGE,
        changed=sum(bool(stretch.edits) for stretch in whole),
        changes=changes_made(report.cleaned.edits),
        reasons=[(number, why, inliner.counts[why]) for why, number in inliner.reasons.items()],
        removed=removals(report.cleaned.edits),
        provenance=report.provenance,
        source=report.document.source,
    )


def about(report: Findings) -> list[tuple[str, str]]:
    """What is known of the document, name by name, in the order people ask for it."""
    metadata = report.cleaned.metadata
    dateline = metadata.dateline
    known = [
        ("Agency", dateline.agency if dateline else None),
        ("Place", dateline.place if dateline else None),
        ("Date", dateline.date if dateline else None),
        ("By", metadata.byline),
        ("Editor", metadata.editor),
        ("Publisher", metadata.publisher),
        ("Topic", metadata.topic),
        ("Language", metadata.language),
        ("Document", str(report.document.id)),
        ("File", report.document.source),
        *(("Note", note) for note in report.document.notes),
    ]
    return [(name, value) for name, value in known if value]


def _numbered(report: Findings) -> list[_Numbered]:
    """The sentences of the overview and of each summary, numbered; a section shown whole has none."""
    numbers = count(1)
    own = (() if summary.method == "verbatim" else summary.sentences for summary in report.summaries)
    shown = (report.overview.sentences, *own)
    return [[(next(numbers), sentence) for sentence in sentences] for sentences in shown]


def _texts(
    report: Findings,
    whole: Sequence[Stretch],
    numbered: Sequence[_Numbered],
    inliner: Inliner,
) -> Iterator[tuple[Markup, Markup]]:
    cited = sorted(
        (
            Cited(span, number)
            for sentences in numbered
            for number, sentence in sentences
            for span in sentence.sources
        ),
        key=lambda one: (one.span, one.sentence),
    )
    last = len(report.outline.sections) - 1
    for index, section in enumerate(report.outline.sections):
        heading = passages(whole, (), within=Span(section.start, section.body))
        changed = any(_is_changed(block) for block in heading)
        body = passages(whole, cited, within=Span(section.body, section.end + (index == last)))
        yield (
            Markup("").join(map(inliner.block, heading)) if changed else Markup(""),
            Markup("").join(map(inliner.block, body)),
        )


def _is_changed(block: Paragraph | Removed) -> bool:
    return isinstance(block, Removed) or any(s.edits for run in block.runs for s in run.stretches)


def _tags(sections: Sequence[Section]) -> Iterator[str]:
    """A heading tag for each section; none is more than one deeper than the one before it."""
    depth = 2
    for section in sections:
        depth = min(max(section.level, 1) + 1, depth + 1, DEEPEST_HEADING)
        yield f"h{depth}"


def _notes(section: Section) -> tuple[str, ...]:
    if section.generated:
        return ("no heading in the text; title made from its words",)
    if not section.title or section.confidence >= 1:
        return ()
    return (f"heading found in plain text, {100 * section.confidence:.0f} % sure",)


def _unsupported(sentences: Iterable[SummarySentence]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(part for sentence in sentences for part in sentence.unsupported))
