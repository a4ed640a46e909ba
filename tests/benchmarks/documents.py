"""The documents that are measured on: machine-translated news where the data is, else pieces of the seed article."""

from __future__ import annotations

import json
import lzma
import os
from itertools import cycle, islice
from pathlib import Path

ROOT = Path(__file__).parents[2]
DATA = Path(os.environ.get("GISTMILL_DATA", ROOT.parent / "shared/data"))
NEWS = DATA / "cleanup/zhnews2022_docs.jsonl.xz"
SEED = ROOT / "seeds/documents/000_f133142195f25140.txt"


def write_documents(path: Path, count: int) -> Path:
    """`count` documents of different text as JSONL, the same ones on every run."""
    texts = islice(cycle(_news() if NEWS.is_file() else _pieces_of_the_seed()), count)
    # A number in the text, so that repeated texts are not found to be equal and computed once.
    rows = ({"id": str(n), "text": f"{text}\n\nThis was report {n}."} for n, text in enumerate(texts))
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return path


def origin() -> str:
    return "machine-translated news (zhnews2022)" if NEWS.is_file() else "pieces of the seed article"


def _news() -> list[str]:
    with lzma.open(NEWS, "rt", encoding="utf-8") as lines:
        rows = [json.loads(line)["mt"] for line in lines]
    return ["\n".join(sentences) for systems in rows for sentences in systems.values()]


def _pieces_of_the_seed() -> list[str]:
    paragraphs = [line for line in SEED.read_text(encoding="utf-8").split("\n") if len(line) > 100]
    return ["\n\n".join(paragraphs[start : start + 5]) for start in range(len(paragraphs) - 5)]
