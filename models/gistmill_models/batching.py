"""Which sources go through a model together."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Sequence
from itertools import cycle, groupby, islice
from typing import TypeAlias, TypeVar

Item = TypeVar("Item", bound=Hashable)
Answer = TypeVar("Answer")
# The piece ids of a source, or of a source and a target; and their lengths.
Row: TypeAlias = tuple[tuple[int, ...], ...]
Shape: TypeAlias = tuple[int, ...]

# Against no padding at all, steps of 32 took 0.35 (greedy) and 0.55 (4 beams) of the CPU time on 67 sentences;
# 8 and 16 took longer, 64 no less.
LENGTH_STEP = 32


def answer_distinct(items: Sequence[Item], answer: Callable[[list[Item]], list[Answer]]) -> list[Answer]:
    """The answer to every item, in order; equal items are asked once.

    >>> answer_distinct(["a", "b", "a"], lambda distinct: [f"{item}{len(distinct)}" for item in distinct])
    ['a2', 'b2', 'a2']
    """
    distinct = list(dict.fromkeys(items))
    answers = dict(zip(distinct, answer(distinct), strict=True)) if distinct else {}
    return [answers[item] for item in items]


def batches_of_full_shape(
    rows: Sequence[Row], limits: tuple[int, ...], *, max_pieces: int, step: int = LENGTH_STEP
) -> Iterator[tuple[list[int], list[Row]]]:
    """Batches that are padded in the same way whatever is in them: (indices, rows), largest first.

    A row has one part (a source) or two (source and target), each ended by an end piece. Lengths are rounded
    up to a multiple of `step` (not over the part's limit); a batch holds rows of one rounded shape, and
    where none of them fills it, one more at the end, made of the longest, does.

    >>> for indices, batch in batches_of_full_shape([((5, 6, 1),), ((7, 1),)], (4,), max_pieces=64):
    ...     print(indices, batch)
    [0, 1] [((5, 6, 1),), ((7, 1),), ((5, 6, 5, 1),)]
    """
    shapes = [_full_shape(row, limits, step) for row in rows]
    largest_first = sorted(range(len(rows)), key=shapes.__getitem__, reverse=True)
    for shape, group in groupby(largest_first, key=shapes.__getitem__):
        members = list(group)
        size = max(1, max_pieces // sum(shape))
        for start in range(0, len(members), size):
            indices = members[start : start + size]
            yield indices, _filled([rows[index] for index in indices], shape)


def _full_shape(row: Row, limits: tuple[int, ...], step: int) -> Shape:
    return tuple(rounded_up(len(ids), step, limit) for ids, limit in zip(row, limits, strict=False))


def _filled(rows: list[Row], shape: Shape) -> list[Row]:
    if all(max(len(row[part]) for row in rows) == length for part, length in enumerate(shape)):
        return rows
    longest = max(rows, key=lambda row: len(row[0]))
    return [*rows, tuple(drawn_out(ids, length) for ids, length in zip(longest, shape, strict=True))]


def rounded_up(length: int, step: int, limit: int) -> int:
    """The next multiple of `step`, but not over `limit`; a length over the limit stays as it is.

    >>> [rounded_up(length, 32, 100) for length in (1, 32, 33, 99, 120)]
    [32, 32, 64, 100, 120]
    """
    return max(length, min(-(-length // step) * step, limit))


def drawn_out(ids: tuple[int, ...], length: int) -> tuple[int, ...]:
    """The ids, the last of which is an end piece, repeated up to a length.

    >>> drawn_out((5, 6, 7, 1), 9)
    (5, 6, 7, 5, 6, 7, 5, 6, 1)
    """
    *content, end = ids
    return (*islice(cycle(content or [end]), length - 1), end)


def batches_of_similar_length(lengths: Sequence[int], max_pieces: int) -> Iterator[list[int]]:
    """Indices in batches, longest first; a batch, padded to its longest member, has at most `max_pieces`.

    >>> list(batches_of_similar_length([3, 5, 3, 3], max_pieces=10))
    [[1, 0], [2, 3]]
    """
    batch: list[int] = []
    for index in sorted(range(len(lengths)), key=lengths.__getitem__, reverse=True):
        if batch and (len(batch) + 1) * lengths[batch[0]] > max_pieces:
            yield batch
            batch = []
        batch.append(index)
    if batch:
        yield batch


def in_groups(items: Sequence[Answer], size: int) -> list[tuple[Answer, ...]]:
    """The items in runs of `size`.

    >>> in_groups([1, 2, 3, 4], 2)
    [(1, 2), (3, 4)]
    """
    return [tuple(items[start : start + size]) for start in range(0, len(items), size)]


def in_halves(
    batch: Sequence[int], work: Callable[[Sequence[int]], list[Answer]], too_much: type[Exception]
) -> Iterator[tuple[int, Answer]]:
    """Each index with what `work` gives for it; where `work` raises `too_much`, each half on its own.

    A single index that is too much raises it. The error is let go before the halves are tried, since it
    holds on to what filled the memory.
    """
    try:
        answers: list[Answer] | None = work(batch)
    except too_much:
        if len(batch) == 1:
            raise
        answers = None
    if answers is not None:
        yield from zip(batch, answers, strict=True)
        return
    middle = len(batch) // 2
    yield from in_halves(batch[:middle], work, too_much)
    yield from in_halves(batch[middle:], work, too_much)
