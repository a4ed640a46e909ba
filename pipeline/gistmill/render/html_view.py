"""The report as one HTML file that needs nothing else: no script, no network, every text escaped."""

from __future__ import annotations

from jinja2 import Environment, PackageLoader, StrictUndefined

from gistmill.document import Report
from gistmill.render.text_view import closing_lines, display_title, metadata_line, section_label


def report_html(report: Report) -> str:
    """The page: outline at the side, each section with its summary and its cleaned text, the edits at the end."""
    environment = Environment(
        loader=PackageLoader("gistmill.render"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    sections = [
        {
            "section": section,
            "label": section_label(section),
            "summary": summary,
            "body": report.cleaned.text[section.body : section.end].strip(),
        }
        for section, summary in zip(report.outline.sections, report.summaries, strict=True)
    ]
    return environment.get_template("report.html").render(
        title=display_title(report),
        about=metadata_line(report.cleaned.metadata),
        overview=report.overview,
        sections=sections,
        edits=report.cleaned.edits,
        closing=closing_lines(report),
        provenance=report.provenance,
    )
