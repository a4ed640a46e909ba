"""Dev texts with their reference summaries, for measuring the whole job."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from corpus import Row
from detokenize import detokenize
from prepare import rows_of, truecaser
from summary_sets import tokenised_sentences
from words import sentences


@dataclass(frozen=True)
class Document:
    """One text to summarize with its reference summary."""

    sentences: tuple[str, ...]
    reference: str


def evenly(rows: Sequence[Row], count: int) -> list[Row]:
    """Up to `count` rows, drawn at even distances."""
    count = min(count, len(rows))
    return [rows[place * len(rows) // count] for place in range(count)]


def news_documents(count: int) -> list[Document]:
    """CNN/DailyMail dev, cased and detokenised."""

    def finish(text: str) -> str:
        return truecaser().apply(detokenize(text))

    rows = list(rows_of("summaries/cnn_dailymail", "dev"))
    return [
        Document(
            tuple(finish(sentence) for sentence in tokenised_sentences(row["document"])[:60]),
            "\n".join(finish(line) for line in row["summary"].split("\n")),
        )
        for row in evenly(rows, count)
    ]


def cased_documents(name: str, splits: Sequence[str], count: int) -> list[Document]:
    """Dev texts of a set of running cased text, headings left out."""

    def document(row: Row) -> Document:
        lines = [line for line in row["document"].split("\n") if not line.startswith("#")]
        found = tuple(s for s in sentences("\n".join(lines)) if len(s.split()) >= 4)
        return Document(found[:150], row["summary"])

    rows = [row for split in splits for row in rows_of(name, split)]
    return [document(row) for row in evenly(rows, count)]


DOCUMENT_SETS: dict[str, tuple[Callable[[int], list[Document]], int]] = {
    "CNN/DailyMail": (news_documents, 4),
    "OpenStax": (lambda n: cased_documents("summaries/openstax", ("dev", "dev-nc"), n), 5),
    "digitalgov": (lambda n: cased_documents("summaries/digitalgov", ("dev",), n), 1),
}
