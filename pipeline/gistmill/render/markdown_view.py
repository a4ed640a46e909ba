"""The report as Markdown that GitHub and pandoc render."""

from __future__ import annotations

import re

from gistmill.document import Findings
from gistmill.render.text_view import closing_lines, display_title, has_parts, metadata_line, section_label
from gistmill.shown import shown

# `$` and `^` mean something to GitHub (mathematics) and pandoc (superscripts), `&` only before what is an entity.
_SPECIAL = re.compile(r"([\\`*_{}\[\]<>#|~$^]|&(?=\w+;))")
# What begins a list in CommonMark or pandoc (`-`, `+`, `1.`, `1)`, `a.`, `(iv)`), a definition or an underline.
_LEADING = re.compile(r"^(?:(?=[-+:=(])|(?:\d{1,9}|[A-Za-z]|[ivxlcIVXLC]+)(?=[.)]))")


def report_markdown(report: Findings) -> str:
    """Title, metadata, overview and every section under a heading of its level; markup in the text is escaped."""
    parts = [f"# {escaped(display_title(report))}"]
    if about := metadata_line(report.cleaned.metadata):
        parts.append(f"*{escaped(about)}*")
    parts += ["## Overview", _passage(report.overview.text)]
    if has_parts(report.outline):
        for section, summary in zip(report.outline.sections, report.summaries, strict=True):
            marks = "#" * min(max(section.level, 1) + 1, 6)
            parts += [f"{marks} {escaped(section_label(section))}", _passage(summary.text)]
    parts += ["---", *(escaped(line) for line in closing_lines(report))]
    return "\n\n".join(parts) + "\n"


def _passage(text: str) -> str:
    """The text with its own line ends (behind an item, a row of a table) as hard ones."""
    return "\\\n".join(escaped(line) for line in text.split("\n"))


def escaped(text: str | None) -> str:
    """`text` with the characters that mean something to Markdown put behind a backslash, on one line.

    >>> escaped("see *this* [link]")
    'see \\\\*this\\\\* \\\\[link\\\\]'
    >>> print(escaped("1. May"))
    1\\. May
    """
    return _LEADING.sub(r"\g<0>\\", _SPECIAL.sub(r"\\\1", " ".join(shown(text or "").split())))
