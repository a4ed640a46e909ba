"""`python -m tests.quality.quantities`: numbers torn by rule in human text, and human text that should stay as it is.

Reads digitalgov, openstax and the references of wmt18_zhen in $GISTMILL_DATA (default ../shared/data), puts spaces into
every number with a mark inside, joins what can be joined, and compares the shares with the floors under `quantities` in
`seeds/floors.json`. Exit code 1 where a floor is broken; a minute on one core.
"""

from __future__ import annotations

import json
import os
import re
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from gistmill.language import join_split_numbers, split_sentences
from tests.quality.cleaning import FLOORS, broken_floors, rows

# Numbers as this measurement reads them, by itself: digits with points, commas or colons inside.
_NUMBER = re.compile(r"(?<![\w.,:/@%=&?#+-])\d+(?:[.,:]\d+)+(?![\w/@-])")
SENTENCES = 30_000  # of each set
TORN = {"behind": r"\1 ", "both sides": r" \1 "}


def main() -> int:
    data = Path(os.environ.get("GISTMILL_DATA", "../shared/data"))
    floors = json.loads(FLOORS.read_text(encoding="utf-8"))["quantities"]["measures"]
    figures: dict[str, float] = {}
    for name, sentences in human_sentences(data):
        changed = sum(join_split_numbers(sentence) != sentence for sentence in sentences)
        figures[f"human sentences changed, {name}, %"] = 100 * changed / len(sentences)
        for side, torn in TORN.items():
            figures[f"restored, {name}, space {side}, %"] = 100 * share_restored(sentences, torn)
    for name, figure in figures.items():
        print(f"{name:60}{figure:8.3f}")
    broken = broken_floors(figures, floors)
    print(*(f"FAIL {line}" for line in broken), sep="\n")
    return 1 if broken else 0


def human_sentences(data: Path) -> Iterator[tuple[str, list[str]]]:
    for name in ("digitalgov", "openstax"):
        found: list[str] = []
        for row in rows(data / f"summaries/{name}.jsonl.xz"):
            found += [span.of(row["document"]) for span in split_sentences(row["document"])]
            if len(found) >= SENTENCES:
                break
        yield name, found[:SENTENCES]
    references = (row["reference"] for row in rows(data / "cleanup/wmt18_zhen.jsonl.xz"))
    yield "references", list(dict.fromkeys(references))[:SENTENCES]


def share_restored(sentences: list[str], torn: str) -> float:
    """The share of the numbers that come back as they were, when each has spaces at its marks."""
    numbers = restored = 0
    for sentence in sentences:
        before = Counter(_NUMBER.findall(sentence))
        if before:
            damaged = _NUMBER.sub(lambda match: re.sub(r"([.,:])", torn, match[0]), sentence)
            numbers += before.total()
            restored += (before & Counter(_NUMBER.findall(join_split_numbers(damaged)))).total()
    return restored / numbers


if __name__ == "__main__":
    sys.exit(main())
