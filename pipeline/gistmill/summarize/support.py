"""Whether a source bears out a summary sentence: its numbers, its names, and what it denies."""

from __future__ import annotations

from gistmill import facts

# Words that a rewritten sentence may start with although its source has them nowhere.
_FUNCTION_WORDS = frozenset(
    "a an the this that these those it its he she they his her their there in on at by for with from to of as and "
    "but after before during under while when where both all some many most other is are was were has have had".split()
)


def unsupported(sentence: str, source: str) -> tuple[str, ...]:
    """The numbers and names of `sentence` that `source` lacks, and "negation" where one denies what the other says.

    Names are compared word by word and without regard to case. Since a name at the start of a sentence cannot
    be told from another word, the first word has to occur in the source too, unless it is a function word.

    >>> unsupported("In May Xi visited 15 cities.", "Xi Jinping visited fourteen cities in May.")
    ('15',)
    >>> unsupported("Mr. Wang refused.", "Mr. Li agreed.")
    ('Wang', 'negation')
    """
    known_numbers = set(facts.numbers(source))
    known_words = set(facts.words(source)) | {name.lower() for name in facts.names(source)} | _FUNCTION_WORDS
    missing = [number for number in facts.numbers(sentence) if number not in known_numbers]
    first_word = facts.words(sentence)[:1]
    missing += [name for name in (*first_word, *facts.names(sentence)) if not _is_known(name, known_words)]
    if bool(facts.negations(sentence)) != bool(facts.negations(source)):
        missing.append("negation")
    return tuple(missing)


def _is_known(name: str, known_words: set[str]) -> bool:
    parts = facts.words(name)
    return name.lower() in known_words or (bool(parts) and known_words.issuperset(parts))
