"""The facts in a text that nothing may change: numbers, names and negations, normalised for comparison.

"1,000", "one thousand" and "1000" are one number, "5th" and "fifth" another; "Xi's" and "Xi" are one name.
What is compared is always two English texts, the one made from the other, so recall matters more than
linguistic finesse: a capitalised word that is no name costs a repair that was not needed, a missed name
may let an invention through.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction

_CARDINALS = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
    "seventeen eighteen nineteen"
)
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety"
_ORDINALS = (
    "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth "
    "fifteenth sixteenth seventeenth eighteenth nineteenth twentieth"
)
_VALUES = (
    {word: value for value, word in enumerate(_CARDINALS.split())}
    | {word: 10 * tens for tens, word in enumerate(_TENS.split(), start=2)}
    | {word: value for value, word in enumerate(_ORDINALS.split(), start=1)}
)
_SCALES = {"hundred": 10**2, "thousand": 10**3, "million": 10**6, "billion": 10**9, "trillion": 10**12}
# These stand in running text as pronouns and adverbs more often than as numbers ("one of", "at first").
_RARELY_NUMBERS = {"zero", "one", "first", "second"}

_NUMBER = re.compile(
    r"""
    (?<!\w) (?<![A-Za-z]-) (?P<digits> \d+ (?:,\d{3})* (?:\.\d+)? ) (?:st|nd|rd|th|s)? \b # 2,000  3.5  5th  1990s
    (?: [\s-] (?P<scale> hundred|thousand|million|billion|trillion ) \b )?    # 3.5 million
    | \b an? [ ] (?P<one> hundred|thousand|million|billion|trillion ) \b    # a hundred
    | \b (?P<words> (?:WORD) (?: [\s-] (?:and\s)? (?:WORD|SCALE) )* ) \b      # twenty-five thousand
    """.replace("WORD", "|".join(_VALUES)).replace("SCALE", "|".join(_SCALES)),
    re.VERBOSE | re.IGNORECASE,
)
_LETTER_DIGITS = re.compile(r"\b[A-Za-z]+-?\d[\w-]*")  # G20, COVID-19: compared as names are
_WORD = re.compile(r"[^\W\d_]+(?:[’'.-][^\W\d_]+)*")
_CAPITALISED = re.compile(r"(?:[^\W\d_a-zß-öø-ÿ][^\W_]*(?:[’'-][^\W\d_]+)*)")
_SENTENCE_START = re.compile(r"(?:\A|[.!?:;…]|\n)[\s\"“”‘’'(\[—–-]*$")
_AFTER_TITLE = re.compile(r"\b(?:Mrs?|Ms|Dr|Prof|Gen|Sen|Rep|Gov|St|[A-Z])\.\s+$")
_POSSESSIVE = re.compile(r"[’']s?$")
_NEGATION = re.compile(
    r"\b(?:not|no|never|none|neither|nor|without|cannot|nobody|nothing|nowhere)\b"
    r"|\b(?:refus\w+|den(?:y|ies|ied)|fail(?:s|ed)? to)\b"
    r"|n[’']t\b",
    re.IGNORECASE,
)


def numbers(text: str) -> tuple[str, ...]:
    """The numbers of `text` in order, each as a plain decimal, whatever way it was written.

    Numbers inside a name ("G20") belong to the name. "one", "first" and "second" alone are left out: they are
    pronouns and adverbs more often than numbers.

    >>> numbers("The fifth group spent 1,000 yuan (3.5%) and two million dollars at first.")
    ('5', '1000', '3.5', '2000000')
    """
    return tuple(dict.fromkeys(_number_values(text)))


def _number_values(text: str) -> Iterator[str]:
    for match in _NUMBER.finditer(text):
        if match["digits"]:
            scale = _SCALES[match["scale"].lower()] if match["scale"] else 1
            yield _plain(Fraction(match["digits"].replace(",", "")) * scale)
        elif match["one"]:
            yield _plain(Fraction(_SCALES[match["one"].lower()]))
        elif match["words"].lower() not in _RARELY_NUMBERS:
            yield _plain(Fraction(_value_of_words(match["words"])))


def _value_of_words(words: str) -> int:
    total, current = 0, 0
    for word in re.split(r"[\s-]+", words.lower()):
        if word in _VALUES:
            current += _VALUES[word]
        elif word == "hundred":
            current = max(current, 1) * 100
        elif word in _SCALES:
            total, current = total + max(current, 1) * _SCALES[word], 0
    return total + current


def _plain(value: Fraction) -> str:
    return str(value.numerator) if value.denominator == 1 else str(float(value))


def names(text: str) -> tuple[str, ...]:
    """The words of `text` written as names are: capitalised away from a sentence start, or with digits inside.

    Possessive endings are cut off. The first word of a sentence is left out, since any word may stand there.

    >>> names("Yesterday Xi Jinping's aide flew to the G20 in Rome.")
    ('Xi', 'Jinping', 'G20', 'Rome')
    """
    found: list[tuple[int, str]] = [(match.start(), match.group()) for match in _LETTER_DIGITS.finditer(text)]
    for match in _CAPITALISED.finditer(text):
        if match.group() != "I" and not _starts_inside_a_word(text, match.start()):
            if not _starts_a_sentence(text, match.start()):
                found.append((match.start(), _POSSESSIVE.sub("", match.group())))
    return tuple(dict.fromkeys(name for _, name in sorted(found)))


def _starts_a_sentence(text: str, start: int) -> bool:
    before = text[max(0, start - 12) : start]
    return bool(_SENTENCE_START.search(before)) and not (_AFTER_TITLE.search(before) and start > 3)


def _starts_inside_a_word(text: str, start: int) -> bool:
    return start > 0 and (
        text[start - 1].isalnum() or (text[start - 1] in "’'-" and text[start - 2 : start - 1].isalnum())
    )


def negations(text: str) -> int:
    """How many words of `text` deny something.

    >>> negations("It can't be done, and nobody said it could not be tried.")
    3
    """
    return sum(1 for _ in _NEGATION.finditer(text))


def words(text: str) -> list[str]:
    """The words of `text` in lower case, possessive endings cut off, numbers left out.

    >>> words("The Party's 25 groups didn't wait.")
    ['the', 'party', 'groups', "didn't", 'wait']
    """
    return [_POSSESSIVE.sub("", word).replace("’", "'") for word in _WORD.findall(text.lower())]
