"""Lines that hold a punctuation mark and nothing else."""

from __future__ import annotations

import re
from collections.abc import Iterator

from gistmill.clean.rule import Replacement, Rule

_LONE = re.compile(r"\n[ \t]*[.,;:][ \t]*[.,;:]?[ \t]*(?=\n|$)")


def find(text: str) -> Iterator[Replacement]:
    """Removes lines such as a single `.`, with the blank lines before them.

    Marks that separate parts (`***`, `---`, `...`) stay, and so do brackets and quotation marks, which may
    belong to the lines around them. Source: seeds/documents/000_f133142195f25140.txt ends in such a line.

    >>> [(r.start, r.end) for r in find("The end.\\n\\n.\\n\\nNext.")]
    [(8, 11)]
    """
    for match in _LONE.finditer(text):
        start = match.start()
        while start and text[start - 1] in "\n \t":
            start -= 1
        yield Replacement(start, match.end(), "", "a line of punctuation alone")


LONE_PUNCTUATION = Rule("lone_punctuation", 1, find, reach="document")
