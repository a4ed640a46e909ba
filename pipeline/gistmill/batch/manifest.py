"""What is finished, so that a run killed at any moment goes on without losing or repeating a row.

Beside the output `OUT` lie, until it is complete, `OUT.partial` with the rows so far and `OUT.manifest`, whose
first line identifies the plan and each further line a state that was on disk: how many rows and bytes of the
partial file are good, and where in the input to go on. Rows reach the disk before the line that vouches for
them, so whatever follows the last good line, in either file, is of no account and is cut off.
"""

from __future__ import annotations

import fcntl
import os
from contextlib import suppress
from io import FileIO
from pathlib import Path
from typing import TypeVar

import msgspec
from msgspec import Struct

from gistmill.batch.output import MOVING, complete
from gistmill.batch.plan import Plan, Position
from gistmill.batch.rows import Finished
from gistmill.cache import digest
from gistmill.errors import InputError
from gistmill.outputs import followed, refusals

SCHEMA = "gistmill.batch/1"
Line = TypeVar("Line", bound=Struct)


class Header(Struct, frozen=True):
    """`plan` is its digest; `recipe` and `inputs` tell a person what has changed since."""

    plan: str
    recipe: str
    inputs: str
    schema: str = SCHEMA


class State(Struct, frozen=True):
    """The first `rows` rows, `bytes` long, `failed` of them error rows, are on disk; `position` is what comes next."""

    rows: int = 0
    bytes: int = 0
    failed: int = 0
    position: Position = Position()


class Manifest:
    """The two files beside an output, held by one process at a time; of a link, beside the file it leads to."""

    def __init__(self, output: Path, plan: Plan, *, resume: bool) -> None:
        """Raises InputError where another run holds the files, or an earlier run's cannot be gone on with."""
        output = followed(output)
        self._output = output
        self._path, self.partial_path = files_beside(output)[:2]
        self._journal = _lock(self._path)
        try:
            with refusals(self.partial_path):
                self.state = self._taken_up(plan, resume=resume)
                self._rows = self.partial_path.open("ab", buffering=0)
        except BaseException:
            self._journal.close()
            raise

    def keep(self, finished: Finished) -> State:
        """Puts the rows on disk, then the line that says so."""
        written = b"".join(row.line for row in finished.rows)
        with refusals(self.partial_path):
            _append(self._rows, written)
        self.state = State(
            rows=self.state.rows + len(finished.rows),
            bytes=self.state.bytes + len(written),
            failed=self.state.failed + sum(bool(row.error) for row in finished.rows),
            position=finished.end,
        )
        self._note(self.state)
        return self.state

    def complete(self) -> None:
        """Puts the rows in the place of the output; then there is nothing left beside it."""
        complete(self.partial_path, self._output)
        self._discard()

    def stop(self) -> str:
        """Lets go of the files, which stay for `--resume` if there are rows in them; gives that in words."""
        if not self.state.rows:
            with suppress(OSError):
                self._discard()
            return ""
        self._rows.close()
        self._journal.close()
        return f"{self.state.rows:,} rows are kept in {self.partial_path}, go on with --resume"

    def _discard(self) -> None:
        """Removes what is left beside the output; rows without a manifest are of no account."""
        self._rows.close()
        self._path.unlink(missing_ok=True)
        self.partial_path.unlink(missing_ok=True)
        self._journal.close()

    def _taken_up(self, plan: Plan, *, resume: bool) -> State:
        header = Header(plan.digest, digest(plan.recipe), digest(plan.files))
        lines = self._journal.read().splitlines(keepends=True)
        known = _decoded(lines[0], Header) if lines else None
        if known is None:
            self.partial_path.write_bytes(b"")
            self._restart(header)
            return State()
        states = _good_states(lines[1:])
        self._take_back(states[-1])
        self._check(known, header, states[-1], resume=resume)
        good = sum(map(len, lines[: len(states)]))
        self._journal.truncate(good)
        self._journal.seek(good)
        with self.partial_path.open("r+b") as rows:
            rows.truncate(states[-1].bytes)
        return states[-1]

    def _take_back(self, state: State) -> None:
        """Undoes the last move of a run that was killed right behind it, before its manifest was gone."""
        moved = self._output.is_file() and self._output.stat().st_size == state.bytes
        if moved and not self.partial_path.exists():
            self._output.replace(self.partial_path)

    def _check(self, known: Header, header: Header, state: State, *, resume: bool) -> None:
        if not resume:
            raise InputError(
                f"{self.partial_path}: an unfinished run with {state.rows:,} rows; go on with --resume, or delete "
                f"it and {self._path.name} to start over."
            )
        if known.plan != header.plan:
            raise InputError(
                f"{self._path}: the unfinished run had other {_what_differs(known, header)}; repeat its command, "
                f"or delete it and {self.partial_path.name} to start over."
            )
        size = self.partial_path.stat().st_size if self.partial_path.exists() else -1
        if size < state.bytes:
            raise InputError(
                f"{self.partial_path}: shorter than its manifest says; delete both files to start over."
            )

    def _restart(self, header: Header) -> None:
        self._journal.seek(0)
        self._journal.truncate()
        self._note(header)

    def _note(self, value: Struct) -> None:
        with refusals(self._path):
            _append(self._journal, msgspec.json.encode(value) + b"\n")


def files_beside(output: Path) -> tuple[Path, Path, Path]:
    """What a run writes beside its output until that is complete: the manifest, the rows, and the table they become."""
    manifest, partial, moving = (
        output.with_name(output.name + suffix) for suffix in (".manifest", ".partial", MOVING)
    )
    return manifest, partial, moving


def _lock(path: Path) -> FileIO:
    """The journal, for this process alone; the lock goes with the process, however it ends."""
    with refusals(path):
        journal = FileIO(os.open(path, os.O_RDWR | os.O_CREAT, 0o666), "r+")
    try:
        fcntl.flock(journal, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        journal.close()
        raise InputError(
            f"{path}: another run is writing this output; wait for it, or name another -o."
        ) from error
    return journal


def _good_states(lines: list[bytes]) -> list[State]:
    """The states up to the first line that is torn, before them the empty one for the header."""
    states = [State()]
    for line in lines:
        state = _decoded(line, State)
        if state is None:
            break
        states.append(state)
    return states


def _decoded(line: bytes, type: type[Line]) -> Line | None:
    if not line.endswith(b"\n"):
        return None
    try:
        return msgspec.json.decode(line, type=type)
    except msgspec.DecodeError:
        return None


def _what_differs(known: Header, header: Header) -> str:
    if known.inputs != header.inputs:
        return "inputs (names, sizes or times)"
    return "settings" if known.recipe != header.recipe else "reading options, or was made by another version"


def _append(file: FileIO, data: bytes) -> None:
    """Writes all of `data` and puts it on the disk. Unbuffered: what failed once is not tried again at the end."""
    left = memoryview(data)
    while left:
        left = left[file.write(left) :]
    os.fsync(file.fileno())
