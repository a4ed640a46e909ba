"""Replacing until nothing is left to replace, told as replacements of the line one started from.

A replaced term can, with the words beside it, form another variant. So a line is looked at again until it is
at rest; one that never comes to rest is left alone. Either way a second run finds nothing new.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import NamedTuple


class TermUse(NamedTuple):
    """`text[start:end]`, which reads `before`, should read `after`."""

    start: int
    end: int
    before: str
    after: str
    reason: str


# Chains of approved rows are short; a line that moves after this many rounds goes in a circle or grows for ever.
MAX_ROUNDS = 6


class _Character(NamedTuple):
    """A character of the present line, and the span and reasons of what it came from."""

    start: int
    end: int
    character: str
    reasons: tuple[str, ...]


def settled(line: str, find: Callable[[str], Iterable[TermUse]]) -> Iterator[TermUse]:
    """The uses that bring `line` to rest under `find`; none if it does not come to rest."""
    first = tuple(find(line))
    if not first:
        return
    following = tuple(find(replaced(line, first)))
    if not following:
        yield from first
        return
    characters = _replaced([_Character(at, at + 1, line[at], ()) for at in range(len(line))], first)
    for _ in range(MAX_ROUNDS):
        characters = _replaced(characters, following)
        following = tuple(find("".join(each.character for each in characters)))
        if not following:
            yield from _merged(line, characters)
            return


def replaced(text: str, uses: Iterable[TermUse]) -> str:
    """`text` with each use replaced."""
    kept, position = [], 0
    for use in uses:
        kept += [text[position : use.start], use.after]
        position = use.end
    return "".join(kept) + text[position:]


def _replaced(characters: Sequence[_Character], uses: Iterable[TermUse]) -> list[_Character]:
    made: list[_Character] = []
    position = 0
    for use in uses:
        made += characters[position : use.start]
        origin = characters[use.start : use.end]
        start, end = min(each.start for each in origin), max(each.end for each in origin)
        reasons = tuple(dict.fromkeys([*(why for each in origin for why in each.reasons), use.reason]))
        made += [_Character(start, end, character, reasons) for character in use.after]
        position = use.end
    return made + list(characters[position:])


def _merged(line: str, characters: Sequence[_Character]) -> Iterator[TermUse]:
    """One use for each run of changed characters whose origins overlap."""
    run: list[_Character] = []
    end = 0
    for character in characters:
        if run and character.start >= end:
            yield from _use_of(line, run)
            run = []
        if character.reasons or run:
            run.append(character)
            end = max(end, character.end)
    yield from _use_of(line, run)


def _use_of(line: str, run: Sequence[_Character]) -> Iterator[TermUse]:
    if run:
        start, end = min(each.start for each in run), max(each.end for each in run)
        after = "".join(each.character for each in run)
        reasons = "; ".join(dict.fromkeys(why for each in run for why in each.reasons))
        if line[start:end] != after:
            yield TermUse(start, end, line[start:end], after, reasons)
