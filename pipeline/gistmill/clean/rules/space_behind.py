"""A missing space behind a mark."""

from __future__ import annotations

import re
from collections.abc import Iterator

from gistmill.clean.rule import Replacement, Rule

_MARK = re.compile(r"[.,;:?!…“”](?=[^\W\d_])")
_WORD_BEFORE = re.compile(r"(?<![^\s“\"(])[^\W\d_]+(?:['’-][^\W\d_]+)*$")
# "A", "I", or a word of two letters and more: "Ph.D", "Mk.E" and "Inv:SV" are one word.
_SENTENCE_STARTS = re.compile(r"(?:[A-Z](?:[^\W\d_A-Z]|['’-](?=[^\W\d_]))[\w'’-]*,?|[AI])[ ]")
_WORD_FOLLOWS = re.compile(r"[^\W\d_]{2,}(?:['’-][^\W\d_]+)*[.,;:?!…]?(?=[\s\"”)]|$)")
# "Yahoo!Japan", "ASP.Net", "Amazon.Com": what follows the stop belongs to the name.
_NAME_ENDS = re.compile(r"(?:Com|Net|Org|Gov|Edu|Io|Js|Py|Co|Inc|Ai|Tv|App|Html|Pdf|Md)\b")


def find(text: str) -> Iterator[Replacement]:
    """Puts the space back between a mark and the next word, where both sides are plain words.

    Left alone: numbers, URLs, e-mail, file and site names, dotted code, `Yahoo!Japan`, lists such as `a,b,c`
    (one gap a word at most), and small letters after a stop.
    Source: 25 articles of headings/md_18f; noise_real ("the team.I can", "entitled“meeting").

    >>> [r.start for r in find("for the team.I can, see Node.Js or a,b and 3.5%, gov.uk")]
    [13]
    """
    for match in _MARK.finditer(text):
        position = match.start()
        mark = text[position]
        if mark == "“":
            if text[position - 1 : position].isalpha():
                yield Replacement(position, position, " ", "missing space")
        elif _is_tight(text, position, mark):
            yield Replacement(position + 1, position + 1, " ", "missing space")


def _is_tight(text: str, position: int, mark: str) -> bool:
    behind = position + 1
    if mark == "”":
        return text[position - 1 : position].islower() or text[position - 1 : position] in {
            ".",
            ",",
            "?",
            "!",
        }
    before = 3 if mark == ";" else 2  # "tl;dr"
    if not text[max(0, position - before) : position].isalpha() or not text[position - 1].islower():
        return False
    word = _WORD_BEFORE.search(text, max(0, position - 30), position)
    if word is None or _NAME_ENDS.match(text, behind):
        return False
    if mark in ",;":
        return bool(_WORD_FOLLOWS.match(text, behind))
    return not (mark in "?!" and word.group()[0].isupper()) and bool(_SENTENCE_STARTS.match(text, behind))


SPACE_BEHIND = Rule("space_behind", 2, find)
