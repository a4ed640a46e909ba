"""What the two torch engines share: loading weights, batches as large as the memory takes, and scores.

What a source gives in other company agrees but for rounding (padding and batch size change the order of sums),
so near-ties between beams may fall otherwise; where that must not be, use CTranslate2 with int8.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any, TypeVar

from gistmill_models.batching import batches_of_similar_length, in_halves
from gistmill_models.engines.engine import Ids
from gistmill_models.errors import DeviceMissing, EngineMissing, ModelBroken, OutOfMemory
from gistmill_models.protocol import Decoding, Fingerprint
from gistmill_models.snapshot import Snapshot
from gistmill_models.vocabulary import Vocabulary

Answer = TypeVar("Answer")

# Source pieces, padding included, that go through the model together. On a GPU as many as its arithmetic
# can use; too many for its memory are halved.
BATCH_PIECES = {"cpu": 2048, "cuda": 65536}


class TorchWeights:
    """A snapshot in its transformers form, opened, and what both layouts do with it."""

    def __init__(
        self,
        auto_class: str,
        snapshot: Snapshot,
        fingerprint: Fingerprint,
        vocabulary: Vocabulary,
        *,
        threads: int | None,
    ) -> None:
        """`auto_class` is a class of transformers; `threads`: cores for torch on a CPU, None: as torch chooses."""
        self.torch = _import_torch(snapshot, fingerprint, threads)
        self.model = _load(auto_class, snapshot, fingerprint, vocabulary)
        self.padding = vocabulary.padding
        self._name = snapshot.name
        self._device = fingerprint.device

    def close(self) -> None:
        del self.model
        if self._device == "cuda":
            self.torch.cuda.empty_cache()

    def in_batches(
        self, lengths: Sequence[int], work: Callable[[Sequence[int]], list[Answer]]
    ) -> list[Answer]:
        """What `work` gives for each row of that length, in order, with as many together as the memory takes."""
        too_much = self.torch.cuda.OutOfMemoryError
        answers: dict[int, Answer] = {}
        with self.torch.inference_mode(), quietly():
            for batch in batches_of_similar_length(lengths, BATCH_PIECES[self._device]):
                try:
                    answers.update(in_halves(batch, work, too_much))
                except too_much as error:
                    raise OutOfMemory(
                        f"{self._name}: one source of at most {lengths[batch[0]]} pieces does not fit into the "
                        f"memory of the {self._device} device; use --device cpu, or fewer beams"
                    ) from error
        return [answers[index] for index in range(len(lengths))]

    def padded(self, rows: Sequence[Sequence[int]], *, left: bool = False) -> tuple[Any, Any]:
        """Piece ids and their mask. *Shape:* (rows, longest), both."""
        longest = max(map(len, rows))
        fill = [longest - len(row) for row in rows]
        ids = [_with_padding(row, [self.padding] * n, left=left) for row, n in zip(rows, fill, strict=True)]
        mask = [_with_padding([1] * len(row), [0] * n, left=left) for row, n in zip(rows, fill, strict=True)]
        return self.torch.tensor(ids, device=self._device), self.torch.tensor(mask, device=self._device)

    def settings(self, decoding: Decoding, *, ends: Ids, max_pieces: int, forced: Ids = ()) -> Any:
        """The search as transformers wants it told."""
        from transformers import GenerationConfig

        samples: dict[str, Any] = {"do_sample": False, "num_beams": decoding.beams}
        if decoding.samples:
            samples = {"do_sample": True, "num_beams": 1, "temperature": decoding.temperature}
            samples["top_k"] = decoding.top_k
            if decoding.seed is not None:
                self.torch.manual_seed(decoding.seed)
        return GenerationConfig(
            num_return_sequences=decoding.alternatives,
            max_new_tokens=max_pieces,
            min_new_tokens=decoding.min_pieces + len(forced),
            length_penalty=decoding.length_penalty,
            forced_bos_token_id=forced[0] if forced else None,
            eos_token_id=list(ends),
            pad_token_id=self.padding,
            early_stopping=False,
            **samples,
        )

    def mean_log_probs(self, logits: Any, ids: Any, counted: Any) -> list[float]:
        """The mean log-probability of the `counted` pieces.

        *Shape:* logits (rows, pieces, vocabulary), ids and counted (rows, pieces); logits are those of each piece.
        """
        losses = self.torch.nn.functional.cross_entropy(logits.float().transpose(1, 2), ids, reduction="none")
        counted = counted.to(losses.dtype)
        means = -(losses * counted).sum(1) / counted.sum(1).clamp(min=1)
        return [min(0.0, float(mean)) for mean in means.tolist()]


def up_to_end(ids: Sequence[int], ends: Ids) -> Ids:
    """Up to the first end piece, or all; padding may only follow an end.

    >>> up_to_end([5, 6, 2, 0, 0], ends=(2,))
    (5, 6, 2)
    """
    stop = next((place for place, piece in enumerate(ids) if piece in ends), len(ids))
    return tuple(ids[: stop + 1])


def _with_padding(row: Sequence[int], fill: list[int], *, left: bool) -> list[int]:
    return [*fill, *row] if left else [*row, *fill]


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


def _load(auto_class: str, snapshot: Snapshot, fingerprint: Fingerprint, vocabulary: Vocabulary) -> Any:
    """The model, all weights from safetensors; ModelBroken where any is missing, since it would be random."""
    import torch
    import transformers

    with quietly():
        try:
            model, report = getattr(transformers, auto_class).from_pretrained(
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

    starts = (vocabulary.decoder_start, config.decoder_start_token_id, config.bos_token_id)
    return GenerationConfig(
        decoder_start_token_id=next((start for start in starts if start is not None), None),
        bos_token_id=config.bos_token_id,
        eos_token_id=vocabulary.ends[0],
        pad_token_id=vocabulary.padding,
        bad_words_ids=config.bad_words_ids,
        suppress_tokens=config.suppress_tokens,
    )


@contextmanager
def quietly() -> Iterator[None]:
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
