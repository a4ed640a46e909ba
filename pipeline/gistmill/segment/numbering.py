"""How a line is numbered: outlines (1., 1.1, I., A), Chinese numbering in translation (One, (1) First,), labels."""

from __future__ import annotations

import re
from typing import Literal, get_args

from msgspec import Struct

# A label heads a part of a document (`Chapter 3`), an item is one of several of a kind (`Tip 3`).
Kind = Literal[
    "label", "item", "parenthesis", "decimal", "chinese", "roman", "letter", "lower", "ordinal", "word"
]

# The order in which laws and books nest their parts.
_LABELS = (("Book", "Part", "Volume", "Appendix", "Annex"), ("Chapter", "Unit"), ("Section",), ("Article",))
_CARDINALS = (
    "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen twenty"
).split()
_ORDINALS = "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth".split()
_CHINESE = "一二三四五六七八九十"
_ROMAN_DIGITS = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100}

_NUMBERING = re.compile(
    r"""
    (?: (?P<label> (?:Chapter|Section|Part|Article|Appendix|Annex|Unit|Volume|Book) \s{1,2} (?:No\.\s?)?
            (?P<label_value> \d{1,3} | [IVXLC]{1,6} | [A-Z] | [A-Z][a-z]{2,7}) ) \b [.:,)—-]?
      | (?P<item> (?:Step|Question|Lesson|Phase|Stage|Rule|Tip|Technique|Reason|Method|Task|Day|Week|Myth|Fact
            |Case|Example|Exercise|Option|Problem|Scenario) \s{1,2}
            (?P<item_value> \d{1,3} | [A-Z][a-z]{2,7}) ) \b [.:,)—-]?
      | [(（] (?P<parenthesis> \d{1,2} | [ivx]{1,4} | [IVX]{1,4} | [a-zA-Z] | [A-Z][a-z]{2,7}
            | [一二三四五六七八九十]{1,3} ) [)）] [.,:、]?
      | (?P<decimal> \d{1,2} (?:\.\d{1,2}){0,4} ) (?: [.)．、] (?!\d) | (?=\s) )
      | (?P<chinese> [一二三四五六七八九十]{1,3} ) [、.．,，]
      | (?P<roman> [IVXLC]{1,6} ) [.)、] (?=\s)
      | (?P<letter> [A-Z] ) [.)、] (?=\s)
      | (?P<lower> [a-z] | [ivx]{2,4} ) [.)] (?=\s)
      | (?P<ordinal> (?i:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth) (?:ly)? ) [,:、]
      | (?P<word> [A-Z][a-z]{2,8} ) [,:、.]
    ) \s*
    """,
    re.VERBOSE,
)


class Numbering(Struct, frozen=True):
    """The number a line starts with: its kind, its depth (2 for `1.1`), its value, and where the wording starts."""

    kind: Kind
    depth: int
    value: int
    wording: int

    @property
    def form(self) -> str:
        return f"{self.kind}{self.depth}"


def numbering_of(line: str) -> Numbering | None:
    """The numbering of a line, or None.

    A bare number needs a point, a bracket or two levels (`1.1 Scope`), so `7 red venues` is not numbered.

    >>> numbering_of("1.2 Scope")
    Numbering(kind='decimal', depth=2, value=2, wording=4)
    >>> [(n.kind, n.value) for n in map(numbering_of, ("IV. Aims", "Two, the method", "(3) Cost")) if n]
    [('roman', 4), ('word', 2), ('parenthesis', 3)]
    >>> [numbering_of(line) for line in ("7 red venues", "3.5% more", "Beijing, June 28", "I was there")]
    [None, None, None, None]
    """
    found = _NUMBERING.match(line)
    if found is None or found.lastgroup is None:
        return None
    kind, wording = _kind_of(found), line[found.end() :]
    worth = found["label_value"] or found["item_value"] or found[kind]
    value = _value(worth, roman=kind in ("roman", "label"))
    depth = worth.count(".") + 1 if kind == "decimal" else _label_depth(found)
    bare = kind == "decimal" and depth == 1 and found[0].rstrip()[-1:].isdigit()
    if value is None or bare or (not wording and kind not in ("label", "item")):
        return None
    return Numbering(kind, depth, value, found.end())


def _label_depth(found: re.Match[str]) -> int:
    """How deep a part of this name stands in a law or a book; 1 for other numbers."""
    name = found["label"] or ""
    return next((depth for depth, names in enumerate(_LABELS, start=1) if name.startswith(names)), 1)


def _kind_of(found: re.Match[str]) -> Kind:
    return next(kind for kind in get_args(Kind) if found[kind] is not None)


def _value(worth: str, *, roman: bool) -> int | None:
    last = worth.rsplit(".", 1)[-1]
    word = last.lower().removesuffix("ly")
    if last.isdecimal():
        return int(last)
    if roman and (value := _roman_value(last)) is not None:
        return value
    if word in _CARDINALS:
        return _CARDINALS.index(word) + 1
    if word in _ORDINALS:
        return _ORDINALS.index(word) + 1
    if last[0] in _CHINESE:
        return _chinese_value(last)
    if len(last) == 1:
        return ord(word) - ord("a") + 1
    return _roman_value(last.upper())


def _roman_value(numeral: str) -> int | None:
    """
    >>> [_roman_value(numeral) for numeral in ("IV", "XII", "Q")]
    [4, 12, None]
    """
    if not numeral or any(digit not in _ROMAN_DIGITS for digit in numeral):
        return None
    worths = [_ROMAN_DIGITS[digit] for digit in numeral]
    return sum(
        -worth if worth < below else worth for worth, below in zip(worths, [*worths[1:], 0], strict=True)
    )


def _chinese_value(numeral: str) -> int:
    """
    >>> [_chinese_value(numeral) for numeral in ("三", "十", "十二", "二十一")]
    [3, 10, 12, 21]
    """
    tens, ten, ones = numeral.rpartition("十")
    unit = _CHINESE.find(ones[:1]) + 1 if ones else 0
    return unit + (10 * (_CHINESE.find(tens[:1]) + 1 if tens else 1) if ten else 0)
