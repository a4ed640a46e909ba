"""The command, preloaded once for all tests of it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.preloaded import Preloaded


@pytest.fixture(scope="session")
def preloaded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Preloaded]:
    server = Preloaded(tmp_path_factory.mktemp("preloaded"))
    yield server
    server.close()
