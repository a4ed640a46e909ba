"""Markdown: the text as it stands, with the headings its `#` lines mark."""

from __future__ import annotations

import re

from gistmill.document import Document, Heading, Span

_HEADING = re.compile(r"^ {0,3}(?P<marks>#{1,6})[ \t]+(?P<title>.*?)[ \t]*#*[ \t]*$")
_FENCE = re.compile(r"^ {0,3}(```|~~~)")


def markdown_document(text: str, *, id: str, source: str) -> Document:
    """A document whose headings are known; which of them is the title is for segmentation to say.

    >>> document = markdown_document("# News\\n\\n## Money\\n\\nRates rose.", id="1", source="news.md")
    >>> [(heading.title, heading.level) for heading in document.headings]
    [('News', 1), ('Money', 2)]
    """
    return Document(id, source, text, headings=markdown_headings(text))


def markdown_headings(text: str) -> tuple[Heading, ...]:
    """The ATX headings of `text` outside fenced code, with the level their marks give."""
    headings, position, fence = [], 0, ""
    for line in text.splitlines(keepends=True):
        content = line.rstrip("\r\n")
        if mark := _FENCE.match(content):
            fence = "" if fence == mark[1] else fence or mark[1]
        elif not fence and (match := _HEADING.match(content)) and match["title"]:
            headings.append(
                Heading(Span(position, position + len(content)), match["title"], len(match["marks"]))
            )
        position += len(line)
    return tuple(headings)
