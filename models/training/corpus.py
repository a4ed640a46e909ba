"""Where the training data lies and how a row becomes `train` or `dev`.

The sets are `*.jsonl.xz` files, one JSON object a line, under `$GISTMILL_DATA` (default `../shared/data`
beside the checkout).  Nothing here interprets a row: each reader of `pairs` and `cleanup` knows its own
fields.
"""

from __future__ import annotations

import hashlib
import json
import lzma
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

REPOSITORY = Path(__file__).resolve().parents[2]
WORK = REPOSITORY / ".work"
EMBEDDED = REPOSITORY / "models" / "gistmill_models" / "embedded"

Row = dict[str, Any]


class MissingDataError(FileNotFoundError):
    """A data set that a command needs is not on this machine."""


def data_folder() -> Path:
    """The folder that holds `text/`, `summaries/` and `cleanup/`."""
    folder = Path(os.environ.get("GISTMILL_DATA", REPOSITORY.parent / "shared" / "data"))
    if not folder.is_dir():
        raise MissingDataError(
            f"training data expected in {folder}; set GISTMILL_DATA to the folder that holds summaries/"
        )
    return folder


def read_rows(name: str, *, limit: int | None = None) -> Iterator[Row]:
    """The rows of one set, e.g. `summaries/openstax`, in file order; at most `limit` of them."""
    path = data_folder() / f"{name}.jsonl.xz"
    if not path.is_file():
        raise MissingDataError(f"data set expected at {path}")
    with lzma.open(path, "rt", encoding="utf-8") as lines:
        for count, line in enumerate(lines):
            if limit is not None and count >= limit:
                return
            yield json.loads(line)


def split_of(row: Row, *, dev_percent: int = 3) -> str:
    """`train` or a held-back split: the row's own `split`, else a hash of its id puts `dev_percent` in `dev`.

    A hash, not a random draw, so that adding rows to a set never moves an old row from dev to train.
    """
    if row.get("split"):
        return str(row["split"])
    digest = hashlib.sha256(str(row["id"]).encode()).digest()
    return "dev" if int.from_bytes(digest[:4], "big") % 100 < dev_percent else "train"
