"""Titles for sections that have none: the phrase a section uses most and the rest of the text least.

Titles are phrases of the section, word for word, so that they hold no name or number it lacks. Where nothing stands
out a section stays without one: no title is better than a chance one.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterator, Sequence, Set
from itertools import pairwise

from gistmill.segment.topics import stem
from gistmill.segment.wording import word_lists

_MAX_WORDS = 4
# A topic is named at once and named again. Against the writers' own titles of the training sections of md_18f phrases
# said twice score 9.9 ROUGE-1, three times 17.7, three times and first within 250 characters 30.1; on the
# 294 sections held back it gives 11 titles of 20.0. Two words joined with "and" scored 10.3 and are made no more.
_FEWEST_TIMES, _OPENING = 3, 250
_TOKEN = re.compile(r"[A-Za-z](?:[’'*&-]?[A-Za-z])*|\d\S*|[^\w\s]|\n")
# Before a verb, and never before a noun.
_BEFORE_VERBS = frozenset(
    "i he she they we who would could should can will may might must shall don't didn't cannot".split()
)
# Before a noun, with or without adjectives between.
_BEFORE_NOUNS = frozenset("a an the this that these those his her its their our my of each every no".split())
# What often follows a verb ("uses the", "tends to").
_BEHIND_VERBS = frozenset("a an the to this that these those its their".split())
# Words for amounts, times and things at large: they say nothing of a topic.
_EMPTY_WORDS = frozenset(
    "something anything nothing everything someone anyone everyone thing things way ways lot part parts kind sort "
    "first second third fourth fifth sixth seventh eighth ninth tenth one two three four five six seven eight nine "
    "ten dozen hundred thousand million billion percent per cent year years day days week weeks month months time "
    "times quite forever itself themselves today tomorrow yesterday tonight number mr mrs ms dr across along alongside "
    "among beyond despite throughout toward towards upon versus via".split()
)
# Endings of words that close no noun phrase.
_NO_NOUN = (
    "ed", "ly", "ous", "ful", "able", "ible", "ish", "less", "ive", "ical",
)  # fmt: skip

Phrase = tuple[str, ...]


def topic_titles(sections: Sequence[str]) -> tuple[str | None, ...]:
    """A title for each section, in sentence case; none where no phrase stands out.

    >>> fish = "He saw a river perch. A river perch was big, and a river perch is fast."
    >>> bank = "On interest rates: high interest rates are bad, and so are low interest rates."
    >>> topic_titles([fish, bank])
    ('River perch', 'Interest rates')
    """
    tokens = [_TOKEN.findall(section) for section in sections]
    lists = word_lists()
    skipped = {verb for section in tokens for verb in _verbs(section)} | _EMPTY_WORDS
    skipped |= lists.finite_verbs | lists.function_words | lists.months | lists.days
    counted = [_counted_phrases(section, skipped) for section in tokens]
    spread = Counter(stem for phrases in counted for stem in {_stem(p[0]) for p in phrases if len(p) == 1})
    titles: list[str | None] = []
    for section, phrases in zip(sections, counted, strict=True):
        opening = _plain(" ".join(section[:_OPENING].split()))
        named = {phrase for phrase in phrases if " ".join(phrase).lower().replace("’", "'") in opening}
        titles.append(_title(phrases, named, spread, sections=len(sections), taken=titles))
    return tuple(titles)


def _verbs(tokens: Sequence[str]) -> Iterator[str]:
    """The words of a text that it uses as verbs somewhere: a name for a thing does not follow "they" or "could"."""
    for before, word in pairwise(tokens):
        if before.lower() in _BEFORE_VERBS:
            yield word.lower()


def _counted_phrases(tokens: Sequence[str], skipped: Set[str]) -> Counter[Phrase]:
    """How often each noun phrase occurs, of those that stand somewhere without a word before that may be a verb."""
    runs = list(_runs(tokens, skipped))
    whole = {tuple(run) for run in runs}
    return Counter(phrase for run in runs for phrase in _endings(run) if phrase in whole)


def _runs(tokens: Sequence[str], skipped: Set[str]) -> Iterator[list[str]]:
    """The runs of words of a text that may be noun phrases.

    They end before a word of grammar, a verb or a mark, so that none is half a phrase; a single word counts only
    behind an article or the like, since else it may be anything.
    """
    run: list[str] = []
    before = ""
    for token in [*tokens, "."]:
        # Inside a name a capitalised word belongs to it ("New York Times").
        known = token if run else _plain(token)
        if token[0].isalpha() and known not in skipped and len(token) > 2:
            run.append(token.removesuffix("’s").removesuffix("'s"))
            continue
        if token.lower() in _BEHIND_VERBS and len(run) > 1 and _may_be_verb(run[-1]):
            run.pop()
        if len(run) > 1 or (run and before in _BEFORE_NOUNS):
            yield run
        run, before = [], _plain(token)


def _plain(token: str) -> str:
    return token.lower().replace("’", "'")


def _may_be_verb(word: str) -> bool:
    """Whether a last word before an article or the like is rather a verb ("the office uses the data") than a plural."""
    return word.endswith("s") and not word.endswith("ss") and word[0].islower()


def _endings(run: Sequence[str]) -> Iterator[Phrase]:
    """A run of words ("new interest rates") and what remains with words taken off its front; of a name none are."""
    if not run or run[-1].lower().endswith(_NO_NOUN):
        return
    for length in range(1, min(_MAX_WORDS, len(run)) + 1):
        first = len(run) - length
        named = run[first][0].isupper() and first > 0 and run[first - 1][0].isupper()
        opens = run[first].lower()
        if not named and opens not in word_lists().function_words and not opens.endswith(("ing", "ly")):
            yield tuple(run[first:])


def _title(
    phrases: Counter[Phrase],
    named: Set[Phrase],
    spread: Counter[str],
    *,
    sections: int,
    taken: Sequence[str | None],
) -> str | None:
    """The phrase that weighs most of those that are said often and named at once; none if another section has it."""
    single = {
        phrase[0]: count * math.log((1 + sections) / max(1, spread[_stem(phrase[0])]))
        for phrase, count in phrases.items()
        if len(phrase) == 1 and count > 1
    }
    several = {
        phrase: count * sum(single.get(word, 0.0) for word in phrase) / len(phrase)
        for phrase, count in phrases.items()
        if len(phrase) > 1 and count > 1
    }
    titles = [
        (phrase, title)
        for phrase in sorted(several, key=lambda p: (-several[p], p))
        if (title := _in_sentence_case(phrase)) not in taken
    ]
    if not titles:
        return None
    phrase, title = titles[0]
    return title if phrases[phrase] >= _FEWEST_TIMES and phrase in named else None


def _stem(word: str) -> str:
    return stem(word.lower())


def _in_sentence_case(phrase: Phrase) -> str:
    joined = " ".join(phrase)
    return joined[0].upper() + joined[1:]
