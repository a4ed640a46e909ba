"""`gistmill evaluate`: the product beside baselines and peers, on documents with summaries that people wrote."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Sequence
from enum import StrEnum
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from gistmill._version import __version__
from gistmill.cli import options
from gistmill.cli.output import check_output, write
from gistmill.cli.talk import talk
from gistmill.errors import MissingError, UnreadableInput

if TYPE_CHECKING:
    from gistmill.evaluate import Columns, Row, System
    from gistmill.recipe import Recipe
    from gistmill_models.protocol import Seq2Seq


class EvaluationFormat(StrEnum):
    text = "text"
    json = "json"


class SystemName(StrEnum):
    gistmill = "gistmill"
    sections = "sections"
    lead3 = "lead-3"
    lead = "lead"
    lexrank = "lexrank"
    sumy_lexrank = "sumy-lexrank"
    textrank = "textrank"


def evaluate(
    input: Annotated[
        str,
        typer.Argument(
            metavar="FILE.jsonl", help="Rows with a document and its summary; - is standard input."
        ),
    ],
    document_column: Annotated[
        str, typer.Option("--document-column", help="The field of a row that holds the document.")
    ] = "document",
    summary_column: Annotated[
        str,
        typer.Option("--summary-column", help="The field of a row that holds the summary to compare with."),
    ] = "summary",
    limit: Annotated[
        int | None, typer.Option("--limit", min=1, help="Only so many rows.", show_default="all")
    ] = None,
    words: Annotated[
        int | None,
        typer.Option(
            "--words",
            min=1,
            help="The length of every summary in words.",
            show_default="that of the reference",
        ),
    ] = None,
    system: Annotated[
        list[SystemName] | None,
        typer.Option("--system", help="Only this system; may be repeated.", show_default="all"),
    ] = None,
    format: Annotated[
        EvaluationFormat, typer.Option("--format", help="A table, or JSON for scripts.")
    ] = EvaluationFormat.text,
    output: options.Output = None,
    length: Annotated[
        str | None,
        typer.Option(
            "--length", help="Of the section summaries that gistmill sums up.", show_default="as --words"
        ),
    ] = None,
    model: options.Model = None,
    device: options.Device = None,
    config: options.Config = None,
    offline: options.Offline = False,
    allow_remote: options.AllowRemote = False,
) -> None:
    """Measure the summaries: ROUGE, length, support and novelty, beside lead, LexRank and TextRank at equal length."""
    from gistmill.evaluate import (
        Columns,
        Evaluation,
        Settings,
        evaluation_json,
        evaluation_text,
        measure_systems,
    )
    from gistmill.evaluate.measures import rouge_scorer
    from gistmill.run import Pipeline, model_of

    check_output(output, inputs=[input], files=(config,), suffixes=(".txt", ".text", ".json"))
    recipe = options.recipe_of(
        config=config, model=model, device=device, length=length, offline=offline, allow_remote=allow_remote
    )
    rouge = rouge_scorer()
    opened = model_of(recipe)
    systems, notes = _systems(recipe, opened, length=length, wanted=system or list(SystemName))
    rows = _Rows(input, Columns(document_column, summary_column))
    totals = measure_systems(
        islice(rows, limit), systems, pipeline=Pipeline(recipe, model=opened), rouge=rouge, words=words
    )
    settings = Settings(
        gistmill=__version__,
        input="standard input" if input == "-" else Path(input).name,
        document_column=document_column,
        summary_column=summary_column,
        limit=limit,
        words=words,
        length=length,
        model=recipe.model,
        backend=opened.fingerprint.backend if opened else "none",
        device=opened.fingerprint.device if opened else "none",
    )
    if rows.read:
        found = Evaluation(settings, totals, rows.read, rows.failed, notes)
        write([evaluation_json(found) if format is EvaluationFormat.json else evaluation_text(found)], output)
    if opened:
        opened.close()
    rows.finish()


def _systems(
    recipe: Recipe, model: Seq2Seq | None, *, length: str | None, wanted: Sequence[SystemName]
) -> tuple[list[System], tuple[str, ...]]:
    """The systems asked for, in the order of the table, and what has to be said of those that are not there."""
    from gistmill.evaluate import LEAD, LEAD_3, LEXRANK, product_systems, sumy_peers
    from gistmill.evaluate.measures import EXTRA

    there = [*product_systems(recipe, model, length=length), LEAD_3, LEAD, LEXRANK, *sumy_peers()]
    missing = [name for name in wanted if name not in {system.name for system in there}]
    systems = [system for system in there if system.name in wanted]
    note = f"Left out: {', '.join(missing)}; they need the package sumy, {EXTRA} brings it."
    if not systems:
        raise MissingError(note)
    return systems, (note,) if missing else ()


class _Rows:
    """The rows of a file one by one; those that cannot be used are named on stderr and counted."""

    def __init__(self, input: str, columns: Columns) -> None:
        self._input, self._columns = input, columns
        self.read = 0
        self.failed = 0

    def __iter__(self) -> Iterator[Row]:
        from gistmill.read.jsonl import open_jsonl

        if self._input == "-":
            yield from self._usable(sys.stdin.buffer)
            return
        try:
            with open_jsonl(Path(self._input)) as lines:
                yield from self._usable(lines)
        except OSError as error:
            raise UnreadableInput(
                f"{self._input}: cannot be read ({error.strerror or error}); name a JSONL file."
            ) from error

    def _usable(self, lines: Iterable[bytes]) -> Iterator[Row]:
        from gistmill.evaluate import read_rows

        for row in read_rows(lines, source=self._input, columns=self._columns):
            if isinstance(row, UnreadableInput):
                self.failed += 1
                talk(str(row))
            else:
                self.read += 1
                yield row

    def finish(self) -> None:
        """Ends the command: exit code 0 if all was measured, 1 if some rows failed, 2 if there was none to measure."""
        if not self.read:
            if not self.failed:
                talk("no rows in the input.")
            raise typer.Exit(UnreadableInput.exit_code)
        if self.failed:
            talk(f"{self.failed} of {self.read + self.failed} rows failed.")
            raise typer.Exit(1)
