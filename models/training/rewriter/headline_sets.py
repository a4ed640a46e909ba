"""Readers of the headline sets: rows in, candidate `headline:` pairs in sentence case out."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from training.corpus import Row
from training.rewriter.pairs import Dropped, Pair, headline_pair
from training.rewriter.text import sentences
from training.rewriter.truecase import WORD, Truecaser, mid_sentence_words

LEAD_WORDS = 75
PLACE = re.compile(r"^\s*(?:\(?[A-Z][A-Za-z.,() ]{2,40}\)?\s*(?:--|[-–—])\s+|PRESS RELEASE\W+|\W+)")
TICKER = re.compile(r"\s*<[^<>]{1,12}>")
OPENING_QUOTE = re.compile(r"(^|\s)(?:``|''|'(?=\w[^']*'))")


def lead(document: str) -> str:
    """The first sentences of a text up to `LEAD_WORDS` words, at least one."""
    taken: list[str] = []
    for sentence in sentences(document):
        if taken and len(" ".join([*taken, sentence]).split()) > LEAD_WORDS:
            break
        taken.append(" ".join(sentence.split()))
    return " ".join(taken)


def is_shouted(title: str) -> bool:
    """Most words have a capital: a headline in capitals or title case, whose casing must be restored."""
    words = [word for word in WORD.findall(title) if len(word) > 3]
    return sum(1 for word in words if word[0].isupper()) > 0.6 * len(words)


def forms_in(document: str) -> dict[str, str]:
    """How the text itself writes its words in mid-sentence; the last form seen counts."""
    return {
        word.lower(): word
        for word, starts in mid_sentence_words(document)
        if not starts and not word.isupper()
    }


def sentence_case(title: str, *, document: str, truecaser: Truecaser) -> str:
    """A headline in sentence case: casing of the text it heads first, then the usual casing."""
    if not is_shouted(title):
        return title
    acronyms = {word.lower(): word for word in re.findall(r"\b[A-Z]{2,6}\b", document)}
    return truecaser.apply(title.lower(), context={**acronyms, **forms_in(document)})


def headline_pairs(rows: Iterable[Row], *, origin: str, truecaser: Truecaser) -> Iterator[Pair | Dropped]:
    """Pairs of any set with `title` and `document` (or `text`)."""
    for row in rows:
        document = row.get("document") or row["text"]
        if origin == "reuters21578":
            document = TICKER.sub("", document.replace("\n", " "))
        start = PLACE.sub("", lead(document[:1500]), count=1)
        title = " ".join(PLACE.sub("", TICKER.sub("", row["title"]), count=1).split()).rstrip(" .:")
        cased = sentence_case(title, document=document[:3000], truecaser=truecaser)
        if not start or not title or title in start:
            yield Dropped("headline is part of the text")
        else:
            yield headline_pair(start, cased, origin=origin)
