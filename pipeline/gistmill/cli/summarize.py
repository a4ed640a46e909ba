"""`gistmill summarize`: the main job."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Annotated

import typer

from gistmill.cli import options
from gistmill.cli.documents import Intake
from gistmill.cli.progress import wants_bar, watched
from gistmill.cli.talk import talk
from gistmill.cli.writing import ReportFormat, check_destination, format_of, write_reports
from gistmill.read.options import ReadOptions

if TYPE_CHECKING:
    from gistmill.document import Document
    from gistmill.report import Report
    from gistmill.run import Pipeline


# So many documents are worked on together while a bar shows how far it is: fewer, so that it moves.
WINDOW_WHEN_WATCHED = 8


def summarize(
    inputs: options.Inputs,
    format: Annotated[
        ReportFormat | None,
        typer.Option(
            "--format", help="How the report is written.", show_default="by the name of -o, else text"
        ),
    ] = None,
    output: options.ReportOutput = None,
    length: options.Length = None,
    overview_length: options.OverviewLength = None,
    clean: options.Clean = None,
    glossary: options.GlossaryFile = None,
    model: options.Model = None,
    device: options.Device = None,
    config: options.Config = None,
    offline: options.Offline = False,
    allow_remote: options.AllowRemote = False,
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
    timings: options.TimingsTable = False,
    quiet: options.Quiet = False,
) -> None:
    """Repair each text, cut it at its headings, and summarize every section and the whole."""
    from gistmill.run import Pipeline

    format = format_of(format, output, otherwise=ReportFormat.text)
    recipe = options.recipe_of(
        config=config,
        model=model,
        device=device,
        length=length,
        overview_length=overview_length,
        offline=offline,
        allow_remote=allow_remote,
    )
    recipe = options.clean_settings(recipe, mode=clean, glossary=glossary)
    check_destination(output, format, inputs=inputs, files=(config, glossary))
    intake = Intake(inputs, ReadOptions(text_column, id_column, encoding, max_bytes), quiet=quiet)
    pipeline = Pipeline(recipe, store=options.open_store(no_cache=no_cache))
    started = time.perf_counter()
    documents = pipeline.timings.each("read", intake)
    total = intake.count() if wants_bar(quiet=quiet) else 1
    reports = pipeline.map(documents) if total == 1 else _watched(pipeline, documents, total)
    if verbose:
        reports = _with_talk(reports)
    strictness = Strictness()
    if strict:
        reports = strictness.watched(reports)
    write_reports(reports, format, output)
    pipeline.close()
    if timings:
        options.print_timings(pipeline.timings, wall_s=time.perf_counter() - started)
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


def _watched(pipeline: Pipeline, documents: Iterable[Document], total: int | None) -> Iterator[Report]:
    reports = pipeline.map(documents, window=WINDOW_WHEN_WATCHED)
    return watched(reports, total=total, what="documents")


def _with_talk(reports: Iterable[Report]) -> Iterator[Report]:
    for report in reports:
        for section, summary in zip(report.outline.sections, report.summaries, strict=True):
            talk(f"{report.document.id}: section {section.id} {summary.method}: {summary.reason}")
        for stage in report.provenance.stages:
            talk(
                f"{report.document.id}: {stage.name} {'cached' if stage.cached else f'{stage.seconds:.3f} s'}"
            )
        yield report
