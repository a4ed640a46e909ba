"""The report for the terminal: title, metadata, overview, the outline with a summary under every section."""

from __future__ import annotations

import textwrap
from collections import Counter
from collections.abc import Sequence

from gistmill.document import Document, Edit, Findings, Metadata, Outline, Section, Summary
from gistmill.segment import Candidate
from gistmill.segment.evidence import bare_numbering
from gistmill.segment.numbering import numbering_of
from gistmill.shown import shown

# The longest line that reads well; wider terminals are not filled.
MAX_WIDTH = 100
REASONS_SHOWN = 6
_INDENT = "   "


class Style:
    """Bold and dim on a terminal, nothing elsewhere."""

    def __init__(self, colour: bool) -> None:
        self._colour = colour

    def bold(self, text: str) -> str:
        return f"\x1b[1m{text}\x1b[0m" if self._colour and text else text

    def dim(self, text: str) -> str:
        return f"\x1b[2m{text}\x1b[0m" if self._colour and text else text


def report_text(report: Findings, *, width: int = 80, colour: bool = False) -> str:
    """The report wrapped to `width` columns, with ANSI styles if `colour`."""
    style, width = Style(colour), min(width, MAX_WIDTH)
    parts = [_lines(display_title(report), width=width, style=style.bold)]
    if about := metadata_line(report.cleaned.metadata):
        parts.append(_lines(about, width=width, style=style.dim))
    parts += ["", style.bold("Overview"), _lines(report.overview.text, width=width), ""]
    if has_parts(report.outline):
        parts.append(style.bold("Sections"))
        for section, summary in zip(report.outline.sections, report.summaries, strict=True):
            parts += [*_section_lines(section, summary, width=width, style=style), ""]
    # Not wrapped: the command in it is there to be copied.
    parts += [style.dim(shown(line)) for line in closing_lines(report)]
    return "\n".join(parts) + "\n"


def display_title(report: Findings) -> str:
    """The title, else a headline that says more than the overview's first words, else the document's name."""
    headline = report.overview.headline
    made_up = "" if report.overview.text.startswith(headline) else headline
    return report.outline.title or made_up or str(report.document.id)


def has_parts(outline: Outline) -> bool:
    """Whether there is more to show than a whole that its overview sums up already."""
    return len(outline.sections) > 1 or any(section.title for section in outline.sections)


def section_label(section: Section) -> str:
    """The title; for text before the first heading "Lead", for parts cut by topic a title marked as
    generated, or their number.

    >>> section_label(Section("2", None, 1, (), 0, 0, 10))
    '2'
    >>> section_label(Section("2", "River perch", 1, ("River perch",), 0, 0, 10, generated=True))
    'River perch (generated)'
    """
    if section.generated:
        return f"{section.title} (generated)"
    return section.title or (section.id if section.level else "Lead")


def numbered_label(section: Section, *, gap: str = "  ") -> str:
    """The label behind the section's number; a title that carries a number of its own is shown with that alone.

    >>> aims, costs = (Section("2", title, 1, (title,), 0, 0, 10) for title in ("Aims", "3. Costs"))
    >>> numbered_label(aims), numbered_label(costs)
    ('2  Aims', '3. Costs')
    """
    label = section_label(section)
    carries_number = section.title and (numbering_of(section.title) or bare_numbering(section.title))
    return f"{section.id}{gap}{label}" if section.title and not carries_number else label


def metadata_line(metadata: Metadata) -> str:
    """Agency, place, date and byline as far as known, in one line."""
    dateline = metadata.dateline
    known = [dateline.agency, dateline.place, dateline.date] if dateline else []
    return " · ".join(part for part in (*known, metadata.byline) if part)


def closing_lines(report: Findings) -> list[str]:
    """What was changed and removed and how to see it; how the summaries were made."""
    methods = Counter(summary.method for summary in report.summaries)
    made = ", ".join(f"{count} {method}" for method, count in sorted(methods.items()))
    source = "-" if report.document.source == "stdin" else report.document.source
    return [
        f"{changes_made(report.cleaned.edits)}; see gistmill clean {source} --explain",
        f"Summaries: {made}; model: {report.provenance.model}",
    ]


def changes_made(edits: tuple[Edit, ...]) -> str:
    """The edits counted; those that take out words without putting any in their place are removals.

    >>> changes_made((Edit("boilerplate", 5, 20, "Leave a Comment", "", "comment form"),))
    'Cleaned: 0 repairs, 1 removal (boilerplate)'
    """
    removed = removals(edits)
    rules = sorted({rule for edit in removed for rule in edit.rule.split("+")})
    named = f" ({', '.join(rules)})" if rules else ""
    return f"Cleaned: {_counted(len(edits) - len(removed), 'repair')}, {_counted(len(removed), 'removal')}{named}"


def removals(edits: Sequence[Edit]) -> list[Edit]:
    """The edits that take out words without putting any in their place."""
    return [edit for edit in edits if not edit.after.strip() and any(map(str.isalpha, edit.before))]


def _counted(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def outline_text(document: Document, outline: Outline, *, width: int = 80, colour: bool = False) -> str:
    """The outline alone: the title, then one line a section."""
    style = Style(colour)
    lines = [_lines(outline.title or str(document.id), width=min(width, MAX_WIDTH), style=style.bold)]
    for section in outline.sections:
        label, words = numbered_label(section, gap=" "), section_size(section)
        lines.append(f"{_INDENT * max(section.level - 1, 0)}{shown(label)}  {style.dim(words)}")
    return "\n".join(lines) + "\n"


def candidates_text(candidates: Sequence[Candidate]) -> str:
    """Each line that may be a heading with its confidence, and the features that decided with their log-odds."""
    lines = []
    for candidate in candidates:
        lines.append(f"{candidate.confidence:.2f}  {shown(candidate.title)}")
        strongest = candidate.reasons[:REASONS_SHOWN]
        lines.append("      " + ", ".join(f"{reason.feature} {reason.effect:+.1f}" for reason in strongest))
    return "\n".join(lines) + "\n"


def section_size(section: Section) -> str:
    return f"[{section.end - section.start:,} characters]"


def _section_lines(section: Section, summary: Summary, *, width: int, style: Style) -> list[str]:
    indent = _INDENT * max(section.level - 1, 0)
    inner = indent + _INDENT
    heading = numbered_label(section)
    hanging = indent + " " * (len(section.id) + 2 if heading.startswith(f"{section.id}  ") else 0)
    return [
        _lines(heading, width=width, first=indent, rest=hanging, style=style.bold),
        _lines(summary.text, width=width, first=inner, rest=inner),
    ]


def _lines(text: str, *, width: int, first: str = "", rest: str = "", style: object = None) -> str:
    """The text wrapped; each of its own lines (an item, a row of a table) starts a new one."""
    wrapped = [
        line
        for own in text.replace("\t", "  ").split("\n")
        for line in textwrap.wrap(
            shown(own), width, initial_indent=first, subsequent_indent=rest, break_on_hyphens=False
        )
    ]
    return "\n".join(style(line) if callable(style) else line for line in wrapped)
