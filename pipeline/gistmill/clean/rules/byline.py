"""The line that names the writer."""

from __future__ import annotations

import re
from collections.abc import Iterator

from gistmill.clean.head import head_lines
from gistmill.clean.lines import without_lines
from gistmill.clean.rule import Replacement, Rule
from gistmill.document import Metadata

_NAME = r"[A-Z][\w'’.-]*"
_NAMES = rf"{_NAME}(?:(?:,?[ ]and[ ]|,[ ]|[ ]&[ ]|[ ]){_NAME}){{0,9}}"
_BYLINE = re.compile(
    rf"""
      (?:By|BY|Written\ by|Text\ by|Story\ by)\ {_NAMES}
    | (?:Reporters?|Correspondents?|Authors?|Text|Writer)\ ?[:/]\ ?{_NAMES}
    | (?:Xinhua(?:\ News\ Agency|net)?|People['’]s\ Daily(?:\ Online)?|China\ News\ Service
        |[A-Z]\w+\ (?:Daily|News|Times|Post))
      \ (?:staff\ |special\ )?(?:[Rr]eporters?|[Cc]orrespondents?)(?:,?\ {_NAMES})?
    | (?:Our|Staff|Special)\ (?:[Rr]eporter|[Cc]orrespondent)(?:s)?(?:,?\ {_NAMES})?
    """,
    re.VERBOSE,
)


def find(text: str) -> Iterator[Replacement]:
    """Moves a byline that is a line of its own in the head of the text to the metadata.

    The first line is the title and stays, and so does a name without "By", "Reporter" or an agency.
    Source: "Xinhua News Agency reporter" in seeds/documents/000_f133142195f25140.txt; press usage.

    >>> [r.says.byline for r in find("Title\\n\\nBy John Smith and Li Ming\\n\\nBody.")]
    ['By John Smith and Li Ming']
    """
    lines = head_lines(text)
    for line in lines[1:]:
        if _BYLINE.fullmatch(line.text.rstrip(".")):
            says = Metadata(byline=line.text)
            yield from without_lines(lines, [line], "byline moved to the metadata", says=says)
            return


BYLINE = Rule("byline", 1, find, reach="document")
