"""`gistmill terms`: wordings that seem to be one term, for a person to approve as a glossary."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from gistmill.cli import options
from gistmill.cli.documents import Intake
from gistmill.cli.output import check_output, write
from gistmill.document import Document
from gistmill.read.options import ReadOptions
from gistmill.shown import shown

if TYPE_CHECKING:
    from gistmill.run import Pipeline
    from gistmill.terminology import Context, Variant, VariantGroup

SCHEMA = "gistmill.terms/1"
SUFFIXES = (".txt", ".text", ".tsv", ".json")


class TermsFormat(StrEnum):
    text = "text"
    tsv = "tsv"
    json = "json"


def terms(
    inputs: options.Inputs,
    format: Annotated[
        TermsFormat,
        typer.Option("--format", help="To read, as a table for --glossary, or as JSON."),
    ] = TermsFormat.text,
    min_count: Annotated[
        int, typer.Option("--min-count", min=2, help="Only terms that occur so often, in whatever wording.")
    ] = 2,
    output: options.Output = None,
    config: options.Config = None,
    no_cache: options.NoCache = False,
    text_column: options.TextColumn = "text",
    id_column: options.IdColumn = "id",
    encoding: options.Encoding = None,
    max_bytes: options.MaxBytes = options.MAX_BYTES,
) -> None:
    """Find terms that are worded in several ways, in one text or across a collection."""
    from gistmill.run import Pipeline
    from gistmill.terminology import induce_variants

    check_output(output, inputs=inputs, files=(config,), suffixes=SUFFIXES)
    recipe = options.recipe_of(config=config)
    intake = Intake(inputs, ReadOptions(text_column, id_column, encoding, max_bytes))
    pipeline = Pipeline(recipe, store=options.open_store(no_cache=no_cache))
    documents, texts = _cleaned(pipeline, intake)
    pipeline.close()
    groups = [group for group in induce_variants(texts) if group.count >= min_count]
    if documents:
        write(_view(groups, documents, format), output)
    intake.finish()


def _cleaned(pipeline: Pipeline, intake: Intake) -> tuple[list[Document], list[str]]:
    documents, texts = [], []
    for document in intake:
        (cleaned,) = pipeline.clean([document])
        documents.append(document)
        texts.append(cleaned.text)
    return documents, texts


def _view(
    groups: Sequence[VariantGroup], documents: Sequence[Document], format: TermsFormat
) -> Iterator[str]:
    from gistmill.terminology import glossary_table

    if format is TermsFormat.tsv:
        yield from glossary_table(groups)
    elif format is TermsFormat.json:
        yield _json(groups, documents)
    else:
        yield from _text(groups, documents)


def _json(groups: Sequence[VariantGroup], documents: Sequence[Document]) -> str:
    import msgspec

    named = [{"id": document.id, "source": document.source} for document in documents]
    encoded = msgspec.json.encode({"schema": SCHEMA, "documents": named, "groups": groups})
    return msgspec.json.format(encoded, indent=2).decode() + "\n"


def _text(groups: Sequence[VariantGroup], documents: Sequence[Document]) -> Iterator[str]:
    if not groups:
        yield "No term is worded in several ways.\n"
    for number, group in enumerate(groups, start=1):
        yield f"{number}. {shown(group.preferred)}\n   why: {shown(group.reason)}\n"
        for variant in group.variants:
            yield from _variant(variant, documents)
        yield "\n"


def _variant(variant: Variant, documents: Sequence[Document]) -> Iterator[str]:
    yield f"   {variant.count:>4} x {shown(variant.text)}\n"
    for context in variant.contexts:
        yield f"          {shown(_context(context, documents))}\n"


def _context(context: Context, documents: Sequence[Document]) -> str:
    where = f"{documents[context.document].source}: " if len(documents) > 1 else ""
    return f"{where}…{context.before}[{context.wording}]{context.after}…"
