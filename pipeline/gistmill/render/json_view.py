"""The report as JSON: the stable schema `gistmill.report/1`, one object a document."""

from __future__ import annotations

from typing import Any

import msgspec

from gistmill.document import Cleaned, Dateline, Document, Edit, Metadata, Outline, Report, Section, Summary

SCHEMA = "gistmill.report/1"


def report_json(report: Report) -> str:
    """The whole report on one line."""
    metadata = report.cleaned.metadata
    return _line(
        {
            "schema": SCHEMA,
            "document": _document(report.document, metadata, title=report.outline.title),
            "raw": report.cleaned.raw,
            "cleaned": report.cleaned.text,
            "edits": [_edit(edit) for edit in report.cleaned.edits],
            "sections": [
                _section(section) | {"summary": _summary(summary)}
                for section, summary in zip(report.outline.sections, report.summaries, strict=True)
            ],
            "overview": report.overview,
            "provenance": report.provenance,
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
        }
    )


def outline_json(document: Document, cleaned: Cleaned, outline: Outline) -> str:
    """The sections of one document, on one line, each heading with its confidence."""
    return _line(
        {
            "document": _document(document, cleaned.metadata, title=outline.title),
            "cleaned": cleaned.text,
            "sections": [
                _section(section) | {"confidence": section.confidence} for section in outline.sections
            ],
        }
    )


def _document(document: Document, metadata: Metadata, *, title: str | None) -> dict[str, Any]:
    return {
        "id": document.id,
        "source": document.source,
        "title": title,
        "dateline": _dateline(metadata.dateline),
        "byline": metadata.byline,
        "language": metadata.language,
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
        "end": section.end,
        "generated": section.generated,
    }


def _summary(summary: Summary) -> dict[str, Any]:
    return msgspec.structs.asdict(summary)


def _line(value: dict[str, Any]) -> str:
    return msgspec.json.encode(value).decode() + "\n"
