"""An evaluation as a table for people and as JSON for scripts; both say the same."""

from __future__ import annotations

from typing import Any

import msgspec
from msgspec import Struct

from gistmill.evaluate.measures import Measures
from gistmill.evaluate.measuring import Evaluation

SCHEMA = "gistmill.evaluation/1"
BUDGET_RULE = "whole sentences, best first, while each brings the total nearer to the budget; at least one"
_HEADERS = {
    "name": "system",
    "rouge1": "R-1",
    "rouge2": "R-2",
    "rouge_lsum": "R-Lsum",
    "words": "words",
    "numbers_lacking": "new numbers",
    "names_lacking": "new names",
    "bigrams_novel": "new bigrams",
    "cut_off": "cut off",
    "facts_kept": "facts kept",
    "rows": "rows",
}


class Figures(Struct, frozen=True):
    """A line of the table: means over rows (ROUGE in points of 100, words) and shares in percent.

    `numbers_lacking` and `names_lacking` are shares of all numbers and names in the summaries, `bigrams_novel` of
    all bigrams, `cut_off` of the summaries, `facts_kept` of the references'
    quantities and names. None where there is nothing to have a share of.
    """

    name: str
    rouge1: float | None
    rouge2: float | None
    rouge_lsum: float | None
    words: float | None
    numbers_lacking: float | None
    names_lacking: float | None
    bigrams_novel: float | None
    cut_off: float | None
    facts_kept: float | None
    rows: int


def figures(name: str, totals: Measures) -> Figures:
    rows = totals.rows
    return Figures(
        name,
        _percent(totals.rouge1, rows),
        _percent(totals.rouge2, rows),
        _percent(totals.rouge_lsum, rows),
        round(totals.words / rows, 1) if rows else None,
        _percent(totals.numbers_lacking, totals.numbers),
        _percent(totals.names_lacking, totals.names),
        _percent(totals.bigrams_novel, totals.bigrams),
        _percent(totals.cut_off, rows),
        _percent(totals.facts_kept, totals.facts),
        rows,
    )


def _percent(part: float, whole: int) -> float | None:
    return round(100 * part / whole, 2) if whole else None


def evaluation_text(evaluation: Evaluation) -> str:
    lines = [list(_HEADERS.values())]
    for name, totals in evaluation.totals.items():
        line = figures(name, totals)
        lines.append([_cell(field, getattr(line, field)) for field in _HEADERS])
    widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
    table = [_aligned(line, widths) for line in lines]
    return "\n".join([*table, "", *_explained(evaluation)]) + "\n"


def _cell(field: str, value: str | float | None) -> str:
    if value is None:
        return "-"
    return f"{value:.{1 if field == 'words' else 2}f}" if isinstance(value, float) else str(value)


def _aligned(cells: list[str], widths: list[int]) -> str:
    first, *others = [
        cell.rjust(width) if index else cell.ljust(width)
        for index, (cell, width) in enumerate(zip(cells, widths, strict=True))
    ]
    return "  ".join([first, *others])


def _explained(evaluation: Evaluation) -> list[str]:
    settings = evaluation.settings
    failed = f", {evaluation.failed} failed" if evaluation.failed else ""
    budget = f"{settings.words} words" if settings.words else "as many words as the reference"
    return [
        f"{settings.input}: {evaluation.rows} rows{failed}. Model: {settings.model}.",
        f"Budget of each summary (lead-3 apart): {budget};",
        f"{BUDGET_RULE}.",
        "R-1, R-2, R-Lsum: ROUGE F1, stemmed. words: mean length. new numbers, names, bigrams: % that the document",
        "lacks. cut off: % of summaries that end in mid-sentence. facts kept: % of the references' numbers and names.",
        "gistmill: the overview. sections: the section summaries.",
        *evaluation.notes,
    ]


def evaluation_json(evaluation: Evaluation) -> str:
    """One object: the schema, every setting, the counts, the notes, and the figures of each system in order."""
    found: dict[str, Any] = {
        "schema": SCHEMA,
        "settings": evaluation.settings,
        "budget": BUDGET_RULE,
        "counts": {"rows": evaluation.rows, "failed": evaluation.failed},
        "notes": evaluation.notes,
        "systems": [figures(name, totals) for name, totals in evaluation.totals.items()],
    }
    return msgspec.json.encode(found).decode() + "\n"
