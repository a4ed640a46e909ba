"""A sentence that begins with a small letter."""

from __future__ import annotations

import re
from collections.abc import Iterator

from gistmill.clean.rule import Replacement, Rule
from gistmill.clean.rules.dateline import opening_dateline
from gistmill.clean.triggers import positions_of

_FIRST_WORDS = """
    the this that these those there it its he she they we you in on at for with from by as if when while since
    after before during although because however but and so according also then here what why how all some many
"""
_STARTERS = frozenset(_FIRST_WORDS.split())
# At the start of a paragraph these may go on with what the one before said.
_MAY_GO_ON = frozenset(("and", "but", "so", "as", "for", "with", "by", "from", "all", "some", "many"))
_BEHIND_A_SHORT_NAME = _MAY_GO_ON | frozenset(("in", "on", "at", "this", "if", "when", "while", "since"))
# A word of small letters, a stop, and a small letter: "organizations. in addition", but not "etc. and", "U.S. in".
# Behind a question mark a small letter can be meant ("what does it need? and how?").
_AFTER_STOP = re.compile(r"\. ([a-z]+) (?=[a-z])")
_ABBREVIATIONS = frozenset(
    ("approx", "cert", "dept", "govt", "assn", "prof", "capt", "corp", "sept", "messrs", "misc")
)
_WORD = re.compile(r"[a-z]+\b")
_LAST_WORD = re.compile(r"[A-Za-z]+$")
_PARAGRAPH = re.compile(r"(?<=[.?!\"”]\n\n)([a-z]+) [^\n]{20,}[.?!]['\"”’)]*(?=\n|\Z)")
_SENTENCE = re.compile(r"[.?!] [A-Z]|^[A-Z]", re.MULTILINE)


def find(text: str) -> Iterator[Replacement]:
    """Gives a capital back to the first word of a paragraph that is a sentence, and to the first word behind a stop or
    behind the dash of a dateline.

    Left alone: texts that hardly use capitals (they are styled or lower-cased on purpose), paragraphs that are not
    whole sentences or may go on with the one before, brand names and identifiers (iPhone, eBay, `find_files`),
    abbreviations, and everything but the commonest first words. Source: 379 rows of noise_real.

    >>> [(r.start, r.after) for r in find("All organizations. in addition, they did. etc. and so on. iPhone in hand.")]
    [(19, 'I')]
    """
    small = {match.start(1) for match in _AFTER_STOP.finditer(text) if _is_fault(text, match)}
    small.update(start + 2 for start in positions_of(["\n\n"], text) if _is_sentence(text, start + 2))
    small.update(_behind_dateline(text))
    if not small or not _uses_capitals(text, len(small)):
        return
    for start in sorted(small):
        yield Replacement(start, start + 1, text[start].upper(), "sentence begins with a small letter")


def _behind_dateline(text: str) -> Iterator[int]:
    dateline = opening_dateline(text)
    if dateline and dateline.group().rstrip().endswith(("-", "–", "—")):
        word = _WORD.match(text, dateline.end())
        if word and word.group() in _STARTERS:
            yield word.start()


def _is_sentence(text: str, start: int) -> bool:
    match = _PARAGRAPH.match(text, start)
    return match is not None and match.group(1) in _STARTERS - _MAY_GO_ON


def _is_fault(text: str, match: re.Match[str]) -> bool:
    if match.group(1) not in _STARTERS:
        return False
    last = _LAST_WORD.search(text, max(0, match.start() - 20), match.start())
    if last is None or (last.group()[0].isupper() and match.group(1) in _BEHIND_A_SHORT_NAME):
        return False  # "abbreviated Jerem. in citations"
    return len(last.group()) > 3 and last.group() not in _ABBREVIATIONS


def _uses_capitals(text: str, small: int) -> bool:
    """Whether most sentences begin with one, or the text is too short to tell and uses them elsewhere."""
    capital = sum(1 for _ in _SENTENCE.finditer(text))
    return capital > 3 * small or (small == 1 and any(map(str.isupper, text)))


LOST_CAPITALS = Rule("lost_capitals", 4, find, reach="document")
