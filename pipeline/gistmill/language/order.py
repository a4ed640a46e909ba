"""Who did what to whom, as far as the order of the words tells it."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher

from gistmill.language.words import FUNCTION_WORDS, shared_start, words_in

_DETERMINERS = frozenset("a an the this that these those his her its their our some many all".split())
# Behind these a clause may start; what stands before a comma, colon, dash or bracket may go as well.
_CLAUSE_OPENERS = frozenset("that and but so because while when whether where".split())
_VERBS = frozenset(
    "is are was were has have had will would can could may might must should does did do said says".split()
)
_ENDS_A_PHRASE = re.compile(r"[,;:.!?—–)\]\"”]$")
# What may stand at either end without another meaning: "In May the bank ...", "..., the minister said".
_MOVABLE = re.compile(
    r"^(?:In|On|At|Since|After|Before|During|From|By|As of|According to|Under|With|For)\b[^,]{0,60},\s*",
    re.IGNORECASE,
)


def share_out_of_order(sentence: str, source: str) -> float:
    """The share of the words of `sentence` that stand in another order than in `source`, from 0 to 1.

    Subject, verb and object come in this order in English, so a sentence made of the same words in another order mostly
    says another thing. A phrase of time or place at the start may move; words that `source` lacks are passed over.

    >>> share_out_of_order("The group asked the department.", "On Monday the group again asked the city department.")
    0.0
    >>> share_out_of_order("Departments asked the group to work.", "The group asked departments to work harder.") > 0.2
    True
    """
    core = _MOVABLE.sub("", sentence)
    places = _places(_stems(core), _stems(source))
    if len(places) < 2:
        return 0.0
    return 1 - _longest_rising(places) / len(places)


def loses_its_subject(sentence: str, source: str) -> bool:
    """Whether `sentence` starts inside a clause of `source`, or gives a verb to what was not its subject.

    Both are told from the words left out: a clause may start where the text does, behind a mark, and behind "that" and
    its like; a verb stands behind its subject, so the word before it may only go with a phrase that a mark closes.

    >>> loses_its_subject("The disease is due to the lamp.", "The lack of treatment of the disease is due to the lamp.")
    True
    >>> loses_its_subject("The bank is safe.", "The bank, for many people, is safe.")
    False
    >>> loses_its_subject("The office is safe.", "The head of the office said that trade is safe.")
    True
    """
    written = source.split()
    return any(
        (is_start and not _may_start(written, place)) or (not is_start and _is_orphan(written, place))
        for place, is_start in _resumptions(sentence, written)
    )


def _resumptions(sentence: str, source: Sequence[str]) -> Iterator[tuple[int, bool]]:
    """Where in the source the sentence starts, and where it goes on behind words it left out."""
    given, wanted = [_bare(word) for word in source], [_bare(word) for word in sentence.split()]
    start, behind = True, 0
    for block in SequenceMatcher(None, given, wanted, autojunk=False).get_matching_blocks()[:-1]:
        content = next((o for o in range(block.size) if start and given[block.a + o] not in _DETERMINERS), 0)
        if start or block.a > behind:
            yield block.a + content, start
        start, behind = False, block.a + block.size


def _may_start(source: Sequence[str], place: int) -> bool:
    """Whether a clause may start at this word, its determiner counted to it."""
    while place and _bare(source[place - 1]) in _DETERMINERS - _CLAUSE_OPENERS:
        place -= 1
    return (
        place == 0
        or bool(_ENDS_A_PHRASE.search(source[place - 1]))
        or _bare(source[place - 1]) in _CLAUSE_OPENERS
    )


def _is_orphan(source: Sequence[str], place: int) -> bool:
    """Whether the word is a verb whose subject, the words right before it, was left out."""
    return _bare(source[place]) in _VERBS and not _ENDS_A_PHRASE.search(source[place - 1])


def _bare(word: str) -> str:
    return word.strip(",;:.!?—–()[]\"“”'‘’").casefold()


def _stems(text: str) -> list[str]:
    return [shared_start(word) for word in words_in(text) if word not in FUNCTION_WORDS]


def _places(wanted: Sequence[str], given: Sequence[str]) -> list[int]:
    """Where each word stands in the source: of several places the first behind the word before it, else the first."""
    where: dict[str, list[int]] = {}
    for place, stem in enumerate(given):
        where.setdefault(stem, []).append(place)
    places: list[int] = []
    for stem in wanted:
        if stem in where:
            behind = [place for place in where[stem] if not places or place > places[-1]]
            places.append((behind or where[stem])[0])
    return places


def _longest_rising(places: Sequence[int]) -> int:
    """The length of the longest subsequence that rises."""
    ends: list[int] = []
    for place in places:
        position = bisect_right(ends, place)
        ends[position : position + 1] = [place]
    return len(ends)
