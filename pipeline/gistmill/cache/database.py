"""The SQLite file of the cache: how it is made, opened, and set aside when it is damaged."""

from __future__ import annotations

import os
import sqlite3
from pathlib import Path

from gistmill.cache.keys import FORMAT

BUSY_TIMEOUT_S = 30.0

SCHEMA = """
CREATE TABLE settings (digest TEXT PRIMARY KEY, json TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE artefact (
    hex TEXT NOT NULL UNIQUE,
    stage TEXT NOT NULL,
    version TEXT NOT NULL,
    settings TEXT NOT NULL REFERENCES settings (digest),
    input TEXT NOT NULL,
    label TEXT NOT NULL,
    seconds REAL NOT NULL,
    created REAL NOT NULL,
    used REAL NOT NULL,
    checksum TEXT NOT NULL,
    body BLOB NOT NULL
);
CREATE INDEX artefact_by_stage ON artefact (stage);
"""


def make_file(path: Path) -> None:
    """An empty file for the user alone; SQLite gives its side files the same rights."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))


def connect(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(path, timeout=BUSY_TIMEOUT_S, isolation_level=None, check_same_thread=False)
    try:
        _prepare(connection)
    except BaseException:
        connection.close()
        raise
    return connection


def _prepare(connection: sqlite3.Connection) -> None:
    """Many readers beside one writer (WAL), and the tables, made anew where another format made them."""
    connection.execute("PRAGMA auto_vacuum = INCREMENTAL")
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = NORMAL")
    if _format_of(connection) == FORMAT:
        return
    connection.execute("BEGIN IMMEDIATE")
    # Another process may have made them while this one waited.
    if _format_of(connection) != FORMAT:
        connection.execute("DROP TABLE IF EXISTS artefact")
        connection.execute("DROP TABLE IF EXISTS settings")
        for statement in SCHEMA.split(";")[:-1]:
            connection.execute(statement)
        connection.execute(f"PRAGMA user_version = {FORMAT}")
    connection.commit()


def _format_of(connection: sqlite3.Connection) -> int:
    number: int = connection.execute("PRAGMA user_version").fetchone()[0]
    return number


def set_aside(path: Path) -> Path:
    """Renames a damaged file; its side files go, since they belong to it alone."""
    aside = path.with_name(path.name + ".damaged")
    path.replace(aside)
    for side in ("-wal", "-shm"):
        path.with_name(path.name + side).unlink(missing_ok=True)
    return aside
