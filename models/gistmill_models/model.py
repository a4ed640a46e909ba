"""A model on disk that is ready to work: its prompts, its vocabulary and the engine that runs its weights."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from gistmill_models.answers import Answer, read_answer
from gistmill_models.asking import Asked, Asking
from gistmill_models.batching import answer_distinct
from gistmill_models.engines.engine import Engine, Ids, Output
from gistmill_models.protocol import Alternative, Decoding, Fingerprint, Generation, StoppedBy, Task
from gistmill_models.snapshot import Snapshot
from gistmill_models.vocabulary import Vocabulary

Reads = Callable[[str], Answer]


class EngineModel:
    """A `Seq2Seq` over piece ids: equal questions are put to the engine once."""

    def __init__(
        self, snapshot: Snapshot, fingerprint: Fingerprint, vocabulary: Vocabulary, engine: Engine
    ) -> None:
        self.fingerprint = fingerprint
        self._traits = snapshot.traits
        self._vocabulary = vocabulary
        self._engine = engine
        self._asking = Asking(snapshot.traits.prompts, vocabulary, snapshot.traits.max_source_pieces)
        self._ends = {
            task: tuple(dict.fromkeys((*vocabulary.marks_of(prompt.stop), *vocabulary.ends)))
            for task, prompt in snapshot.traits.prompts.items()
        }

    @property
    def tasks(self) -> dict[str, Task]:
        return dict(self._traits.tasks)

    def generate(
        self, task: str, sources: Sequence[str], decoding: Decoding, *, words: Sequence[int] | None = None
    ) -> list[Generation]:
        asked = self._asking.ask(task, sources, words)
        outputs = answer_distinct(
            [source.ids for source in asked],
            lambda rows: self._engine.generate(rows, decoding, ends=self._ends[task]),
        )
        # A sentence that is mended is to keep its own signs.
        reads = as_it_is if task == "clean" else read_answer
        return [
            self._generation(one, written, partial(reads, source=source))
            for source, one, written in zip(sources, asked, outputs, strict=True)
        ]

    def score(
        self, task: str, pairs: Sequence[tuple[str, str]], *, words: Sequence[int] | None = None
    ) -> list[float]:
        asked = self._asking.ask(task, [source for source, _ in pairs], words)
        targets = self._targets(task, [target for _, target in pairs])
        rows = [(source.ids, target) for source, target in zip(asked, targets, strict=True)]
        return answer_distinct(rows, self._engine.score)

    def room(self, task: str) -> int:
        return self._asking.room(task)

    def count_pieces(self, texts: Sequence[str]) -> list[int]:
        return [len(ids) for ids in self._vocabulary.encode(texts)]

    def close(self) -> None:
        self._engine.close()

    def _targets(self, task: str, texts: Sequence[str]) -> list[Ids]:
        """Each text as the model would have written it, as much of it as the model can write."""
        most = self._traits.max_output_pieces - len(self._vocabulary.forced_start) - 1
        end = self._ends[task][0]
        return [(*ids[:most], end) for ids in self._vocabulary.encode_targets(texts)]

    def _generation(self, asked: Asked, outputs: Sequence[Output], read: Reads) -> Generation:
        alternatives = tuple(self._alternative(output, read) for output in outputs)
        return Generation(alternatives, asked.source_pieces, asked.read_pieces)

    def _alternative(self, output: Output, read: Reads) -> Alternative:
        content = [piece for piece in output.ids if self._vocabulary.is_content(piece)]
        answer = read(self._vocabulary.decode(content))
        stopped_by: StoppedBy = "end" if output.ended else "length"
        return Alternative(answer.text, output.score, len(content), stopped_by, answer.refused)


def as_it_is(output: str, source: str) -> Answer:  # noqa: ARG001
    return Answer(output)
