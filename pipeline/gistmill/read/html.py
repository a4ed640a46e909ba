"""Web pages: the article that trafilatura finds, with the headings its `h1` to `h6` mark."""

from __future__ import annotations

from typing import Any

from gistmill.document import Document, Heading, Metadata, Span
from gistmill.errors import UnreadableInput

# 40,000 take 2.5 s and 75 MB (paragraphs, table cells), 140,000 take 15 s; the longest of Wikipedia have 60,000.
MAX_TAGS = 100_000
# The time to parse a tag grows with the square of its attributes: 20,000 take 2 s.
MAX_WORDS_OF_TAG = 1000


def html_document(html: str, *, id: str, source: str) -> Document:
    """The main text of a page, a blank line between its blocks; what surrounds the article is left out.

    The document's text is the extracted text, not the markup. Raises UnreadableInput if there is no article.
    """
    _refuse_endless_markup(html, source)
    from trafilatura import bare_extraction

    page = bare_extraction(html, include_comments=False, include_tables=True, with_metadata=False)
    blocks = _blocks(page.body) if page is not None else []
    if not blocks:
        raise UnreadableInput(f"{source}: no article found in this page; save its text as .txt instead.")
    text, headings = _laid_out(blocks)
    opens_with_heading = bool(headings) and headings[0].span.start == 0
    metadata = Metadata(title=None if opens_with_heading else page.title)
    return Document(id, source, text, metadata, headings, ("article extracted from HTML by trafilatura",))


def _refuse_endless_markup(html: str, source: str) -> None:
    if html.count("<") > MAX_TAGS:
        raise UnreadableInput(f"{source}: has more than {MAX_TAGS:,} tags; save its text as .txt instead.")
    if any(len(part.partition(">")[0].split()) > MAX_WORDS_OF_TAG for part in html.split("<")[1:]):
        raise UnreadableInput(
            f"{source}: has a tag of more than {MAX_WORDS_OF_TAG:,} words; save it as .txt."
        )


def _blocks(body: Any) -> list[tuple[str, int]]:
    """The text of each block of trafilatura's tree, with its heading level (0: not a heading)."""
    blocks = []
    for element in body.iterchildren():
        texts = element.iterchildren("item") if element.tag == "list" else (element,)
        level = int((element.get("rend") or "h2")[-1]) if element.tag == "head" else 0
        blocks += [(text, level) for part in texts if (text := " ".join("".join(part.itertext()).split()))]
    return blocks


def _laid_out(blocks: list[tuple[str, int]]) -> tuple[str, tuple[Heading, ...]]:
    headings, position = [], 0
    for text, level in blocks:
        if level:
            headings.append(Heading(Span(position, position + len(text)), text, level))
        position += len(text) + 2
    return "\n\n".join(text for text, _ in blocks), tuple(headings)
