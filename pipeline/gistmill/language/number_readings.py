"""Whether two runs of digits, a mark and a space between them, are one number: told by what stands around them."""

from __future__ import annotations

import re
from typing import Literal

from gistmill.language.dates import MONTH_PATTERN, MONTHS
from gistmill.language.lists import any_of, number_table, word_list, word_table

Reading = Literal["one", "unsure", "two"]
_UNITS = word_table("quantities", "units")
_UNIT_WORDS = frozenset(
    (*(unit.lower() for unit in _UNITS), *number_table("quantities", "scales", "powers"), "percentage")
)
_SIGN_UNITS = any_of(unit for unit in _UNITS if not unit[-1].isalpha())
_MONEY_SIGN = r"(?:(?:US|HK|A|AU|C|CA|NT|S|R)?\$|[€£¥￥₹₽₩₺₴₪₫฿]|\b(?:RMB|USD|EUR|GBP|CNY|JPY|INR|Rs\.?))"
MANY_ITEMS = 30  # a number at the start of a line that is no item of a list
_MONTHS = frozenset((*MONTHS, *(month[:3] for month in MONTHS), "sept"))
_LABELS = frozenset(word_list("quantities", "labels"))
DOTTED_LABELS = frozenset(word_list("quantities", "dotted labels"))
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
LIST_GOES_ON = re.compile(r"[ ]?(?:,[ ]?)?(?:and|or|&)[ ](?:the[ ])?\d|[ ]?,[ ]?\d")
LIST_BEFORE = re.compile(r"\d[ ]?,[ ](?:and |or )?$|\d[ ](?:and|or|&)[ ]$")
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
_LEADS_ON = re.compile(
    r"\b(?:more|less|fewer|about|nearly|over|almost|least|most|total|around|some|only|many|much|up|another)"
    r" (?:than |of |as |to )?$",
    re.IGNORECASE,
)
_FRACTION_BEHIND = re.compile(r"^[ ]?\.[ ]?\d{1,3}\b")
COUNTED_BEHIND = re.compile(r"[ ](?:[a-z]+[ ])?(?:[a-z]+s|people|men|women|children|police)\b|[ ][A-Z]")
_NAME_BEFORE = re.compile(r"\b[A-Z][\w-]*[a-zA-Z][ ]$")  # "Firefox 1. 5"
_ARTICLE = re.compile(r"(?:^|[^\w’'])(?:an?|A)[ ]$")


def _is_label_before(before: str) -> bool:
    """Whether a word that is given a number stands before, or one before an earlier number of the same run."""
    return (
        word_before(before, " #(") in _LABELS
        or word_before(_EARLIER_IN_A_RUN.sub("", before), " #(") in _LABELS
    )


def word_before(before: str, skipped: str = " ") -> str:
    """The last word of `before` in small letters, with the marks that belong to it.

    >>> word_before("as shown in (Fig. "), word_before("It rose to ")
    ('fig.', 'to')
    """
    words = before.rstrip(skipped).rsplit(None, 1)
    return words[-1].lower().lstrip("([\"“‘’'") if words else ""


def is_month(before: str) -> bool:
    return word_before(before).rstrip(".") in _MONTHS


def _is_measured(before: str, behind: str) -> bool:
    """Whether one of the last words says that a measured number follows: "an average of 2. 3 children".

    "The mean age was 45. 3 patients left" may be two sentences.
    """
    words = before.lower().split()[-_MEASURED_NEAR:]
    if not any(word.strip("(=:") in _MEASURES for word in words) or behind.startswith(" of "):
        return False
    return words[-1] == "of" or not COUNTED_BEHIND.match(behind)


def _words_near(stretch: str) -> set[str]:
    return {word.strip(".,;:!?()[]\"“”'’|") for word in stretch.lower().split()}


def _is_year(digits: str, before: str) -> bool:
    return (
        len(digits) == 4
        and "1000" <= digits <= "2100"
        and (word_before(before) in _BEFORE_YEARS or bool(_DATE_BEFORE.search(before)) or not before.strip())
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


def read_decimal(left: str, right: str, before: str, behind: str) -> Reading:
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
    may_be_two = _is_label_before(before) or is_month(before) or _is_year(left, before)
    if right == "0" and not may_be_two:
        return "one"
    if may_be_two:
        dotted = word_before(before, " (") in DOTTED_LABELS and not has_unit
        return (
            "one" if dotted and (right == "0" or says_nothing_new(behind)) else "unsure" if dotted else "two"
        )
    if has_unit or _is_measured(before, behind) or _MEASURE_BEHIND.match(behind) or _ARTICLE.search(before):
        return "one"
    if (word_before(before) in _LEADS or _NAME_BEFORE.search(before)) and says_nothing_new(behind):
        return "one"
    return "unsure"


def says_nothing_new(behind: str) -> bool:
    """Whether no sentence can begin with a number that this follows."""
    return bool(_NOTHING_NEW.match(behind) or _GOES_ON.match(behind) or _ENDS_LINE.match(behind))


def read_thousands(left: str, right: str, before: str, behind: str, known: Reading | None) -> Reading:
    """Whether "1, 234" is one number."""
    if not re.fullmatch(r"[1-9]\d{0,2}(?:,\d{3})*", left) or not re.fullmatch(
        r"\d{3}(?:,\d{3})*(?:\.\d+)?", right
    ):
        return "two"
    if _MONEY_BEFORE.search(before):
        return "one"
    if right[0] == "0" and not is_month(before):
        return "one"
    if _is_label_before(before) or is_month(before):
        return "two"
    listed = LIST_BEFORE.search(before) and known != "one" and not _DATE_BEFORE.search(before)
    if listed or LIST_GOES_ON.match(behind):
        return "two"
    if before.endswith("(") and behind.startswith(")"):
        return "two"
    behind = _FRACTION_BEHIND.sub("", behind)
    opened = _opens_clause(before)
    leads = word_before(before) in _LEADS and not opened
    if _has_unit(behind) and (not opened or word_before(before) in _LEADS):
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


def read_decimal_comma(left: str, right: str, before: str, behind: str) -> Reading:
    """Whether "3, 5 million" is three and a half, as continental Europe writes it."""
    if (
        not (re.fullmatch(r"\d{1,3}", left) and re.fullmatch(r"\d{1,2}", right))
        or int(right) == int(left) + 1
    ):
        return "two"
    if (
        _is_label_before(before)
        or is_month(before)
        or LIST_GOES_ON.match(behind)
        or LIST_BEFORE.search(before)
    ):
        return "two"
    if not _has_unit(behind):
        return "two"
    if _MONEY_BEFORE.search(before) or (before.endswith("(") and behind.startswith(("%)", " %)"))):
        return "one"
    return "one" if len(right) == 1 and word_before(before) in _LEADS and not _opens_clause(before) else "two"


def read_clock(left: str, right: str, before: str, behind: str, *, wide: bool) -> Reading:
    """Whether "10 : 30" is a time of day, or "2: 0" the result of a game."""
    if not re.fullmatch(r"\d{1,3}", left):
        return "two"
    is_clock = re.fullmatch(r"\d\d(?::\d\d)?", right) and int(left) < 25 and int(right[:2]) < 60
    if is_clock and _CLOCK_LIKE_BEFORE.search(before):
        return "one"
    if is_clock and (_CLOCK_BEHIND.match(behind) or re.fullmatch("0\\d", left)):
        return "one"
    if word_before(before, " #(") in _LABELS:
        return "two"
    if is_clock and (word_before(before) in _TIME_LEADS or _DATE_BEFORE.search(before)):
        return "one"
    if re.fullmatch(r"\d{1,3}", right) and not wide:
        enclosed = before.endswith("(") and behind.startswith((")", ",", ";"))
        if enclosed or _SCORES & _words_near(before + " " + behind):
            return "one"
    return "two"
