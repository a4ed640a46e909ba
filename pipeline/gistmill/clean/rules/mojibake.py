"""Text that was decoded with the wrong encoding."""

from __future__ import annotations

import re
from collections.abc import Iterator

import ftfy
from ftfy.badness import is_bad

from gistmill.clean.rule import Replacement, Rule

# UTF-8 read as Latin-1 or Windows-1252: a lead byte shows as a capital or small accented letter, and what
# follows it as a C1 control, a sign of the upper Latin-1 block, or one of the 27 signs Windows put there.
_SUSPICIOUS = re.compile(r"[\xc2-\xf4][\x80-\xbf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]")
_REASON = "wrongly decoded characters"


def find(text: str) -> Iterator[Replacement]:
    """Undoes a wrong decoding, line by line, where ftfy's heuristic is sure of it.

    Words with real accents stay, and so does damage that could be a real word of some language.
    Source: ftfy's `fix_encoding`, which measures one false positive in six million tweets.

    >>> [(r.start, r.after) for r in find("the partyâ€™s cafés in Orléans")]
    [(4, 'party’s')]
    """
    if text.isascii() or not _SUSPICIOUS.search(text):
        return
    position = 0
    for line in text.split("\n"):
        if not line.isascii() and _SUSPICIOUS.search(line) and is_bad(line):
            yield from _repaired_words(line, position)
        position += len(line) + 1


def _repaired_words(line: str, offset: int) -> Iterator[Replacement]:
    """One replacement a word where the words still correspond, so that the ledger stays readable."""
    repaired = ftfy.fix_encoding(line)
    words, repaired_words = line.split(" "), repaired.split(" ")
    if len(words) != len(repaired_words):
        if repaired != line:
            yield Replacement(offset, offset + len(line), repaired, _REASON)
        return
    for word, repaired_word in zip(words, repaired_words, strict=True):
        if word != repaired_word:
            yield Replacement(offset, offset + len(word), repaired_word, _REASON)
        offset += len(word) + 1


MOJIBAKE = Rule("mojibake", 1, find)
