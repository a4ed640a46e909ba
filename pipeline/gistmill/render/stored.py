"""Stored reports, read back: the schema `gistmill.report/1` -> Findings."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import msgspec
from msgspec import Struct

from gistmill.document import (
    Cleaned,
    Dateline,
    Document,
    Edit,
    Findings,
    Mark,
    Metadata,
    Outline,
    Overview,
    Provenance,
    Section,
    Summary,
    replay,
)
from gistmill.errors import UnreadableInput
from gistmill.render.json_view import SCHEMA


class _About(Struct, frozen=True):
    id: str | int
    source: str
    title: str | None = None
    dateline: Dateline | None = None
    byline: str | None = None
    language: str | None = None
    topic: str | None = None
    editor: str | None = None
    publisher: str | None = None
    notes: tuple[str, ...] = ()


class _Part(Struct, frozen=True):
    id: str
    title: str | None
    level: int
    path: tuple[str, ...]
    start: int
    end: int
    summary: Summary
    body: int | None = None
    confidence: float = 1.0
    generated: bool = False


class _Stored(Struct, frozen=True):
    schema: str
    document: _About
    raw: str
    cleaned: str
    edits: tuple[Edit, ...]
    sections: tuple[_Part, ...]
    overview: Overview
    provenance: Provenance
    marks: tuple[Mark, ...] = ()


def findings_of(fields: Mapping[str, Any], *, source: str = "report") -> Findings:
    """The findings that a report's JSON describes; `source` is what messages call it.

    Raises UnreadableInput where a field is lacking or wrong, where the edits do not make the cleaned text of the raw
    one, and where the sections do not partition it: no view would then show what was done.
    """
    if fields.get("schema") != SCHEMA:
        raise UnreadableInput(
            f"{source}: expected a report of the schema {SCHEMA!r}, found {fields.get('schema')!r}; "
            "`gistmill summarize --format json` writes one."
        )
    try:
        stored = msgspec.convert(fields, type=_Stored)
    except msgspec.ValidationError as error:
        raise UnreadableInput(f"{source}: not a report of the schema {SCHEMA!r}: {error}.") from error
    if fault := _fault(stored):
        raise UnreadableInput(f"{source}: {fault}; the report was changed after it was written.")
    about = stored.document
    metadata = Metadata(
        about.title,
        about.dateline,
        about.byline,
        about.topic,
        about.editor,
        about.publisher,
        about.language,
    )
    return Findings(
        Document(about.id, about.source, stored.raw, notes=about.notes),
        Cleaned(stored.raw, stored.cleaned, stored.edits, metadata, marks=stored.marks),
        Outline(about.title, tuple(_section(part) for part in stored.sections)),
        tuple(part.summary for part in stored.sections),
        stored.overview,
        stored.provenance,
    )


def _section(part: _Part) -> Section:
    body = part.start if part.body is None else part.body
    return Section(
        part.id,
        part.title,
        part.level,
        part.path,
        part.start,
        body,
        part.end,
        part.confidence,
        part.generated,
    )


def _fault(stored: _Stored) -> str | None:
    ends = [0, *(part.end for part in stored.sections)]
    if [part.start for part in stored.sections] != ends[:-1] or ends[-1] != len(stored.cleaned):
        return "the sections do not partition the cleaned text"
    if replay(stored.raw, stored.edits) != stored.cleaned:
        return "the edits do not make the cleaned text of the raw one"
    sentences = [*stored.overview.sentences, *(s for part in stored.sections for s in part.summary.sentences)]
    spans = [span for sentence in sentences for span in sentence.sources]
    if any(not 0 <= span.start <= span.end <= len(stored.cleaned) for span in spans):
        return "a source lies outside the text"
    return None
