"""What the product knows of English, each idea once: sentences, words, names, numbers, dates, negation, and support.

All of it takes plain text and gives plain values; nothing here knows a document or a model. "1,000", "one thousand"
and "1000" are one number, "Xi's" and "Xi" one name.
"""

from gistmill.language.dates import dates_in
from gistmill.language.modality import asserted_without_hedge
from gistmill.language.names import acronyms_in, names_in, offices_in
from gistmill.language.negation import count_negations, denied_in
from gistmill.language.number_chains import SplitNumber
from gistmill.language.order import loses_its_subject, share_out_of_order
from gistmill.language.quantities import Quantity, is_borne_out, numbers_in, quantities_in
from gistmill.language.sentences import split_sentences
from gistmill.language.split_numbers import find_split_numbers, join_split_numbers
from gistmill.language.support import unsupported
from gistmill.language.words import FUNCTION_WORDS, shared_start, stem, words_in

__all__ = [
    "FUNCTION_WORDS",
    "Quantity",
    "SplitNumber",
    "acronyms_in",
    "asserted_without_hedge",
    "count_negations",
    "dates_in",
    "denied_in",
    "find_split_numbers",
    "is_borne_out",
    "join_split_numbers",
    "loses_its_subject",
    "names_in",
    "numbers_in",
    "offices_in",
    "quantities_in",
    "share_out_of_order",
    "shared_start",
    "split_sentences",
    "stem",
    "unsupported",
    "words_in",
]
