"""Lists that name one thing again and again: synonyms of the source that became one English word."""

from __future__ import annotations

import re
from collections.abc import Iterator

from gistmill.clean.rule import Replacement, Rule

_LAST_MEMBER = re.compile(r"[ ](?:and|or)[ ](?P<word>[a-z][a-z'’-]*[a-z])(?![\w'’-])")
_EMPHASIS = """
    again more over on up down through round around less years days hours months weeks so much very many long far
    really better worse bigger higher lower further deeper never yes there now well faster longer closer harder
"""
_RIGHTLY_REPEATED = frozenset(_EMPHASIS.split())


def find(text: str) -> Iterator[Replacement]:
    """Keeps one of the equal members of a list: "worries, worries, and worries" becomes "worries".

    Only a list of three members or more goes, so that "again and again", "years and years", "bread and bread
    alone" stay, and pairs such as "fairness and fairness", which were two things in the source. Numbers and names stay.
    Source: seeds/documents/000_f133142195f25140.txt ("the people's worries, worries, and worries").

    >>> [r.after for r in find("their worries, worries, and worries; on and on, waves and waves")]
    ['worries']
    """
    if " and " not in text and " or " not in text:
        return
    for match in _LAST_MEMBER.finditer(text):
        word = match["word"]
        start = _start_of_list(text, word, match.start())
        members = 1 + text.count(word, start, match.start())
        if members > 2 and word not in _RIGHTLY_REPEATED:
            yield Replacement(start, match.end(), word, "list of one thing")


def _start_of_list(text: str, word: str, end: int) -> int:
    """Where the members equal to `word` that stand before `end` begin; `end` itself if there are none."""
    start = gap = end
    while True:
        member_end = gap - 1 if text[gap - 1 : gap] == "," else gap
        member = member_end - len(word)
        if not text.endswith(word, 0, member_end) or _goes_on_before(text, member):
            return start
        start = member
        if not text.endswith(", ", 0, start):
            return start
        gap = start - 1


def _goes_on_before(text: str, start: int) -> bool:
    before = text[start - 1 : start]
    return before.isalnum() or before in {"-", "'", "’"}


REPEATED_LISTS = Rule("repeated_lists", 1, find)
