"""SHA-256 digests of model files, without reading a file again that has not changed."""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import TypeAlias

Known: TypeAlias = dict[str, str]


def digest_files(files: Iterable[Path], memo: Path | None = None) -> dict[Path, str]:
    """The SHA-256 digest of each file.

    `memo` is a JSON file that keeps digests from one run to the next; a file counts as unchanged while its
    path, inode, size and modification time are the same. A memo that is damaged or cannot be written costs
    time, never correctness, and so is passed over.
    """
    known = _read_memo(memo) if memo else {}
    digests, learned = {}, dict[str, str]()
    for file in files:
        identity = _identity(file)
        if identity not in known:
            learned[identity] = _sha256(file)
        digests[file] = known.get(identity) or learned[identity]
    if memo and learned:
        with contextlib.suppress(OSError):
            _write_memo(memo, known | learned)
    return digests


def _sha256(file: Path) -> str:
    with file.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _identity(file: Path) -> str:
    status = file.stat()
    return f"{file.resolve()}|{status.st_ino}|{status.st_size}|{status.st_mtime_ns}"


def _read_memo(memo: Path) -> Known:
    try:
        known = json.loads(memo.read_bytes())
    except (OSError, ValueError):
        return {}
    if not isinstance(known, dict):
        return {}
    return {key: value for key, value in known.items() if isinstance(value, str) and len(value) == 64}


def _write_memo(memo: Path, known: Known) -> None:
    memo.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    handle, name = tempfile.mkstemp(dir=memo.parent, prefix=memo.name)
    with os.fdopen(handle, "w") as stream:
        json.dump(known, stream, indent=0)
    Path(name).replace(memo)
