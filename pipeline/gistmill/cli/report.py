"""`gistmill report`: stored reports drawn again, without doing any of the work again."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from gistmill.cli import options
from gistmill.cli.talk import talk
from gistmill.cli.writing import ReportFormat, check_destination, format_of, write_reports
from gistmill.errors import UnreadableInput

if TYPE_CHECKING:
    from gistmill.report import Report


def report(
    inputs: Annotated[
        list[str],
        typer.Argument(
            metavar="FILE.jsonl...",
            help="Reports as --format json writes them, one a line (.gz too); - is standard input.",
        ),
    ],
    format: Annotated[
        ReportFormat | None,
        typer.Option(
            "--format", help="How the reports are written.", show_default="by the name of -o, else html"
        ),
    ] = None,
    output: options.ReportOutput = None,
) -> None:
    """Draw stored reports: one file, or with -o DIR/ a file each and an index page to search and sort."""
    format = format_of(format, output, otherwise=ReportFormat.html)
    check_destination(output, format, inputs=inputs)
    stored = _Stored(inputs)
    write_reports(stored, format, output)
    stored.finish()


class _Stored:
    """The reports in files of rows; what is none is named on stderr and counted."""

    def __init__(self, inputs: list[str]) -> None:
        self._inputs = inputs
        self.read = self.failed = 0

    def __iter__(self) -> Iterator[Report]:
        for name in self._inputs:
            try:
                yield from self._of_file(name)
            except (OSError, EOFError) as error:
                self._fail(f"{name}: cannot be read ({getattr(error, 'strerror', None) or error}).")

    def _of_file(self, name: str) -> Iterator[Report]:
        import sys

        from gistmill.read.jsonl import open_jsonl

        if name == "-":
            yield from self._of_rows(sys.stdin.buffer, "stdin")
        else:
            with open_jsonl(Path(name)) as rows:
                yield from self._of_rows(rows, name)

    def _of_rows(self, rows: Iterator[bytes], name: str) -> Iterator[Report]:
        for number, row in enumerate(rows, start=1):
            if row.strip():
                try:
                    report = _report_of(row, source=f"{name}, row {number}")
                except UnreadableInput as error:
                    self._fail(str(error))
                else:
                    self.read += 1
                    yield report

    def _fail(self, message: str) -> None:
        self.failed += 1
        talk(message)

    def finish(self) -> None:
        if not self.read:
            if not self.failed:
                talk("no reports in the input.")
            raise typer.Exit(UnreadableInput.exit_code)
        if self.failed:
            talk(f"{self.failed} of {self.read + self.failed} reports failed.")
            raise typer.Exit(1)


def _report_of(row: bytes, *, source: str) -> Report:
    import msgspec

    from gistmill.report import Report

    try:
        fields = msgspec.json.decode(row)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise UnreadableInput(f"{source}: not a JSON object: {error}.") from error
    if not isinstance(fields, dict):
        raise UnreadableInput(f"{source}: expected a JSON object, found {type(fields).__name__}.")
    return Report.from_dict(fields, source=source)
