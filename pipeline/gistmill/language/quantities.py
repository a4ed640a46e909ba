"""The quantities of a text: value, sign, scale, unit and what is counted, so that two wordings of one are equal.

"1,000", "one thousand" and "1000" are one value, "3. 2 billion" and "3.2bn" another; "about 5 km" is not "5 km", and
"3 million" neither "3 billion" nor a part of "3 to 5 million".

quantulum3 0.10.0 was tried and not taken: 3.8 ms a sentence (this: 0.2), "3. 2 billion yuan" read as 3 and as
2,000,000,000 yuan, "$5m" as dollar metres.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from fractions import Fraction
from typing import NamedTuple

from gistmill.language.dates import MONTHS
from gistmill.language.lists import any_of, number_table, word_list, word_table
from gistmill.language.split_numbers import find_split_numbers
from gistmill.language.words import FUNCTION_WORDS, LIGHT_ADJECTIVES, stem

_ORDINALS = {word: value for value, word in enumerate(word_list("quantities", "ordinals"), start=1)}
_VALUES = (
    {word: value for value, word in enumerate(word_list("quantities", "cardinals"))}
    | {word: 10 * tens for tens, word in enumerate(word_list("quantities", "tens"), start=2)}
    | _ORDINALS
)
_SCALES = {word: 10**power for word, power in number_table("quantities", "scales", "powers").items()}
# These stand in running text as pronouns and adverbs more often than as numbers ("one of", "at first").
_RARELY_NUMBERS = frozenset(("zero", "one", "first", "second"))
_UNITS = word_table("quantities", "units")
_UNITS_IN_SMALL_LETTERS = {word.lower(): unit for word, unit in _UNITS.items() if len(word) > 1}
_UNIT_SIGN = re.compile(
    rf"[ ]?(?P<sign>{any_of(unit for unit in _UNITS if not unit[-1].isalpha())})|[ ]?per[ ]cent\b"
)
_UNIT_WORD = re.compile(
    r"[ -]?(?:(?:US|U\.S\.|Chinese|percentage) )?(?P<word>[^\W\d_]+(?:/[^\W\d_]+)?)(?!['’]\w)", re.IGNORECASE
)
_MONEY = any_of(
    (
        *(unit for unit in _UNITS if unit[-1] in "$£€¥￥₹₽₩₺₴₪₫฿"),
        "RMB",
        "USD",
        "EUR",
        "GBP",
        "CNY",
        "Rs.",
        "Rs",
    )
)
_SCALE = any_of(_SCALES)

_DIGITS = re.compile(
    rf"""
    (?<![\w.]) (?<![A-Za-z]-)
    (?P<sign>(?<![\d)])[-−+](?=\d)|(?<=\s)[-−]|)
    (?P<number>
        \d{{4}}-\d{{1,2}}-\d{{1,2}} | \d{{1,2}}:\d\d(?::\d\d)?          # 2020-07-26  10:30
      | \d{{1,3}}(?:,\d{{3}})+(?:[.·]\d+)? (?!,?\d)                     # 2,000.50
      | \d{{1,3}}(?:[\u00a0\u2009\u202f]\d{{3}}|[ ]000)+ (?!\d)         # 2 000
      | \d+,\d{{1,2}} (?!\d|,\d) (?=[ ]?(?:%|(?:{_SCALE})\b))           # 3,5 million
      | \d+(?:[.·]\d+)*                                                 # 5  3.5  3.11.2
    )
    (?: (?P<ordinal>st|nd|rd|th)\b | (?P<decade>s)\b )?
    (?P<scales> (?:[ -]?(?:{_SCALE})\b(?![.]\d))* )
    """,
    re.VERBOSE | re.IGNORECASE,
)
_WORDS = re.compile(
    rf"""
    \b an? [ ] (?P<one>hundred|thousand|million|billion|trillion|dozen) \b
    | \b (?P<half>half)\b
    | \b (?P<vague>{any_of(word_list("quantities", "vague"))}) \b
    | \b (?P<words> (?:{any_of(_VALUES)}) (?: [\s-] (?:and\s)? (?:{any_of((*_VALUES, *_SCALES))}) ){{0,12}} ) \b
    """,
    re.VERBOSE | re.IGNORECASE,
)
_MONEY_BEFORE = re.compile(rf"(?:^|(?<=[^\w]))(?P<sign>{_MONEY})[ ]?$", re.IGNORECASE)
_APPROXIMATIONS: dict[str, str] = {
    phrase: kind
    for kind, phrases in {
        "about": "about|around|approximately|approx.|approx|roughly|some|circa|ca.|almost|nearly|close to|an estimated"
        "|estimated|~|≈|almost a|about a|nearly a",
        "more": "more than|over|above|at least|exceeding|exceeds|exceeded|exceed|upwards of|no less than|not less than"
        "|no fewer than|a minimum of|greater than|beyond|surpassing|surpassed|>|≥|higher than",
        "less": "less than|fewer than|under|below|at most|up to|no more than|not more than|a maximum of|lower than|<|≤",
    }.items()
    for phrase in phrases.split("|")
}
_APPROXIMATION_BEHIND = re.compile(r"[ ]?\+|[ ](?:\w+ )?or (?P<kind>more|less|fewer|so)\b")
_UP, _DOWN = frozenset(word_list("quantities", "rising")), frozenset(word_list("quantities", "falling"))
_BETWEEN = frozenset(
    "by to from of about around nearly almost more less than over at least most some only just a an the another as much"
    " further up down slightly sharply steadily approximately roughly total estimated".split()
)
# Nouns and adverbs behind a number that say which way it went: "a 5 % rise", "5 points lower".
_CHANGES = dict.fromkeys("increase rise growth higher up gain jump surge".split(), "up") | dict.fromkeys(
    "decrease drop fall decline lower down reduction cut".split(), "down"
)
# Nouns and adverbs behind a number that say which way it went: "a 5 % rise", "5 points lower".
_CHANGES = dict.fromkeys("increase rise growth higher up gain jump surge".split(), "up") | dict.fromkeys(
    "decrease drop fall decline lower down reduction cut".split(), "down"
)
_DIRECTION_BEHIND = re.compile(r"[ ](?:\w+[ -]){0,2}?(?P<word>\w+)")
_COUNTED = re.compile(r"(?:[ ]of)?(?:[ -](?:of[ ])?(?:the[ ])?)([^\W\d_]+(?:['’-][^\W\d_]+)*)")
_MOST_COUNTED = 4
_COUNT_NOTHING = frozenset(("decade", "am", "pm"))
_LABELS = frozenset(word_list("quantities", "labels"))
_MONTH_WORDS = frozenset((*MONTHS, *(month[:3] for month in MONTHS), "sept"))
_RANGE = re.compile(r"[ ]?(?:-|–|~|to|and)[ ]?(?:US\$|[$€£¥])?$")


class Quantity(NamedTuple):
    """A number as it is meant. `unit` is "" for what is only counted, then `counted` has the stems of its
    words in order.

    `value` is a plain decimal, or a time, date or version as written. `approximation` is "about", "more", "less" or
    "", `direction` "up", "down" or ""; `role` is "from" or "to" where a change goes from one to the other, "range" at
    either end of a range. `is_named` if a label stands before ("Group 5"): then nothing is counted.
    """

    value: str
    unit: str = ""
    counted: tuple[str, ...] = ()
    approximation: str = ""
    direction: str = ""
    role: str = ""
    is_named: bool = False

    def __str__(self) -> str:
        return " ".join(part for part in (self.value, self.unit) if part)


def numbers_in(text: str) -> tuple[str, ...]:
    """The values of the quantities of `text` in order, each once, whatever way it was written.

    Numbers inside a name ("G20") belong to the name. "one", "first" and "second" alone are left out: they are
    pronouns and adverbs more often than numbers.

    >>> numbers_in("The fifth group spent 1,000 yuan (3.5%) and two million dollars at first.")
    ('5', '1000', '3.5', '2000000')
    """
    return tuple(dict.fromkeys(quantity.value for quantity in quantities_in(text)))


def quantities_in(text: str) -> tuple[Quantity, ...]:
    """The quantities of `text` in order; a torn number counts as one, be it sure or in doubt.

    >>> [str(quantity) for quantity in quantities_in("It fell by about 3. 2 billion yuan to $5m, or 12 %.")]
    ['3200000000 yuan', '5000000 dollar', '12 percent']
    """
    whole = _whole(text)
    found = sorted((*_in_digits(whole), *_in_words(whole)), key=lambda item: item.start)
    return tuple(_in_context(whole, _without_overlap(found)))


class _Found(NamedTuple):
    start: int
    end: int
    value: str
    unit: str
    scale: int


def _whole(text: str) -> str:
    kept, position = [], 0
    for number in find_split_numbers(text):
        if number.reading != "two" and number.start >= position:
            kept += [text[position : number.start], number.joined]
            position = number.end
    return "".join(kept) + text[position:]


def _in_digits(text: str) -> Iterator[_Found]:
    for match in _DIGITS.finditer(text):
        end = match.end()
        scale = 1
        for word in re.findall(r"[a-z]+", match["scales"].lower()):
            scale *= _SCALES[word]
        written = match["number"]
        unit, unit_end = _unit_behind(text, end)
        if unit == "" and text[end : end + 1].isalpha():
            if not (scaled := re.match(r"(m|k|b)\b(?!\w)", text[end : end + 2])):
                continue  # "5G", "3D": names
            scale, unit_end = {"m": 10**6, "k": 10**3, "b": 10**9}[scaled[1]], end + 1
        if (match["ordinal"] or match["decade"]) and not unit:
            unit = "ordinal" if match["ordinal"] else "decade"
        money = _MONEY_BEFORE.search(text, max(0, match.start() - 5), match.start())
        if money:
            if unit == "metre":  # "$5m"
                scale, unit = scale * 10**6, ""
            unit = _UNITS.get(money["sign"]) or _UNITS_IN_SMALL_LETTERS.get(
                money["sign"].lower().rstrip("."), "rupee"
            )
        start = money.start() if money else match.start()
        sign = "-" if match["sign"] in {"-", "−"} else ""
        yield _Found(start, unit_end, sign + _plain(written, scale), unit, scale)


def _plain(written: str, scale: int = 1) -> str:
    """
    >>> _plain("2,000"), _plain("3.5", 10**6), _plain("3,5", 10), _plain("3.11.2")
    ('2000', '3500000', '35', '3.11.2')
    """
    digits = written.replace("·", ".")
    digits = re.sub(r",(?=\d{1,2}$)", ".", digits) if digits.count(",") == 1 else digits
    digits = re.sub(r"[,\s]", "", digits)
    if digits.count(".") > 1 or ":" in digits or "-" in digits:
        return digits
    if len(digits) > 40:  # no quantity
        return digits
    return _decimal(Fraction(digits) * scale)


def _decimal(value: Fraction) -> str:
    return str(value.numerator) if value.denominator == 1 else f"{float(value):.10g}"


def _unit_behind(text: str, end: int) -> tuple[str, int]:
    """The unit that begins at `end`, or "", and where it ends."""
    sign = _UNIT_SIGN.match(text, end)
    if sign:
        return (_UNITS[sign["sign"]] if sign["sign"] else "percent"), sign.end()
    match = _UNIT_WORD.match(text, end)
    if match is None:
        return "", end
    word = match["word"]
    if re.fullmatch(r"[ap]m", word, re.IGNORECASE):
        return word.lower(), match.end()
    if re.match(r"[ ]?[ap]\.m\b", text[end : end + 5], re.IGNORECASE):
        return word.lower() + "m", match.end()
    unit = _UNITS.get(word) or _UNITS_IN_SMALL_LETTERS.get(word.lower(), "")
    return (unit, match.end()) if unit else ("", end)


def _in_words(text: str) -> Iterator[_Found]:
    for match in _WORDS.finditer(text):
        unit, end = _unit_behind(text, match.end())
        if match["one"]:
            yield _Found(match.start(), end, str(_SCALES.get(match["one"].lower(), 12)), unit, 1)
        elif match["half"]:
            yield _Found(match.start(), end, "0.5", unit, 1)
        elif match["vague"]:
            yield _Found(match.start(), end, match["vague"].lower(), unit, 1)
        elif match["words"].lower() not in _RARELY_NUMBERS:
            last = re.split(r"[\s-]", match["words"].lower())[-1]
            unit = "ordinal" if last in _ORDINALS and not unit else unit
            yield _Found(match.start(), end, str(_value_of_words(match["words"])), unit, 1)


def _value_of_words(words: str) -> int:
    """
    >>> _value_of_words("one hundred and twenty-five thousand")
    125000
    """
    total, current = 0, 0
    for word in re.split(r"[\s-]+", words.lower()):
        if word in _VALUES:
            current += _VALUES[word]
        elif word == "hundred":
            current = max(current, 1) * 100
        elif word in _SCALES:
            total, current = total + max(current, 1) * _SCALES[word], 0
    return total + current


def _without_overlap(found: Iterable[_Found]) -> Iterator[_Found]:
    end = 0
    for item in found:
        if item.start >= end:
            end = item.end
            yield item


def _in_context(text: str, found: Iterable[_Found]) -> Iterator[Quantity]:
    items = list(found)
    read: list[Quantity] = []
    for index, item in enumerate(items):
        before = text[max(0, item.start - 40) : item.start]
        words = before.lower().split()
        last = words[-1].strip('(["“‘') if words else ""
        is_day = last.rstrip(".") in _MONTH_WORDS or _month_behind(text, item.end)
        is_named = last in _LABELS and not item.unit
        unit = "day of a month" if is_day and item.unit in {"", "ordinal"} else item.unit
        quantity = Quantity(
            value=item.value,
            unit=unit,
            counted=() if is_day or is_named or unit in _COUNT_NOTHING else _counted(text, item.end),
            approximation=_approximation(words, text, item.end),
            direction=_direction(words, text, item.end),
            role="from" if last == "from" else "to" if last == "to" else "",
            is_named=is_named,
        )
        gap = text[items[index - 1].end : item.start] if index else ""
        if index and _RANGE.fullmatch(gap):
            read[-1], quantity = _as_range(read[-1], quantity, gap, items[index - 1], item, text)
        read.append(quantity)
    yield from read


def _as_range(
    first: Quantity, second: Quantity, gap: str, one: _Found, other: _Found, text: str
) -> tuple[Quantity, Quantity]:
    """The two ends of "3 to 5 million": the first has the scale and the unit of the second."""
    joins = "and" not in gap or text[max(0, one.start - 9) : one.start].lower().endswith("between ")
    if not joins:
        return first, second
    if not first.unit and one.scale == 1 and other.scale > 1 and first.value.replace(".", "").isdigit():
        first = first._replace(value=_decimal(Fraction(first.value) * other.scale))
    if not first.unit or first.unit == second.unit:
        first = first._replace(unit=second.unit, counted=second.counted)
    if first.role == "from":
        return first, second._replace(role="to")
    return first._replace(role="range"), second._replace(role="range")


def _month_behind(text: str, end: int) -> bool:
    match = re.match(r"(?:[ ]of)?[ ]([A-Za-z]+)", text[end : end + 16])
    return bool(match and match[1].lower() in _MONTH_WORDS and match[1][0].isupper())


def _counted(text: str, end: int) -> tuple[str, ...]:
    """The stems of the words behind a number, up to one that only carries the sentence."""
    words: list[str] = []
    while len(words) < _MOST_COUNTED and (match := _COUNTED.match(text, end)):
        word = match[1].lower()
        if word in FUNCTION_WORDS:
            break
        words.append(word)
        end = match.end()
    return tuple(stem(word) for word in words if word not in LIGHT_ADJECTIVES)


def _approximation(words: list[str], text: str, end: int) -> str:
    behind = _APPROXIMATION_BEHIND.match(text, end)
    if behind:
        return {"less": "less", "fewer": "less", "so": "about"}.get(behind["kind"] or "", "more")
    for count in (3, 2, 1):
        kind = _APPROXIMATIONS.get(" ".join(words[-count:]).lstrip("(["))
        if kind:
            return kind
    return ""


def _direction(words: list[str], text: str, end: int) -> str:
    """Whether a change by, or to, this quantity went up or down, by the words beside it."""
    for word in reversed(words[-6:]):
        plain = word.strip('("“,;')
        if word[-1:] in ",;:" and plain not in _BETWEEN:
            break
        if plain in {"up", "down"} and words[-1] == "to":  # a limit: "up to 5"
            break
        if plain in _UP or plain in _DOWN:
            return "up" if plain in _UP else "down"
        if plain not in _BETWEEN:
            break
    behind = _DIRECTION_BEHIND.match(text, end)
    return _CHANGES.get(behind["word"].lower(), "") if behind else ""


def is_borne_out(quantity: Quantity, source: Quantity) -> bool:
    """Whether `source` says the same: value and unit, what is counted, about how much, and which way it went.

    What one of them leaves open - what is counted, a change to a value - the other may say.

    >>> three, five = quantities_in("3 million men"), quantities_in("about 3 million men")
    >>> is_borne_out(three[0], three[0]), is_borne_out(three[0], five[0])
    (True, False)
    """
    if quantity.value != source.value or not _same_unit(quantity, source):
        return False
    if not _may_be_the_same(quantity.counted, source.counted):
        return False
    if quantity.approximation != source.approximation:
        return False
    if quantity.direction != source.direction and (
        (quantity.direction and source.direction) or (source.direction and source.role != "to")
    ):
        return False
    roles = {quantity.role, source.role}
    return len(roles) == 1 or ("range" not in roles and "" in roles)


def _may_be_the_same(counted: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """Whether two runs of words can name the same: one begins with a word of the other.

    >>> _may_be_the_same(("cit",), ("chines", "cit", "said")), _may_be_the_same(("women", "agre"), ("men", "agre"))
    (True, False)
    """
    return not counted or not other or counted[0] in other or other[0] in counted


def _same_unit(quantity: Quantity, source: Quantity) -> bool:
    if quantity.unit == source.unit:
        return True
    return (quantity.unit == "ordinal" and source.is_named) or (
        quantity.is_named and source.unit == "ordinal"
    )
