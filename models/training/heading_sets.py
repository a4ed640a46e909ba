"""Documents whose headings are known, for training and measuring the finder of headings.

Every set is read as blocks: a line of text, what it is (heading, paragraph, list item), and its level. What is
held back for measuring: all of CleanEval's development part, and a fifth of every set by a hash of the
document's id.
"""

from __future__ import annotations

import hashlib
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from corpus import Row, read_rows

Kind = Literal["h", "p", "l"]


@dataclass(frozen=True)
class Block:
    """One line: `h` heading, `p` paragraph or `l` list item; `level` is 0 where it is none or not known."""

    kind: Kind
    text: str
    level: int = 0


@dataclass(frozen=True)
class Marked:
    """A document as its blocks, in order."""

    id: str
    blocks: tuple[Block, ...]


def is_held_back(identifier: str) -> bool:
    if identifier.startswith("cleaneval-dev/"):
        return True
    return hashlib.sha256(identifier.encode()).digest()[0] % 5 == 0


def web_pages() -> Iterator[Marked]:
    """CleanEval: pages of the early web, headings marked by hand, without levels."""
    yield from map(_marked, read_rows("headings/cleaneval"))


def articles() -> Iterator[Marked]:
    """The posts of 18F, Markdown with its markup removed; level 1 is the title."""
    yield from map(_marked, read_rows("headings/md_18f"))


def manuals() -> Iterator[Marked]:
    """The Rust book and the open source guides, Markdown with its markup removed: many lists and levels."""
    for name in ("headings/md_rust_book", "headings/md_opensource_guide"):
        yield from map(_marked, read_rows(name))


def government_pages() -> Iterator[Marked]:
    """digital.gov pages (training part), from text with `#` lines."""
    for row in read_rows("summaries/digitalgov"):
        if row["split"] == "train":
            lines = [line for line in row["document"].splitlines() if line.strip("# ")]
            blocks = [Block("h", one_line(row["title"]), 1), *map(_hashed_line, lines)]
            yield Marked(row["id"], tuple(blocks))


def translated_news(*, held_back: bool, together: int = 4) -> Iterator[Marked]:
    """Translated news of every system, stitched together; the headline of each document is a heading.

    Only documents whose first segment is the headline. Documents, not stitched texts, are held back.
    """
    rows = [row for row in read_rows("cleanup/zhnews2022_docs") if row["headline_first"]]
    rows = [row for row in rows if is_held_back(row["doc_id"]) == held_back]
    for number, system in enumerate(sorted(rows[0]["mt"])):
        order = random.Random(number).sample(rows, len(rows))
        for start in range(0, len(order) - together + 1, together):
            stitched = order[start : start + together]
            blocks = tuple(block for row in stitched for block in _headline_and_text(row["mt"][system]))
            yield Marked(f"{system}/{start}", blocks)


def news_paragraphs(limit: int) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Title and paragraphs of news without headings of its own, long enough to be given some."""
    for row in read_rows("text/wikinews", limit=limit):
        paragraphs = tuple(one_line(line) for line in row["text"].splitlines() if line.strip())
        if 8 <= len(paragraphs) <= 40:
            yield one_line(row["title"]), paragraphs


def topic_texts() -> Iterator[tuple[str, list[list[str]]]]:
    """Choi's texts: an id and segments of sentences."""
    for row in read_rows("headings/choi"):
        yield row["doc_id"], row["segments"]


def one_line(text: str) -> str:
    return " ".join(text.split())


def _marked(row: Row) -> Marked:
    blocks = [Block(block["type"], one_line(block["text"]), block.get("level", 0)) for block in row["blocks"]]
    return Marked(row["doc_id"], tuple(block for block in blocks if block.text))


def _hashed_line(line: str) -> Block:
    wording = one_line(line.lstrip("# "))
    if line.startswith("#"):
        return Block("h", wording, len(line) - len(line.lstrip("#")))
    return Block("l", wording.lstrip("-* ")) if line.startswith(("- ", "* ")) else Block("p", wording)


def _headline_and_text(segments: Sequence[str]) -> Iterator[Block]:
    kind: Kind = "h"
    for segment in filter(None, map(one_line, segments)):
        yield Block(kind, segment, 1 if kind == "h" else 0)
        kind = "p"
