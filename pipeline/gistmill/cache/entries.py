"""What a store keeps and gives back."""

from __future__ import annotations

from typing import TypeAlias

from msgspec import Struct

from gistmill.cache.keys import Key

# (key, body, seconds, label): what a store is given to keep.
Row: TypeAlias = tuple[Key, bytes, float, str]


class Artefact(Struct, frozen=True):
    """What a stage gave: JSON, the seconds that computing it took, and when (seconds since 1970)."""

    body: bytes
    seconds: float
    created: float


class Entry(Struct, frozen=True):
    """What is known of an artefact beside its body: `label` is a name for people, `bytes` its stored size."""

    key: Key
    label: str
    bytes: int
    seconds: float
    created: float
    used: float
