"""The report in a notebook: the gist and the outline, styled by the notebook itself, without a script."""

from __future__ import annotations

from gistmill.document import Findings
from gistmill.render.page import fragment
from gistmill.render.text_view import (
    changes_made,
    closing_lines,
    display_title,
    has_parts,
    metadata_line,
    section_label,
)


def notebook_html(report: Findings) -> str:
    """Title, overview and a foldable summary of every section; every text is escaped."""
    parts = zip(report.outline.sections, report.summaries, strict=True)
    return fragment(
        "notebook",
        title=display_title(report),
        about=metadata_line(report.cleaned.metadata),
        overview=report.overview.text,
        parts=[(section, section_label(section), summary) for section, summary in parts],
        has_parts=has_parts(report.outline),
        changes=changes_made(report.cleaned.edits),
        made=closing_lines(report)[-1],
    )
