"""Markdown: headings as its parser finds them, and the edits that take its signs away and leave the words.

`markdown-it-py` says what each line is; it gives no places inside a line, so they are found again by walking from one
piece of text to the next. A block in which that fails keeps its signs.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import pairwise

from markdown_it import MarkdownIt
from markdown_it.token import Token
from msgspec import Struct

from gistmill.document import Document, Edit, Heading, Metadata, Span

RULE = "markdown"

_FRONT_MATTER = re.compile(
    r"(?P<mark>---|\+\+\+)[ \t]*\r?\n(?P<fields>.*?\n)?(?P=mark)[ \t]*(?:\r?\n|\Z)\s*", re.DOTALL
)
_FIELD = re.compile(r"(?P<name>\w+)[ \t]*[:=][ \t]*(?P<value>\S.*)")
# Quotation signs, the mark of a list item (which stays), the signs of a heading.
_PREFIX = re.compile(
    r"(?P<quote>[ \t]*(?:>[ \t]?)*)(?P<item>[ \t]*(?:(?:[-*+]|\d{1,9}[.)])[ \t]+)*)"
    r"(?P<hashes>#{1,6}[ \t]+)?"
)
_DEFINITION = re.compile(r"^ {0,3}\[[^\]\n]{1,200}\]:[ \t]*\S[^\n]*(?:\n|\Z)", re.MULTILINE)
_TAG = re.compile(r"<!--.*?-->|</?[a-zA-Z][^<>]{0,500}>", re.DOTALL)
_CELL_SIGNS = re.compile(r"(?<!\\)(?P<bar>[ \t]*\|[ \t]*)|(?P<sign>\*\*|__|`+|\*(?=\S)|(?<=\S)\*)")
# What may stand between two pieces of text beside the places that are passed over on purpose.
_SIGNS = frozenset("*_~`\\<>[]!#=- \t\n")


# One bold line may be a warning; from two on they are headings.
_FEWEST_BOLD_LINES, _LONGEST_BOLD_LINE = 2, 14


class _Piece(Struct, frozen=True):
    """Words that stay, at `[start, end)`, and what parts them from the piece before (a blank or a line break)."""

    start: int
    end: int
    before: str


def markdown_document(text: str, *, id: str, source: str) -> Document:
    """A document whose headings are known; which of them is the title is for segmentation to say.

    >>> document = markdown_document("# News\\n\\n## *Money*\\n\\nRates rose.", id="1", source="news.md")
    >>> [(heading.title, heading.level) for heading in document.headings]
    [('News', 1), ('Money', 2)]
    >>> [(edit.before, edit.after) for edit in document.markup]
    [('# ', ''), ('## *', ''), ('*', '')]
    """
    front = _FRONT_MATTER.match(text)
    at = front.end() if front else 0
    tokens = _parser().parse(_blanked(text, at))
    blocks = list(_inline_blocks(text, tokens))
    edits = [
        *(_front_edits(text, at)),
        *_line_edits(text, tokens),
        *(edit for _, _, own in blocks for edit in own),
    ]
    headings = tuple(
        Heading(Span(pieces[0].start, pieces[-1].end), _wording(text, pieces), level)
        for level, pieces, _ in blocks
        if level and pieces
    )
    metadata = _metadata(front["fields"] or "") if front else Metadata()
    return Document(id, source, text, metadata, headings, markup=_in_order(edits))


def markdown_headings(text: str) -> tuple[Heading, ...]:
    """The headings of `text` with the level their marks give; what stands in code is none."""
    return markdown_document(text, id="", source="").headings


@cache
def _parser() -> MarkdownIt:
    # Escaped signs and entities stay pieces of their own, or their places could not be found.
    return MarkdownIt("commonmark").enable("table").enable("strikethrough").disable("text_join")


def _blanked(text: str, end: int) -> str:
    """`text` with everything before `end` blank, so that lines keep their numbers."""
    return "\n" * text.count("\n", 0, end) + text[end:]


def _metadata(fields: str) -> Metadata:
    said = {
        found["name"].casefold(): found["value"].strip("\"' ")
        for line in fields.splitlines()
        if (found := _FIELD.fullmatch(line.strip()))
    }
    return Metadata(title=said.get("title"), byline=said.get("author"), language=said.get("lang"))


def _front_edits(text: str, end: int) -> Iterator[Edit]:
    if end:
        yield _edit(text, 0, end, "", "front matter")


def _inline_blocks(text: str, tokens: Sequence[Token]) -> Iterator[tuple[int, list[_Piece], list[Edit]]]:
    """For each block of running text: its level if it is a heading, its pieces, and the edits that leave them alone."""
    starts = _line_starts(text)
    bold = sum(_is_bold_line(opening, token) for opening, token in pairwise(tokens)) >= _FEWEST_BOLD_LINES
    deepest = 0
    for opening, token in pairwise(tokens):
        if token.type != "inline" or token.map is None or opening.type.startswith(("th", "td")):
            continue
        if opening.type == "heading_open":
            level = deepest = int(opening.tag[1])
        else:
            level = deepest + 1 if bold and _is_bold_line(opening, token) else 0
        start, end = starts[token.map[0]], starts[opening.map[1] if opening.map else token.map[1]]
        end = start + len(text[start:end].rstrip())
        pieces, edits = _read_block(text, token, start=start, end=end)
        yield level, pieces, edits


def _is_bold_line(opening: Token, token: Token) -> bool:
    """Whether a paragraph is one short bold line, as many write their headings."""
    children = token.children or []
    if token.type != "inline" or opening.type != "paragraph_open" or opening.level or len(children) < 3:
        return False
    words = children[1].content
    return (
        [child.type for child in children if child.content or child.nesting]
        == ["strong_open", "text", "strong_close"]
        and len(words.split()) <= _LONGEST_BOLD_LINE
        and not words.rstrip().endswith((".", ",", ";"))
    )


def _read_block(text: str, token: Token, *, start: int, end: int) -> tuple[list[_Piece], list[Edit]]:
    prefix = _PREFIX.match(text, start, end)
    first = prefix.end() if prefix else start
    pieces, passed, last = [], [(end, end)], first
    for piece, skipped in _walk(text, token.children or [], first, end):
        if piece is None and skipped is None:
            return [], []
        if piece is not None:
            pieces.append(piece)
        if skipped is not None:
            passed.append(skipped)
    if not _only_signs(text, pieces, passed, first, end):
        return [], []
    edits = list(_quote_edits(text, prefix))
    last = prefix.start("hashes") if prefix and prefix["hashes"] else first
    for piece in pieces:
        edits.append(_edit(text, last, piece.start, piece.before, "signs of Markdown"))
        last = piece.end
    edits.append(_edit(text, last, end, "", "signs of Markdown"))
    return pieces, edits


def _quote_edits(text: str, prefix: re.Match[str] | None) -> Iterator[Edit]:
    if prefix and ">" in prefix["quote"]:
        yield _edit(text, prefix.start("quote"), prefix.end("quote"), "", "sign of a quotation")


def _walk(
    text: str, children: Sequence[Token], start: int, end: int
) -> Iterator[tuple[_Piece | None, tuple[int, int] | None]]:
    """The pieces of text in order, and the places to pass over: targets of links and images, tags. Two None: lost."""
    at, before = start, ""
    for child in children:
        if child.type in ("softbreak", "hardbreak"):
            before = " " if child.type == "softbreak" else "\n"
            at = max(at, text.find("\n", at, end))
            continue
        if child.type == "link_close":
            target = _target_end(text, at, end) if child.markup != "autolink" else at
            yield None, (at, target)
            at = target
            continue
        words = child.markup if child.type == "text_special" else child.content
        found = text.find(words, at, end) if words else at
        if child.type == "text_special" and child.info == "escape" and found >= 0:
            found, words = found + 1, words[1:]
        if found < 0:
            yield None, None
            return
        if child.type == "html_inline":
            yield None, (found, found + len(words))
        elif words:
            yield _Piece(found, found + len(words), before), None
            before = ""
        at = found + len(words)
        if child.type == "image":
            target = _target_end(text, at, end)
            yield None, (at, target)
            at = target


def _target_end(text: str, at: int, end: int) -> int:
    """Where the target of a link ends whose text ends at `at`: `](address "title")`, `][name]` or `]`.

    >>> _target_end("[a](b(c)) d", 2, 11), _target_end("[a][b] d", 2, 8), _target_end("[a] d", 2, 5)
    (9, 6, 3)
    """
    opening = text.find("]", at, end)
    if opening < 0:
        return at
    behind = text[opening + 1 : opening + 2]
    if behind == "[":
        closing = text.find("]", opening + 2, end)
        return closing + 1 if closing > 0 else opening + 1
    if behind != "(":
        return opening + 1
    depth = 0
    for position in range(opening + 1, end):
        depth += (text[position] == "(") - (text[position] == ")")
        if depth == 0:
            return position + 1
    return opening + 1


def _only_signs(
    text: str, pieces: Sequence[_Piece], passed: Sequence[tuple[int, int]], start: int, end: int
) -> bool:
    """Whether nothing but signs stands outside the pieces and the places passed over."""
    at = start
    for first, last in sorted([*((piece.start, piece.end) for piece in pieces), *passed]):
        if not set(text[at:first]) <= _SIGNS:
            return False
        at = max(at, last)
    return set(text[at:end]) <= _SIGNS


def _line_edits(text: str, tokens: Sequence[Token]) -> Iterator[Edit]:
    """The edits of whole lines: fences, rules, rows of tables, HTML, definitions of links."""
    starts = _line_starts(text)
    code = set[int]()
    for token in tokens:
        if token.map is None:
            continue
        first, last = token.map
        if token.type in ("fence", "code_block"):
            code.update(range(first, last))
        if token.type == "fence":
            yield _edit(text, starts[first], starts[first + 1], "", "fence of code")
            if (
                text[starts[last - 1] : starts[last]].strip().startswith(token.markup[:3])
                and last - 1 > first
            ):
                yield _edit(text, starts[last - 1], starts[last], "", "fence of code")
        elif token.type == "hr":
            yield _edit(text, starts[first], starts[last], "", "rule between paragraphs")
        elif token.type == "html_block":
            for tag in _TAG.finditer(text, starts[first], starts[last]):
                yield _edit(text, tag.start(), tag.end(), "", "tag of HTML")
        elif token.type == "table_open":
            yield _edit(text, starts[first + 1], starts[min(first + 2, last)], "", "rule of a table")
            rows = [first, *range(first + 2, last)]
            yield from (edit for row in rows for edit in _row_edits(text, starts[row], starts[row + 1]))
    for definition in _DEFINITION.finditer(text):
        if text.count("\n", 0, definition.start()) not in code:
            yield _edit(text, definition.start(), definition.end(), "", "address of a link")


def _row_edits(text: str, start: int, end: int) -> Iterator[Edit]:
    line = text[start:end].rstrip()
    for found in _CELL_SIGNS.finditer(line):
        inner = found.start() > 0 and found.end() < len(line)
        after = "\t" if found["bar"] and inner else ""
        yield _edit(text, start + found.start(), start + found.end(), after, "signs of a table")


def _line_starts(text: str) -> list[int]:
    starts = [0, *(match.end() for match in re.finditer("\n", text))]
    return [*starts, len(text), len(text)]


def _wording(text: str, pieces: Sequence[_Piece]) -> str:
    return "".join(piece.before + text[piece.start : piece.end] for piece in pieces).strip()


def _edit(text: str, start: int, end: int, after: str, reason: str) -> Edit:
    return Edit(RULE, start, end, text[start:end], after, reason)


def _in_order(edits: Sequence[Edit]) -> tuple[Edit, ...]:
    """The edits that change something, in order; one that overlaps an earlier one is left out."""
    kept: list[Edit] = []
    for edit in sorted(edits, key=lambda edit: (edit.start, edit.end)):
        if edit.before != edit.after and (not kept or kept[-1].end <= edit.start):
            kept.append(edit)
    return tuple(kept)
