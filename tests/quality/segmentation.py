"""How well the segment stage finds headings, levels and topics, on the documents held back from training.

    python tests/quality/segmentation.py [--json]

Needs the data (`GISTMILL_DATA`, default `../shared/data` beside the checkout). Headings: precision, recall and
F1 over lines, the title of a document among them, since the data mark it as a heading. Levels: share of the
found headings at the right level; the data's levels are counted from the title (0) and without gaps, since plain
text cannot show that a writer left one out. The questions of an interview head their answers here and are marked by
no one, so lines that open a turn and are no headings in the data do not count. Topics: Pk and WindowDiff, in per cent,
lower is better.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path

from msgspec import Struct

from gistmill.document import CleanText, Outline
from gistmill.segment import SegmentSettings, outline_of
from gistmill.segment.lines import split_lines
from gistmill.segment.turns import turn_headings

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "models" / "training"))

from corpus import MissingDataError
from heading_sets import Marked, articles, is_held_back, topic_texts, translated_news, web_pages


class Tally(Struct, frozen=True):
    """Counts over lines: rightly called headings, called headings, and headings; of the right ones, level right."""

    right: int = 0
    called: int = 0
    headings: int = 0
    level_right: int = 0

    def __add__(self, other: Tally) -> Tally:
        return Tally(
            self.right + other.right,
            self.called + other.called,
            self.headings + other.headings,
            self.level_right + other.level_right,
        )

    @property
    def precision(self) -> float:
        return 100 * self.right / max(1, self.called)

    @property
    def recall(self) -> float:
        return 100 * self.right / max(1, self.headings)

    @property
    def f1(self) -> float:
        return 200 * self.right / max(1, self.called + self.headings)

    @property
    def level_accuracy(self) -> float:
        return 100 * self.level_right / max(1, self.right)


class Boundaries(Struct, frozen=True):
    """Pk and WindowDiff, in per cent, as means over texts."""

    texts: int
    pk: float
    window_diff: float


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--json", action="store_true", help="print one JSON object instead of a table")
    as_json = parser.parse_args().json
    try:
        headings, topics = measure_headings(), measure_topics()
    except MissingDataError as missing:
        sys.exit(
            f"{missing}\nThe quality of segmentation cannot be measured without it; the tests do not need it."
        )
    print(_json(headings, topics) if as_json else _table(headings, topics))


def measure_headings() -> dict[str, Tally]:
    """The tallies of each kind of document, over its held-back part."""
    return {
        "cleaneval": tally(held_back(web_pages())),
        "md_18f": tally(held_back(articles())),
        "zhnews2022": tally(translated_news(held_back=True)),
    }


def held_back(documents: Iterable[Marked]) -> Iterable[Marked]:
    return (document for document in documents if is_held_back(document.id))


def tally(documents: Iterable[Marked], *, between: str = "\n\n") -> Tally:
    return sum((tally_of(document, between=between) for document in documents), Tally())


def tally_of(document: Marked, *, between: str) -> Tally:
    text = between.join(block.text for block in document.blocks)
    found = heading_lines(text, outline_of(CleanText(text), settings=SegmentSettings()))
    there = {index: block.level for index, block in enumerate(document.blocks) if block.kind == "h"}
    lines = split_lines(text)
    turns = {turn.span.start for turn in turn_headings(lines)}
    questions = {index for index, line in enumerate(lines) if line.span.start in turns} - there.keys()
    found = {index: level for index, level in found.items() if index not in questions}
    right = sorted(found.keys() & there.keys())
    truth = without_gaps(there)
    return Tally(len(right), len(found), len(there), sum(truth[index] == found[index] for index in right))


def heading_lines(text: str, outline: Outline) -> dict[int, int]:
    """The level of each line that the outline calls a heading, by its number among the lines that are not blank.

    A generated title names no line. The document's title has level 0; it is looked for in the first section, if that
    has no heading.
    """
    starts: list[int] = []
    position = 0
    for line in text.split("\n"):
        if line.strip():
            starts.append(position)
        position += len(line) + 1
    levels = {s.start: s.level for s in outline.sections if s.title is not None and not s.generated}
    first = outline.sections[0] if outline.sections else None
    if (
        outline.title
        and first
        and (first.title is None or first.generated)
        and outline.title in text[: first.end].split("\n", 1)[0]
    ):
        levels[starts[0]] = 0
    return {index: levels[start] for index, start in enumerate(starts) if start in levels}


def without_gaps(levels: dict[int, int]) -> dict[int, int]:
    """Levels renumbered from 0 without gaps: what plain text can show is the order of levels, not their numbers.

    >>> without_gaps({0: 1, 4: 3, 9: 3})
    {0: 0, 4: 1, 9: 1}
    """
    ranks = {level: rank for rank, level in enumerate(sorted(set(levels.values())))}
    return {index: ranks[level] for index, level in levels.items()}


def measure_topics() -> Boundaries:
    """Pk and WindowDiff over Choi's texts, of which 120 served to choose two numbers of the method."""
    scores = [_topic_scores(segments) for _, segments in topic_texts()]
    count = max(1, len(scores))
    return Boundaries(
        len(scores), 100 * sum(pk for pk, _ in scores) / count, 100 * sum(diff for _, diff in scores) / count
    )


def _topic_scores(segments: Sequence[Sequence[str]]) -> tuple[float, float]:
    sentences = [sentence for segment in segments for sentence in segment]
    truth = [index == len(segment) - 1 for segment in segments for index in range(len(segment))][:-1]
    text = "\n".join(sentences)
    outline = outline_of(CleanText(text), settings=SegmentSettings())
    starts = {section.start for section in outline.sections}
    said, position = [], 0
    for sentence in sentences[:-1]:
        position += len(sentence) + 1
        said.append(position in starts)
    return pk(truth, said), window_diff(truth, said)


def pk(truth: Sequence[bool], said: Sequence[bool]) -> float:
    """Beeferman's Pk: how often two places k apart are wrongly put into one segment or into two.

    `truth[i]` says that a boundary follows unit i; k is half the mean length of the true segments.

    >>> pk([False, True, False, False, False], [False, False, True, False, False])
    0.5
    """
    k = _half_mean_length(truth)
    windows = range(len(truth) - k + 1)
    wrong = sum(any(truth[i : i + k]) != any(said[i : i + k]) for i in windows)
    return wrong / len(windows)


def window_diff(truth: Sequence[bool], said: Sequence[bool]) -> float:
    """Pevzner and Hearst's WindowDiff: how often a window of k holds another number of boundaries."""
    k = _half_mean_length(truth)
    windows = range(len(truth) - k + 1)
    return sum(sum(truth[i : i + k]) != sum(said[i : i + k]) for i in windows) / len(windows)


def _half_mean_length(truth: Sequence[bool]) -> int:
    return max(1, round(len(truth) / (2 * max(1, sum(truth)))))


def _table(headings: dict[str, Tally], topics: Boundaries) -> str:
    rows = [f"{'headings':<12}{'precision':>10}{'recall':>8}{'F1':>7}{'level':>7}"]
    for kind, counts in headings.items():
        level = f"{counts.level_accuracy:7.1f}" if kind == "md_18f" else f"{'-':>7}"
        rows.append(f"{kind:<12}{counts.precision:10.1f}{counts.recall:8.1f}{counts.f1:7.1f}{level}")
    rows.append(
        f"topics (Choi, {topics.texts} texts): Pk {topics.pk:.1f}, WindowDiff {topics.window_diff:.1f}"
    )
    return "\n".join(rows)


def _json(headings: dict[str, Tally], topics: Boundaries) -> str:
    kinds = {kind: {"precision": t.precision, "recall": t.recall, "f1": t.f1} for kind, t in headings.items()}
    kinds["md_18f"]["level_accuracy"] = headings["md_18f"].level_accuracy
    return json.dumps({**kinds, "choi": {"pk": topics.pk, "window_diff": topics.window_diff}}, indent=1)


if __name__ == "__main__":
    main()
