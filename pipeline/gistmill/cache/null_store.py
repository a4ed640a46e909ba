"""A store without a memory, with the face of `Store`."""
# ruff: noqa: ARG002  (the arguments are those of Store)

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from gistmill.cache.entries import Artefact, Entry, Row
from gistmill.cache.keys import Key


class NullStore:
    """A store that holds nothing, for those who want no cache and where there can be none."""

    path: Path | None = None

    def get(self, key: Key) -> Artefact | None:
        return None

    def get_many(self, keys: Sequence[Key]) -> list[Artefact | None]:
        return [None] * len(keys)

    def put(self, key: Key, body: bytes, *, seconds: float, label: str) -> None:
        pass

    def put_many(self, rows: Iterable[Row]) -> None:
        pass

    def entries(self, *, stage: str | None = None) -> list[Entry]:
        return []

    def find(self, prefix: str) -> list[Entry]:
        return []

    def remove(self, keys: Iterable[Key]) -> int:
        return 0

    def gc(self, *, max_bytes: int | None = None, max_age_s: float | None = None) -> int:
        return 0

    def clear(self) -> int:
        return 0

    def close(self) -> None:
        pass
