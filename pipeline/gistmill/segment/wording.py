"""What the wording of a line says of it: its words by class, its capitals, whether it closes a text."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from importlib.resources import files

import msgspec
from msgspec import Struct


class WordLists(Struct, frozen=True, forbid_unknown_fields=True):
    """The word lists of `words.json`, lower-cased. Closed classes of English, written down for this project."""

    function_words: frozenset[str]
    finite_verbs: frozenset[str]
    speakers: frozenset[str]
    questions: frozenset[str]
    months: frozenset[str]
    days: frozenset[str]
    section_names: frozenset[str]
    credits: frozenset[str]
    roles: frozenset[str]


@cache
def word_lists() -> WordLists:
    source = files("gistmill.segment").joinpath("words.json").read_bytes()
    return msgspec.json.decode(source, type=WordLists)


_EDGES = "\"'“”‘’«»()[]{}<>*_.,:;!?-–—…#|"

_CLOSING = re.compile(
    r"(?:in )?(?:conclusions?|summary|closing|next steps?|moving forward|looking (?:ahead|forward)|outlook|references"
    r"|acknowledge?ments|what(?:['’]s| is| comes)? next|where (?:do )?we go|(?:learn|find out|read) more"
    r"|(?:final|closing|parting) (?:thoughts|remarks|words)|wrapping up|(?:special |with )?thanks|credits?|join us"
    r"|(?:key )?takeaways|the future|get (?:in touch|involved|started)"
    r"|(?:additional |further |related )?(?:resources|reading)|contact)\b.{0,40}",
    re.IGNORECASE,
)


def closes_text(wording: str) -> bool:
    """Whether a heading is one that closes a text and so stands at its top level again.

    >>> closes_text("What’s next?"), closes_text("Results")
    (True, False)
    """
    return _CLOSING.fullmatch(wording) is not None


def words_of(line: str) -> tuple[str, ...]:
    """The words of a line without the punctuation around them; a mark that stands alone is no word.

    >>> words_of('“Why?” - he (too) asked...')
    ('Why', 'he', 'too', 'asked')
    """
    return tuple(bare for word in line.split() if (bare := word.strip(_EDGES)))


def capital_share(words: Sequence[str]) -> float:
    """The share of the content words after the first that begin with a capital; 0 where there are none.

    >>> capital_share(("The", "Art", "of", "War")), capital_share(("Ensuring", "the", "spirit"))
    (1.0, 0.0)
    """
    lists = word_lists()
    content = [word for word in words[1:] if word.lower() not in lists.function_words and word[0].isalpha()]
    return sum(word[0].isupper() for word in content) / len(content) if content else 0.0


def is_all_capitals(line: str) -> bool:
    """Whether a line has at least two letters and none in lower case.

    >>> is_all_capitals("PART I: SCOPE"), is_all_capitals("3.1"), is_all_capitals("U.S. aid")
    (True, False, False)
    """
    return line.upper() == line and sum(letter.isalpha() for letter in line) >= 2 and line.lower() != line
