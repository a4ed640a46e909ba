"""The transformers and torch engine: the default on a GPU, and any sequence-to-sequence checkpoint on either.

A source is encoded once, for its search, all its alternatives and their scores. What a source gives in other
company agrees but for rounding (padding and batch size change the order of sums), so near-ties between beams
may fall otherwise; where that must not be, use CTranslate2 with int8.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, TypeVar

from gistmill_models.asking import Asked, Asking
from gistmill_models.batching import answer_distinct, batches_of_similar_length, in_halves
from gistmill_models.errors import DeviceMissing, EngineMissing, ModelBroken, OutOfMemory
from gistmill_models.pieces import Vocabulary, open_vocabulary
from gistmill_models.protocol import Alternative, Decoding, Fingerprint, Generation, Task
from gistmill_models.snapshot import Snapshot

Answer = TypeVar("Answer")
Ids = Sequence[int]

# Source pieces, padding included, that go through the model together. On a GPU as many as its arithmetic
# can use; too many for its memory are halved.
BATCH_PIECES = {"cpu": 2048, "cuda": 65536}


@dataclass(frozen=True)
class Encoded:
    """A batch after the encoder. *Shape:* states (rows, pieces, width), mask (rows, pieces)."""

    states: Any
    mask: Any

    def repeated(self, times: int) -> Encoded:
        return Encoded(self.states.repeat_interleave(times, 0), self.mask.repeat_interleave(times, 0))


class TorchModel:
    """A snapshot in its transformers form, opened; a `Seq2Seq`."""

    def __init__(self, snapshot: Snapshot, fingerprint: Fingerprint, *, threads: int | None = None) -> None:
        """`threads`: cores for torch on a CPU; None: as torch chooses."""
        self.fingerprint = fingerprint
        self._name = snapshot.name
        self._traits = snapshot.traits
        self._torch = _import_torch(snapshot, fingerprint, threads)
        self._vocabulary: Vocabulary = open_vocabulary(snapshot)
        self._asking = Asking(snapshot.traits.prompts, self._vocabulary, snapshot.traits.max_source_pieces)
        self._model = _load(snapshot, fingerprint, self._vocabulary)
        self._prompt = (self._model.generation_config.decoder_start_token_id, *self._vocabulary.forced_start)

    @property
    def tasks(self) -> dict[str, Task]:
        return dict(self._traits.tasks)

    def room(self, task: str) -> int:
        return self._asking.room(task)

    def count_pieces(self, texts: Sequence[str]) -> list[int]:
        return [len(ids) for ids in self._vocabulary.encode(texts)]

    def generate(
        self, task: str, sources: Sequence[str], decoding: Decoding, *, words: Sequence[int] | None = None
    ) -> list[Generation]:
        def answer(distinct: list[Asked]) -> list[Generation]:
            return self._in_batches(
                distinct, lambda batch: self._generate([distinct[i] for i in batch], decoding)
            )

        return answer_distinct(self._asking.ask(task, sources, words), answer)

    def score(
        self, task: str, pairs: Sequence[tuple[str, str]], *, words: Sequence[int] | None = None
    ) -> list[float]:
        def answer(distinct: list[tuple[Asked, tuple[int, ...]]]) -> list[float]:
            sources, outputs = zip(*distinct, strict=True)
            return self._in_batches(
                sources, lambda batch: self._score([sources[i] for i in batch], [outputs[i] for i in batch])
            )

        asked = self._asking.ask(task, [source for source, _ in pairs], words)
        outputs = (tuple(self._output(target)) for _, target in pairs)
        return answer_distinct(list(zip(asked, outputs, strict=True)), answer)

    def close(self) -> None:
        del self._model
        if self.fingerprint.device == "cuda":
            self._torch.cuda.empty_cache()

    def _output(self, text: str) -> Ids:
        """A text as the decoder would have written it, after its prompt."""
        room = self._traits.max_output_pieces - len(self._vocabulary.forced_start)
        return [*self._prompt, *self._vocabulary.encode_target(text, room)]

    def _in_batches(
        self, sources: Sequence[Asked], work: Callable[[Sequence[int]], list[Answer]]
    ) -> list[Answer]:
        """What `work` gives for each source, in order, with as many together as the memory takes."""
        too_much = self._torch.cuda.OutOfMemoryError
        answers: dict[int, Answer] = {}
        lengths = [len(source.ids) for source in sources]
        with self._torch.inference_mode(), _quietly():
            for batch in batches_of_similar_length(lengths, BATCH_PIECES[self.fingerprint.device]):
                try:
                    answers.update(in_halves(batch, work, too_much))
                except too_much as error:
                    raise OutOfMemory(
                        f"{self._name}: one source of at most {lengths[batch[0]]} pieces does not fit into the "
                        f"memory of the {self.fingerprint.device} device; use --device cpu, or fewer beams"
                    ) from error
        return [answers[index] for index in range(len(sources))]

    def _generate(self, sources: Sequence[Asked], decoding: Decoding) -> list[Generation]:
        encoded = self._encode(sources)
        outputs = self._search(encoded, decoding)
        scores = self._score_outputs(encoded.repeated(decoding.alternatives), outputs)
        alternatives = [self._alternative(ids, score) for ids, score in zip(outputs, scores, strict=True)]
        count = decoding.alternatives
        return [
            Generation(
                tuple(alternatives[row * count : (row + 1) * count]), source.source_pieces, source.read_pieces
            )
            for row, source in enumerate(sources)
        ]

    def _score(self, sources: Sequence[Asked], outputs: Sequence[Ids]) -> list[float]:
        return self._score_outputs(self._encode(sources), outputs)

    def _encode(self, sources: Sequence[Asked]) -> Encoded:
        ids, mask = self._padded([source.ids for source in sources])
        marks = {}
        if self._model.config.model_type == "led":
            # LED was trained to summarize with its first piece seeing, and seen from, everywhere.
            marks["global_attention_mask"] = mask.new_zeros(mask.shape)
            marks["global_attention_mask"][:, 0] = 1
        encoder = self._model.get_encoder()
        return Encoded(encoder(input_ids=ids, attention_mask=mask, **marks).last_hidden_state, mask)

    def _search(self, encoded: Encoded, decoding: Decoding) -> list[Ids]:
        """The best outputs of each row, best first, each with the prompt before it and no padding after."""
        from transformers import GenerationConfig

        forced = self._vocabulary.forced_start
        settings = GenerationConfig(
            num_beams=decoding.beams,
            num_return_sequences=decoding.alternatives,
            max_new_tokens=min(decoding.max_pieces + len(forced), self._traits.max_output_pieces),
            min_new_tokens=decoding.min_pieces + len(forced),
            length_penalty=decoding.length_penalty,
            no_repeat_ngram_size=decoding.no_repeat_ngram,
            forced_bos_token_id=forced[0] if forced else None,
            do_sample=False,
            early_stopping=False,
        )
        sequences = self._model.generate(
            encoder_outputs=self._as_output(encoded), attention_mask=encoded.mask, generation_config=settings
        )
        return [self._without_padding(ids) for ids in sequences.tolist()]

    def _without_padding(self, ids: Ids) -> Ids:
        """Up to the first end piece of the output, or all; padding may only follow an end."""
        for position in range(len(self._prompt), len(ids)):
            if ids[position] == self._vocabulary.end:
                return ids[: position + 1]
        return ids

    def _alternative(self, ids: Ids, score: float) -> Alternative:
        output = ids[len(self._prompt) :]
        return Alternative(
            text=self._vocabulary.decode(output),
            score=score,
            pieces=sum(self._vocabulary.is_content(piece) for piece in output),
            stopped_by="end" if output and output[-1] == self._vocabulary.end else "length",
        )

    def _score_outputs(self, encoded: Encoded, outputs: Sequence[Ids]) -> list[float]:
        """Mean log-probability of the pieces after the prompt, end piece included; each row its output."""
        ids, mask = self._padded(outputs)
        logits = self._model(
            encoder_outputs=self._as_output(encoded),
            attention_mask=encoded.mask,
            decoder_input_ids=ids[:, :-1],
            decoder_attention_mask=mask[:, :-1],
            use_cache=False,
        ).logits
        chosen = -self._torch.nn.functional.cross_entropy(
            logits.float().transpose(1, 2), ids[:, 1:], reduction="none"
        )
        counted = mask[:, 1:].to(chosen.dtype)
        counted[:, : len(self._prompt) - 1] = 0
        means = (chosen * counted).sum(1) / counted.sum(1).clamp(min=1)
        return [min(0.0, float(mean)) for mean in means.tolist()]

    def _padded(self, rows: Sequence[Ids]) -> tuple[Any, Any]:
        """Piece ids and their mask. *Shape:* (rows, longest), both."""
        longest = max(map(len, rows))
        padding = self._vocabulary.padding
        ids = [[*row, *[padding] * (longest - len(row))] for row in rows]
        mask = [[1] * len(row) + [0] * (longest - len(row)) for row in rows]
        device = self.fingerprint.device
        return self._torch.tensor(ids, device=device), self._torch.tensor(mask, device=device)

    def _as_output(self, encoded: Encoded) -> Any:
        """A new object for each use, since `generate` writes into the one it gets."""
        from transformers.modeling_outputs import BaseModelOutput

        return BaseModelOutput(last_hidden_state=encoded.states)


def _import_torch(snapshot: Snapshot, fingerprint: Fingerprint, threads: int | None) -> Any:
    try:
        import torch
        import transformers  # noqa: F401
    except ImportError as error:
        raise EngineMissing(
            f"{snapshot.name} needs torch and transformers: pip install 'gistmill[torch]'"
        ) from error
    if fingerprint.device == "cuda" and not torch.cuda.is_available():
        raise DeviceMissing("--device cuda: torch sees no GPU (driver, or a CPU build?); use --device cpu")
    if threads is not None:
        torch.set_num_threads(threads)
    return torch


def _load(snapshot: Snapshot, fingerprint: Fingerprint, vocabulary: Vocabulary) -> Any:
    """The model, all weights from safetensors; ModelBroken where any is missing, since it would be random."""
    import torch
    from transformers import AutoModelForSeq2SeqLM

    with _quietly():
        try:
            model, report = AutoModelForSeq2SeqLM.from_pretrained(
                snapshot.transformers,
                dtype=getattr(torch, fingerprint.compute),
                use_safetensors=True,
                trust_remote_code=False,
                local_files_only=True,
                output_loading_info=True,
            )
        # Damaged safetensors raise an error of their own that derives from Exception alone.
        except Exception as error:
            raise ModelBroken(
                f"{snapshot.folder}: transformers cannot load it ({error}); fetch the model again"
            ) from error
    if report["missing_keys"]:
        missing = ", ".join(sorted(report["missing_keys"])[:3])
        raise ModelBroken(f"{snapshot.folder}: weights are missing ({missing}, ...); fetch the model again")
    model.generation_config = _only_ids(model.generation_config, vocabulary)
    return model.to(fingerprint.device).eval()


def _only_ids(config: Any, vocabulary: Vocabulary) -> Any:
    """What a checkpoint says of its pieces, without its habits of search (beams, lengths, a forced end)."""
    from transformers import GenerationConfig

    start = vocabulary.decoder_start
    return GenerationConfig(
        decoder_start_token_id=config.decoder_start_token_id if start is None else start,
        bos_token_id=config.bos_token_id,
        eos_token_id=vocabulary.end,
        pad_token_id=vocabulary.padding,
        bad_words_ids=config.bad_words_ids,
        suppress_tokens=config.suppress_tokens,
    )


@contextmanager
def _quietly() -> Iterator[None]:
    """Without the progress bars and advice of transformers; what counts comes as an error or a value."""
    from transformers.utils import logging

    verbosity, bars = logging.get_verbosity(), logging.is_progress_bar_enabled()
    logging.set_verbosity_error()
    logging.disable_progress_bar()
    try:
        yield
    finally:
        logging.set_verbosity(verbosity)
        if bars:
            logging.enable_progress_bar()
