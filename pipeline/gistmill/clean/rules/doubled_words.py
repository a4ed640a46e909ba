"""A word that stands twice in a row."""

from __future__ import annotations

import re
from collections.abc import Iterator

from gistmill.clean.repeats import repeating_lines
from gistmill.clean.rule import Replacement, Rule

_DOUBLED = re.compile(
    r"(?<![\w'’./\\&$#@])([^\W\d_]++(?:['’-][a-z]++)*+)((?:[ ]\1(?![\w'’&/-]|\.\w))++)", re.IGNORECASE
)
# Words that good English doubles: "had had", "the fact that that", "log in in", "gave her her book", "very very".
_DOUBLED_IN_ENGLISH = """
    had that up out over her one very really so many much far long no well now here yes
    yeah hear never wait go oh ah hey ha ho hee la na da blah bye please night knock tut tick choo cha
    bang boom beep ping pong yada done run win
"""
_RIGHTLY_DOUBLED = frozenset(_DOUBLED_IN_ENGLISH.split())
_RIGHT_AT_ANY_LENGTH = frozenset(("ha", "la", "na", "no", "blah", "yada", "very"))
# "What it is is good", "all he did did help": a clause that says what is the subject of the second verb.
_SUBJECT_CLAUSE = re.compile(
    r"\b(?:what|who|where|how|why|when|all|whatever|whoever|whether|if|thing|problem|point|question|truth|issue|fact)\b[^.,;:!?]*$"
)
_VERBS = frozenset("is was do did does".split())
# "log in in June", "move on on Monday", "listen to to learn": a verb whose particle meets a preposition.
_PARTICLES = frozenset("in on to".split())
_TAKES_A_PARTICLE = re.compile(
    r"\b(?:log|sign|check|com|go|get|mov|step|walk|fill|turn|tun|hand|cash|settl|join|put|plug|kick|look|liv|stay|talk|speak"
    r"|listen|belong|refer|writ|adapt|respond|zoom|driv|drop|hang)(?:e|es|ed|ing|ging|ning|ting|s|ped|ping)?[ ]$"
    r"|\b(?:came|went|gone|got|gotten|gave|drove|wrote|spoke|ran|run|used)[ ]$"
)
# A pronoun that meets itself where one clause ends and the next begins without a comma: "if you do it it works".
_OPENS_A_CLAUSE = re.compile(
    r"(?:^|[.,;:!?“\"(][ ]?|\b(?:that|because|when|as|and|but|so|if|which|while)[ ])$", re.IGNORECASE
)
# A syllable of Chinese: given names and pet names double it (Bing Bing, Zhuang Zhuang).
_CHINESE_SYLLABLE = re.compile(r"(?:[zcs]h|[b-df-hj-npqrstwxyz])?[aeiouü]{1,3}(?:ng?|r)?", re.IGNORECASE)
# Doubled names and calls of five letters and more, found in 97 MB of wikinews and wikipedia_core.
_DOUBLED_NAMES = """
    Abdullah Abdulla Balle Boing Boutros Buddy Chiki Chitty Corrina Dance Diddle Duran Galang Humbert Kappa Lambda
    Looky Louie Maggie Mahna Mighty Modified Mohamed Muhammad Never Oggy Piper Please Right Roxanne Runner Shabba
    Sigue Sirhan Stack Talk Tiger Twinkle Udre Wagga Walla Yamma Delta Alpha Sigma Omega Gamma Liar
"""
_NAMES = frozenset(_DOUBLED_NAMES.split())
# Short words that end or begin names but are no name by themselves: "World Garden Park Park".
_KINDS = frozenset(("Bank", "City", "Club", "Flag", "Lake", "Line", "Navy", "News", "Park", "Rail", "Road"))
# "the United States states", "the White House house"; and the one animal whose Latin name looks English.
_RIGHT_TWICE = frozenset(("States", "House", "Bison"))
# Rattus rattus, Gorilla gorilla: 30 of 37 such pairs in 95 MB of wikinews and wikipedia_core.
_LATIN_ENDS = frozenset("aiousx")
_SURE_LATIN_ENDS = ("us", "illa", "ula", "etta", "fo", "eo", "ulo")
_FUNCTION_WORDS = frozenset(("The", "And", "Of", "With", "For", "But", "From", "This", "Will"))
_OPENS_QUOTE = frozenset("\"“‘'")
_CLOSES_QUOTE = frozenset("\"”’',.")
_AFTER_CAPITALS = re.compile(r"\b[A-Z]{2,}[ ]$")  # "CAG GTC CAC CAC TGA"
_SPECIES = re.compile(r"[A-Z][a-z]{3,}[ ][a-z]{3,}(?:us|um|ans|ris|ens|ica|ata|ensis|oides|aria|tes)$")


def find(text: str) -> Iterator[Replacement]:
    """Keeps one of two or more equal words in a row; the first keeps its capital ("The the").

    Left alone: words that English doubles (`had had`, `that that`, `very very`), unless they stand three times;
    names (Walla Walla, Bing Bing); species (Bufo bufo bufo); a doubled word that is all of a quotation; numbers,
    single letters, and words across a line end.
    Source: 2,280 rows of noise_real; the exceptions: 822 doubled words in 97 MB of wikinews and wikipedia_core.

    >>> [r.after for r in find("the the chicken chicken of Walla Walla had had New York, New York")]
    ['the', 'chicken']
    """
    for offset, line in repeating_lines(text, (1, 2)):
        for match in _DOUBLED.finditer(line):
            words = [match.group(1), *match.group(2).split()]
            if not _is_right(words, line, match.start(), match.end()):
                reason = f"word repeated {len(words)} times"
                yield Replacement(offset + match.start(), offset + match.end(), words[0], reason)


def _is_right(words: list[str], line: str, start: int, end: int) -> bool:
    word, folded, twice = words[0], words[0].lower(), len(words) == 2
    if (len(word) == 1 and word not in {"a", "I"}) or _is_quoted(line, start, end):
        return True
    if folded in _RIGHTLY_DOUBLED:
        return twice or folded in _RIGHT_AT_ANY_LENGTH
    before = line[max(0, start - 60) : start].lower()
    if folded in _VERBS:
        return twice and bool(_SUBJECT_CLAUSE.search(before))
    if folded in _PARTICLES:
        return twice and bool(_TAKES_A_PARTICLE.search(before))
    if folded in {"it", "who"}:
        return twice and not _OPENS_A_CLAUSE.search(before)
    if word == words[-1] == "The" and before.rstrip(' “"(')[-1:] not in {"", ".", "!", "?", ":"}:
        return True  # the band The The
    if not word.islower():
        return _is_name(word, words[-1], line, start, twice=twice)
    return words[-1] != word or bool(_SPECIES.search(line, max(0, start - 30), start + len(word)))


def _is_name(word: str, other: str, line: str, start: int, *, twice: bool) -> bool:
    """Whether two words, the first with a capital, may be meant: a name, a species, a title, or letters of a code."""
    if word in _FUNCTION_WORDS or word == other in _KINDS:
        return False
    if word.isupper() and (len(word) < 3 or (len(word) == 3 and _is_after_capitals(line, start))):
        return True
    if not twice and (other == word or line[:start].strip()):
        return False
    if other.islower():
        return word in _RIGHT_TWICE or _may_be_a_species(word, line, start)
    if other != word:
        return len(word) < 4
    return (not word.isupper() and len(word) < 5) or word in _NAMES or bool(_CHINESE_SYLLABLE.fullmatch(word))


def _may_be_a_species(word: str, line: str, start: int) -> bool:
    """Whether "Rattus rattus" may be Latin; at the start of a sentence, where people stutter, it must look so."""
    if line[max(0, start - 3) : start].strip(" .?!:"):
        return len(word) < 4 or word[-1] in _LATIN_ENDS
    return word.endswith(_SURE_LATIN_ENDS)


def _is_after_capitals(line: str, start: int) -> bool:
    return bool(_AFTER_CAPITALS.search(line, max(0, start - 12), start))


def _is_quoted(line: str, start: int, end: int) -> bool:
    return line[start - 1 : start] in _OPENS_QUOTE and line[end : end + 1] in _CLOSES_QUOTE


DOUBLED_WORDS = Rule("doubled_words", 3, find)
