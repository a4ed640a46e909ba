"""Results to standard output, or to a file that appears whole or not at all."""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from collections.abc import Iterable
from pathlib import Path

FALLBACK_WIDTH = 80


def write(parts: Iterable[str], path: Path | None) -> None:
    """Each part as soon as it is there; a file is written under a temporary name and moved when complete."""
    if path is None:
        sys.stdout.reconfigure(encoding="utf-8", errors="replace")  # type: ignore[union-attr]
        for part in parts:
            sys.stdout.write(part)
            sys.stdout.flush()
        return
    handle, temporary = tempfile.mkstemp(dir=path.absolute().parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.writelines(parts)
        Path(temporary).chmod(0o666 & ~_umask())
        Path(temporary).replace(path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def wants_colour(path: Path | None) -> bool:
    """Colours are for terminals only, and not where `NO_COLOR` asks for none (no-color.org)."""
    return path is None and sys.stdout.isatty() and not os.environ.get("NO_COLOR")


def width(path: Path | None) -> int:
    """The width of the terminal in columns; 80 elsewhere, so that output does not depend on who looks."""
    return shutil.get_terminal_size().columns if path is None and sys.stdout.isatty() else FALLBACK_WIDTH
