"""Numbers that were torn by spaces: "3. 2 billion", "1, 234 , 567", "10 : 30", "version 3 . 11 . 2", "2020 - 07 - 26".

A space inside a number is proved wrong by what stands around it: a unit, a scale, a sign of money, more groups of
digits. Where two sentences or two numbers may meet ("In 2003. 2 men died.", "In group 1, 234 patients") nothing is
proved, and the reading says so.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import Literal, NamedTuple

from gistmill.language.dates import MONTH_PATTERN, MONTHS
from gistmill.language.lists import any_of, number_table, word_list, word_table

Reading = Literal["one", "unsure", "two"]


class SplitNumber(NamedTuple):
    """Digits of `text[start:end]` with a space inside; `joined` is how they are written as one number.

    `reading` is "one" where the text proves that they are one, "two" where they are two for sure (a list, a year and
    what follows it), and "unsure" where they may be either. `mark` is the point, comma, colon or dash at the space.
    """

    start: int
    end: int
    joined: str
    reading: Reading
    mark: str


_UNITS = word_table("quantities", "units")
_UNIT_WORDS = frozenset(
    (*(unit.lower() for unit in _UNITS), *number_table("quantities", "scales", "powers"), "percentage")
)
_SIGN_UNITS = any_of(unit for unit in _UNITS if not unit[-1].isalpha())
_MONEY_SIGN = r"(?:(?:US|HK|A|AU|C|CA|NT|S|R)?\$|[€£¥￥₹₽₩₺₴₪₫฿]|\b(?:RMB|USD|EUR|GBP|CNY|JPY|INR|Rs\.?))"

# Up to two spaces, of any width, at either side of a mark.
_SPACE = "[ \u00a0\u2009\u202f]"
_GAP = rf"{_SPACE}{{0,2}}+"
# A number in a name ("COVID-19", "G20") is no part of a chain; "v3 . 2" is.
_CHAIN = re.compile(rf"(?<![\w.,:/])(?<![A-Za-z]-)(?:[vV](?=\d))?\d++(?:{_GAP}[.,:·]{_GAP}\d++)++")
_TORN = r"(?:[ ][.,][ ]?|[.,][ ])\d"
_JOINT = re.compile(rf"({_GAP})([.,:·])({_GAP})")
LONGEST_CHAIN = 400  # what is longer is a table or noise
MANY_ITEMS = 30  # a number at the start of a line that is no item of a list

# The patterns below begin with a class of characters, not with what may stand before: so they are found fast.
_TORN_JOINT = re.compile(rf"\d(?:{_SPACE}{{1,2}}[.,:·]|[.,:·]{_SPACE}){_SPACE}{{0,2}}\d")
_TORN_YEAR_FIRST = re.compile(r"[12]\d{3} ?(?P<m>[-/]) ?(?P<mo>[01]?\d) ?(?P=m) ?(?P<d>[0-3]?\d)(?![\w-])")
_TORN_YEAR_LAST = re.compile(r"[0-3]?\d(?: / ?|/ )(?P<mo>[0-3]?\d) ?/ ?[12]\d{3}(?![\w-])")
# "US$ 5" and "€ 5" are styles of good text; "$ 5" is none, and a torn number behind makes a fault of either.
_MONEY_SIGNS = "$£¥￥€₹₽₩₺₴₪₫฿"
_SPACED_SIGN = re.compile(rf"[{_MONEY_SIGNS}][ ](?P<torn>\d+(?:[ ][.,][ ]?|[.,][ ])\d)?(?=\d|(?<=\d))")
_SPACED_ORDINAL = re.compile(r" (?P<suffix>st|nd|rd|th)\b(?<=\d ..)(?![.’'-]\w)")
_SPACED_MINUS = re.compile(r"[-−][ ](?=\d+(?:\.\d+)?[ ]?(?:°|℃|degrees?\b|%|percent\b))")
_BEFORE_A_MINUS = re.compile(r"(?:\b(?:to|of|at|from|below|and|was|is|reached|about|between|around)[ ]|\()$")
_FREE = re.compile(r"(?:^|[^\w.,:/-])$")

_MONTHS = frozenset((*MONTHS, *(month[:3] for month in MONTHS), "sept"))
_LABELS = frozenset(word_list("quantities", "labels"))
_DOTTED_LABELS = frozenset(word_list("quantities", "dotted labels"))
_LEADS = frozenset(word_list("quantities", "leads to a number"))
_MEASURES = frozenset(word_list("quantities", "measures"))
_TIME_LEADS = frozenset(word_list("quantities", "times of day"))
_SCORES = frozenset(word_list("quantities", "scores"))
_OPENERS = frozenset(word_list("quantities", "opens a clause"))
_BEFORE_YEARS = frozenset(word_list("quantities", "before a year"))
_MEASURED_NEAR = 4  # words between "average" and its number, itself counted: "average of the group was 3. 2"
_EARLIER_IN_A_RUN = re.compile(r"(?:\d[\d.,:]*+[ ]?(?:[-–~,&]|to|and|or)[ ]?)++$")
_MONEY_BEFORE = re.compile(_MONEY_SIGN + r"[ ]?$")
_AT_LINE_START = re.compile(r"(?:^|\n)[\s\"“‘(\[*•·–—-]*$")
_UNIT_SIGN_BEHIND = re.compile(rf"[ ]?(?:{_SIGN_UNITS})|[ ]?per[ ]cent\b")
_WORD_BEHIND_NUMBER = re.compile(
    r"[ -]?(?:(?:US|U\.S\.|Hong Kong|Canadian|Australian|Singapore) )?(?P<word>[^\W\d_]+(?:/\w+)?)"
)
# "In 2003. 2 years later": a sentence may well begin so.
_TIMES = frozenset("second minute hour day week month year decade".split())
_LATER = re.compile(r"[ ](?:later|ago|after|before|earlier)\b")
# "3. 5-4. 5 million", "1. 5 to 2 percent": the unit of a range stands behind its end.
_RANGE_BEHIND = re.compile(r"[ ]?(?:[-–~]|to|and|or)[ ]?(?:\d{1,3}[ ]?\.[ ]?)?\d{1,4}")
# The other of two numbers in one construction has a point inside, torn or not: "7. 35 to 7. 45", "5. 5 ± 0. 3".
_LIKE_BEFORE = re.compile(r"\d[ ]?\.[ ]?\d+[ ]?%?[ ]?(?:[,;–~±/-]|to|and|or|vs\.?|versus)[ ]?$")
_LIKE_BEHIND = re.compile(r"[ ]?%?[ ]?(?:[,–~±/-]|to|and|or|vs\.?|versus)[ ]?\d+[ ]?\.[ ]?\d|[ ]?±")
# What opens here is closed behind the number, so that no sentence ends inside it.
_OPENED = re.compile(r"[(\[=±≥≤<>≈~×][ ]?[-−+]?$")
_MEASURE_BEHIND = re.compile(
    r"[ ]-?(?:per|rating|magnitude|average|earthquake|quake|ratio|scale|multiple)\b|[ ]\(\d{4}\)"
)
_NOTHING_NEW = re.compile(
    r"""
    [ ](?:is|was|has|had|shows?|illustrates|lists|describes|presents|summari[sz]es|provides|gives|contains|plots|depicts
      |displays|compares|applies|states|requires|below|above)\b
    | [ ]?[,;)\]+…]
    """,
    re.VERBOSE,
)
_GOES_ON = re.compile(
    r"[ ](?:in|to|from|at|on|compared|higher|lower|than|versus|vs|last|this|during|while|as|with|for"
    r"|respectively|points?|a|per)\b"
)
_ENDS_LINE = re.compile(r"[ ]?[.;!?]?[\"”’)]*[ ]*(?:\n|\Z)")
_LIST_GOES_ON = re.compile(r"[ ]?(?:,[ ]?)?(?:and|or|&)[ ](?:the[ ])?\d|[ ]?,[ ]?\d")
_LIST_BEFORE = re.compile(r"\d[ ]?,[ ](?:and |or )?$|\d[ ](?:and|or|&)[ ]$")
_NOUN_BEHIND = re.compile(
    r"[ ](?=[A-Z]\w+[ ])"
    r"|[ ](?![a-z]+ed\b|(?:were|was|are|is|have|has|had|did|said|will|would|could|can|may)\b)[a-z]{2,}"
)
_WORD_BEHIND = re.compile(r"[ ][^\W\d_]{2,}|[ ]?[(%]")
_OF_THEM = re.compile(r"\b(?:of|among) (?:these|those|them|the|its|their|our) $", re.IGNORECASE)
_CLOCK_BEHIND = re.compile(
    r"[ ]?(?:[ap]\.?[ ]?m\b|o['’]clock|hours?\b|hrs\b|GMT|UTC|[ECMP][SD]?T\b|CEST|(?:[A-Z]\w+ |local )time)"
    r"|[ ]?[-–][ ]?\d{1,2}[ ]?:|[ ]?:[ ]?\d\d\b",
    re.IGNORECASE,
)
_CLOCK_LIKE_BEFORE = re.compile(r"\d[ ]?:[ ]?\d\d[ ]?(?:,|and|or|to|[-–])?[ ]?$|\d[ ]?:[ ]?\d\d[ ]?:[ ]?$")
_DATE_BEFORE = re.compile(
    rf"(?:\d{{4}} ?[-/.] ?\d{{1,2}} ?[-/.] ?\d{{1,2}}|\b(?:{MONTH_PATTERN})\s\d{{1,2}},?(?:\s\d{{4}},?)?"
    rf"|\b\d{{1,2}}\s(?:{MONTH_PATTERN})(?:\s\d{{4}})?),?\s?$",
    re.IGNORECASE,
)
_WHOLE_DECIMAL = re.compile(r"(?<![\d.])\d+\.\d+(?![\d.]*\.\d)")
_WHOLE_THOUSANDS = re.compile(r"\d,\d{3}\b")
_LEADS_ON = re.compile(
    r"\b(?:more|less|fewer|about|nearly|over|almost|least|most|total|around|some|only|many|much|up|another)"
    r" (?:than |of |as |to )?$",
    re.IGNORECASE,
)
_FRACTION_BEHIND = re.compile(r"^[ ]?\.[ ]?\d{1,3}\b")
_COUNTED_BEHIND = re.compile(r"[ ](?:[a-z]+[ ])?(?:[a-z]+s|people|men|women|children|police)\b|[ ][A-Z]")
_NAME_BEFORE = re.compile(r"\b[A-Z][\w-]*[a-zA-Z][ ]$")  # "Firefox 1. 5"
_ARTICLE = re.compile(r"(?:^|[^\w’'])(?:an?|A)[ ]$")
BEFORE, BEHIND = 60, 40


def find_split_numbers(text: str) -> Iterator[SplitNumber]:
    """The numbers of `text` with spaces inside, in order. Linear in the text.

    >>> [(n.joined, n.reading) for n in find_split_numbers("It fell to 3. 2 billion in 2003. 2 men left at 10 : 30.")]
    [('3.2', 'one'), ('2003.2', 'two'), ('10:30', 'one')]
    """
    yield from _by_what_the_text_writes(sorted((*_chains(text), *_others(text))), text)


def join_split_numbers(text: str) -> str:
    """`text` with those of its split numbers written as one that are proved to be one.

    >>> join_split_numbers("1, 234 , 567 people and 12. 6% of $ 3. 5 million")
    '1,234,567 people and 12.6% of $3.5 million'
    """
    kept, position = [], 0
    for number in find_split_numbers(text):
        if number.reading == "one":
            kept += [text[position : number.start], number.joined]
            position = number.end
    return "".join(kept) + text[position:]


def _by_what_the_text_writes(numbers: list[SplitNumber], text: str) -> Iterator[SplitNumber]:
    """`numbers`; those in doubt are one where the text tears all numbers of their kind, and never writes one whole.

    A point in doubt before what may be counted ("3. 2 men") stays in doubt.
    """
    proved = Counter(number.mark for number in numbers if number.reading == "one")
    kinds = ((".", _WHOLE_DECIMAL), (",", _WHOLE_THOUSANDS))
    torn = {mark for mark, whole in kinds if proved[mark] >= 2 and not whole.search(text)}
    for number in numbers:
        if number.reading == "unsure" and number.mark in torn:
            if number.mark == "," or not _COUNTED_BEHIND.match(text, number.end):
                number = number._replace(reading="one")
        yield number


def _others(text: str) -> Iterator[SplitNumber]:
    """Dates, ordinals, signs of money and of below zero that stand apart."""
    # Looked for as plain strings first: most texts hold none, and a pattern reads a text twenty times as slowly.
    has_torn_date = any(torn in text for torn in ("- ", " -", "/ ", " /"))
    for pattern in (_TORN_YEAR_FIRST, _TORN_YEAR_LAST) if has_torn_date else ():
        for match in pattern.finditer(text):
            if " " in match[0] and _stands_free(text, match.start()) and _is_date(match[0]):
                yield SplitNumber(*match.span(), match[0].replace(" ", ""), "one", "-")
    for match in _SPACED_ORDINAL.finditer(text):
        end = match.start()
        digits = re.search(r"\d{1,4}$", text[max(0, end - 4) : end])
        if (
            digits
            and _stands_free(text, end - len(digits[0]))
            and _ordinal_suffix(int(digits[0])) == match["suffix"]
        ):
            yield SplitNumber(end - len(digits[0]), match.end(), digits[0] + match["suffix"], "one", "")
    for match in _SPACED_SIGN.finditer(text) if any(f"{sign} " in text for sign in _MONEY_SIGNS) else ():
        start = match.start()
        if match["torn"] or (match[0][0] in "$£¥￥" and not text[max(0, start - 1) : start].isalnum()):
            yield SplitNumber(start, start + 2, match[0][0], "one", "")
    for match in _SPACED_MINUS.finditer(text) if "- " in text or "− " in text else ():
        if _BEFORE_A_MINUS.search(text[max(0, match.start() - 9) : match.start()]):
            yield SplitNumber(match.start(), match.start() + 2, match[0][0], "one", "")


def _stands_free(text: str, start: int) -> bool:
    return bool(_FREE.search(text[max(0, start - 1) : start]))


def _is_date(written: str) -> bool:
    first, second, third = map(int, re.findall(r"\d+", written))
    if first > 31:
        return 1 <= second <= 12 and 1 <= third <= 31
    return 1 <= first <= 31 and 1 <= second <= 31 and min(first, second) <= 12


def _ordinal_suffix(number: int) -> str:
    """
    >>> [_ordinal_suffix(number) for number in (1, 12, 23, 112)]
    ['st', 'th', 'rd', 'th']
    """
    return "th" if number % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")


def _chains(text: str) -> Iterator[SplitNumber]:
    end = 0
    for joint in _TORN_JOINT.finditer(text):
        if joint.start() >= end and (match := _chain_around(text, joint.start())):
            end = match.end()
            if len(match[0]) <= LONGEST_CHAIN:
                yield from _joined(_Chain(text, match.start(), match[0]))


def _chain_around(text: str, place: int) -> re.Match[str] | None:
    start = place
    while (
        start and place - start < LONGEST_CHAIN and (text[start - 1].isdecimal() or text[start - 1] in ".,:·")
    ):
        start -= 1
    return _CHAIN.match(text, start - 1 if text[max(0, start - 1) : start] in {"v", "V"} else start)


class _Chain:
    """Digits with points, commas and colons between them: `items` are the tight numbers, `joints` what parts them."""

    def __init__(self, text: str, start: int, chain: str) -> None:
        self.text, self.start, self.end = text, start, start + len(chain)
        self.items: list[tuple[int, int]] = []
        self.joints: list[tuple[str, str, str]] = []
        begin = start
        for joint in _JOINT.finditer(chain):
            if joint[1] or joint[3]:
                self.items.append((begin, start + joint.start()))
                self.joints.append((joint[1], joint[2], joint[3]))
                begin = start + joint.end()
        self.items.append((begin, self.end))

    def item(self, index: int) -> str:
        return self.text[slice(*self.items[index])]

    def before(self, index: int) -> str:
        start = self.items[index][0]
        return self.text[max(0, start - BEFORE) : start]

    def behind(self, index: int) -> str:
        end = self.items[index][1]
        return self.text[end : end + BEHIND]


def _joined(chain: _Chain) -> Iterator[SplitNumber]:
    """The split numbers of a chain: neighbours that are one for sure become one."""
    readings = _readings(chain)
    index = 0
    while index < len(readings):
        last = index
        while readings[index] == "one" and last + 1 < len(readings) and readings[last + 1] == "one":
            last += 1
        written = chain.item(index)
        for place in range(index, last + 1):
            written += chain.joints[place][1] + chain.item(place + 1)
        start, end = chain.items[index][0], chain.items[last + 1][1]
        yield SplitNumber(start, end, written, readings[index], chain.joints[index][1])
        index = last + 1


def _readings(chain: _Chain) -> list[Reading]:
    marks = [mark for _, mark, _ in chain.joints]
    if _is_one_whole(chain, marks):
        return ["one"] * len(marks)
    readings: list[Reading] = []
    for index, (wide, mark, _) in enumerate(chain.joints):
        known = readings[-1] if readings else None
        readings.append(_reading(chain, index, mark, wide=bool(wide), known=known))
    return _settled(readings, marks)


def _settled(readings: list[Reading], marks: list[str]) -> list[Reading]:
    """Two joints by a comma of which only one is proved are a number of three groups all the same."""
    for index in range(1, len(readings)):
        if marks[index] == marks[index - 1] == "," and "one" in readings[index - 1 : index + 1]:
            if "two" not in readings[index - 1 : index + 1]:
                readings[index - 1 : index + 1] = ["one", "one"]
    return readings


def _is_one_whole(chain: _Chain, marks: list[str]) -> bool:
    """An address of four bytes, a version or date of three numbers, or thousands of three groups and more."""
    written = re.sub(r"\s", "", chain.text[chain.start : chain.end])
    groups = re.split(r"[.,:]", written.lstrip("vV"))
    if set(marks) == {"."} and set(re.findall(r"[.,:]", written)) == {"."}:
        if len(groups) == 4 and all(len(group) <= 3 and int(group) <= 255 for group in groups):
            return True
        if len(groups) >= 3 and max(map(len, groups)) <= 3 and not _is_month(chain.before(0)):
            # "version 3.11. 2 is", but not "It got 3.5. 10 points came."
            named = written[0] in "vV" or _word_before(chain.before(0)) in _DOTTED_LABELS
            return len(marks) >= 2 or (named and _says_nothing_new(chain.behind(-1)))
        return len(groups) == 3 and _is_dotted_date(groups)
    if len(marks) >= 2 and set(marks) == {":"} and len(groups) == 3:
        return int(groups[0]) < 25 and all(len(group) == 2 and int(group) < 60 for group in groups[1:])
    if len(marks) >= 2 and set(marks) == {","} and len(groups) == len(marks) + 1:
        thousands = len(groups[0]) <= 3 and all(len(group) == 3 for group in groups[1:])
        listed = _LIST_GOES_ON.match(chain.behind(-1)) or _LIST_BEFORE.search(chain.before(0))
        round_ = all(group[-1] == "0" for group in groups) and groups[-1] != "000"
        return thousands and not listed and not round_
    return False


def _is_dotted_date(groups: list[str]) -> bool:
    if len(groups[0]) == 4:
        year, month, day = map(int, groups)
    elif len(groups[2]) == 4:
        day, month, year = map(int, groups)
    else:
        return False
    return 1000 <= year <= 2100 and 1 <= month <= 12 and 1 <= day <= 31


def _reading(chain: _Chain, index: int, mark: str, *, wide: bool, known: Reading | None) -> Reading:
    left, right = chain.item(index), chain.item(index + 1)
    before, behind = chain.before(index), chain.behind(index + 1)
    if mark in ".·":
        return (
            "two"
            if known == "one" and chain.joints[index - 1][1] in ".·"
            else _decimal(left, right, before, behind)
        )
    if mark == ",":
        if len(right.split(".")[0].split(",")[0]) == 3:
            return _thousands(left, right, before, behind, known)
        return _decimal_comma(left, right, before, behind)
    return _clock(left, right, before, behind, wide=wide)


def _is_label_before(before: str) -> bool:
    """Whether a word that is given a number stands before, or one before an earlier number of the same run."""
    return (
        _word_before(before, " #(") in _LABELS
        or _word_before(_EARLIER_IN_A_RUN.sub("", before), " #(") in _LABELS
    )


def _word_before(before: str, skipped: str = " ") -> str:
    """The last word of `before` in small letters, with the marks that belong to it.

    >>> _word_before("as shown in (Fig. "), _word_before("It rose to ")
    ('fig.', 'to')
    """
    words = before.rstrip(skipped).rsplit(None, 1)
    return words[-1].lower().lstrip("([\"“‘’'") if words else ""


def _is_month(before: str) -> bool:
    return _word_before(before).rstrip(".") in _MONTHS


def _is_measured(before: str, behind: str) -> bool:
    """Whether one of the last words says that a measured number follows: "an average of 2. 3 children".

    "The mean age was 45. 3 patients left" may be two sentences.
    """
    words = before.lower().split()[-_MEASURED_NEAR:]
    if not any(word.strip("(=:") in _MEASURES for word in words) or behind.startswith(" of "):
        return False
    return words[-1] == "of" or not _COUNTED_BEHIND.match(behind)


def _words_near(stretch: str) -> set[str]:
    return {word.strip(".,;:!?()[]\"“”'’|") for word in stretch.lower().split()}


def _is_year(digits: str, before: str) -> bool:
    return (
        len(digits) == 4
        and "1000" <= digits <= "2100"
        and (_word_before(before) in _BEFORE_YEARS or bool(_DATE_BEFORE.search(before)) or not before.strip())
    )


def _has_unit(behind: str) -> bool:
    if _starts_with_unit(behind, 0):
        return True
    ranged = _RANGE_BEHIND.match(behind)
    return bool(ranged and _starts_with_unit(behind, ranged.end()))


def _starts_with_unit(behind: str, place: int) -> bool:
    if _UNIT_SIGN_BEHIND.match(behind, place):
        return True
    match = _WORD_BEHIND_NUMBER.match(behind, place)
    if match is None:
        return False
    word = match["word"]
    if word.lower().removesuffix("s") in _TIMES:
        return not _LATER.match(behind, match.end())
    # One letter is a unit only as it is written: "5 m", never "5 M" or "5 C".
    return word in _UNITS or (len(word) > 1 and word.lower() in _UNIT_WORDS)


def _decimal(left: str, right: str, before: str, behind: str) -> Reading:
    """Whether "3. 2" is one number; its left side may have commas, its right side is digits."""
    if not (re.fullmatch(r"[vV]?\d{1,3}(?:,\d{3})*|\d+", left) and re.fullmatch(r"\d{1,6}", right)):
        return "two"
    has_unit = _has_unit(behind) or bool(re.match(r"[ ]?[ap]\.?m\b", behind))
    if _AT_LINE_START.search(before) and left != "0":
        return "two" if not has_unit or len(left) > 3 else "one" if int(left) >= MANY_ITEMS else "unsure"
    if left == "0" or _MONEY_BEFORE.search(before) or (right[0] == "0" and len(right) > 1):
        return "one"
    if _LIKE_BEFORE.search(before) or _LIKE_BEHIND.match(behind) or _OPENED.search(before):
        return "one"
    may_be_two = _is_label_before(before) or _is_month(before) or _is_year(left, before)
    if right == "0" and not may_be_two:
        return "one"
    if may_be_two:
        dotted = _word_before(before, " (") in _DOTTED_LABELS and not has_unit
        return (
            "one" if dotted and (right == "0" or _says_nothing_new(behind)) else "unsure" if dotted else "two"
        )
    if has_unit or _is_measured(before, behind) or _MEASURE_BEHIND.match(behind) or _ARTICLE.search(before):
        return "one"
    if (_word_before(before) in _LEADS or _NAME_BEFORE.search(before)) and _says_nothing_new(behind):
        return "one"
    return "unsure"


def _says_nothing_new(behind: str) -> bool:
    """Whether no sentence can begin with a number that this follows."""
    return bool(_NOTHING_NEW.match(behind) or _GOES_ON.match(behind) or _ENDS_LINE.match(behind))


def _thousands(left: str, right: str, before: str, behind: str, known: Reading | None) -> Reading:
    """Whether "1, 234" is one number."""
    if not re.fullmatch(r"[1-9]\d{0,2}(?:,\d{3})*", left) or not re.fullmatch(
        r"\d{3}(?:,\d{3})*(?:\.\d+)?", right
    ):
        return "two"
    if _MONEY_BEFORE.search(before):
        return "one"
    if right[0] == "0" and not _is_month(before):
        return "one"
    if _is_label_before(before) or _is_month(before):
        return "two"
    listed = _LIST_BEFORE.search(before) and known != "one" and not _DATE_BEFORE.search(before)
    if listed or _LIST_GOES_ON.match(behind):
        return "two"
    if before.endswith("(") and behind.startswith(")"):
        return "two"
    behind = _FRACTION_BEHIND.sub("", behind)
    opened = _opens_clause(before)
    leads = _word_before(before) in _LEADS and not opened
    if _has_unit(behind) and (not opened or _word_before(before) in _LEADS):
        return "one"
    if leads and (_WORD_BEHIND.match(behind) or _ENDS_LINE.match(behind) or _NOTHING_NEW.match(behind)):
        return "two" if _OF_THEM.search(before) else "one"
    if _NOUN_BEHIND.match(behind) and not opened and not _OF_THEM.search(before):
        return "one"
    return "unsure"


def _opens_clause(before: str) -> bool:
    """Whether the words since the last stop are an opening such as "In group": a comma may end it."""
    clause = re.split(r"[.;!?\n]\s|\n|,\s|[(:]", before)[-1]
    words = clause.lower().split()
    return (
        bool(words)
        and words[0].lstrip("“\"'‘") in _OPENERS
        and len(words) <= 4
        and not _LEADS_ON.search(clause)
    )


def _decimal_comma(left: str, right: str, before: str, behind: str) -> Reading:
    """Whether "3, 5 million" is three and a half, as continental Europe writes it."""
    if (
        not (re.fullmatch(r"\d{1,3}", left) and re.fullmatch(r"\d{1,2}", right))
        or int(right) == int(left) + 1
    ):
        return "two"
    if (
        _is_label_before(before)
        or _is_month(before)
        or _LIST_GOES_ON.match(behind)
        or _LIST_BEFORE.search(before)
    ):
        return "two"
    if not _has_unit(behind):
        return "two"
    if _MONEY_BEFORE.search(before) or (before.endswith("(") and behind.startswith(("%)", " %)"))):
        return "one"
    return (
        "one" if len(right) == 1 and _word_before(before) in _LEADS and not _opens_clause(before) else "two"
    )


def _clock(left: str, right: str, before: str, behind: str, *, wide: bool) -> Reading:
    """Whether "10 : 30" is a time of day, or "2: 0" the result of a game."""
    if not re.fullmatch(r"\d{1,3}", left):
        return "two"
    is_clock = re.fullmatch(r"\d\d(?::\d\d)?", right) and int(left) < 25 and int(right[:2]) < 60
    if is_clock and _CLOCK_LIKE_BEFORE.search(before):
        return "one"
    if is_clock and (_CLOCK_BEHIND.match(behind) or re.fullmatch("0\\d", left)):
        return "one"
    if _word_before(before, " #(") in _LABELS:
        return "two"
    if is_clock and (_word_before(before) in _TIME_LEADS or _DATE_BEFORE.search(before)):
        return "one"
    if re.fullmatch(r"\d{1,3}", right) and not wide:
        enclosed = before.endswith("(") and behind.startswith((")", ",", ";"))
        if enclosed or _SCORES & _words_near(before + " " + behind):
            return "one"
    return "two"
