"""The values that flow from stage to stage; each is frozen, and a stage answers with a new one.

    bytes --read--> Document --clean--> Cleaned --segment--> (Section, ...) --summarize--> Report

Spans are half-open and count code points, as Python string indices do.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

from msgspec import Struct

Method = Literal["abstractive", "extractive", "verbatim"]


class Span(Struct, frozen=True, array_like=True, order=True):
    """A half-open range of code points, `[start, end)`; written as a pair in JSON.

    >>> Span(2, 5).of("abcdef")
    'cde'
    """

    start: int
    end: int

    def of(self, text: str) -> str:
        return text[self.start : self.end]

    def shifted(self, offset: int) -> Span:
        return Span(self.start + offset, self.end + offset)


class Heading(Struct, frozen=True):
    """A heading line: its span in the text it was found in, and its place in the tree.

    `level` counts from 1 (0 is the title of the document). `confidence` is in [0, 1]; a heading that the
    input itself marks as one (Markdown, HTML) has 1.0 and is never guessed again.
    """

    span: Span
    title: str
    level: int
    confidence: float = 1.0


class Dateline(Struct, frozen=True):
    """Where, when and through which agency a news text was filed; `text` is the wording as it stood."""

    text: str
    agency: str | None = None
    place: str | None = None
    date: str | None = None


class Metadata(Struct, frozen=True):
    """What a text says about itself; every field as worded in the text, None where it says nothing."""

    title: str | None = None
    dateline: Dateline | None = None
    byline: str | None = None
    topic: str | None = None
    editor: str | None = None
    publisher: str | None = None
    language: str | None = None


class RepeatedLine(Struct, frozen=True):
    """A line that `documents` of the `of` documents of one site begin or end with."""

    text: str
    documents: int
    of: int


class Edit(Struct, frozen=True):
    """One change: `raw[start:end]`, which read `before`, became `after`, by `rule`, because of `reason`.

    Changes of several rules to the same characters are one edit whose `rule` joins their names with `+`.
    """

    rule: str
    start: int
    end: int
    before: str
    after: str
    reason: str

    @property
    def id(self) -> str:
        """A name for the edit, unique in its ledger: the span it replaces.

        >>> Edit("spacing", 1, 3, "  ", " ", "doubled space").id
        '1-3'
        """
        return f"{self.start}-{self.end}"


class Document(Struct, frozen=True):
    """One text as it was read, before anything was changed.

    `id` is the caller's, as it came. `text` is the decoded input. `headings` are those the format itself marks,
    with spans into `text`.
    `notes` say what the reader had to decide (an encoding that was guessed, say). `repeated_lines` are those of its own
    lines that the other documents of its collection have, too, where they were counted. `markup` are the edits that
    take the signs of the format away (Markdown) and leave the words.
    """

    id: str | int
    source: str
    text: str
    metadata: Metadata = Metadata()
    headings: tuple[Heading, ...] = ()
    notes: tuple[str, ...] = ()
    repeated_lines: tuple[RepeatedLine, ...] = ()
    markup: tuple[Edit, ...] = ()


class Mark(Struct, frozen=True):
    """A fault that was kept: `text[start:end]` of the cleaned text.

    `kind` is "untranslated" (words of the source language), "lost word", "unpaired" (a bracket or quotation mark
    without a partner), or "doubtful number" (one torn by a space, or two that meet).
    """

    start: int
    end: int
    kind: str
    reason: str


class Cleaned(Struct, frozen=True):
    """A repaired text with the ledger of its edits: `replay(raw, edits) == text`, always."""

    raw: str
    text: str
    edits: tuple[Edit, ...] = ()
    metadata: Metadata = Metadata()
    headings: tuple[Heading, ...] = ()
    marks: tuple[Mark, ...] = ()


class CleanText(Struct, frozen=True):
    """What segmentation needs of a cleaned text, and no more; known headings have spans into `text`."""

    text: str
    title: str | None = None
    headings: tuple[Heading, ...] = ()


class Section(Struct, frozen=True):
    """A part of the cleaned text: `[start, end)`, of which `[start, body)` is its heading line, if any.

    The sections of a text partition it: joined, they give it back. `level` 0 is what stands before the first
    heading (the title and the lead) and has no title; `path` are the titles from the top down to this one.
    `generated` says that the title is not the text's own: it was made for a section cut by topic.
    """

    id: str
    title: str | None
    level: int
    path: tuple[str, ...]
    start: int
    body: int
    end: int
    confidence: float = 1.0
    generated: bool = False


class Outline(Struct, frozen=True):
    """The title of a text (apart from its headings) and its sections, which partition it."""

    title: str | None
    sections: tuple[Section, ...]


class SummarySentence(Struct, frozen=True):
    """A sentence of a summary, the spans that support it, and the names and numbers nothing supports."""

    text: str
    sources: tuple[Span, ...]
    unsupported: tuple[str, ...] = ()


class Summary(Struct, frozen=True):
    """The summary of one section; `method` is the rung of the ladder that was used and `reason` says why."""

    text: str
    method: Method
    reason: str
    sentences: tuple[SummarySentence, ...]


class Overview(Struct, frozen=True):
    """The summary of the whole document, and a headline for it."""

    text: str
    sentences: tuple[SummarySentence, ...]
    headline: str


class StageRecord(Struct, frozen=True):
    """That a stage ran: `seconds` is what its artefacts cost to compute, `cached` that none had to be this time."""

    name: str
    version: str
    seconds: float = 0.0
    cached: bool = False


class Provenance(Struct, frozen=True):
    """What made a report: the program's version, the recipe's digest, the model, and every stage."""

    gistmill: str
    recipe: str
    model: str
    backend: str
    device: str
    stages: tuple[StageRecord, ...]


class Findings(Struct, frozen=True):
    """Everything gistmill found out about one document. `summaries[i]` belongs to `outline.sections[i]`.

    `gistmill.report.Report` is the same with ways to write it out.
    """

    document: Document
    cleaned: Cleaned
    outline: Outline
    summaries: tuple[Summary, ...]
    overview: Overview
    provenance: Provenance


def without_edits(cleaned: Cleaned, ids: Iterable[str]) -> Cleaned:
    """`cleaned` with the edits of these ids undone: the raw text stands in their places. KeyError for an unknown id.

    Marks and headings are left out, for they belong to the text as it was cleaned.

    >>> edit = Edit("spacing", 1, 3, "  ", " ", "doubled space")
    >>> without_edits(Cleaned("a  b", "a b", (edit,)), ["1-3"]).text
    'a  b'
    """
    undone = set(ids)
    if unknown := undone - {edit.id for edit in cleaned.edits}:
        raise KeyError(min(unknown))
    kept = tuple(edit for edit in cleaned.edits if edit.id not in undone)
    return Cleaned(cleaned.raw, replay(cleaned.raw, kept), kept, cleaned.metadata)


def replay(raw: str, edits: Iterable[Edit]) -> str:
    """The text that `edits` make of `raw`; they are in order and do not overlap.

    >>> replay("a  b", (Edit("spacing", 1, 3, "  ", " ", "doubled space"),))
    'a b'
    """
    kept, position = [], 0
    for edit in edits:
        kept += [raw[position : edit.start], edit.after]
        position = edit.end
    return "".join(kept) + raw[position:]
