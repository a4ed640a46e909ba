"""Evidence that the text as a whole gives for a heading: numbers that count up, a table of contents that names it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence, Set

from msgspec.structs import replace

from gistmill.segment.lines import Line
from gistmill.segment.numbering import Numbering
from gistmill.segment.shapes import Shape

# A line that is one of a run of numbered lines with text between them, and one that a table of contents names.
NUMBERED, NAMED = 0.9, 0.95
_BARE_NUMBER = re.compile(r"(?P<value>\d{1,2})\.?[ \t]+(?=[A-Z“\"])")
_FEWEST_IN_RUN, _FEWEST_SURE = 3, 2
_SHORT_HEADING, _LONGEST_HEADING = 8, 14
_BODY_WORDS = 8
# So many of a run must have text below them; one may head further headings.
_WITH_BODY = 0.75
_NUMBERS_OF_SENTENCES = ("ordinal", "word")


def bare_numbering(wording: str) -> Numbering | None:
    """The number of a line that has neither point nor bracket: a heading only among others that count on.

    >>> bare_numbering("3 BRIDGES"), bare_numbering("3 bridges")
    (Numbering(kind='decimal', depth=1, value=3, wording=2), None)
    """
    found = _BARE_NUMBER.match(wording)
    return Numbering("decimal", 1, int(found["value"]), found.end()) if found else None


def numbered_runs(
    shapes: Mapping[int, Shape], confidences: Mapping[int, float], lines: Sequence[Line]
) -> Set[int]:
    """The indices of the lines that count up by one with text between them, so that each is a heading.

    `shapes` and `confidences` are those of the candidates, by the index of their line.
    """
    found: set[int] = set()
    for run in _runs({index: number for index, shape in shapes.items() if (number := _number_of(shape))}):
        if _are_headings(run, shapes, confidences, lines):
            found.update(run)
    return found


def with_bare_number(shape: Shape) -> Shape:
    """The shape of a line of a run, whose number may have neither point nor bracket."""
    return shape if shape.numbering else replace(shape, numbering=bare_numbering(shape.wording))


def _number_of(shape: Shape) -> tuple[str, int] | None:
    if shape.numbering is not None:
        return shape.numbering.form, shape.numbering.value
    bare = bare_numbering(shape.wording)
    return ("bare", bare.value) if bare else None


def _runs(numbers: Mapping[int, tuple[str, int]]) -> Iterator[list[int]]:
    """The runs of lines whose numbers of one form count 1, 2, 3, in the order of their last lines."""
    open_runs: dict[str, list[int]] = {}
    for index, (form, value) in numbers.items():
        run = open_runs.get(form, [])
        if value == 1 or not run:
            if len(run) >= _FEWEST_SURE:
                yield run
            open_runs[form] = [index]
        elif value == numbers[run[-1]][1] + 1:
            run.append(index)
    yield from (run for run in open_runs.values() if len(run) >= _FEWEST_SURE)


def _are_headings(
    run: Sequence[int], shapes: Mapping[int, Shape], confidences: Mapping[int, float], lines: Sequence[Line]
) -> bool:
    sure = sum(confidences[index] >= 0.5 for index in run)
    with_body = sum(_has_body(index, lines) for index in run)
    longest = max(len(shapes[index].words) for index in run)
    open_ended = all(shapes[index].line.ending in ("open", "dash", "colon", "question") for index in run)
    if with_body < _WITH_BODY * len(run) or not open_ended or longest > _LONGEST_HEADING:
        return False
    kind = shapes[run[0]].numbering
    if kind is not None and kind.kind in _NUMBERS_OF_SENTENCES and sure < len(run) / 2:
        return False
    return (len(run) >= _FEWEST_IN_RUN and longest <= _SHORT_HEADING) or (
        sure >= max(_FEWEST_SURE, len(run) / 3)
    )


def _has_body(index: int, lines: Sequence[Line]) -> bool:
    """Whether running text stands below a line, or another heading of a deeper level with text below that."""
    return any(line.words >= _BODY_WORDS or line.block for line in lines[index + 1 : index + 3])
