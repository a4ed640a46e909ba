"""The level of each heading, from its form: lines of one form get one level.

A form is what siblings share: the marks, the kind of number, capitals, an ending. Forms have a customary rank
(chapters above capitals above plain lines above lines with a dash), but one form lies below another only where
the text nests them: it occurs between two headings of the higher form.

Within one form a heading without any text of its own, or with a short introduction before shorter headings, opens
a group: those that follow lie below it, up to the next such heading or to one that closes the text ("Conclusion",
"What's next").
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from msgspec import Struct

from gistmill.segment.numbering import Numbering

# Customary ranks, lowest first; forms of equal rank are siblings. Chinese documents go 一、 （一） 1. （1）, which
# translation renders as "One," "(1)" "1." "(1)"; in news a line that ends in a dash stands under a plain one.
_NUMBER_RANKS = {
    "label": 0.0,
    "item": 5.0,
    "roman": 1.0,
    "chinese": 1.0,
    "word": 1.0,
    "letter": 2.5,
    "decimal": 3.0,
    "parenthesis": 5.0,
    "ordinal": 6.5,
    "lower": 7.0,
}
# Ranks closer than this are depths of the same numbers (1., 1.1, 1.1.1).
_SAME_NUMBERS = 0.45
_DOCUMENT = -20.0
_CAPITALS, _PLAIN, _REPEATED, _INNER_NUMBERS, _DASH = 2.0, 4.0, 4.5, 5.5, 6.0


class Look(Struct, frozen=True):
    """What decides the level of a heading: the depth its mark says (0 if none), its number, capitals, its ending.

    `opens_document` says that the heading is the headline of one of several documents,
    `acronym` says that the capitals are those of one short word, `opens` that at most an introduction stands before the
    next heading,
    `closing` that the wording is one that closes a text, `repeated` that other headings of the text say the same.
    """

    depth: int = 0
    opens_document: bool = False
    numbering: Numbering | None = None
    capitals: bool = False
    acronym: bool = False
    dash: bool = False
    opens: bool = False
    closing: bool = False
    repeated: bool = False


def levels_of(looks: Sequence[Look]) -> tuple[int, ...]:
    """The levels of headings in order, from 1.

    >>> levels_of([Look(), Look(dash=True), Look(dash=True), Look(), Look(dash=True)])
    (1, 2, 2, 1, 2)
    >>> levels_of([Look(depth=2), Look(depth=3), Look(depth=2)])
    (1, 2, 1)
    """
    inner = _inner_numbers(looks)
    has_capitals = any(look.capitals and not look.acronym for look in looks)
    ranks = [_rank(look, inner=inner, has_capitals=has_capitals) for look in looks]
    level_of_rank: dict[float, int] = {}
    for rank in sorted(set(ranks)):
        above = [higher for higher in level_of_rank if _nests(ranks, higher, rank)]
        level_of_rank[rank] = 1 + max((level_of_rank[higher] for higher in above), default=0)
    return _below_openers(looks, [level_of_rank[rank] for rank in ranks])


def _below_openers(looks: Sequence[Look], levels: Sequence[int]) -> tuple[int, ...]:
    """The levels with what follows an opening heading of the same form moved down.

    >>> _below_openers([Look(), Look(opens=True), Look(), Look(), Look(closing=True)], [1, 1, 1, 1, 1])
    (1, 1, 2, 2, 1)
    """
    moved: list[int] = []
    base: int | None = None
    for index, (look, level) in enumerate(zip(looks, levels, strict=True)):
        if _opens_group(index, looks, levels):
            base = level
            moved.append(level)
            continue
        if base is not None and (level < base or look.closing or look.depth or look.numbering):
            base = None
        moved.append(level if base is None else level + 1)
    return tuple(moved)


def _opens_group(index: int, looks: Sequence[Look], levels: Sequence[int]) -> bool:
    """Whether a heading opens a group: the next one has text of its own and is of the same level and form."""
    look, below = looks[index], looks[index + 1] if index + 1 < len(looks) else None
    return (
        below is not None
        and look.opens
        and not below.opens
        and levels[index] == levels[index + 1]
        and not (look.depth or look.numbering or below.numbering)
    )


def _rank(look: Look, *, inner: frozenset[str], has_capitals: bool) -> float:
    if look.opens_document:
        return _DOCUMENT
    if look.depth:
        return -10.0 + look.depth
    if look.numbering is not None:
        rank = _NUMBER_RANKS[look.numbering.kind]
        if look.numbering.form in inner:
            return max(_INNER_NUMBERS, rank)
        return rank + 0.1 * (look.numbering.depth - 1)
    if look.capitals and has_capitals:
        return _CAPITALS
    if look.dash:
        return _DASH
    return _REPEATED if look.repeated else _PLAIN


def _inner_numbers(looks: Sequence[Look]) -> frozenset[str]:
    """The forms of numbers that count within sections: they begin again at 1, or begin under an opening heading."""
    firsts = [
        (look.numbering.form, above is not None and above.opens and above.numbering is None)
        for above, look in zip([None, *looks], looks, strict=False)
        if look.numbering and look.numbering.value == 1 and look.numbering.kind != "label"
    ]
    again = Counter(form for form, _ in firsts)
    return frozenset(form for form, under_empty in firsts if under_empty or again[form] > 1)


def _nests(ranks: Sequence[float], higher: float, lower: float) -> bool:
    """Whether the text nests the lower rank in the higher one."""
    first, last = ranks.index(higher), len(ranks) - 1 - ranks[::-1].index(higher)
    if lower in (_PLAIN, _CAPITALS):
        # Lines without numbers may stand beside numbered ones ("Conclusion" after "3. Results").
        return lower in ranks[first + 1 : last]
    # Marks with a depth and numbers of several levels need no order to say what they are.
    speaks_for_itself = higher < 0 or lower - higher < _SAME_NUMBERS
    return lower in ranks[first + 1 :] if speaks_for_itself else ranks.index(lower) > first
