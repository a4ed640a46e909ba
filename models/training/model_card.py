"""Writes the model card of the embedded model from what the other commands left in `.work/`.

    python models/training/model_card.py --name tiny

Needs the manifest of `prepare`, the log of `finetune`, the tables of `evaluate` and the parity file of
`export`; the text around the facts is `model_card.md`.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import Any

from corpus import EMBEDDED, WORK

LICENCES = {
    "cnn_dailymail": "news with highlights; text (c) publishers, research use customary",
    "wikipedia_lead": "Wikipedia articles and their leads; CC BY-SA 3.0",
    "openstax": "textbook sections and author's summaries; CC BY 4.0 rows only",
    "digitalgov": "US government articles; public domain",
    "scitldr": "paper abstracts with one-sentence summaries; Apache-2.0",
    "senate_headlines": "US Senate press releases and headlines",
    "reuters21578": "newswire and headlines; research use",
    "wikinews": "news and titles; CC BY 2.5",
    "light_pairs": "WMT system outputs with close human translations; research use",
    "mlqe_pe": "machine translations with human post-edits; CC0",
    "damaged": "Wikinews, Wikipedia sentences with synthetic faults; CC BY 2.5, CC BY-SA 3.0",
    "untouched": "Wikinews and Wikipedia sentences as they are; CC BY 2.5, CC BY-SA 3.0",
}

TEMPLATE = Path(__file__).with_name("model_card.md")


def data_rows(manifest: dict[str, Any]) -> str:
    """One row a training set."""
    return "\n".join(
        f"| {name} | {count:,} | {LICENCES[name.partition('/')[2]]} |"
        for name, count in sorted(
            manifest["train"].items(), key=lambda item: (item[0].split("/")[0], -item[1])
        )
    )


def markdown_table(title: str, table: dict[str, dict[str, str]]) -> str:
    """A table of `evaluate` as markdown."""
    columns = list(next(iter(table.values())))
    rows = [
        f"| {name} | {' | '.join(cells[column] for column in columns)} |" for name, cells in table.items()
    ]
    return "\n".join([f"| {title} | {' | '.join(columns)} |", f"|---|{'---|' * len(columns)}", *rows, ""])


def model_card(name: str, *, folder: Path, hardware: str) -> str:
    """The card of the model in `folder`, trained by the run `name`."""
    log = [json.loads(line) for line in (WORK / "runs" / name / "log.jsonl").read_text().splitlines()]
    tables = json.loads((WORK / "evaluation" / "tables.json").read_text())
    settings = tables.pop("settings")
    parity = json.loads((WORK / "parity.json").read_text())
    manifest = json.loads((WORK / "pairs" / "manifest.json").read_text())
    config = json.loads((folder / "config.json").read_text())
    usage = json.loads((folder / "gistmill.json").read_text())
    rule = settings["rule"]
    return TEMPLATE.read_text(encoding="utf-8").format(
        parameters=parity["parameters"] / 1e6,
        source=usage["max_source_pieces"],
        output=usage["max_output_pieces"],
        d_model=config["d_model"],
        encoder=config["num_layers"],
        decoder=config["num_decoder_layers"],
        hardware=hardware,
        minutes=log[-1]["minutes"],
        steps=log[-1]["steps"],
        pieces=log[-1]["pieces"] / 1e6,
        losses=", ".join(
            f"{task} {loss:.2f} and {log[-1]['dev'][task]:.2f}" for task, loss in log[0]["dev"].items()
        ),
        compared=parity["texts"],
        float32=parity["float32"],
        int8=parity["int8"],
        data=data_rows(manifest),
        duplicates=manifest["duplicates"],
        beam=settings["beam"],
        compute_type=settings["compute_type"],
        shortest=rule["min_length"],
        longest=rule["max_length"],
        floor=rule["min_confidence"],
        tables="\n".join(markdown_table(title, table) for title, table in tables.items()),
    )


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--name", default="tiny")
    parser.add_argument("--model", type=Path, default=EMBEDDED)
    parser.add_argument("--hardware", default="two cores of a server CPU, shared with other programs")
    options = parser.parse_args()
    card = model_card(options.name, folder=options.model, hardware=options.hardware)
    (options.model / "README.md").write_text(card, encoding="utf-8")


if __name__ == "__main__":
    main()
