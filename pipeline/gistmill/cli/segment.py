"""`gistmill segment`: the outline of a text."""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum
from typing import Annotated

import typer

from gistmill.cli import options
from gistmill.cli.documents import Intake
from gistmill.cli.output import check_output, wants_colour, width, write
from gistmill.read.options import ReadOptions

SUFFIXES = (".txt", ".text", ".json", ".jsonl", ".ndjson")


class OutlineFormat(StrEnum):
    text = "text"
    json = "json"


def segment(
    inputs: options.Inputs,
    format: Annotated[
        OutlineFormat, typer.Option("--format", help="How the outline is written.")
    ] = OutlineFormat.text,
    explain: Annotated[
        bool, typer.Option("--explain", help="For every line that may be a heading: its confidence, and why.")
    ] = False,
    output: options.Output = None,
    config: options.Config = None,
    no_cache: options.NoCache = False,
    text_column: options.TextColumn = "text",
    id_column: options.IdColumn = "id",
    encoding: options.Encoding = None,
    max_bytes: options.MaxBytes = options.MAX_BYTES,
    quiet: options.Quiet = False,
) -> None:
    """Find the headings of a text and cut it into sections."""
    from gistmill.render.json_view import outline_json
    from gistmill.render.text_view import candidates_text, outline_text
    from gistmill.run import Pipeline
    from gistmill.segment import explain as explain_lines

    check_output(output, inputs=inputs, files=(config,), suffixes=SUFFIXES)
    intake = Intake(inputs, ReadOptions(text_column, id_column, encoding, max_bytes), quiet=quiet)
    pipeline = Pipeline(options.recipe_of(config=config), store=options.open_store(no_cache=no_cache))
    columns, colour = width(output), wants_colour(output)

    def views() -> Iterator[str]:
        for document in intake:
            ((cleaned, outline),) = pipeline.segment([document])
            if explain:
                yield candidates_text(explain_lines(cleaned.text))
            elif format is OutlineFormat.json:
                yield outline_json(document, cleaned, outline)
            else:
                yield outline_text(document, outline, width=columns, colour=colour)

    write(views(), output)
    pipeline.close()
    intake.finish()
