"""Punctuation that stands twice, or beside another mark that makes it void."""

from __future__ import annotations

import re
from collections.abc import Iterator

from gistmill.clean.rule import Replacement, Rule

_TWO_MARKS = re.compile(r"[.,;:?!](?=[\"”]?[ ]*[.,:?!])")
_LEADING_COLONS = re.compile(r"^::[ ]+(?=[A-Z])", re.MULTILINE)
_SHORTCODE = re.compile(r"(?<!\w):\w+$")  # ":rocket:" in chats
_GOES_ON = re.compile(r",[ ,]*\.{2,}[ ]?[,)]")
_DOUBLED = re.compile(
    r"""
      (?P<stops>\.[ ]*\.)(?![ ]*\.|[\w/\\*=-])              # ". ." and "..", but no ellipsis, path or range
    | (?P<mixed>(?:\.,|,\.|,,)[.,]++(?<!\.\.))(?=[\s"”]|$)  # ",.,", ".,,", ",,.", but no ellipsis
    | (?P<commas>,(?:[ ]*,)+)(?=[\s"”’')\]]|$)              # ",,", but not the empty cells of "a,,b"
    | (?P<comma_stop>,[ ]*\.)(?=[\s"”]|$)                   # ",."
    | (?P<comma_dots>,[ ,]*+)(?=\.\.)                       # ",..."
    | (?P<semicolon_stop>;[ ]*\.)(?=\s|$)                   # ";."
    | (?P<colon_stop>:[ ]*\.\.?)(?=\s|$)                    # ":.", ":.."
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

    Ellipses of three and more, also spaced ones, stay; so do `??` and `!!`, which are emphasis, the stop of an
    abbreviation before a comma (`Inc.,`), `std::vector`, `..` in paths and ranges or by itself, empty cells (`a,,b`),
    the dots of an open list (`x, y, ...`), and names such as `:rocket:`. A mark that begins a line or follows an
    opening stays, for it is not known what it closes; only the `:: ` that some feeds put before a line goes. Source:
    419 rows of noise_real.

    >>> [(r.start, r.end, r.after) for r in find("organizations. . In addition,, all. . . std::map ../x")]
    [(13, 16, '.'), (28, 30, ',')]
    """
    taken = 0
    for candidate in _TWO_MARKS.finditer(text):
        start = candidate.start()
        if text[start + 1] in '"”':
            start += 2
        match = _DOUBLED.match(text, start) if start >= taken and _follows_a_word(text, start) else None
        if match and not _is_left_alone(text, match):
            taken = match.end()
            yield Replacement(start, taken, _one_for(match, text), "doubled punctuation")
        elif (leading := _LEADING_COLONS.match(text, start)) and start >= taken:
            taken = leading.end()
            yield Replacement(start, taken, "", "colons before a line")


def _one_for(match: re.Match[str], text: str) -> str:
    """The mark that stands for all of them; a mixed run is a comma only inside a sentence."""
    kind = match.lastgroup or ""
    if kind == "mixed":
        return "," if text[match.end() + 1 : match.end() + 2].islower() else "."
    return _ONE_FOR.get(kind, match["mark"])


def _is_left_alone(text: str, match: re.Match[str]) -> bool:
    start = match.start()
    by_itself = match.group() == ".." and text[start - 1] == " "
    if match.lastgroup == "comma_dots" and _is_open_list(text, start):
        return True
    return by_itself or (match.lastgroup == "colon_stop" and bool(_SHORTCODE.search(text, start - 30, start)))


def _is_open_list(text: str, start: int) -> bool:
    """Whether the dots stand for members of a list: "x, y, ..." and "a1, ..., an"."""
    return "," in text[max(0, start - 20) : start] or bool(_GOES_ON.match(text, start))


def _follows_a_word(text: str, start: int) -> bool:
    """Whether something stands before the first mark, and no other mark of its kind."""
    mark = text[start : start + 1]
    while start and text[start - 1] == " ":
        start -= 1
    return bool(start) and text[start - 1] not in ".\n([{,:;" and text[start - 1] != mark


DOUBLED_PUNCTUATION = Rule("doubled_punctuation", 3, find)
