"""The rules in the order in which they run."""

from __future__ import annotations

from gistmill.clean.rule import Rule
from gistmill.clean.rules.byline import BYLINE
from gistmill.clean.rules.closing_note import CLOSING_NOTE
from gistmill.clean.rules.dateline import DATELINE
from gistmill.clean.rules.detached_apostrophes import DETACHED_APOSTROPHES
from gistmill.clean.rules.doubled_phrases import DOUBLED_PHRASES
from gistmill.clean.rules.doubled_punctuation import DOUBLED_PUNCTUATION
from gistmill.clean.rules.doubled_words import DOUBLED_WORDS
from gistmill.clean.rules.entities import ENTITIES
from gistmill.clean.rules.fullwidth import FULLWIDTH
from gistmill.clean.rules.head_boilerplate import HEAD_BOILERPLATE
from gistmill.clean.rules.inner_lines import INNER_LINES
from gistmill.clean.rules.invisibles import INVISIBLES
from gistmill.clean.rules.line_wraps import LINE_WRAPS
from gistmill.clean.rules.lone_punctuation import LONE_PUNCTUATION
from gistmill.clean.rules.long_dashes import LONG_DASHES
from gistmill.clean.rules.loose_quotes import LOOSE_QUOTES
from gistmill.clean.rules.lost_capitals import LOST_CAPITALS
from gistmill.clean.rules.mojibake import MOJIBAKE
from gistmill.clean.rules.piece_marks import PIECE_MARKS
from gistmill.clean.rules.quote_pairs import QUOTE_PAIRS
from gistmill.clean.rules.repeated_lists import REPEATED_LISTS
from gistmill.clean.rules.site_dash import SITE_DASH
from gistmill.clean.rules.space_before import SPACE_BEFORE
from gistmill.clean.rules.space_behind import SPACE_BEHIND
from gistmill.clean.rules.split_numbers import SPLIT_NUMBERS
from gistmill.clean.rules.tail_boilerplate import TAIL_BOILERPLATE
from gistmill.clean.rules.topic_line import TOPIC_LINE
from gistmill.clean.rules.unpaired_marks import UNPAIRED_MARKS
from gistmill.clean.rules.wrong_side import WRONG_SIDE

CHARACTERS = (MOJIBAKE, ENTITIES, INVISIBLES, PIECE_MARKS, FULLWIDTH, LONG_DASHES)
QUANTITIES = (SPLIT_NUMBERS,)
LINES = (
    LONE_PUNCTUATION,
    HEAD_BOILERPLATE,
    TAIL_BOILERPLATE,
    CLOSING_NOTE,
    DATELINE,
    TOPIC_LINE,
    BYLINE,
    INNER_LINES,
    LINE_WRAPS,
)
MARKS = (
    SITE_DASH,
    DOUBLED_PUNCTUATION,
    WRONG_SIDE,
    SPACE_BEFORE,
    DETACHED_APOSTROPHES,
    LOOSE_QUOTES,
    QUOTE_PAIRS,
    UNPAIRED_MARKS,
    SPACE_BEHIND,
)
WORDS = (DOUBLED_WORDS, REPEATED_LISTS, DOUBLED_PHRASES, LOST_CAPITALS)

# Characters first, for the others match them; numbers, which datelines are made of; whole lines next, so that no
# work goes into what is removed; then marks, the spaces around them, and words last.
ORDER: tuple[Rule, ...] = CHARACTERS + QUANTITIES + LINES + MARKS + WORDS
