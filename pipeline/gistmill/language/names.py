"""The names of a text, who holds which office, and the initials that stand for a name.

What is compared is always two English texts, the one made from the other, so recall matters more than
linguistic finesse: a capitalised word that is no name costs a repair that was not needed, a missed name
may let an invention through.
"""

from __future__ import annotations

import re

from gistmill.language.words import without_possessive, words_in

_LETTER_DIGITS = re.compile(r"\b[A-Za-z]+-?\d[\w-]*")  # G20, COVID-19: compared as names are
_CAPITALISED = re.compile(r"(?:[^\W\d_a-zß-öø-ÿ][^\W_]*(?:[’'-][^\W\d_]+)*)")
_SENTENCE_START = re.compile(r"(?:\A|[.!?:;…]|\n)[\s\"“”‘’'(\[—–-]*$")
_AFTER_TITLE = re.compile(r"\b(?:Mrs?|Ms|Dr|Prof|Gen|Sen|Rep|Gov|St|[A-Z])\.\s+$")
_OFFICES = (
    "president|vice president|premier|prime minister|minister|secretary|chairman|chairwoman|chancellor|governor|mayor"
    "|king|queen|general|ambassador|spokesperson|spokesman|spokeswoman|director|professor|judge|senator"
)
_NAME = r"[A-Z][\w’'-]+"
_OFFICE_BEFORE = re.compile(rf"\b(?i:(?P<office>{_OFFICES}))\s+(?P<name>{_NAME}(?:\s+{_NAME}){{0,3}})")
_OFFICE_BEHIND = re.compile(
    rf"(?P<name>{_NAME}(?:\s+{_NAME}){{0,3}}),\s+(?:[\w’'-]+\s+){{0,6}}?(?i:(?P<office>{_OFFICES}))\b"
)


def names_in(text: str) -> tuple[str, ...]:
    """The words of `text` written as names are: capitalised away from a sentence start, or with digits inside.

    Possessive endings are cut off. The first word of a sentence is left out, since any word may stand there.

    >>> names_in("Yesterday Xi Jinping's aide flew to the G20 in Rome.")
    ('Xi', 'Jinping', 'G20', 'Rome')
    """
    found: list[tuple[int, str]] = [(match.start(), match.group()) for match in _LETTER_DIGITS.finditer(text)]
    for match in _CAPITALISED.finditer(text):
        if match.group() != "I" and not _starts_inside_a_word(text, match.start()):
            if not _starts_a_sentence(text, match.start()):
                found.append((match.start(), without_possessive(match.group())))
    return tuple(dict.fromkeys(name for _, name in sorted(found)))


def _starts_a_sentence(text: str, start: int) -> bool:
    before = text[max(0, start - 12) : start]
    return bool(_SENTENCE_START.search(before)) and not (_AFTER_TITLE.search(before) and start > 3)


def _starts_inside_a_word(text: str, start: int) -> bool:
    return start > 0 and (
        text[start - 1].isalnum() or (text[start - 1] in "’'-" and text[start - 2 : start - 1].isalnum())
    )


def offices_in(text: str) -> dict[str, frozenset[str]]:
    """For each office that `text` gives somebody, the words of the names it is given to.

    >>> offices_in("President Biden met Li Qiang, the Chinese premier") == {
    ...     "president": frozenset({"biden"}), "premier": frozenset({"li", "qiang"})}
    True
    """
    found: dict[str, frozenset[str]] = {}
    for pattern in (_OFFICE_BEFORE, _OFFICE_BEHIND):
        for match in pattern.finditer(text):
            office = match["office"].lower()
            found[office] = found.get(office, frozenset()) | frozenset(words_in(match["name"]))
    return found


def acronyms_in(text: str) -> frozenset[str]:
    """The initials, in lower case, of every run of capitalised words; small words between them may count or not.

    >>> {"who", "uae"} <= acronyms_in("The World Health Organization wrote to the United Arab Emirates.")
    True
    """
    runs = re.findall(rf"{_NAME}(?:\s+(?:(?:of|and|for|the|in|on)\s+)*{_NAME})+", text)
    found = set()
    for run in runs:
        words = run.split()
        capitals = [word[0].lower() for word in words if word[0].isupper()]
        spans = [capitals[start:] for start in range(len(capitals))]
        found |= {"".join(span[:end]) for span in spans for end in range(2, len(span) + 1)}
        found.add("".join(word[0].lower() for word in words))
    return frozenset(found)
