"""Where artefacts lie: one SQLite file that any number of processes may use at once.

The cache may cost time but never a result: whatever is wrong with it is said once, through `warn`, and then
the artefact counts as missing. Bodies are JSON, compressed, and carry a checksum.
"""

from __future__ import annotations

import hashlib
import os
import sqlite3
import threading
import time
import zlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from typing import TypeVar

from gistmill.cache.database import connect, make_file, set_aside
from gistmill.cache.entries import Artefact, Entry, Row
from gistmill.cache.keys import Key
from gistmill.cache.null_store import NullStore

Warn = Callable[[str], None]
Clock = Callable[[], float]
Answer = TypeVar("Answer")
Part = TypeVar("Part")

# Reading marks an artefact as used, for `gc`; not oftener than daily, since every mark is a write.
MARK_USED_AFTER_S = 86_400.0
# SQLite takes at least 999 parameters in one statement.
KEYS_A_QUERY = 900

ENTRIES = """
SELECT hex, stage, version, settings.json, input, label, length(body), seconds, created, used
FROM artefact JOIN settings ON settings.digest = artefact.settings
"""


class Store:
    """An open cache file. Made by `Store.open`; usable from several threads, and after a fork."""

    def __init__(self, path: Path, *, warn: Warn, clock: Clock = time.time) -> None:
        self.path = path
        self._warn = warn
        self._warned: set[str] = set()
        self._clock = clock
        self._lock = threading.RLock()
        self._process = os.getpid()
        self._connection = connect(path)

    @classmethod
    def open(cls, path: Path, *, warn: Warn, clock: Clock = time.time) -> Store | NullStore:
        """The store in the file `path`, made if need be; a `NullStore` where that cannot be done.

        A directory that has to be made is open to the user alone (0700), and the file always is (0600). A
        file that is no cache, or is damaged, is set aside under another name.
        """
        try:
            make_file(path)
            try:
                return cls(path, warn=warn, clock=clock)
            except sqlite3.DatabaseError as error:
                if isinstance(error, sqlite3.OperationalError):
                    raise
                warn(f"cache: {path} is damaged ({error}); it was set aside as {set_aside(path).name}")
                make_file(path)
                return cls(path, warn=warn, clock=clock)
        except (OSError, sqlite3.Error) as error:
            warn(
                f"cache: {path} cannot be used ({error}); going on without. Another place: GISTMILL_CACHE_DIR"
            )
            return NullStore()

    def get(self, key: Key) -> Artefact | None:
        return self.get_many([key])[0]

    def get_many(self, keys: Sequence[Key]) -> list[Artefact | None]:
        """The artefact of each key, None where there is none or it is damaged."""
        nothing: dict[str, Artefact] = {}
        found = self._attempt(lambda: self._read([key.hex for key in keys]), nothing)
        return [found.get(key.hex) for key in keys]

    def put(self, key: Key, body: bytes, *, seconds: float, label: str) -> None:
        self.put_many([(key, body, seconds, label)])

    def put_many(self, rows: Iterable[Row]) -> None:
        """Keeps (key, body, seconds, label) of each row, all or none; what was under a key is replaced."""
        now = self._clock()
        kept = [(_settings_row(row), _artefact_row(row, now)) for row in rows]
        if kept:
            self._attempt(lambda: self._write(kept), None)

    def entries(self, *, stage: str | None = None) -> list[Entry]:
        """Everything held (of one stage), newest first."""
        where, values = ("WHERE stage = ?", (stage,)) if stage else ("", ())
        return self._entries(f"{where} ORDER BY created DESC, hex", values)

    def find(self, prefix: str) -> list[Entry]:
        """The entries whose `key.hex` starts with `prefix`."""
        return self._entries("WHERE hex >= ? AND hex < ? ORDER BY hex", (prefix, f"{prefix}g"))

    def remove(self, keys: Iterable[Key]) -> int:
        """Forgets artefacts; gives how many there were."""
        return self._attempt(lambda: self._delete([key.hex for key in keys]), 0)

    def gc(self, *, max_bytes: int | None = None, max_age_s: float | None = None) -> int:
        """Forgets what was unused for `max_age_s`, then the longest unused until the rest fits `max_bytes`."""
        oldest = self._clock() - max_age_s if max_age_s is not None else None
        doomed, total = [], 0
        for entry in sorted(self.entries(), key=lambda entry: -entry.used):
            total += entry.bytes
            too_old = oldest is not None and entry.used < oldest
            if too_old or (max_bytes is not None and total > max_bytes):
                doomed.append(entry.key)
                total -= entry.bytes
        return self.remove(doomed)

    def clear(self) -> int:
        """Forgets everything; gives how many artefacts there were."""
        return self.remove([entry.key for entry in self.entries()])

    def close(self) -> None:
        self._connection.close()

    def _read(self, names: list[str]) -> dict[str, Artefact]:
        columns = "SELECT hex, body, checksum, seconds, created, used FROM artefact WHERE hex IN"
        found, stale = {}, []
        for part in _parts(names, KEYS_A_QUERY):
            for name, body, checksum, seconds, created, used in self._now().execute(
                f"{columns} ({_marks(part)})", part
            ):
                unpacked = _unpack(body, checksum)
                if unpacked is None:
                    self._warn_once(f"cache: a damaged entry in {self.path} is computed anew ({name[:12]})")
                    continue
                found[name] = Artefact(unpacked, seconds, created)
                if self._clock() - used > MARK_USED_AFTER_S:
                    stale.append(name)
        if stale:
            self._mark_used(stale)
        return found

    def _mark_used(self, names: list[str]) -> None:
        with self._transaction() as connection:
            rows = [(self._clock(), name) for name in names]
            connection.executemany("UPDATE artefact SET used = ? WHERE hex = ?", rows)

    def _write(self, kept: list[tuple[tuple[str, str], tuple[object, ...]]]) -> None:
        with self._transaction() as connection:
            connection.executemany("INSERT OR IGNORE INTO settings VALUES (?, ?)", {row for row, _ in kept})
            statement = f"INSERT OR REPLACE INTO artefact VALUES ({_marks(kept[0][1])})"
            connection.executemany(statement, [row for _, row in kept])

    def _entries(self, clause: str, values: tuple[str, ...]) -> list[Entry]:
        none: list[Entry] = []
        return self._attempt(
            lambda: [_entry(row) for row in self._now().execute(ENTRIES + clause, values)], none
        )

    def _delete(self, names: list[str]) -> int:
        removed = 0
        with self._transaction() as connection:
            for part in _parts(names, KEYS_A_QUERY):
                statement = f"DELETE FROM artefact WHERE hex IN ({_marks(part)})"
                removed += connection.execute(statement, part).rowcount
            connection.execute("DELETE FROM settings WHERE digest NOT IN (SELECT settings FROM artefact)")
        # As a script, since `execute` takes one step, and a step frees one page.
        self._now().executescript("PRAGMA incremental_vacuum")
        return removed

    @contextmanager
    def _transaction(self) -> Iterator[sqlite3.Connection]:
        """One transaction; it waits its turn at the start, so no other's lock can stop it halfway."""
        connection = self._now()
        connection.execute("BEGIN IMMEDIATE")
        try:
            yield connection
        except BaseException:
            connection.rollback()
            raise
        connection.commit()

    def _now(self) -> sqlite3.Connection:
        """The connection of this process: SQLite's must not be carried over a fork."""
        if self._process != os.getpid():
            # Kept, since closing the parent's connection here would tidy up behind the parent's back.
            self._inherited = self._connection
            self._process, self._connection = os.getpid(), connect(self.path)
        return self._connection

    def _attempt(self, ask: Callable[[], Answer], otherwise: Answer) -> Answer:
        """What `ask` gives; where the file fails, a warning and `otherwise`."""
        with self._lock:
            try:
                return ask()
            except sqlite3.OperationalError as error:
                self._warn_once(f"cache: {self.path} cannot be used now ({error}); going on without")
            except sqlite3.DatabaseError as error:
                self._start_afresh(error)
            return otherwise

    def _start_afresh(self, error: sqlite3.DatabaseError) -> None:
        """Puts a damaged file aside and an empty one in its place."""
        self._connection.close()
        self._warn_once(f"cache: {self.path} is damaged ({error}); it is set aside, and all is computed anew")
        try:
            set_aside(self.path)
            make_file(self.path)
            self._connection = connect(self.path)
        except (OSError, sqlite3.Error) as again:
            self._connection = connect(Path(":memory:"))
            self._warn_once(f"cache: no new file could be made ({again}); going on without")

    def _warn_once(self, message: str) -> None:
        if message not in self._warned:
            self._warned.add(message)
            self._warn(message)


def _settings_row(row: Row) -> tuple[str, str]:
    settings = row[0].settings_json
    return hashlib.sha256(settings.encode()).hexdigest(), settings


def _artefact_row(row: Row, now: float) -> tuple[object, ...]:
    key, body, seconds, label = row
    identity = (key.hex, key.stage, key.version, _settings_row(row)[0], key.input_digest)
    return (*identity, label, seconds, now, now, _checksum(body), zlib.compress(body))


def _entry(row: tuple[str, str, str, str, str, str, int, float, float, float]) -> Entry:
    _, stage, version, settings, source, label, size, seconds, created, used = row
    return Entry(Key(stage, version, settings, source), label, size, seconds, created, used)


def _checksum(body: bytes) -> str:
    return hashlib.sha256(body).hexdigest()


def _unpack(body: object, checksum: object) -> bytes | None:
    """The JSON that was stored, or None if it is not what was stored."""
    if not isinstance(body, bytes):
        return None
    try:
        unpacked = zlib.decompress(body)
    except zlib.error:
        return None
    return unpacked if _checksum(unpacked) == checksum else None


def _marks(values: Sequence[object]) -> str:
    return ",".join("?" * len(values))


def _parts(values: Sequence[Part], size: int) -> Iterator[list[Part]]:
    remaining = iter(values)
    while part := list(islice(remaining, size)):
        yield part
