"""Every system on every row, and what it adds up to."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from msgspec import Struct

from gistmill.evaluate.article import article_of
from gistmill.evaluate.measures import Measures, Rouge, measure
from gistmill.evaluate.rows import Row
from gistmill.evaluate.system import System
from gistmill.run import Pipeline


class Settings(Struct, frozen=True):
    """What was measured and how; `words` None: the budget of each row is the length of its reference."""

    gistmill: str
    input: str
    document_column: str
    summary_column: str
    limit: int | None
    words: int | None
    length: str | None
    model: str
    backend: str
    device: str


class Evaluation(Struct, frozen=True):
    """`totals` has, by the name of each system, what its summaries add up to."""

    settings: Settings
    totals: dict[str, Measures]
    rows: int
    failed: int
    notes: tuple[str, ...] = ()


def measure_systems(
    rows: Iterable[Row],
    systems: Sequence[System],
    *,
    pipeline: Pipeline,
    rouge: Rouge,
    words: int | None = None,
) -> dict[str, Measures]:
    """The sums of each system's measures over `rows`, one row at a time; `pipeline` repairs and cuts the documents.

    The word budget of a row is `words`, or as many as its reference has.
    """
    totals = {system.name: Measures() for system in systems}
    for row in rows:
        article = article_of(row.document, pipeline)
        max_words = words or len(row.summary.split())
        for system in systems:
            summary = system.summarize(article, max_words)
            totals[system.name] += measure(summary, article, row.summary, rouge=rouge)
    return totals
