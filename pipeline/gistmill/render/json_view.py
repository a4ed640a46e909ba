"""The report as JSON: the stable schema `gistmill.report/1`, one object a document."""

from __future__ import annotations

from typing import Any

import msgspec

from gistmill.document import (
    Cleaned,
    Dateline,
    Document,
    Edit,
    Findings,
    Metadata,
    Outline,
    Provenance,
    Section,
    Summary,
)
from gistmill.shown import escaped_json

SCHEMA = "gistmill.report/1"


def report_json(report: Findings, *, timings: bool = True) -> str:
    """The whole report on one line; without `timings` it depends on the input and the settings alone."""
    metadata = report.cleaned.metadata
    return _line(
        {
            "schema": SCHEMA,
            "document": _document(report.document, metadata, title=report.outline.title),
            "raw": report.cleaned.raw,
            "cleaned": report.cleaned.text,
            "edits": [_edit(edit) for edit in report.cleaned.edits],
            "marks": report.cleaned.marks,
            "sections": [
                _section(section) | {"summary": _summary(summary)}
                for section, summary in zip(report.outline.sections, report.summaries, strict=True)
            ],
            "overview": report.overview,
            "provenance": report.provenance if timings else _untimed(report.provenance),
        }
    )


def cleaned_json(document: Document, cleaned: Cleaned) -> str:
    """What cleaning did to one document, on one line."""
    return _line(
        {
            "document": _document(document, cleaned.metadata, title=cleaned.metadata.title),
            "raw": cleaned.raw,
            "cleaned": cleaned.text,
            "edits": [_edit(edit) for edit in cleaned.edits],
            "marks": cleaned.marks,
        }
    )


def outline_json(document: Document, cleaned: Cleaned, outline: Outline) -> str:
    """The sections of one document, on one line, each heading with its confidence."""
    return _line(
        {
            "document": _document(document, cleaned.metadata, title=outline.title),
            "cleaned": cleaned.text,
            "sections": [_section(section) for section in outline.sections],
        }
    )


def _untimed(provenance: Provenance) -> dict[str, Any]:
    stages = [{"name": stage.name, "version": stage.version} for stage in provenance.stages]
    return msgspec.structs.asdict(provenance) | {"stages": stages}


def _document(document: Document, metadata: Metadata, *, title: str | None) -> dict[str, Any]:
    return {
        "id": document.id,
        "source": document.source,
        "title": title,
        "dateline": _dateline(metadata.dateline),
        "byline": metadata.byline,
        "language": metadata.language,
        "topic": metadata.topic,
        "editor": metadata.editor,
        "publisher": metadata.publisher,
        "notes": document.notes,
    }


def _dateline(dateline: Dateline | None) -> dict[str, str | None] | None:
    return msgspec.structs.asdict(dateline) if dateline else None


def _edit(edit: Edit) -> dict[str, Any]:
    return msgspec.structs.asdict(edit)


def _section(section: Section) -> dict[str, Any]:
    return {
        "id": section.id,
        "title": section.title,
        "level": section.level,
        "path": section.path,
        "start": section.start,
        "body": section.body,
        "end": section.end,
        "confidence": section.confidence,
        "generated": section.generated,
    }


def _summary(summary: Summary) -> dict[str, Any]:
    return msgspec.structs.asdict(summary)


def _line(value: dict[str, Any]) -> str:
    return escaped_json(msgspec.json.encode(value).decode()) + "\n"
