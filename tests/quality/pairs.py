"""Pairs for a blind reading: the same text summarized by two versions, in an order drawn by a seed.

    gistmill batch TEXTS -o new.jsonl      and the same with the other version, then
    python -m tests.quality.pairs old.jsonl new.jsonl --seed 7 --count 50 -o FOLDER

writes `FOLDER/pairs.md` to read (text, summary A, summary B) and `FOLDER/key.json` (which is which), not to be read
before the judgements are written down.
"""

from __future__ import annotations

import argparse
import json
import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

Row = dict[str, Any]


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("old", type=Path)
    parser.add_argument("new", type=Path)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--count", type=int, default=50)
    parser.add_argument("-o", "--out", type=Path, required=True)
    arguments = parser.parse_args()
    drawn = random.Random(arguments.seed)
    rows = differing(reports(arguments.old), reports(arguments.new))
    chosen = drawn.sample(rows, min(arguments.count, len(rows)))
    orders = [drawn.choice((("old", "new"), ("new", "old"))) for _ in chosen]
    arguments.out.mkdir(parents=True, exist_ok=True)
    pages = (
        page(number, row, order) for number, (row, order) in enumerate(zip(chosen, orders, strict=True), 1)
    )
    (arguments.out / "pairs.md").write_text("\n\n---\n\n".join(pages) + "\n", encoding="utf-8")
    key = {str(number): {"A": order[0], "B": order[1]} for number, order in enumerate(orders, 1)}
    written = {"seed": arguments.seed, "of": len(rows), "key": key}
    (arguments.out / "key.json").write_text(json.dumps(written, indent=1) + "\n", encoding="utf-8")


def reports(path: Path) -> dict[str, Row]:
    rows = map(json.loads, path.read_text(encoding="utf-8").splitlines())
    return {str(row["document"]["id"]): row for row in rows if "overview" in row}


def differing(old: dict[str, Row], new: dict[str, Row]) -> list[dict[str, Row]]:
    """The documents both have, sorted by id, of which the two show other summaries."""
    both = sorted(old.keys() & new.keys())
    return [{"old": old[id], "new": new[id]} for id in both if shown(old[id]) != shown(new[id])]


def shown(row: Row) -> str:
    sections = "\n".join(_sections(row))
    return row["overview"]["text"] + (f"\n\n{sections}" if sections else "")


def _sections(row: Row) -> Iterator[str]:
    if len(row["sections"]) > 1:
        yield from (f"- {one['title'] or 'Lead'}: {one['summary']['text']}" for one in row["sections"])


def page(number: int, row: dict[str, Row], order: tuple[str, str]) -> str:
    first, second = (shown(row[name]) for name in order)
    return f"# {number}\n\n{row['new']['cleaned']}\n\n## A\n\n{first}\n\n## B\n\n{second}"


if __name__ == "__main__":
    main()
