"""Lists that name one thing again and again: synonyms of the source that became one English word."""

from __future__ import annotations

import re
from collections.abc import Iterator

from gistmill.clean.repeats import repeating_lines
from gistmill.clean.rule import Replacement, Rule

_LAST_MEMBER = re.compile(r"[ ](?:and|or)[ ](?P<word>[a-z][a-z'’-]*[a-z])(?![\w'’-]|,?[ ]respectively)")
_EMPHASIS = """
    again more over on up down through round around less years days hours months weeks so much very many long far
    really better worse bigger higher lower further deeper never yes there now well faster longer closer harder
"""
_RIGHTLY_REPEATED = frozenset(_EMPHASIS.split())
_RUN = re.compile(r"(?<![\w\"“‘'’-])(?P<word>[^\W\d_]{4,})(?:,[ ](?P=word)){3,}+(?![\w\"”’-])", re.IGNORECASE)


def find(text: str) -> Iterator[Replacement]:
    """Keeps one of the equal members of a list: "worries, worries, and worries" becomes "worries".

    Only a list of three members or more goes, so that "again and again", "years and years", "bread and bread alone"
    stay, and pairs such as "fairness and fairness", which were two things in the source (collapsing them cost 0.06
    chrF++ in each document of zhnews2022_docs that had one). Numbers and names stay, and what goes on with
    "respectively". Without a conjunction only four members and more go ("mislead, mislead, mislead, mislead").
    Source: seeds/documents/000_f133142195f25140.txt ("the people's worries, worries, and worries"); noise_real.

    >>> [r.after for r in find("their worries, worries, and worries; on and on, waves and waves")]
    ['worries']
    """
    for offset, line in repeating_lines(text, (1,)):
        end = 0
        for found in sorted((*_lists(line), *_runs(line))):
            if found.start >= end:
                end = found.end
                yield found._replace(start=offset + found.start, end=offset + end)


def _runs(text: str) -> Iterator[Replacement]:
    for match in _RUN.finditer(text):
        if match["word"].lower() not in _RIGHTLY_REPEATED:
            yield Replacement(match.start(), match.end(), match["word"], "one word again and again")


def _lists(text: str) -> Iterator[Replacement]:
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


REPEATED_LISTS = Rule("repeated_lists", 3, find)
