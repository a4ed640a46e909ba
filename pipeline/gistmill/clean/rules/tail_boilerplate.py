"""What web sites print below an article: comment forms, share bars, notices, credits."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec.structs import asdict

from gistmill.clean.lines import Line, lines_from_the_end
from gistmill.clean.rule import Replacement, Rule
from gistmill.clean.site_lines import credits_of, is_weak, sure_kind
from gistmill.document import Metadata


def find(text: str) -> Iterator[Replacement]:
    """Removes the block of such lines at the end of the text, and keeps the editor and the source it names.

    Never a line with body text below it, and never the first line. Lines that could also be content ("Home",
    "Share", "Name") go only below a line that is sure.
    Source: seeds/documents/000_f133142195f25140.txt; see `gistmill.clean.site_lines`.

    >>> [(r.start, r.reason) for r in find("Body.\\n\\nLeave a Comment\\n\\nName *\\n")]
    [(5, 'comment form')]
    """
    block = _block_at_the_end(text)
    if not block:
        return
    above = text[: block[0].start].rstrip()
    if not above:
        return
    kinds = [kind for line in block if (kind := sure_kind(line.text))]
    yield Replacement(len(above), block[-1].end, "", ", ".join(dict.fromkeys(kinds)), _credits(block))


def _block_at_the_end(text: str) -> list[Line]:
    """The lines of the block from top to bottom; the topmost is a sure one."""
    block: list[Line] = []
    pending: list[Line] = []
    for line in lines_from_the_end(text):
        if sure_kind(line.text):
            block += [*pending, line]
            pending = []
        elif is_weak(line.text):
            pending.append(line)
        else:
            break
    return block[::-1]


def _credits(block: Sequence[Line]) -> Metadata | None:
    """What the lines say together; of two that name the same, the upper one counts."""
    said = [credits for line in block if (credits := credits_of(line.text))]
    fields = {field: value for credits in reversed(said) for field, value in asdict(credits).items() if value}
    return Metadata(**fields) if fields else None


TAIL_BOILERPLATE = Rule("tail_boilerplate", 3, find, reach="document")
