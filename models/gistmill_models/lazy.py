"""A model that is opened when it is first asked, and whose work can be watched."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, nullcontext

from gistmill_models.protocol import Decoding, Fingerprint, Generation, Seq2Seq, Task

# Put around every piece of work; it is told how many sources that is for.
Watch = Callable[[int], AbstractContextManager[None]]


def unwatched(_: int) -> AbstractContextManager[None]:
    return nullcontext()


class LazyModel:
    """A `Seq2Seq` that knows its fingerprint and tasks unopened; opening counts as work, too."""

    def __init__(
        self,
        fingerprint: Fingerprint,
        tasks: dict[str, Task],
        load: Callable[[], Seq2Seq],
        watch: Watch = unwatched,
    ) -> None:
        self.fingerprint = fingerprint
        self._tasks = tasks
        self._load = load
        self._watch = watch
        self._opened: Seq2Seq | None = None

    @classmethod
    def watched(cls, model: Seq2Seq, watch: Watch) -> LazyModel:
        """The model itself, but for the watch on its work."""
        return cls(model.fingerprint, model.tasks, lambda: model, watch)

    @property
    def tasks(self) -> dict[str, Task]:
        return dict(self._tasks)

    @property
    def is_open(self) -> bool:
        return self._opened is not None

    def generate(
        self, task: str, sources: Sequence[str], decoding: Decoding, *, words: Sequence[int] | None = None
    ) -> list[Generation]:
        with self._watch(len(sources)):
            return self.opened().generate(task, sources, decoding, words=words) if sources else []

    def score(
        self, task: str, pairs: Sequence[tuple[str, str]], *, words: Sequence[int] | None = None
    ) -> list[float]:
        with self._watch(len(pairs)):
            return self.opened().score(task, pairs, words=words) if pairs else []

    def room(self, task: str) -> int:
        with self._watch(0):
            return self.opened().room(task)

    def count_pieces(self, texts: Sequence[str]) -> list[int]:
        with self._watch(0):
            return self.opened().count_pieces(texts) if texts else []

    def close(self) -> None:
        """Gives the memory back; a later question opens the model again."""
        if self._opened is not None:
            self._opened.close()
            self._opened = None

    def opened(self) -> Seq2Seq:
        if self._opened is None:
            self._opened = self._load()
        return self._opened
