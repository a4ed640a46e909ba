"""The note in brackets behind the last sentence of a news text."""

from __future__ import annotations

import re
from collections.abc import Iterator

from gistmill.clean.rule import Replacement, Rule
from gistmill.clean.site_lines import credits_of

_NOTE = re.compile(r"(?<=[.?!”\"])[ ]*(?P<note>[\[(][^()\[\]\n]{2,70}[\])])(?=\s*\Z)")
_THE_END = re.compile(r"[\[(] ?(?:the )?(?:end|finish|finished|over|complete)\.? ?[\])]", re.IGNORECASE)
WINDOW = 120


def find(text: str) -> Iterator[Replacement]:
    """Removes "(End)" and moves "(Editor: ...)", "(Source: ...)" behind the last sentence to the metadata.

    Any other remark in brackets is part of the text and stays, and so does all of this further up.
    Source: wire style of China News Service, where an article ends with the sign for "end".

    >>> [(r.start, r.says.editor) for r in find("It is over. (Editor: Li Ming)\\n")]
    [(11, 'Li Ming')]
    """
    match = _NOTE.search(text, max(0, len(text.rstrip()) - WINDOW))
    if match is None:
        return
    says = credits_of(match["note"])
    if says or _THE_END.fullmatch(match["note"]):
        yield Replacement(match.start(), match.end(), "", "closing note", says)


CLOSING_NOTE = Rule("closing_note", 1, find, reach="document")
