"""`gistmill clean`: the repaired text, or what was changed."""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from gistmill.cli import options
from gistmill.cli.documents import Intake
from gistmill.cli.output import check_output, on_terminal, wants_colour, write
from gistmill.document import Cleaned, Document, without_edits
from gistmill.errors import InputError
from gistmill.read.options import ReadOptions
from gistmill.shown import shown_lines

if TYPE_CHECKING:
    from gistmill.run import Pipeline


SUFFIXES = (".txt", ".text", ".md", ".markdown", ".diff", ".patch", ".json", ".jsonl", ".ndjson")


class CleanFormat(StrEnum):
    text = "text"
    diff = "diff"
    json = "json"


def clean(
    inputs: options.Inputs,
    format: Annotated[
        CleanFormat, typer.Option("--format", help="The text, what was changed, or both as JSON.")
    ] = CleanFormat.text,
    explain: Annotated[
        bool, typer.Option("--explain", help="List every change with its rule and reason.")
    ] = False,
    clean: options.Clean = None,
    glossary: options.GlossaryFile = None,
    model: options.Model = None,
    device: options.Device = None,
    offline: options.Offline = False,
    allow_remote: options.AllowRemote = False,
    only: Annotated[
        list[str] | None, typer.Option("--only", help="Run only this rule; may be repeated.")
    ] = None,
    skip: Annotated[
        list[str] | None, typer.Option("--skip", help="Leave this rule out; may be repeated.")
    ] = None,
    undo: Annotated[
        list[str] | None,
        typer.Option("--undo", help="Leave out the edit of this id, as --explain shows it; may be repeated."),
    ] = None,
    output: options.Output = None,
    config: options.Config = None,
    no_cache: options.NoCache = False,
    text_column: options.TextColumn = "text",
    id_column: options.IdColumn = "id",
    encoding: options.Encoding = None,
    max_bytes: options.MaxBytes = options.MAX_BYTES,
    quiet: options.Quiet = False,
) -> None:
    """Repair a text, with every change on record."""
    from gistmill.run import Pipeline

    check_output(output, inputs=inputs, files=(config, glossary), suffixes=SUFFIXES)
    recipe = options.recipe_of(
        config=config, model=model, device=device, offline=offline, allow_remote=allow_remote
    )
    recipe = options.clean_settings(recipe, mode=clean, glossary=glossary, only=only, skip=skip)
    intake = Intake(inputs, ReadOptions(text_column, id_column, encoding, max_bytes), quiet=quiet)
    pipeline = Pipeline(recipe, store=options.open_store(no_cache=no_cache))
    write(_views(pipeline, intake, format, explain=explain, undo=undo or [], output=output), output)
    pipeline.close()
    intake.finish()


def _views(
    pipeline: Pipeline,
    intake: Intake,
    format: CleanFormat,
    *,
    explain: bool,
    undo: list[str],
    output: Path | None,
) -> Iterator[str]:
    for document in intake:
        (cleaned,) = pipeline.clean([document])
        if undo:
            cleaned = _undone(cleaned, undo, name=document.source)
        yield _view(document, cleaned, format, explain=explain, output=output)


def _undone(cleaned: Cleaned, ids: list[str], *, name: str) -> Cleaned:
    from msgspec.structs import replace

    from gistmill.clean import find_marks

    try:
        undone = without_edits(cleaned, ids)
        return replace(undone, marks=find_marks(undone.text))
    except KeyError as error:
        raise InputError(f"{name}: no edit {error.args[0]!r}; `--explain` shows the ids.") from error


def _view(
    document: Document, cleaned: Cleaned, format: CleanFormat, *, explain: bool, output: Path | None
) -> str:
    from gistmill.render.diff_view import marked_edits, unified_diff
    from gistmill.render.json_view import cleaned_json

    if format is CleanFormat.json:
        return cleaned_json(document, cleaned)
    colour = wants_colour(output)
    if explain or (format is CleanFormat.diff and colour):
        return marked_edits(cleaned, colour=colour)
    if format is CleanFormat.diff:
        diff = unified_diff(cleaned, name=document.source)
        return shown_lines(diff) if on_terminal(output) else diff
    text = shown_lines(cleaned.text) if on_terminal(output) else cleaned.text
    return text if text.endswith("\n") else text + "\n"
