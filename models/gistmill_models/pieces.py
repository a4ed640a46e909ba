"""Between text and the pieces of a model.

Two kinds: models whose source is the pieces of a sentencepiece model and an end piece (T5 and its kin, the
embedded model) need only the small sentencepiece library; all others need the tokenizers of transformers.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any, Protocol

from gistmill_models.errors import EngineMissing, ModelBroken
from gistmill_models.families import read_config
from gistmill_models.snapshot import Snapshot


class Vocabulary(Protocol):
    """The pieces of one model, by text, by id and by token (the string a piece is stored under)."""

    @property
    def marks(self) -> tuple[tuple[int, ...], tuple[int, ...]]:
        """The ids that the model expects before and after all it reads (an end piece, a language)."""

    def encode(self, texts: Sequence[str]) -> list[list[int]]:
        """The pieces of each text, without marks; what looks like a mark in a text is text."""

    def encode_instruction(self, text: str) -> list[int]:
        """The pieces of a text that may hold marks of its own, such as those of a chat."""

    def encode_target(self, text: str, max_pieces: int) -> list[int]:
        """The ids of an output, end piece last; of a longer text as many as fit."""

    def decode(self, ids: Sequence[int]) -> str: ...

    def tokens(self, ids: Sequence[int]) -> list[str]: ...

    def ids(self, tokens: Sequence[str]) -> list[int]: ...

    def is_content(self, piece: int) -> bool:
        """Whether a piece stands for text, and not for an end, a language or padding."""

    @property
    def end(self) -> int: ...

    @property
    def padding(self) -> int: ...

    @property
    def decoder_start(self) -> int | None:
        """The decoder's first piece, where that is a language and so not in the model's configuration."""

    @property
    def forced_start(self) -> tuple[int, ...]:
        """What every output begins with because the model is told so (a language, say)."""


def open_vocabulary(snapshot: Snapshot) -> Vocabulary:
    if snapshot.sentencepiece is not None:
        return PlainPieces(snapshot)
    return TokenizerPieces(snapshot)


class PlainPieces:
    """Pieces of a sentencepiece model, as T5 reads them: the text's pieces, then the end piece.

    Markup such as "</s>" in a text is text; the tokenizers of transformers would take it for the end.
    """

    decoder_start: int | None = None
    forced_start: tuple[int, ...] = ()

    def __init__(self, snapshot: Snapshot) -> None:
        from sentencepiece import SentencePieceProcessor

        try:
            self._pieces = SentencePieceProcessor(model_file=str(snapshot.sentencepiece))
        except (OSError, RuntimeError) as error:
            raise ModelBroken(f"{snapshot.sentencepiece}: {error}; fetch the model again") from error
        self._size: int = self._pieces.get_piece_size()
        self.end: int = self._pieces.eos_id()
        self.marks: tuple[tuple[int, ...], tuple[int, ...]] = ((), (self.end,))
        self.padding: int = max(0, self._pieces.pad_id())
        _check_agreement(snapshot, self._pieces)

    def encode(self, texts: Sequence[str]) -> list[list[int]]:
        ids: list[list[int]] = self._pieces.encode(list(texts))
        return ids

    def encode_instruction(self, text: str) -> list[int]:
        return self.encode([text])[0]

    def encode_target(self, text: str, max_pieces: int) -> list[int]:
        return [*self._pieces.encode(text)[: max_pieces - 1], self.end]

    def decode(self, ids: Sequence[int]) -> str:
        text: str = self._pieces.decode([piece for piece in ids if self.is_content(piece)])
        return text

    def tokens(self, ids: Sequence[int]) -> list[str]:
        tokens: list[str] = self._pieces.id_to_piece(list(ids))
        return tokens

    def ids(self, tokens: Sequence[str]) -> list[int]:
        ids: list[int] = self._pieces.piece_to_id(list(tokens))
        return ids

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


# The pieces that a tokenizer has which transformers made up without files: a space mark, and T5's extra ids apart.
MADE_UP_PIECES = 2


class TokenizerPieces:
    """Pieces of a transformers tokenizer, with the marks that its family puts around a text."""

    def __init__(self, snapshot: Snapshot) -> None:
        try:
            from transformers import AutoTokenizer
        except ImportError as error:
            raise EngineMissing(
                f"{snapshot.name} reads text with a tokenizer of transformers, which comes with an extra: "
                "pip install 'gistmill[torch]'"
            ) from error
        try:
            self._tokenizer = AutoTokenizer.from_pretrained(
                snapshot.folder, local_files_only=True, trust_remote_code=False
            )
        # The tokenizers raise whatever their parsers do, bare Exception among them.
        except Exception as error:
            raise ModelBroken(f"{snapshot.folder}: its tokenizer cannot be read ({error})") from error
        # transformers 5 makes up an empty tokenizer where there are no files; it reads every text as unknown.
        if len(self._tokenizer) <= len(self._tokenizer.all_special_ids) + MADE_UP_PIECES:
            raise ModelBroken(f"{snapshot.folder} has no tokenizer files; fetch the model again")
        english = snapshot.traits.family.english
        known = english is not None and english in self._tokenizer.get_vocab()
        if known and hasattr(self._tokenizer, "src_lang"):
            self._tokenizer.src_lang = self._tokenizer.tgt_lang = english
        self.end: int = self._tokenizer.eos_token_id
        self.padding: int = self._tokenizer.pad_token_id
        self._special = frozenset(self._tokenizer.all_special_ids)
        self.marks = _marks(self._tokenizer)
        language = self._tokenizer.convert_tokens_to_ids(english) if known else None
        self.decoder_start, self.forced_start = _language_start(snapshot, language)

    def encode(self, texts: Sequence[str]) -> list[list[int]]:
        return [
            self._tokenizer(
                text, add_special_tokens=False, split_special_tokens=True, verbose=False
            ).input_ids
            for text in texts
        ]

    def encode_instruction(self, text: str) -> list[int]:
        ids: list[int] = self._tokenizer(text, add_special_tokens=False).input_ids
        return ids

    def encode_target(self, text: str, max_pieces: int) -> list[int]:
        ids = self._tokenizer(text_target=text, verbose=False).input_ids
        content = [piece for piece in ids if self.is_content(piece)]
        return [*content[: max_pieces - 1], self.end]

    def decode(self, ids: Sequence[int]) -> str:
        content = [piece for piece in ids if self.is_content(piece)]
        text: str = self._tokenizer.decode(content, skip_special_tokens=True)
        return text.strip()

    def tokens(self, ids: Sequence[int]) -> list[str]:
        tokens: list[str] = self._tokenizer.convert_ids_to_tokens(list(ids))
        return tokens

    def ids(self, tokens: Sequence[str]) -> list[int]:
        ids: list[int] = self._tokenizer.convert_tokens_to_ids(list(tokens))
        return ids

    def is_content(self, piece: int) -> bool:
        return piece not in self._special


def _marks(tokenizer: Any) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """What a tokenizer puts before and after a text, seen on one that holds no mark."""
    bare = tokenizer("a", add_special_tokens=False).input_ids
    full = tokenizer("a").input_ids
    start = next(place for place in range(len(full)) if full[place : place + len(bare)] == bare)
    return tuple(full[:start]), tuple(full[start + len(bare) :])


def _language_start(snapshot: Snapshot, language: int | None) -> tuple[int | None, tuple[int, ...]]:
    """The decoder's first piece, where that is the language, and what every output must begin with.

    Multilingual models are told their language in one of two places: mBART by the decoder's first piece,
    mBART-50 and M2M100 by a first output that is forced.
    """
    config = read_config(snapshot.folder / "config.json")
    config |= read_config(snapshot.folder / "generation_config.json")
    forced = config.get("forced_bos_token_id")
    if isinstance(forced, int):
        return None, (forced,)
    if language is None:
        return None, ()
    if config.get("decoder_start_token_id") is None:
        return language, ()
    return None, (language,)
