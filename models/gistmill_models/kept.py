"""Where the models lie that `gistmill models get` fetched: one folder each, whole or not there at all.

The folder is a fact of the machine, not of a run, so that commands, workers and the library find the same models:
`models` in `GISTMILL_CACHE_DIR` if that is set, else in the user's cache directory.
"""

from __future__ import annotations

import os
import shutil
from pathlib import Path

from platformdirs import user_cache_path

# A leading dot sets what is still being made apart from what is ready; no model's name begins with one.
BEGUN = ".getting-"


def kept_root() -> Path:
    folder = os.environ.get("GISTMILL_CACHE_DIR")
    return (Path(folder) if folder else user_cache_path("gistmill")) / "models"


def kept_folder(name: str) -> Path:
    """Where the model called `name` lies, or would lie.

    >>> kept_folder("google/flan-t5-base").name
    'google--flan-t5-base'
    """
    return kept_root() / name.replace("/", "--")


def begun_folder(name: str) -> Path:
    """Where it is being made; what an interrupted download left lies here."""
    return kept_root() / (BEGUN + kept_folder(name).name)


def find_kept(name: str) -> Path | None:
    folder = kept_folder(name)
    return folder if name and not name.startswith(".") and folder.is_dir() else None


def kept_names() -> list[str]:
    return sorted(_names(begun=False))


def begun_names() -> list[str]:
    return sorted(_names(begun=True))


def remove_kept(name: str) -> int:
    """Removes a model and what was begun of it; gives the bytes that were freed, 0 where there was nothing."""
    folders = [folder for folder in (find_kept(name), begun_folder(name)) if folder and folder.is_dir()]
    freed = sum(size_of(folder) for folder in folders)
    for folder in folders:
        shutil.rmtree(folder)
    return freed


def size_of(folder: Path) -> int:
    return sum(file.stat().st_size for file in folder.rglob("*") if file.is_file())


def _names(*, begun: bool) -> list[str]:
    root = kept_root()
    folders = [folder.name for folder in root.iterdir() if folder.is_dir()] if root.is_dir() else []
    return [
        name.removeprefix(BEGUN).replace("--", "/") for name in folders if name.startswith(BEGUN) == begun
    ]
