from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from gistmill.cache import Key, Store, canonical_json, digest

DAY_S = 86_400.0


class Clock:
    """A clock that a test moves by hand."""

    def __init__(self) -> None:
        self.now = 1_000_000_000.0

    def __call__(self) -> float:
        return self.now

    def pass_days(self, days: float) -> None:
        self.now += days * DAY_S


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def warnings() -> list[str]:
    return []


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "made" / "cache.sqlite"


@pytest.fixture
def store(path: Path, warnings: list[str], clock: Clock) -> Iterator[Store]:
    store = Store.open(path, warn=warnings.append, clock=clock)
    assert isinstance(store, Store)
    yield store
    store.close()


@pytest.fixture
def key() -> Callable[..., Key]:
    def make(text: str = "text", *, stage: str = "clean", version: str = "1", **settings: object) -> Key:
        return Key(stage, version, canonical_json(settings), digest(text))

    return make
