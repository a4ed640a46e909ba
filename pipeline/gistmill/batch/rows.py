"""Documents to rows: the report of each as one line of JSON, or an error row where it failed.

This is the one place that catches whatever a document may cause; what concerns the machine (a missing model)
ends the run.
"""

from __future__ import annotations

from collections.abc import Sequence

import msgspec
from msgspec import Struct

from gistmill.batch.plan import Chunk, Failure, Position, Readable
from gistmill.document import Document
from gistmill.errors import MissingError
from gistmill.render.json_view import report_json
from gistmill.run import Pipeline
from gistmill.timings import StageTime

ERROR_SCHEMA = "gistmill.error/1"


class Row(Struct, frozen=True):
    """One line of output, with its end; `error` says what went wrong (empty: nothing) with the document `name`."""

    line: bytes
    name: str
    error: str = ""


class Finished(Struct, frozen=True):
    """The rows of a chunk, one for each of its documents in order, and where the time went."""

    end: Position
    rows: tuple[Row, ...]
    times: tuple[StageTime, ...] = ()


def finish(chunk: Chunk, pipeline: Pipeline) -> Finished:
    """The rows of `chunk`. Its documents go through the pipeline together, and one by one where that fails."""
    documents = [entry.document for entry in chunk.entries if isinstance(entry, Readable)]
    pipeline.timings.clear()
    reported = iter(_reported(documents, pipeline))
    rows = tuple(
        next(reported) if isinstance(entry, Readable) else _unreadable(entry) for entry in chunk.entries
    )
    return Finished(chunk.end, rows, pipeline.timings.times)


def joined(parts: Sequence[Finished]) -> Finished:
    """The parts of one chunk as one."""
    rows, times = (
        tuple(one for part in parts for one in getattr(part, field)) for field in ("rows", "times")
    )
    return Finished(parts[-1].end, rows, times)


def abandon(chunk: Chunk, reason: str) -> Finished:
    """Error rows for a whole chunk: what it comes to where working on it ends the process."""
    return Finished(chunk.end, tuple(_abandoned(entry, reason) for entry in chunk.entries))


def _abandoned(entry: Readable | Failure, reason: str) -> Row:
    return _unreadable(entry) if isinstance(entry, Failure) else _error_row(entry.document, reason)


def _reported(documents: Sequence[Document], pipeline: Pipeline) -> list[Row]:
    try:
        reports = list(pipeline.map(documents, window=max(1, len(documents))))
        with pipeline.timings.measure("write", items=len(documents)):
            return [
                Row(report_json(report, timings=False).encode(), _name(document))
                for report, document in zip(reports, documents, strict=True)
            ]
    except MissingError:
        raise
    except Exception as error:
        if len(documents) == 1:
            return [_error_row(documents[0], f"{type(error).__name__}: {error}")]
        return [row for document in documents for row in _reported([document], pipeline)]


def _name(document: Document) -> str:
    return f"{document.source}: {document.id}"


def _error_row(document: Document, error: str) -> Row:
    return _row_of(document.id, document.source, error)


def _unreadable(failure: Failure) -> Row:
    return _row_of(failure.id, failure.source, failure.error)


def _row_of(id: str | int | None, source: str, error: str) -> Row:
    fields = {"schema": ERROR_SCHEMA, "id": id, "source": source, "error": error}
    return Row(msgspec.json.encode(fields) + b"\n", source if id is None else f"{source}: {id}", error)
