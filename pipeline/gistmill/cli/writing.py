"""Reports to where they shall go: one after the other to one place, or a file each into a directory."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

from gistmill.cli.output import wants_colour, width, write
from gistmill.errors import RecipeError

if TYPE_CHECKING:
    from gistmill.report import Report


class ReportFormat(StrEnum):
    text = "text"
    markdown = "markdown"
    json = "json"
    html = "html"


# What stands between the reports of two documents; JSON is one object a line.
_SEPARATORS = {"text": "\n" + "═" * 40 + "\n\n", "markdown": "\n\n", "json": "", "html": "\n"}
_SUFFIXES = {"text": ".txt", "markdown": ".md", "json": ".json", "html": ".html"}


def is_directory(output: str | None) -> bool:
    """Whether an output is a directory: one that exists, or a name that ends in a slash."""
    return output is not None and (output.endswith(("/", os.sep)) or Path(output).is_dir())


def check_destination(output: str | None) -> None:
    """Refuses an output that cannot be written before any work is done; makes the directory that is asked for."""
    if output is None:
        return
    path = Path(output)
    if is_directory(output):
        try:
            path.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise RecipeError(
                f"{output}: cannot be made ({error.strerror}); name another directory."
            ) from error
    elif not path.absolute().parent.is_dir():
        raise RecipeError(
            f"{output}: cannot be written; name a file in an existing directory, or a directory ending in /."
        )


def write_reports(reports: Iterable[Report], format: ReportFormat, output: str | None) -> None:
    """All reports as `format`: to standard output, to one file, or a file each into a directory with an index page."""
    if output is not None and is_directory(output):
        _write_files(reports, format, Path(output))
    else:
        path = Path(output) if output else None
        write(_joined(reports, _renderer(format, path), _SEPARATORS[format]), path)


def _write_files(reports: Iterable[Report], format: ReportFormat, folder: Path) -> None:
    from gistmill.render.files import INDEX, entry_of, file_namer, index_html

    render, name, entries = _renderer(format, folder), file_namer(_SUFFIXES[format]), []
    for report in reports:
        file = name(report.document.id)
        write([render(report)], folder / file)
        entries.append(entry_of(report, file=file))
    if format is ReportFormat.html and entries:
        write([index_html(entries)], folder / INDEX)


def _renderer(format: ReportFormat, path: Path | None) -> Callable[[Report], str]:
    if format is ReportFormat.html:
        from gistmill.render.html_view import report_html

        return report_html
    if format is ReportFormat.markdown:
        from gistmill.render.markdown_view import report_markdown

        return report_markdown
    if format is ReportFormat.json:
        from gistmill.render.json_view import report_json

        return report_json
    from gistmill.render.text_view import report_text

    columns, colour = width(path), wants_colour(path)
    return lambda report: report_text(report, width=columns, colour=colour)


def _joined(reports: Iterable[Report], render: Callable[[Report], str], separator: str) -> Iterator[str]:
    for index, report in enumerate(reports):
        yield (separator if index else "") + render(report)
