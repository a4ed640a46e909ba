"""A text as runs of words that no mark interrupts: what terms are looked for in."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from gistmill.terminology.inflection import singular
from gistmill.terminology.tokens import Token, joins_words, tokens_of

Key = tuple[str, ...]

# No term starts or ends with one of these; those of _INSIDE may stand within it.
FUNCTION_WORDS = frozenset(
    "a an the this that these those of for in on at to from with by as into onto upon over under between among and "
    "or nor but not no so if than then there here which who whom whose what when where while how why because "
    "although though is are was were be been being am has have had having do does "
    "did doing done will would can could shall should "
    "may might must i you he she it we they me him her us them my your his its our their mine yours ours theirs myself "
    "himself herself itself themselves also very more most much many some any each every all both either neither such "
    "only just even still again now just about after before during through without within against per via 's ' other "
    "another own same too up out down off".split()
)  # fmt: skip
_INSIDE = frozenset("of for and the 's in on to".split())
_DETERMINERS_FOLLOW = frozenset("of for in on to".split())
_OPENING, _CLOSING = '"“「『《', '"”」』》'
MAX_WORDS = 8


class Word(NamedTuple):
    """A word at `[start, end)`; `lemma` is what is compared: lower case, singular."""

    start: int
    end: int
    lemma: str
    is_capitalised: bool
    before_hyphen: bool


class Run(NamedTuple):
    """Words that no mark and no line break separates; `is_quoted` if quotation marks enclose exactly them."""

    document: int
    words: tuple[Word, ...]
    lemmas: Key
    is_quoted: bool
    is_title: bool


def runs_of(texts: Sequence[str]) -> Iterator[Run]:
    """The runs of all texts in order."""
    for document, text in enumerate(texts):
        yield from _runs_of_one(document, text)


def _runs_of_one(document: int, text: str) -> Iterator[Run]:
    collected: list[Word] = []
    before = ""
    for token in [*tokens_of(text), Token(len(text), len(text), "", "line")]:
        if token.kind in ("word", "possessive"):
            collected.append(_word(token, text))
            continue
        mark = text[token.start : token.end]
        if collected:
            is_quoted = before in tuple(_OPENING) and mark in tuple(_CLOSING)
            lemmas = tuple(word.lemma for word in collected)
            yield Run(document, tuple(collected), lemmas, is_quoted, _is_title(collected))
            collected = []
        before = mark


def _word(token: Token, text: str) -> Word:
    return Word(
        token.start, token.end, _lemma(token.key), text[token.start].isupper(), joins_words(text, token.end)
    )


@lru_cache(maxsize=65536)
def _lemma(key: str) -> str:
    return singular(key)


def _is_title(words: Sequence[Word]) -> bool:
    """Whether every larger word is capitalised, so that capitals say nothing about names."""
    large = [word for word in words if word.lemma not in FUNCTION_WORDS]
    return len(large) > 3 and all(word.is_capitalised for word in large)


def is_content(lemma: str) -> bool:
    return lemma not in FUNCTION_WORDS and not lemma.isdigit()


def is_phrase(lemmas: Key) -> bool:
    """Whether words could be one term: content at both ends, and nothing between that a term does not hold."""
    if not (is_content(lemmas[0]) and is_content(lemmas[-1])):
        return False
    for place, lemma in enumerate(lemmas):
        if lemma in FUNCTION_WORDS:
            if lemma not in _INSIDE or (lemma == "the" and lemmas[place - 1] not in _DETERMINERS_FOLLOW):
                return False
    return True


def content_words(lemmas: Key) -> int:
    return sum(map(is_content, lemmas))


def is_name_in(run: Run, start: int, end: int) -> bool:
    """Whether all larger words of `run[start:end]` are capitalised, in a run where that says something."""
    words = [word for word in run.words[start:end] if is_content(word.lemma)]
    return not run.is_title and all(word.is_capitalised for word in words)
