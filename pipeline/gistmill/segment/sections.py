"""Cutting a text at its headings: sections that partition it, with ids and paths from the tree of levels."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from msgspec.structs import replace

from gistmill.document import Heading, Section


def cut_at_headings(text: str, headings: Sequence[Heading]) -> tuple[Section, ...]:
    """The sections of `text`, which joined give it back: what stands before the first heading (level 0, if it is
    more than white space), then one for each heading. An empty text has none.

    Headings outside the text, or overlapping an earlier one, are left out.

    >>> from gistmill.document import Span
    >>> sections = cut_at_headings("Lead.\\nAims\\nWe do.", [Heading(Span(6, 10), "Aims", 1)])
    >>> [(section.id, section.title, section.start, section.body, section.end) for section in sections]
    [('0', None, 0, 0, 6), ('1', 'Aims', 6, 11, 17)]
    """
    kept = _in_order(text, headings)
    starts = [_line_start(text, heading) for heading in kept]
    if not starts:
        return (_untitled("0", 0, 0, len(text)),) if text else ()
    sections: list[Section] = []
    if text[: starts[0]].strip():
        sections.append(_untitled("0", 0, 0, starts[0]))
    else:
        starts[0] = 0
    tree: list[tuple[int, int, str | None]] = []
    for heading, start, end in zip(kept, starts, [*starts[1:], len(text)], strict=True):
        tree = _grown(tree, heading)
        sections.append(_section(text, heading, tree, start=start, end=end))
    return tuple(sections)


def cut_at(text: str, positions: Sequence[int], *, first: int = 0) -> tuple[Section, ...]:
    """The sections of a text without headings, cut at those of `positions` that lie behind `first`."""
    bounds = [0, *(position for position in positions if first < position < len(text)), len(text)]
    return tuple(
        _untitled(str(number), 1, start, end)
        for number, (start, end) in enumerate(pairwise(bounds), start=1)
        if start < end
    )


def with_generated_title(section: Section, title: str) -> Section:
    """A section without a heading under a title that was made for it."""
    return replace(section, title=title, path=(*section.path, title), generated=True)


def below_title(text: str, sections: tuple[Section, ...], *, end: int) -> tuple[Section, ...]:
    """`sections` with the title line, which ends at `end`, as the heading line of the first, if that has no other."""
    if (
        not sections
        or (sections[0].title is not None and not sections[0].generated)
        or not 0 < end <= sections[0].end
    ):
        return sections
    first = sections[0]
    after = text[end : first.end]
    return (replace(first, body=end + len(after) - len(after.lstrip())), *sections[1:])


def _in_order(text: str, headings: Sequence[Heading]) -> list[Heading]:
    kept: list[Heading] = []
    for heading in sorted(headings, key=lambda heading: heading.span):
        free_from = kept[-1].span.end if kept else 0
        if free_from <= heading.span.start < heading.span.end <= len(text):
            kept.append(heading)
    return kept


def _line_start(text: str, heading: Heading) -> int:
    """Where the line of a heading begins, or the heading itself if something but `#` stands before it on that line."""
    start = text.rfind("\n", 0, heading.span.start) + 1
    return heading.span.start if text[start : heading.span.start].strip(" \t#") else start


def _grown(tree: list[tuple[int, int, str | None]], heading: Heading) -> list[tuple[int, int, str | None]]:
    """The branch of the tree that leads to `heading`: (level, number among its siblings, title) from the top down."""
    parents = [node for node in tree if node[0] < heading.level]
    older = tree[len(parents)][1] if len(parents) < len(tree) else 0
    return [*parents, (heading.level, older + 1, heading.title or None)]


def _section(
    text: str, heading: Heading, tree: list[tuple[int, int, str | None]], *, start: int, end: int
) -> Section:
    after = text[heading.span.end : end]
    return Section(
        id=".".join(str(number) for _, number, _ in tree),
        title=heading.title or None,
        level=heading.level,
        path=tuple(title for _, _, title in tree if title is not None),
        start=start,
        body=heading.span.end + len(after) - len(after.lstrip()),
        end=end,
        confidence=heading.confidence,
    )


def _untitled(identifier: str, level: int, start: int, end: int) -> Section:
    return Section(id=identifier, title=None, level=level, path=(), start=start, body=start, end=end)
