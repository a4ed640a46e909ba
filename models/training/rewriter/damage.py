"""Faults of machine translation put into good sentences, for the `clean:` task.

Each fault is a small function `(words, draw) -> words` that returns its input where it does not apply.  The
kinds follow the marked rows of cleanup/noise_real (repeated words and phrases, spacing, lost capitals,
doubled punctuation) and cleanup/demetr (dropped articles, wrong number).
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable

Words = list[str]
Fault = Callable[[Words, random.Random], Words]
ARTICLES = frozenset({"the", "a", "an"})


def repeat_word(words: Words, draw: random.Random) -> Words:
    """One word twice in a row, without its punctuation the first time."""
    place = draw.randrange(len(words))
    return words if not words[place].isalpha() else [*words[:place], words[place], *words[place:]]


def repeat_phrase(words: Words, draw: random.Random) -> Words:
    """Two to five neighbouring words twice in a row."""
    size = draw.randint(2, 5)
    if len(words) < size + 3:
        return words
    place = draw.randrange(len(words) - size)
    phrase = words[place : place + size]
    joint = "," if draw.random() < 0.3 and phrase[-1].isalpha() else ""
    return [*words[:place], *phrase[:-1], phrase[-1] + joint, *words[place:]]


def drop_article(words: Words, draw: random.Random) -> Words:
    """One article lost; a new sentence start keeps its capital."""
    places = [place for place, word in enumerate(words[:-1]) if word.lower() in ARTICLES]
    if not places:
        return words
    place = draw.choice(places)
    following = words[place + 1]
    if words[place][0].isupper():
        following = following[0].upper() + following[1:]
    return [*words[:place], following, *words[place + 2 :]]


def drop_plural(words: Words, draw: random.Random) -> Words:
    """One plural or third person `s` lost."""
    places = [i for i, word in enumerate(words) if re.fullmatch(r"[a-z]{3,}[^s\W]s", word)]
    if not places:
        return words
    place = draw.choice(places)
    return [*words[:place], words[place][:-1], *words[place + 1 :]]


def space_before_mark(words: Words, draw: random.Random) -> Words:
    """A space before one mark, or before all of them."""
    places = [i for i, word in enumerate(words) if re.search(r"\w[,.;:!?]$", word)]
    if not places:
        return words
    wanted = set(places if draw.random() < 0.4 else [draw.choice(places)])
    return [
        part for i, word in enumerate(words) for part in ([word[:-1], word[-1]] if i in wanted else [word])
    ]


def double_mark(words: Words, draw: random.Random) -> Words:
    """One comma or full stop twice."""
    places = [i for i, word in enumerate(words) if re.search(r"\w[,.]$", word)]
    if not places:
        return words
    place = draw.choice(places)
    return [*words[:place], words[place] + words[place][-1], *words[place + 1 :]]


def lower_start(words: Words, _draw: random.Random) -> Words:
    """The sentence starts without its capital."""
    return [words[0][0].lower() + words[0][1:], *words[1:]] if words[0][1:].islower() else words


def drop_final_mark(words: Words, _draw: random.Random) -> Words:
    """The sentence ends without its full stop."""
    return [*words[:-1], words[-1][:-1]] if re.search(r"\w\.$", words[-1]) else words


FAULTS: tuple[Fault, ...] = (
    repeat_word,
    repeat_phrase,
    drop_article,
    drop_plural,
    space_before_mark,
    double_mark,
    lower_start,
    drop_final_mark,
)


def damage(sentence: str, draw: random.Random) -> str:
    """The sentence with one to three faults; unchanged where none applies."""
    words = sentence.split()
    if len(words) < 4:
        return sentence
    for fault in draw.sample(FAULTS, draw.choice((1, 1, 1, 2, 2, 3))):
        words = fault(words, draw)
    return " ".join(words)
