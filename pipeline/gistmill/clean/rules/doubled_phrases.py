"""A phrase of two words or more that stands twice in a row."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from operator import eq
from typing import NamedTuple

from gistmill.clean.repeats import repeating_lines
from gistmill.clean.rule import Replacement, Rule
from gistmill.document import Span

MAX_WORDS = 12
SAFE_WITH_COMMA = 7  # shorter ones can be a list: "miso ramen, miso chashu ramen"
_SIZES = range(2, MAX_WORDS + 1)

_WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
_INSIDE = re.compile(r"[\w \t'’%$-]+")
_INSIDE_LONG = re.compile(r"[\w \t'’%$,-]+")
_COMMA_GAP = re.compile(r"[ ]?,[ ](?:and[ ])?")
_CLOSED = re.compile(r"[ ]?(?:[.,;:?!”\")]|$)")
_OPENS_CLAUSE = re.compile(r"[ ]?,?[ ](?:and|or|but|which|who|due|because)\b")
_GOES_ON_LISTING = re.compile(r"[ ]?,?[ ](?:and|or)\b")
_GOES_ON_IN_CAPITALS = re.compile(r",[ ][A-Z]")
_INSIDE_NAMES = frozenset(("of", "and", "for", "the", "on", "in"))
_LINKS = frozenset("and or to by after for in on of upon with at over from vs".split(" "))
# "wisdom and wisdom and": one English word for two of the source; verbs and measures can be meant ("try and try and").
_ABSTRACT = ("ness", "nesses", "ence", "ance", "ment", "tion", "sion", "ity")
_SAID_TWICE = frozenset(("one", "let's", "let’s"))  # "one way, one way"; "let's see, let's see"
_MEASURES = frozenset(
    ("hundreds", "thousands", "millions", "billions", "trillions", "part", "parts", "one", "all")
)
_EMPHASIS = frozenset(
    ("again", "more", "on", "over", "up", "down", "through", "less", "round", "around", "so", "one")
)
# Towns in a state or country of their name.
_TWICE_IN_AN_ADDRESS = frozenset(
    ("new york", "rio de janeiro", "são paulo", "sao paulo", "buenos aires", "san luis potosí", "kuwait city")
)


class _Words(NamedTuple):
    """The words of a line: where they stand, and how they read in small letters."""

    line: str
    spans: Sequence[Span]
    folded: Sequence[str]

    def written(self, first: int, size: int) -> str:
        return self.line[self.spans[first].start : self.spans[first + size - 1].end]

    def gap_before(self, index: int) -> str:
        return self.line[self.spans[index - 1].end : self.spans[index].start]


def find(text: str) -> Iterator[Replacement]:
    """Keeps one of two or more equal phrases in a row; one of four words or more may hold a comma.

    Without a comma between them any phrase goes, except patterns of English: "shoulder to shoulder to",
    "layers upon layers upon layers", "again and again and". With a comma the first copy must begin a clause or
    the last end one, so that "after the meeting, the meeting began" and "high schools, high school fees" stay.
    Left alone, too: phrases of numbers, New York, New York, what begins a
    quotation (speech and songs repeat themselves), a title, an exclamation ("my son, my son!"), and anything across a
    stop.
    Source: 1,749 rows of noise_real; "Go inside, go inside." in seeds/documents/000_f133142195f25140.txt.

    >>> [r.after for r in find("Go inside, go inside. After the meeting, the meeting of the meeting of us.")]
    ['Go inside', 'the meeting of']
    """
    for offset, line in repeating_lines(text, _SIZES):
        for kept, end, size in _doubled(_words_of(line)):
            after = line[kept.start : kept.end]
            yield Replacement(offset + kept.start, offset + end, after, f"phrase of {size} words repeated")


def _words_of(line: str) -> _Words:
    spans = tuple(Span(*match.span()) for match in _WORD.finditer(line))
    return _Words(line, spans, tuple(span.of(line).lower() for span in spans))


def _doubled(words: _Words) -> Iterator[tuple[Span, int, int]]:
    """The copy to keep, the end of the last copy, and the size, of every doubled phrase; the shortest first."""
    runs = {size: bytes(map(eq, words.folded, words.folded[size:])) for size in _SIZES}
    tellable = bytes(map(_is_tellable, words.folded))

    def place_from(at: int, size: int) -> int:
        """Where the next phrase of `size` words begins that its copy follows and that holds a word to tell it by."""
        word = tellable.find(1, at)
        return runs[size].find(b"\1" * size, max(at, word - size + 1)) if word >= 0 else -1

    upcoming = {size: place_from(0, size) for size in _SIZES}
    while upcoming := {size: place for size, place in upcoming.items() if place >= 0}:
        first = min(upcoming.values())
        at = _behind_a_stutter(words.folded, first)
        for size, place in upcoming.items():
            last = _last_copy(words, first, size) if place == first and at == first + 1 else first
            if last > first:
                kept = Span(words.spans[first].start, words.spans[first + size - 1].end)
                yield kept, words.spans[last + size - 1].end, size
                at = last + size
                break
        upcoming = {size: place if place >= at else place_from(at, size) for size, place in upcoming.items()}


def _is_tellable(word: str) -> bool:
    """Whether a phrase may be told by `word`; numbers and single letters are counted off, not repeated by mistake."""
    return len(word) > 1 and word.isalpha()


def _behind_a_stutter(folded: Sequence[str], first: int) -> int:
    """The next word to look at: behind three and more equal words, for those are no phrase."""
    end = first + 1
    while end < len(folded) and folded[end] == folded[first]:
        end += 1
    return end - 1 if end > first + 2 else first + 1


def _last_copy(words: _Words, first: int, size: int) -> int:
    """The first word of the last copy that may go; `first` itself if none may."""
    phrase, written = words.folded[first : first + size], words.written(first, size)
    last = first
    while words.folded[last + size : last + 2 * size] == phrase:
        copy = last + size
        if words.written(copy, size).lower() != written.lower() or not _is_fault(words, first, copy, size):
            break
        last = copy
    return last


def _is_fault(words: _Words, first: int, copy: int, size: int) -> bool:
    phrase, written, gap = (
        words.folded[first : first + size],
        words.written(first, size),
        words.gap_before(copy),
    )
    start, end = words.spans[first].start, words.spans[copy + size - 1].end
    if not any(map(_is_tellable, phrase)) or _is_quoted(words.line, start, end):
        return False
    if gap == " ":
        inside = _INSIDE_LONG if size >= SAFE_WITH_COMMA else _INSIDE
        if written[-1].isdigit() and words.gap_before(first) == ", ":
            return False  # "in weeks 1, 2, and 4 and 4 weeks later"
        return bool(inside.fullmatch(written)) and not _is_english(words, first, size)
    if not _COMMA_GAP.fullmatch(gap) or written.lower() in _TWICE_IN_AN_ADDRESS or phrase[0] in _SAID_TWICE:
        return False
    if not (_INSIDE_LONG if size > 3 else _INSIDE).fullmatch(written):
        return False
    if any(character.isdigit() for character in written) and not (
        written[0].isalpha() and _closes(words.line, end)
    ):
        return False
    if (size < 4 and words.line[end : end + 1] == "!") or _is_title(words.line, written, start, end):
        return False
    repeats_on = words.folded[copy + size : copy + 2 * size] == phrase
    if repeats_on or _closes(words.line, end) or _is_listed_name(words.line, written, end):
        return True
    if size == 2:
        return words.line[start - 2 : start] == ": " and bool(_GOES_ON_LISTING.match(words.line, end))
    return _opens(words.line, start)


def _closes(line: str, end: int) -> bool:
    return bool(_CLOSED.match(line, end))


def _opens(line: str, start: int) -> bool:
    """Whether a clause begins at `start`: "there are fools, there are fools who" is one clause begun twice."""
    before = line[max(0, start - 2) : start].rstrip()
    return not before or before[-1] in ".,;:?!"


def _is_english(words: _Words, first: int, size: int) -> bool:
    """Whether the pattern is one of good English: side by side by, on and on and, call the lab the lab, per
    second per second, between one and between one and the other."""
    phrase = words.folded[first : first + size]
    before = words.folded[first - 1] if first else ""
    if before in {"call", "called", "calls", "calling"} or phrase[0] == "per":
        return True
    if (phrase[0], phrase[-1]) == ("between", "and") or phrase in {("and", "so", "on"), ("to", "learn")}:
        return True
    if size > 2 or _is_collapsed_pair(phrase):
        return False
    return phrase[1] in _LINKS or before == phrase[1] or (phrase[0] == "and" and phrase[1] in _EMPHASIS)


def _is_collapsed_pair(phrase: Sequence[str]) -> bool:
    """Whether two words and their copy cannot be meant: "director of director of", "fairness and fairness and"."""
    word, link = phrase
    return (link == "of" and word not in _MEASURES) or (link == "and" and word.endswith(_ABSTRACT))


def _is_title(line: str, written: str, start: int, end: int) -> bool:
    """Whether words that all have capitals begin a line of such: "Here Comes Santa Claus, Here Comes Santa Claus,
    Right Down"."""
    return not line[:start].strip() and written.istitle() and bool(_GOES_ON_IN_CAPITALS.match(line, end))


def _is_listed_name(line: str, written: str, end: int) -> bool:
    names = (word[0].isupper() or word in _INSIDE_NAMES for word in written.split())
    return written[0].isupper() and all(names) and bool(_OPENS_CLAUSE.match(line, end))


def _is_quoted(line: str, start: int, end: int) -> bool:
    """Whether a quotation begins with the phrase and its copy, and is all of them or goes on behind them."""
    return line[max(0, start - 1) : start] in {'"', "“", "‘"} and line[end : end + 1] not in {".", "?", "!"}


DOUBLED_PHRASES = Rule("doubled_phrases", 3, find)
