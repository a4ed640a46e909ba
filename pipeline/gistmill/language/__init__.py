"""What the product knows of English, each idea once: sentences, words, names, numbers, dates, negation, and support.

All of it takes plain text and gives plain values; nothing here knows a document or a model. "1,000", "one thousand"
and "1000" are one number, "Xi's" and "Xi" one name.
"""

from gistmill.language.dates import dates_in
from gistmill.language.names import acronyms_in, names_in, offices_in
from gistmill.language.negation import count_negations, denied_in
from gistmill.language.quantities import amounts_in, numbers_in
from gistmill.language.sentences import split_sentences
from gistmill.language.support import unsupported
from gistmill.language.words import words_in

__all__ = [
    "acronyms_in",
    "amounts_in",
    "count_negations",
    "dates_in",
    "denied_in",
    "names_in",
    "numbers_in",
    "offices_in",
    "split_sentences",
    "unsupported",
    "words_in",
]
