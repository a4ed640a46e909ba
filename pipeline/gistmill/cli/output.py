"""Results to standard output, or to a file that appears whole or not at all."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path

from gistmill.errors import InputError, UnreadableInput
from gistmill.outputs import check_writable, is_replaceable, open_output, refuse_inputs

FALLBACK_WIDTH = 80


def write(parts: Iterable[str], path: Path | None) -> None:
    """Each part as soon as it is there; a file appears when it is complete."""
    if path is None:
        for part in parts:
            sys.stdout.write(part)
            sys.stdout.flush()
        return
    streamed = not is_replaceable(path)
    with open_output(path) as file:
        for part in parts:
            file.write(part.encode("utf-8", "replace"))
            if streamed:
                file.flush()


def check_output(
    path: Path | None,
    *,
    inputs: Iterable[str],
    files: Iterable[Path | None] = (),
    suffixes: Iterable[str] | None = None,
) -> None:
    """Refuses, before any work is done, an output that cannot be written or would destroy what is read.

    `inputs` are as the user names them, `files` are others that are read (a glossary). A new file may have one of the
    `suffixes`, or none (None: any).
    """
    if path is None:
        refuse_inputs(Path("/dev/stdout"), files_of(inputs))
        return
    if suffixes is not None:
        check_suffix(path, suffixes)
    check_writable(path)
    if path.exists():
        refuse_inputs(path, [*files_of(inputs), *filter(None, files)])


def check_suffix(path: Path, suffixes: Iterable[str]) -> None:
    """Refuses a file whose name promises another kind than can be written; pipes and devices have any name."""
    if path.suffix and path.suffix.lower() not in suffixes and is_replaceable(path):
        raise InputError(f"{path}: unknown kind of output {path.suffix!r}; expected {' '.join(suffixes)}.")


def files_of(inputs: Iterable[str]) -> Iterator[Path]:
    """The files that are read; what cannot be found is told when it is read."""
    from gistmill.read import STDIN, list_files

    for name in inputs:
        with suppress(UnreadableInput, OSError):
            yield from [Path("/dev/stdin")] if name == STDIN else list_files(name)


def wants_colour(path: Path | None) -> bool:
    """Colours are for terminals only, and not where `NO_COLOR` asks for none (no-color.org)."""
    return on_terminal(path) and not os.environ.get("NO_COLOR")


def on_terminal(path: Path | None) -> bool:
    """Whether an output is read by eye from a terminal: what is data elsewhere must not steer it."""
    return path is None and sys.stdout.isatty()


def width(path: Path | None) -> int:
    """The width of the terminal in columns; 80 elsewhere, so that output does not depend on who looks."""
    return shutil.get_terminal_size().columns if path is None and sys.stdout.isatty() else FALLBACK_WIDTH
