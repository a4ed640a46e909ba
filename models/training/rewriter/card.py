"""Writes the card of the embedded model from the records of its runs.

    python -m training.rewriter.card --runs rewriter second --hardware "two cores of an AMD EPYC"

Needs the log of each run, the manifest of `prepare`, the mixtures, and the tables of `measure`.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from training.corpus import EMBEDDED, WORK
from training.rewriter.base import DIGEST, PACKAGE, VERSION
from training.rewriter.pairs import PAIRS, read_pairs
from training.rewriter.train import RUNS

TEMPLATE = Path(__file__).with_name("card.md")
LICENCES = {
    "wikipedia_lead": "Wikipedia articles and their leads; CC BY-SA 3.0",
    "openstax": "textbook sections and their authors' summaries; CC BY 4.0 rows only",
    "digitalgov": "US government articles; public domain",
    "scitldr": "paper abstracts with one-sentence summaries; Apache-2.0",
    "senate_headlines": "US Senate press releases and headlines; works of the US government",
    "wikinews": "news and titles; CC BY 2.5",
    "mlqe_pe": "machine translations with human post-edits; CC0",
    "damaged": "Wikinews and Wikipedia sentences with faults put in; CC BY 2.5, CC BY-SA 3.0",
    "untouched": "Wikinews and Wikipedia sentences as they are; CC BY 2.5, CC BY-SA 3.0",
    "sampled": "machine translation free for any use, summed up by the model of the first round",
}


def table(columns: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """A Markdown table.

    >>> print(table(["a", "b"], [[1, 2]]))
    | a | b |
    |---|---|
    | 1 | 2 |
    """
    lines = [columns, ["---"] * len(columns), *rows]
    text = ["| " + " | ".join(map(str, line)) + " |" for line in lines]
    return "\n".join([text[0], text[1].replace(" ", ""), *text[2:]])


def data_table(mixtures: Sequence[Path]) -> str:
    """The pairs of each set in the mixtures of all runs."""
    counts = Counter((pair.task, pair.origin) for path in mixtures for pair in read_pairs(path))
    ordered = sorted(counts.items(), key=lambda item: (item[0][0], -item[1]))
    return table(
        ["task", "set", "pairs", "source and licence"], [(*key, n, LICENCES[key[1]]) for key, n in ordered]
    )


def loss_table(logs: Mapping[str, Sequence[Mapping[str, Any]]]) -> str:
    """Loss a piece on dev along the runs."""
    rows = [
        (
            run,
            line["step"],
            f"{line['pieces'] / 1e6:.2f}",
            *(line["dev"][task] for task in ("summarize", "headline", "clean")),
        )
        for run, lines in logs.items()
        for line in lines
        if line.get("dev")
    ]
    return table(["run", "step", "M pieces", "summarize", "headline", "clean"], rows)


def measured_tables(tables: Mapping[str, Sequence[Mapping[str, object]]]) -> str:
    """The tables of `measure`, one after the other."""
    parts = []
    for title, rows in tables.items():
        shown = [{name: value for name, value in row.items() if value is not None} for row in rows]
        columns = list(max(shown, key=len))
        parts.append(
            f"{title}:\n\n" + table(columns, [[row.get(name, "") for name in columns] for row in shown])
        )
    return "\n\n".join(parts)


def read_log(run: str) -> list[dict[str, Any]]:
    """The log of a run."""
    return [json.loads(line) for line in (RUNS / run / "log.jsonl").read_text().splitlines()]


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--runs", nargs="+", default=["rewriter"])
    parser.add_argument("--mixtures", nargs="+", default=["mixture"])
    parser.add_argument("--hardware", required=True)
    parser.add_argument("--to", type=Path, default=EMBEDDED)
    options = parser.parse_args()
    logs = {run: read_log(run) for run in options.runs}
    config = json.loads((options.to / "config.json").read_text())
    card = TEMPLATE.read_text(encoding="utf-8").format(
        package=f"{PACKAGE} {VERSION}",
        digest=DIGEST,
        layers=config["num_hidden_layers"],
        pieces=f"{config['vocab_size']:,}",
        minutes=round(sum(log[-1]["minutes"] for log in logs.values())),
        seen=f"{sum(log[-1]['pieces'] for log in logs.values()) / 1e6:.2f}",
        hardware=options.hardware,
        data=data_table([PAIRS / f"{name}.jsonl" for name in options.mixtures]),
        losses=loss_table(logs),
        measured=measured_tables(json.loads((WORK / "measured.json").read_text())),
    )
    (options.to / "README.md").write_text(card, encoding="utf-8")


if __name__ == "__main__":
    main()
