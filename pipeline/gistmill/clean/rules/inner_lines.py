"""Lines that are not text in the middle of a document: stamps, credits and calls to subscribe."""

from __future__ import annotations

import re
from collections.abc import Iterator

from gistmill.clean.rule import Replacement, Rule

_NAME = r"[A-Z][\w'’.-]*"
_NAMES = rf"{_NAME}(?:(?:,?[ ]and[ ]|,[ ]?|[ ]?[&/][ ]?|[ ]){_NAME}){{0,7}}"
_ROLE = (
    r"(?:[Ss]taff[ ]|[Ss]pecial[ ]|[Ii]ntern[ ])?"
    r"(?:[Rr]eporters?|[Cc]orrespondents?|[Ee]ditors?|[Pp]hotos?(?:[ ]by)?|[Tt]ext|[Aa]uthors?)"
)
_KINDS = {
    "source line": r"\d{4}[-/.]\d{1,2}[-/.]\d{1,2}(?:[ ]\d{1,2}:\d{2}(?::\d{2})?)?[ |]*"
    r"(?:Source|From|Author)[ ]?:[ ]?[^\n]{1,140}",
    "credits line": rf"[(\[][ ]?{_ROLE}[ ]?:?[ ]?{_NAMES}[ ]?[)\]]"
    rf"|{_ROLE}[ ]?[:/][ ]?{_NAMES}"
    rf"|(?:By|BY)[ ]{_NAME}(?:(?:,?[ ]and[ ]|,[ ]?|[ ]){_NAME}){{2,7}}",
    "photo credit": r"(?:Photo|Picture|Image)s?(?:[ ](?:by|credit|courtesy))?[ ]?:[^\n]{1,100}"
    r"(?:[Pp]hotobank|Getty[ ]Images|Reuters|AFP|TASS|Xinhua|AP|RIA[ ]Novosti|Shutterstock)\.?"
    r"|©[ ]?[^\n]{2,80}|Go[ ]to[ ](?:the[ ])?photo[ ]?bank\.?",
    "subscription": r"(?:Please[ ])?(?:[Ss]ubscribe[ ]to|[Ff]ollow|[Jj]oin)[ ](?:our|the|us[ ]on|my)[ ][^\n]{0,40}"
    r"(?:channel|[Tt]elegram|[Yy]ou[Tt]ube|newsletter|WeChat|Weibo|VK|Twitter|Facebook|account)[^\n]{0,40}",
}
_LINE = re.compile(
    "^[ \\t]*(?:"
    + "|".join(f"(?P<k{number}>{pattern})" for number, pattern in enumerate(_KINDS.values()))
    + ")[ \\t]*$",
    re.MULTILINE,
)
# "It is over. (Reporter Li Li)": the note closes a paragraph.
_NOTE = re.compile(rf"(?<=[.?!”\"])[ ]?\([ ]?{_ROLE}[ ]?:?[ ]?{_NAMES}[ ]?\)(?=[ \t]*(?:\n|\Z))")


def remove_inner_lines(text: str) -> Iterator[Replacement]:
    """Takes out whole lines that only stamp, credit or advertise, and a reporter's note behind a paragraph.

    The first line is the title and stays; so do sentences about any of it, "By car", and "By John Smith", which may be
    a heading.
    Source: stitched files of translated news, "2020-07-26 17:34:48 Source: ... Author: ...".

    >>> [r.reason for r in remove_inner_lines("Title\\n\\nIt ends. (Reporter Li Li)\\n\\nBy Hu Guilong Yu\\n\\nMore.")]
    ['credits line', 'credits line']
    """
    first = len(text) - len(text.lstrip())
    found = []
    for match in _LINE.finditer(text):
        if match.start() > first:
            end = match.end()
            while text[end : end + 1] == "\n":
                end += 1
            kind = tuple(_KINDS)[int((match.lastgroup or "k0")[1:])]
            # At the end of the text, it is the blank lines before it that go.
            start = match.start() if end < len(text) else len(text[: match.start()].rstrip())
            found.append(Replacement(start, end if end < len(text) else match.end(), "", kind))
    found += [Replacement(*match.span(), "", "credits line") for match in _NOTE.finditer(text)]
    last = 0
    for replacement in sorted(found):
        if replacement.start >= last:
            last = replacement.end
            yield replacement


INNER_LINES = Rule("inner_lines", 1, remove_inner_lines, reach="document")
