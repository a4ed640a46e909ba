"""Why an artefact was computed again, what two of them differ in, and what the cache holds, for a person."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, TypeAlias

import msgspec
from msgspec import Struct

from gistmill.cache.entries import Artefact, Entry
from gistmill.cache.keys import Key, canonical_json
from gistmill.cache.null_store import NullStore
from gistmill.cache.store import Store

AnyStore: TypeAlias = Store | NullStore
Leaf: TypeAlias = tuple[str, str]

ABSENT = "(absent)"


class Difference(Struct, frozen=True):
    """One point in which two things differ: `what` is a path such as `settings.length`."""

    what: str
    before: str
    after: str


class Why(Struct, frozen=True):
    """Whether a key is held; if not, the nearest entry of its stage and what sets the key apart from it."""

    held: bool
    nearest: Entry | None
    differences: tuple[Difference, ...]


class Comparison(Struct, frozen=True):
    """In what two artefacts differ: in what they were made from, and in what they say."""

    key: tuple[Difference, ...]
    body: tuple[Difference, ...]


class StageTotal(Struct, frozen=True):
    """What the cache holds of one stage; `seconds` is what computing it took."""

    stage: str
    versions: tuple[str, ...]
    entries: int
    bytes: int
    seconds: float


def why(store: AnyStore, key: Key) -> Why:
    """Whether `key` is held; if not, the entry of its stage that differs in least, the newest of equals.

    An entry with another input counts as further away than one with other settings or another version: a
    person asks why the same text was worked on again.
    """
    candidates = store.entries(stage=key.stage)
    for entry in candidates:
        if entry.key == key:
            return Why(True, entry, ())
    nearest = min(candidates, key=lambda entry: _distance(entry.key, key), default=None)
    return Why(False, nearest, differences(nearest.key, key) if nearest else ())


def differences(before: Key, after: Key) -> tuple[Difference, ...]:
    """What sets two keys apart, settings field by field."""
    pairs = (
        ("stage", before.stage, after.stage),
        ("version", before.version, after.version),
        ("input", before.input_digest, after.input_digest),
    )
    plain = tuple(Difference(what, old, new) for what, old, new in pairs if old != new)
    if before.settings_json == after.settings_json:
        return plain
    return plain + _changed_leaves(before.settings_json, after.settings_json, "settings")


def compare(store: AnyStore, before: Key, after: Key) -> Comparison:
    """Two artefacts side by side; a body that is not there reads as absent."""
    old, new = store.get_many([before, after])
    return Comparison(differences(before, after), _changed_leaves(_body(old), _body(new), ""))


def totals(store: AnyStore) -> tuple[StageTotal, ...]:
    """What the cache holds, stage by stage, in the order of their names."""
    by_stage: dict[str, list[Entry]] = {}
    for entry in store.entries():
        by_stage.setdefault(entry.key.stage, []).append(entry)
    return tuple(_total(stage, by_stage[stage]) for stage in sorted(by_stage))


def _total(stage: str, entries: Sequence[Entry]) -> StageTotal:
    return StageTotal(
        stage=stage,
        versions=tuple(sorted({entry.key.version for entry in entries})),
        entries=len(entries),
        bytes=sum(entry.bytes for entry in entries),
        seconds=round(sum(entry.seconds for entry in entries), 3),
    )


def _distance(held: Key, wanted: Key) -> tuple[bool, int]:
    return held.input_digest != wanted.input_digest, len(differences(held, wanted))


def _body(artefact: Artefact | None) -> str:
    return artefact.body.decode(errors="replace") if artefact else "null"


def _changed_leaves(before: str, after: str, root: str) -> tuple[Difference, ...]:
    old, new = (dict(_leaves(_parsed(text), root)) for text in (before, after))
    return tuple(
        Difference(path, old.get(path, ABSENT), new.get(path, ABSENT))
        for path in dict.fromkeys([*old, *new])
        # The root itself is a leaf only while it is empty; then its members tell the difference.
        if path != root and old.get(path) != new.get(path)
    )


def _parsed(text: str) -> Any:
    """The value of a JSON text; a text that is no JSON stands for itself."""
    try:
        return msgspec.json.decode(text)
    except msgspec.DecodeError:
        return text


def _leaves(value: Any, path: str) -> Iterator[Leaf]:
    """
    >>> list(_leaves({"a": [1, {"b": None}]}, "settings"))
    [('settings.a[0]', '1'), ('settings.a[1].b', 'null')]
    """
    if isinstance(value, dict) and value:
        for name, member in value.items():
            yield from _leaves(member, f"{path}.{name}" if path else name)
    elif isinstance(value, list) and value:
        for index, member in enumerate(value):
            yield from _leaves(member, f"{path}[{index}]")
    else:
        yield path, canonical_json(value)
