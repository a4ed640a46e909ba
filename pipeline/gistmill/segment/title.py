"""The title of a document, apart from its headings."""

from __future__ import annotations

import re
from collections.abc import Sequence

from msgspec import Struct

from gistmill.document import Heading
from gistmill.segment.finder import Candidate
from gistmill.segment.furniture import is_date

# What a page or an office prints above every text of a kind.
_RUBRIC = re.compile(
    r"(?:press|news|media) (?:release|statement|advisory|note)s?|for immediate release|statement|report|news|opinion"
    r"|(?:news )?analysis|commentary|comment|editorial|feature|interview|notice|announcement|memo(?:randum)?|bulletin"
    r"|(?:special|exclusive) (?:report|interview)|breaking(?: news)?|(?:fact|information) sheet|draft|confidential"
    r"|live|review|letters?|obituary|columns?|briefing|top stor(?:y|ies)|headlines?",
    re.IGNORECASE,
)
# Of a title that the reader knows, the line stands among the first of the text or not at all.
_LINES_WITH_TITLE = 5


class Titled(Struct, frozen=True):
    """The title, where the text after it begins (0 if it is no line of the text), and the other candidates."""

    title: str | None
    end: int
    candidates: tuple[Candidate, ...]


def take_title(text: str, candidates: Sequence[Candidate], *, known: str | None, accepted: float) -> Titled:
    """Sets the title apart. It is the known one, or else the first line if that would pass as a heading; a text of
    several documents has none.

    `candidates` are all of them, with those that are no headings; `accepted` is the confidence from which on they are.
    """
    if known is not None:
        line = next((c for c in candidates[:_LINES_WITH_TITLE] if _same(c.title, known)), None)
        return _without(line, candidates, title=known) if line else Titled(known, 0, tuple(candidates))
    if candidates and _RUBRIC.fullmatch(candidates[0].title) and not text[: candidates[0].span.start].strip():
        return _below_rubric(text, candidates, accepted=accepted)
    first = candidates[0] if candidates else None
    if (
        first is None
        or first.look.opens_document
        or text[: first.span.start].strip()
        or first.confidence < accepted
        or not _stands_apart(first, candidates, accepted)
    ):
        return Titled(None, 0, tuple(candidates))
    return _without(first, candidates, title=first.title)


def _below_rubric(text: str, candidates: Sequence[Candidate], *, accepted: float) -> Titled:
    """The title below a rubric, which is neither title nor heading; dates may stand between."""
    rubric, *others = candidates
    first = next((c for c in others if not is_date(c.title)), None)
    between = text[rubric.span.end : first.span.start].split("\n") if first else []
    apart = all(not line.strip() or is_date(line.strip()) for line in between)
    if first is None or not apart or first.confidence < accepted or _RUBRIC.fullmatch(first.title):
        return Titled(None, 0, tuple(others))
    return _without(first, others, title=first.title)


def take_known_title(
    text: str, headings: Sequence[Heading], *, known: str | None
) -> tuple[str | None, tuple[Heading, ...]]:
    """The same for headings that the input marks: the title is one of level 0, or else the first, if it opens the
    text and is the only one of the top level. The levels of the others then count from it.
    """
    if not headings:
        return known, ()
    first, others = headings[0], headings[1:]
    opens = not text[: first.span.start].strip(" \n\t#*=<>")
    alone = all(other.level > first.level for other in others)
    if first.level == 0 or (opens and alone and (known is None or _same(first.title, known))):
        return known or first.title, tuple(_raised(other, by=first.level) for other in others)
    return known, tuple(_raised(heading, by=0) for heading in headings)


def _raised(heading: Heading, *, by: int) -> Heading:
    return Heading(heading.span, heading.title, max(1, heading.level - by), heading.confidence)


def _same(title: str, known: str) -> bool:
    return " ".join(title.split()).casefold().rstrip(".") == " ".join(known.split()).casefold().rstrip(".")


def _stands_apart(first: Candidate, candidates: Sequence[Candidate], accepted: float) -> bool:
    """Whether the first line looks otherwise than a first section: it has no number that the others continue, and
    its mark (`#`) is deeper than none of theirs and shared by none."""
    others = [c for c in candidates[1:] if c.confidence >= accepted]
    if first.look.depth:
        return all(other.look.depth > first.look.depth for other in others)
    number = first.look.numbering
    return number is None or all(
        other.look.numbering is None or other.look.numbering.form != number.form for other in others
    )


def _without(line: Candidate, candidates: Sequence[Candidate], *, title: str) -> Titled:
    return Titled(title, line.span.end, tuple(c for c in candidates if c is not line))
