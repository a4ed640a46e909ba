"""Readers of the summary sets: rows in, candidate `summarize:` pairs out."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from training.corpus import Row
from training.rewriter.detokenize import detokenize
from training.rewriter.pairs import Dropped, Pair, align
from training.rewriter.text import content_stems, sentences
from training.rewriter.truecase import Truecaser

DATELINE = re.compile(r"^.{0,60}?\( ?(?:cnn|reuters|ap)(?: [a-z ]{0,20})?\) ?(?:--)? ?")
LEADING_MARK = re.compile(r"^[-–:,.\s]+")
TOKENISED_END = re.compile(r'(?<= [.!?])( ")? (?=\S)')
MAX_WORDS = 90


def tokenised_sentences(text: str) -> list[str]:
    """Sentences of tokenised lower-cased text, datelines such as `miami ( cnn ) --` removed."""
    cut = TOKENISED_END.sub(lambda match: (match.group(1) or "") + "\n", text)
    stripped = (LEADING_MARK.sub("", DATELINE.sub("", line)) for line in cut.split("\n"))
    return [line for line in stripped if line]


def short_enough(pair: Pair | Dropped) -> Pair | Dropped:
    """Drops a pair whose source is longer than the model is meant to read at once."""
    if isinstance(pair, Pair) and len(pair.source.split()) > MAX_WORDS:
        return Dropped("source too long")
    return pair


def news_pairs(rows: Iterable[Row], *, truecaser: Truecaser) -> Iterator[Pair | Dropped]:
    """Pairs of the lower-cased, tokenised news with highlights."""

    def finish(sentence: str) -> str:
        return truecaser.apply(detokenize(sentence))

    for row in rows:
        candidates = tokenised_sentences(row["document"])
        stems = [content_stems(candidate) for candidate in candidates]
        for highlight in row["summary"].split("\n"):
            highlight = DATELINE.sub("", highlight.removeprefix("new : "))
            yield short_enough(align(highlight, candidates, stems, origin="cnn_dailymail", finish=finish))


def cased_pairs(rows: Iterable[Row], *, origin: str, min_coverage: float = 0.75) -> Iterator[Pair | Dropped]:
    """Pairs of a set of running cased text; `## heading` lines are not candidates."""
    for row in rows:
        lines = (line for line in row["document"].split("\n") if not line.startswith(("#", "- ", "* ")))
        candidates = sentences("\n".join(lines))
        stems = [content_stems(candidate) for candidate in candidates]
        for summary in summaries_of(row):
            for sentence in sentences(summary):
                if 5 <= len(sentence.split()) <= 45:
                    pair = align(sentence, candidates, stems, origin=origin, min_coverage=min_coverage)
                    yield short_enough(pair)


def summaries_of(row: Row) -> list[str]:
    """The summary of a row, or all its reference summaries."""
    return list(row["refs"]) if "refs" in row else [row["summary"]]
