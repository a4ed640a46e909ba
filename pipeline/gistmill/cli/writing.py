"""Reports to where they shall go: one after the other to one place, or a file each into a directory."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

from gistmill.cli.output import check_output, files_of, wants_colour, width, write
from gistmill.cli.streams import Interrupted
from gistmill.errors import InputError, OutputError
from gistmill.outputs import cannot_write, check_writable, is_replaceable

if TYPE_CHECKING:
    from gistmill.render.files import Entry
    from gistmill.report import Report


INDEX = "index.html"


class ReportFormat(StrEnum):
    text = "text"
    markdown = "markdown"
    json = "json"
    html = "html"
    brief = "brief"


# What stands between the reports of two documents; JSON is one object a line.
_SEPARATORS = {"text": "\n" + "═" * 40 + "\n\n", "markdown": "\n\n", "json": "", "html": "\n", "brief": "\n"}
_SUFFIXES = {
    ReportFormat.text: (".txt", ".text"),
    ReportFormat.markdown: (".md", ".markdown"),
    ReportFormat.json: (".json", ".jsonl", ".ndjson"),
    ReportFormat.html: (".html", ".htm"),
    ReportFormat.brief: (".txt",),
}


def is_directory(output: str | None) -> bool:
    """Whether an output is a directory: one that exists, or a name that ends in a slash."""
    return output is not None and (output.endswith(("/", os.sep)) or os.path.isdir(output))  # noqa: PTH112


def format_of(format: ReportFormat | None, output: str | None, *, otherwise: ReportFormat) -> ReportFormat:
    """The format that is asked for, else the one that the output's name tells.

    >>> format_of(None, "out.html", otherwise=ReportFormat.text)
    <ReportFormat.html: 'html'>
    """
    suffix = "" if output is None or is_directory(output) else Path(output).suffix.lower()
    return format or next((kind for kind, known in _SUFFIXES.items() if suffix in known), otherwise)


def check_destination(
    output: str | None, format: ReportFormat, *, inputs: Sequence[str], files: Sequence[Path | None] = ()
) -> None:
    """Refuses, before any work is done, an output that cannot be written or would destroy what is read.

    Makes the directory that is asked for.
    """
    if output is None or not is_directory(output):
        suffixes = [suffix for known in _SUFFIXES.values() for suffix in known]
        check_output(Path(output) if output else None, inputs=inputs, files=files, suffixes=suffixes)
        return
    folder = Path(output)
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except FileExistsError as error:
        raise InputError(f"{output}: is a file; name a directory, or the file without the slash.") from error
    except OSError as error:
        raise cannot_write(output, error) from error
    check_writable(folder / INDEX)
    _refuse_folder_of_inputs(folder, _SUFFIXES[format][0], inputs)


def _refuse_folder_of_inputs(folder: Path, suffix: str, inputs: Sequence[str]) -> None:
    """A report may get the name of any input, so none of the same kind may lie where the reports go."""
    for file in files_of(inputs):
        if file.suffix.lower() == suffix and file.resolve().parent == folder.resolve():
            raise InputError(
                f"{folder}: holds the input {file.name}, which a report could replace; name another directory."
            )


def write_reports(reports: Iterable[Report], format: ReportFormat, output: str | None) -> None:
    """All reports as `format`: to standard output, to one file, or a file each into a directory with an index page."""
    if output is not None and is_directory(output):
        _write_files(reports, format, Path(output))
    else:
        path = Path(output) if output else None
        try:
            write(_joined(reports, _renderer(format, path), _SEPARATORS[format]), path)
        except (Interrupted, OutputError) as error:
            if path is not None and is_replaceable(path):
                error.add_note(f"{path} is as it was; `gistmill batch` keeps what is finished")
            raise


def _write_files(reports: Iterable[Report], format: ReportFormat, folder: Path) -> None:
    """A file for each report; the index page is of those that are there, however the run ends."""
    from gistmill.render.files import entry_of, file_namer, index_html

    render, name = _renderer(format, folder), file_namer(_SUFFIXES[format][0])
    entries: list[Entry] = []
    try:
        for report in reports:
            file = name(report.document.id)
            write([render(report)], folder / file)
            entries.append(entry_of(report, file=file))
    except BaseException as error:
        with suppress(OutputError):
            if format is ReportFormat.html and entries:
                write([index_html(entries)], folder / INDEX)
        error.add_note(f"{len(entries)} reports are in {folder}; repeat the command for all of them")
        raise
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
    columns, colour = width(path), wants_colour(path)
    if format is ReportFormat.brief:
        from gistmill.render.brief_view import report_brief

        return lambda report: report_brief(report, width=columns, colour=colour)
    from gistmill.render.text_view import report_text

    return lambda report: report_text(report, width=columns, colour=colour)


def _joined(reports: Iterable[Report], render: Callable[[Report], str], separator: str) -> Iterator[str]:
    for index, report in enumerate(reports):
        yield (separator if index else "") + render(report)
