"""What identifies an artefact: the stage, its version, its settings, and the digest of its input.

Nothing else does: not the document's name, the time, the machine or the order of work. Keys are the same in
every process and on every machine.
"""

from __future__ import annotations

import hashlib
from functools import cached_property
from typing import Any

import msgspec

# Part of every key: a new number makes all older artefacts unknown.
FORMAT = 1


def canonical_json(value: Any) -> str:
    """A value as JSON with one spelling: keys sorted at every depth, no spaces.

    Takes what msgspec takes: structs, dataclasses, dicts, sequences, strings, numbers, None.

    >>> canonical_json({"b": (1, 2.5), "a": None})
    '{"a":null,"b":[1,2.5]}'
    """
    return msgspec.json.encode(value, order="sorted").decode()


def digest(value: Any) -> str:
    """SHA-256 of the canonical JSON, as 64 hexadecimal digits."""
    return hashlib.sha256(canonical_json(value).encode()).hexdigest()


class Key(msgspec.Struct, frozen=True, dict=True):
    """The identity of an artefact; `settings_json` is canonical, `input_digest` is a `digest`."""

    stage: str
    version: str
    settings_json: str
    input_digest: str

    @cached_property
    def hex(self) -> str:
        """The name the artefact is stored under, 64 hexadecimal digits."""
        return digest(
            {
                "format": FORMAT,
                "stage": self.stage,
                "version": self.version,
                "settings": msgspec.Raw(self.settings_json.encode()),
                "input": self.input_digest,
            }
        )
