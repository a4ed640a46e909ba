"""What web sites print above an article: the way to the page, the size of the type, the source."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from gistmill.clean.head import HEAD_LINES
from gistmill.clean.lines import Line, lines_from_the_start
from gistmill.clean.rule import Replacement, Rule
from gistmill.clean.site_lines import credits_of, sure_kind
from gistmill.document import Dateline, Metadata

_NAVIGATION = re.compile(
    r"skip to (?:main |the )?content.*|(?:current|your) (?:location|position) ?:.{1,160}"
    r"|home(?: ?page)? ?(?:>+|»|›|→|-+>).{1,160}|you are here:.{1,160}",
    re.IGNORECASE,
)
_FONT = re.compile(r"(?:(?:font|text) size ?:?|\[?font:?)[\w \[\]+/|-]{0,40}", re.IGNORECASE)
_STAMPED_SOURCE = re.compile(
    r"(?P<date>\d{4}[-/.]\d{1,2}[-/.]\d{1,2}(?: \d{1,2}:\d{2}(?::\d{2})?)?)[ |]*"
    r"(?:Source|From) ?: ?(?P<publisher>.{1,80}?)(?:[ |]+(?:Author|Reporter)s? ?: ?(?P<byline>[^:]{1,60}?))?"
    r"(?:[ |]+(?:(?:Responsible|Web|Chief|Duty) )?[Ee]ditor ?: ?(?P<editor>[^:]{1,60}))?"
)
LONGEST_HERE = 180
_NEVER_A_TITLE = frozenset(("navigation", "cookie notice"))
_KINDS_AT_THE_HEAD = frozenset(("share bar", "cookie notice", "source line", "credits line"))


def find(text: str) -> Iterator[Replacement]:
    """Removes such lines from the head of the text; the source they name goes to the metadata.

    The first line is the title and stays, unless it is navigation, a cookie notice or a date with a source; body
    text is never looked at.
    Source: the templates of Chinese news sites as engines translate them.

    >>> [r.says.publisher for r in find("Title\\n\\n2021-06-28 20:13 Source: Xinhuanet\\n\\nBody.")]
    ['Xinhuanet']
    """
    is_title = True
    for (line, kind), (following, _) in pairwise(_down_to_the_body(text)):
        if kind and (kind in _NEVER_A_TITLE or not is_title or _STAMPED_SOURCE.fullmatch(line.text)):
            yield Replacement(line.start, following.start, "", kind, _said_by(line))
        else:
            is_title = False


def _down_to_the_body(text: str) -> Iterator[tuple[Line, str | None]]:
    """The head of the text: site lines, however many, with their kinds, and six other lines."""
    others = 0
    for line in lines_from_the_start(text):
        kind = _kind_of(line.text)
        yield line, kind
        others += kind is None
        if others == HEAD_LINES:
            return


def _kind_of(line: str) -> str | None:
    if len(line) > LONGEST_HERE:
        return None
    if _NAVIGATION.fullmatch(line) or _FONT.fullmatch(line):
        return "navigation"
    if _STAMPED_SOURCE.fullmatch(line):
        return "source line"
    kind = sure_kind(line)
    return kind if kind in _KINDS_AT_THE_HEAD else None


def _said_by(line: Line) -> Metadata | None:
    stamped = _STAMPED_SOURCE.fullmatch(line.text)
    if stamped:
        dateline = Dateline(text=line.text, date=stamped["date"])
        credits = stamped.groupdict()
        del credits["date"]
        return Metadata(dateline=dateline, **credits)
    return credits_of(line.text)


HEAD_BOILERPLATE = Rule("head_boilerplate", 3, find, reach="document")
