"""What cleaning changed, word by word: the cleaned text as stretches that stayed and stretches that were changed.

    raw      The the guid ance rose . .
    stretches  [The the -> The] kept " " [guid ance -> guidance] kept " rose" [ . . -> .]

The ledger speaks of characters; people read words. An edit inside a word is shown as a change of the whole word, and of
a reworded passage only the words that differ are shown as changed.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from itertools import pairwise
from re import findall

from msgspec import Struct

from gistmill.document import Cleaned, Edit

# Matching words takes time that grows with the square of their number; longer passages are shown as one change.
MAX_WORDS_COMPARED = 400


class Stretch(Struct, frozen=True):
    """A part of the text: `before` in the raw text at `raw_start`, `after` in the cleaned text at `start`.

    Where it stayed the same `edits` is empty and `before` is `after`. Stretches in order give both texts whole.
    """

    start: int
    raw_start: int
    before: str
    after: str
    edits: tuple[Edit, ...] = ()

    @property
    def end(self) -> int:
        return self.start + len(self.after)

    @property
    def is_removal(self) -> bool:
        """Whether words went and none came: a byline, boilerplate."""
        return bool(self.edits) and not self.after.strip() and any(map(str.isalpha, self.before))


def stretches(cleaned: Cleaned) -> tuple[Stretch, ...]:
    """The whole text as stretches, kept and changed.

    >>> edit = Edit("split_words", 4, 5, " ", "", "broken word")
    >>> [(s.before, s.after) for s in stretches(Cleaned("guid ance rose", "guidance rose", (edit,)))]
    [('guid ance', 'guidance'), (' rose', ' rose')]
    """
    return tuple(_stretches(cleaned))


def _stretches(cleaned: Cleaned) -> Iterator[Stretch]:
    raw, raw_at, at = cleaned.raw, 0, 0
    for edits, start, end in _groups(cleaned.raw, cleaned.edits):
        if kept := raw[raw_at:start]:
            yield Stretch(at, raw_at, kept, kept)
            at += len(kept)
        for before, after in _word_changes(raw[start:end], _applied(raw, edits, start, end)):
            yield Stretch(at, start, before, after, edits if before != after else ())
            start, at = start + len(before), at + len(after)
        raw_at = end
    if kept := raw[raw_at:]:
        yield Stretch(at, raw_at, kept, kept)


def _groups(raw: str, edits: Sequence[Edit]) -> list[tuple[tuple[Edit, ...], int, int]]:
    """Edits that touch the same words, with the span of the raw text that those words fill."""
    groups: list[tuple[tuple[Edit, ...], int, int]] = []
    for edit in edits:
        start, end = _widened(raw, edit)
        if groups and (start < groups[-1][2] or edit.start == groups[-1][2]):
            earlier, first, last = groups.pop()
            groups.append(((*earlier, edit), first, max(last, end)))
        else:
            groups.append(((edit,), start, end))
    return [
        (group, start, _before_next(end, following)) for (group, start, end), following in _followed(groups)
    ]


def _followed(
    groups: list[tuple[tuple[Edit, ...], int, int]],
) -> Iterator[tuple[tuple[tuple[Edit, ...], int, int], int | None]]:
    for group, following in pairwise(groups):
        yield group, following[1]
    if groups:
        yield groups[-1], None


def _before_next(end: int, following: int | None) -> int:
    return end if following is None else min(end, following)


def _widened(raw: str, edit: Edit) -> tuple[int, int]:
    """The span of `edit`, up to the ends of the words it cuts into, before or after the change."""
    start, end = edit.start, edit.end
    left, right = raw[start - 1 : start], raw[end : end + 1]
    if _is_word(left) and (_is_word((edit.before + right)[:1]) or _is_word((edit.after + right)[:1])):
        while start and _is_word(raw[start - 1]):
            start -= 1
    if _is_word(right) and (_is_word((left + edit.before)[-1:]) or _is_word((left + edit.after)[-1:])):
        while end < len(raw) and _is_word(raw[end]):
            end += 1
    return start, end


def _is_word(character: str) -> bool:
    return character.isalnum() or character in ("'", "’")


def _applied(raw: str, edits: Sequence[Edit], start: int, end: int) -> str:
    parts, position = [], start
    for edit in edits:
        parts += [raw[position : edit.start], edit.after]
        position = edit.end
    return "".join(parts) + raw[position:end]


def _word_changes(before: str, after: str) -> list[tuple[str, str]]:
    """The differing runs of words of a passage and the equal runs between them.

    >>> _word_changes("Go inside, go inside", "Go inside")
    [('Go inside', 'Go inside'), (', go inside', '')]
    """
    old, new = findall(r"\s+|\w+|[^\w\s]", before), findall(r"\s+|\w+|[^\w\s]", after)
    if not after.strip() or max(len(old), len(new)) > MAX_WORDS_COMPARED:
        return [(before, after)]
    operations = SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
    return [("".join(old[a:b]), "".join(new[c:d])) for _, a, b, c, d in operations]
