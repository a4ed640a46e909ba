"""`make gate`: what is measured now against the floors it may not fall below.

    python -m tests.quality.gate

reads `seeds/floors.json`: for each measure its floor (or ceiling, for errors), and the digest of each data file the
figures were taken on, so that a figure is never compared with one from other texts. Exit code 1 where a floor is
broken, 3 where the data ($GISTMILL_DATA, default ../shared/data) is not there or not the same.
"""

from __future__ import annotations

import hashlib
import json
import os
import sys
from pathlib import Path

from tests.quality.segmentation import measure_headings, measure_topics

FLOORS = Path(__file__).parents[2] / "seeds/floors.json"


def main() -> int:
    floors = json.loads(FLOORS.read_text(encoding="utf-8"))
    data = Path(os.environ.get("GISTMILL_DATA", "../shared/data"))
    if strange := [name for name, digest in floors["data"].items() if digest_of(data / name) != digest]:
        print(
            f"{data}: {', '.join(strange)} missing or other than the floors were measured on", file=sys.stderr
        )
        return 3
    broken = 0
    for name, figure in measured().items():
        bound = floors["measures"][name]
        holds = figure >= bound["at_least"] if "at_least" in bound else figure <= bound["at_most"]
        broken += not holds
        limit = " ".join(f"{kind.replace('_', ' ')} {value}" for kind, value in bound.items())
        print(f"{'ok  ' if holds else 'FAIL'} {name:36} {figure:6.1f}  ({limit})")
    return 1 if broken else 0


def measured() -> dict[str, float]:
    headings, topics = measure_headings(), measure_topics()
    figures = {
        f"headings {measure}, {kind}": round(figure, 1)
        for kind, tally in headings.items()
        for measure, figure in (("precision", tally.precision), ("recall", tally.recall), ("F1", tally.f1))
    }
    figures["heading levels, md_18f"] = round(headings["md_18f"].level_accuracy, 1)
    figures["topics Pk, choi"] = round(topics.pk, 1)
    return figures | {"topics WindowDiff, choi": round(topics.window_diff, 1)}


def digest_of(path: Path) -> str | None:
    return hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else None


if __name__ == "__main__":
    sys.exit(main())
