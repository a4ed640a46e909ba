"""The features of a candidate line, by name; the names are those of `weights.json`.

Every feature is 0 or 1, or a share between 0 and 1; one that is 0 is left out. They say how a line looks and
where it stands, never which words it holds beyond closed word classes, so that the model cannot learn the topics
of the texts it was trained on.
"""

from __future__ import annotations

from collections.abc import Sequence

from gistmill.segment.lines import Line
from gistmill.segment.patterns import patterns_of
from gistmill.segment.shapes import MAX_WORDS, Layout, Shape, binned
from gistmill.segment.surroundings import Features, surroundings_of
from gistmill.segment.wording import word_lists, words_of

_LENGTHS = (1, 2, 4, 7, 10, 14, 19, 26, MAX_WORDS)
_SIBLINGS = (1, 2, 5, 20)
_BEGINNINGS = (1, 2, 4)
# What means one thing in an article and another on a page of lists, so it is also crossed with the layout.
_CROSSED_WITH_LAYOUT = (
    "ends: ", "words: ", "above: ", "below: ", "numbered", "short lines in", "first line", "second line",
    "capitals on", "all capitals", "only of", "first of", "inner of", "last of", "list after",
)  # fmt: skip


_PLACES = ("first line", "second line", "last line")


def features_of(shape: Shape, *, index: int, lines: Sequence[Line], layout: Layout) -> Features:
    """All features of the line at `index` but those that the first pass of the model adds."""
    wording = _wording_features(shape)
    features = {
        "always": 1.0,
        **_length_features(shape),
        **wording,
        **{f"pattern: {name}": 1.0 for name in patterns_of(shape.wording)},
        **_numbering_features(shape, layout),
        **surroundings_of(shape, index=index, lines=lines),
        **_document_features(shape, layout),
    }
    return {**features, **_crossings(shape, features, wording, layout)}


def _length_features(shape: Shape) -> Features:
    length, ending = _length(shape), shape.line.ending
    return dict.fromkeys((f"words: {length}", f"ends: {ending}", f"ends: {ending}, words: {length}"), 1.0)


def _length(shape: Shape) -> str:
    return binned(max(1, len(shape.words)), _LENGTHS)


def _wording_features(shape: Shape) -> Features:
    lists = word_lists()
    lower = " ".join(shape.words).lower().replace("’", "'").split(" ")
    held = frozenset(lower)
    function_share = sum(map(lists.function_words.__contains__, lower)) / len(lower)
    several = len(shape.words) > 1
    claims = {
        "bold": shape.bold,
        "all capitals": shape.capitals,
        "begins in lower case": shape.wording[:1].islower(),
        "begins with a quotation mark": shape.wording[:1] in ('"', "“", "‘", "'", "「", "『"),
        "begins with a digit": shape.wording[:1].isdigit(),
        "ends with a quotation mark": shape.wording[-1:] in ('"', "”", "’", "'"),
        "capitals on every word": shape.case == "every word" and not shape.capitals,
        "capitals on no word": shape.case == "no word" and several,
        "has a finite verb": not held.isdisjoint(lists.finite_verbs),
        "has a speaker's pronoun": not held.isdisjoint(lists.speakers),
        "begins with a question word": lower[0] in lists.questions,
        "begins with an -ing form": lower[0].endswith("ing") and len(lower[0]) > 5,
        "is a usual section name": len(lower) <= 3 and lower[-1] in lists.section_names,
        "begins with a section name": lower[0] in lists.section_names,
        "names a month or day": not (held.isdisjoint(lists.months) and held.isdisjoint(lists.days)),
        "names a credit": not held.isdisjoint(lists.credits),
        "has a comma": "," in shape.wording,
        "is a name with a role": _is_name_with_role(shape),
        "has digits": any(map(str.isdigit, shape.wording)),
        "no function word": function_share == 0.0 and several,
    }
    return {name: 1.0 for name, holds in claims.items() if holds} | {
        "share of capitalised words": shape.capital_share,
        "share of function words": function_share,
    }


def _is_name_with_role(shape: Shape) -> bool:
    """Whether a line is an attribution: `Li Wei, director of the port office`, `Ana Diaz - UX Designer`."""
    name, mark, role = shape.wording.replace(" - ", ", ").replace(" – ", ", ").partition(", ")
    parts = name.lstrip("—–- ").split()
    named = 2 <= len(parts) <= 4 and all(part[0].isupper() for part in parts)
    return bool(mark) and named and not word_lists().roles.isdisjoint(map(str.lower, words_of(role)))


def _numbering_features(shape: Shape, layout: Layout) -> Features:
    if shape.numbering is None:
        return {}
    form, value = shape.numbering.form, shape.numbering.value
    claims = {
        "numbered": True,
        f"numbered: {shape.numbering.kind}": True,
        "numbered: several levels": shape.numbering.kind == "decimal" and shape.numbering.depth > 1,
        "numbered in sequence": not layout.numbered.isdisjoint({(form, value - 1), (form, value + 1)}),
    }
    return {name: 1.0 for name, holds in claims.items() if holds}


def _document_features(shape: Shape, layout: Layout) -> Features:
    wording, start = shape.wording.lower(), shape.line.start
    claims = {
        f"siblings of this form: {binned(layout.forms[shape.form], _SIBLINGS)}": True,
        f"candidates that begin alike: {binned(layout.beginnings[shape.beginning], _BEGINNINGS)}": True,
        "said already above": layout.first_seen[wording] < start,
        "said again below": layout.last_seen[wording] > start,
        "alone in its block": shape.line.blanks > 0 and layout.blank_share < 0.8,
    }
    return {name: 1.0 for name, holds in claims.items() if holds} | {
        "share of short lines": layout.short_share,
        "share of lines with a stop": layout.stop_share,
        "share of capitals among candidates": layout.capitals_share,
    }


def _crossings(shape: Shape, features: Features, wording: Features, layout: Layout) -> Features:
    """Pairs of features that say more together than apart."""
    ending = f"ends: {shape.line.ending}"
    with_layout = [f"{layout.kind} & {name}" for name in features if name.startswith(_CROSSED_WITH_LAYOUT)]
    placed = [name for name in _PLACES if name in features]
    with_ending = [f"{ending} & {name}" for name in [*wording, *placed] if features[name] == 1.0]
    return dict.fromkeys([*with_layout, *with_ending], 1.0)
