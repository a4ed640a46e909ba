"""`gistmill summarize`: the main job."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from gistmill.cli import options
from gistmill.cli.documents import Intake
from gistmill.cli.output import wants_colour, width, write
from gistmill.cli.talk import talk
from gistmill.document import Report
from gistmill.read.options import ReadOptions


class ReportFormat(StrEnum):
    text = "text"
    markdown = "markdown"
    json = "json"
    html = "html"


# What stands between the reports of two documents; JSON is one object a line.
_SEPARATORS = {"text": "\n" + "═" * 40 + "\n\n", "markdown": "\n\n", "json": "", "html": "\n"}


def summarize(
    inputs: options.Inputs,
    format: Annotated[
        ReportFormat, typer.Option("--format", help="How the report is written.")
    ] = ReportFormat.text,
    output: options.Output = None,
    length: options.Length = None,
    overview_length: options.OverviewLength = None,
    clean: options.Clean = None,
    glossary: options.GlossaryFile = None,
    model: options.Model = None,
    device: options.Device = None,
    config: options.Config = None,
    offline: options.Offline = False,
    no_cache: options.NoCache = False,
    text_column: options.TextColumn = "text",
    id_column: options.IdColumn = "id",
    encoding: options.Encoding = None,
    max_bytes: options.MaxBytes = options.MAX_BYTES,
    strict: Annotated[
        bool,
        typer.Option(
            "--strict", help="Exit code 1 if a text does not bear out all of its summaries; each is named."
        ),
    ] = False,
    verbose: Annotated[
        bool,
        typer.Option(
            "--verbose", help="Say how each section was summarized and why, and what came from the cache."
        ),
    ] = False,
) -> None:
    """Repair each text, cut it at its headings, and summarize every section and the whole."""
    from gistmill.run import Pipeline

    options.check_output(output)
    recipe = options.recipe_of(
        config=config,
        model=model,
        device=device,
        length=length,
        overview_length=overview_length,
        offline=offline,
    )
    recipe = options.clean_settings(recipe, mode=clean, glossary=glossary)
    intake = Intake(inputs, ReadOptions(text_column, id_column, encoding, max_bytes))
    pipeline = Pipeline(recipe, store=options.open_store(no_cache=no_cache))
    reports = pipeline.map(intake)
    if verbose:
        reports = _with_talk(reports)
    strictness = Strictness()
    if strict:
        reports = strictness.watched(reports)
    write(_joined(reports, _renderer(format, output), _SEPARATORS[format]), output)
    pipeline.close()
    intake.finish()
    if strictness.found:
        raise typer.Exit(1)


class Strictness:
    """Names on stderr what summaries say and their text does not, and keeps count of it."""

    def __init__(self) -> None:
        self.found = 0

    def watched(self, reports: Iterable[Report]) -> Iterator[Report]:
        from gistmill.summarize import unsupported_in

        for report in reports:
            for place, sentence, missing in unsupported_in(report):
                self.found += 1
                talk(f"{report.document.id}, {place}: the text does not have {missing}: {sentence}")
            yield report


def _renderer(format: ReportFormat, output: Path | None) -> Callable[[Report], str]:
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

    columns, colour = width(output), wants_colour(output)
    return lambda report: report_text(report, width=columns, colour=colour)


def _joined(reports: Iterable[Report], render: Callable[[Report], str], separator: str) -> Iterator[str]:
    for index, report in enumerate(reports):
        yield (separator if index else "") + render(report)


def _with_talk(reports: Iterable[Report]) -> Iterator[Report]:
    for report in reports:
        for section, summary in zip(report.outline.sections, report.summaries, strict=True):
            talk(f"{report.document.id}: section {section.id} {summary.method}: {summary.reason}")
        for stage in report.provenance.stages:
            talk(
                f"{report.document.id}: {stage.name} {'cached' if stage.cached else f'{stage.seconds:.3f} s'}"
            )
        yield report
