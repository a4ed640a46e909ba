"""Punctuation that stands twice, or beside another mark that makes it void."""

from __future__ import annotations

import re
from collections.abc import Iterator

from gistmill.clean.rule import Replacement, Rule

_TWO_MARKS = re.compile(r"[.,;:?!](?=[\"”]?[ ]*[.,:?!])")
_DOUBLED = re.compile(
    r"""
      (?P<stops>\.[ ]*\.)(?![ ]*\.|[\w/\\*=-])              # ". ." and "..", but no ellipsis, path or range
    | (?P<commas>,(?:[ ]*,)+)(?=[\s"”’')\]]|$)              # ",,", but not the empty cells of "a,,b"
    | (?P<comma_stop>,[ ]*\.)(?=[\s"”]|$)                   # ",."
    | (?P<comma_dots>,[ ]*)(?=\.\.)                         # ",..."
    | (?P<semicolon_stop>;[ ]*\.)(?=\s|$)                   # ";."
    | (?P<colon_stop>:[ ]*\.)(?=\s|$)                       # ":."
    | (?P<colons>:[ ]*:)(?=\s|$)                            # "said::", but not "std::vector"
    | (?P<mark>[?!])(?:[ ]+(?P=mark))+(?=[\s"”]|$)          # "? ?", but not the emphasis of "??"
    | (?P<stop_comma>(?<=[a-z]{3})\.[ ]?,)(?=[ ]*$)         # ".," at the end of a line
    | (?P<void>\?[ ]?\.)(?=[ ]*$)                           # "?." at the end of a line
    | (?P<outer>(?<=\.["”])\.)(?=\s|$)                      # ".”."
    """,
    re.VERBOSE | re.MULTILINE,
)
_ONE_FOR = {
    "stops": ".",
    "commas": ",",
    "comma_stop": ".",
    "comma_dots": "",
    "semicolon_stop": ".",
    "colon_stop": ":",
    "colons": ":",
    "stop_comma": ".",
    "void": "?",
    "outer": "",
}


def find(text: str) -> Iterator[Replacement]:
    """Leaves one mark where two stand: `. .`, `..`, `,,`, `,.`, `::`, `? ?`, `.”.`

    Ellipses of three and more, also spaced ones, stay; so do `??` and `!!`, which are emphasis, the stop of
    an abbreviation before a comma (`Inc.,`), `std::vector`, `..` in paths and ranges or by itself, and empty cells
    (`a,,b`). A mark that begins a line or follows an opening stays, for it is not known what it closes.
    Source: 419 rows of noise_real.

    >>> [(r.start, r.end, r.after) for r in find("organizations. . In addition,, all. . . std::map ../x")]
    [(13, 16, '.'), (28, 30, ',')]
    """
    taken = 0
    for candidate in _TWO_MARKS.finditer(text):
        start = candidate.start()
        if text[start + 1] in '"”':
            start += 2
        if start < taken or not _follows_a_word(text, start):
            continue
        match = _DOUBLED.match(text, start)
        if match is None or (match.group() == ".." and text[start - 1] == " "):
            continue
        kind = match.lastgroup or ""
        taken = match.end()
        yield Replacement(start, taken, _ONE_FOR.get(kind, match["mark"]), "doubled punctuation")


def _follows_a_word(text: str, start: int) -> bool:
    """Whether something stands before the first mark, and no other mark of its kind."""
    mark = text[start : start + 1]
    while start and text[start - 1] == " ":
        start -= 1
    return bool(start) and text[start - 1] not in ".\n([{,:;" and text[start - 1] != mark


DOUBLED_PUNCTUATION = Rule("doubled_punctuation", 1, find)
