"""Pieces of a sentencepiece model, read with that small library alone."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from gistmill_models.engines.engine import Ids
from gistmill_models.errors import ModelBroken
from gistmill_models.snapshot import Snapshot
from gistmill_models.vocabulary import known_marks


class PlainPieces:
    """Pieces of a sentencepiece model, as T5 reads them: the text's pieces, then the end piece.

    Markup such as "</s>" in a text is text; the tokenizers of transformers would take it for the end.
    """

    decoder_start: int | None = None
    forced_start: Ids = ()

    def __init__(self, snapshot: Snapshot) -> None:
        from sentencepiece import SentencePieceProcessor

        try:
            self._pieces = SentencePieceProcessor(model_file=str(snapshot.sentencepiece))
        except (OSError, RuntimeError) as error:
            raise ModelBroken(f"{snapshot.sentencepiece}: {error}; fetch the model again") from error
        self._size: int = self._pieces.get_piece_size()
        self.ends: Ids = (self._pieces.eos_id(),)
        self.marks: tuple[Ids, Ids] = ((), self.ends)
        self.padding: int = max(0, self._pieces.pad_id())
        _check_agreement(snapshot, self._pieces)

    def encode(self, texts: Sequence[str]) -> list[list[int]]:
        ids: list[list[int]] = self._pieces.encode(list(texts))
        return ids

    def encode_instruction(self, text: str) -> list[int]:
        return self.encode([text])[0]

    def encode_targets(self, texts: Sequence[str]) -> list[list[int]]:
        return self.encode(texts)

    def decode(self, ids: Sequence[int]) -> str:
        text: str = self._pieces.decode(list(ids))
        return text

    def tokens(self, ids: Sequence[int]) -> list[str]:
        tokens: list[str] = self._pieces.id_to_piece(list(ids))
        return tokens

    def ids(self, tokens: Sequence[str]) -> list[int]:
        # A row that is no piece (T5's "<extra_id_0>") must not come out as an unknown piece, which reads "⁇".
        unknown = self._pieces.unk_id()
        own_name = self._pieces.id_to_piece(unknown)
        found: list[int] = self._pieces.piece_to_id(list(tokens))
        return [
            self._size if piece == unknown and token != own_name else piece
            for token, piece in zip(tokens, found, strict=True)
        ]

    def marks_of(self, tokens: Sequence[str]) -> Ids:
        return known_marks(tokens, self._pieces.piece_to_id, unknown=self._pieces.unk_id())

    def is_content(self, piece: int) -> bool:
        # Models have more rows than their vocabulary has pieces (T5's <extra_id_0>, rounding to 64).
        return piece < self._size and not self._pieces.is_control(piece)


def _check_agreement(snapshot: Snapshot, pieces: Any) -> None:
    """Raises ModelBroken if the CTranslate2 form was made with another sentencepiece model."""
    file = snapshot.ctranslate2 / "shared_vocabulary.json" if snapshot.ctranslate2 else None
    if file is None or not file.is_file():
        return
    tokens = json.loads(file.read_bytes())
    if tokens[: len(pieces)] != pieces.id_to_piece(list(range(len(pieces)))):
        raise ModelBroken(
            f"{snapshot.sentencepiece} and {file} hold different pieces, so text would be misread; "
            "convert the model again: gistmill models convert"
        )
