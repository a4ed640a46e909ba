"""Tokenizers without a `tokenizer.json`, and those that must be told a language: read by transformers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from gistmill_models.engines.engine import Ids
from gistmill_models.errors import EngineMissing, ModelBroken
from gistmill_models.snapshot import Snapshot
from gistmill_models.tokenizer_pieces import MarksInText, TokenizerPieces, language_start
from gistmill_models.vocabulary import Vocabulary, known_marks

# The pieces that a tokenizer has which transformers made up without files: a space mark, and T5's extra ids apart.
MADE_UP_PIECES = 2


def open_older(snapshot: Snapshot) -> Vocabulary:
    """Most of these tokenizers are made into one of `tokenizers`; Marian's two sentencepiece models are not."""
    tokenizer = _read(snapshot)
    english = snapshot.traits.family.english
    if english in tokenizer.get_vocab() and hasattr(tokenizer, "src_lang"):
        tokenizer.src_lang = tokenizer.tgt_lang = english
    backend = getattr(tokenizer, "backend_tokenizer", None)
    return OlderPieces(tokenizer, snapshot) if backend is None else TokenizerPieces(backend, snapshot)


def _read(snapshot: Snapshot) -> Any:
    try:
        from transformers import AutoTokenizer
    except ImportError as error:
        raise EngineMissing(
            f"{snapshot.name} reads text with a tokenizer of transformers, which comes with an extra: "
            "pip install 'gistmill[torch]'"
        ) from error
    try:
        tokenizer = AutoTokenizer.from_pretrained(
            snapshot.folder, local_files_only=True, trust_remote_code=False
        )
    # The tokenizers raise whatever their parsers do, bare Exception among them.
    except Exception as error:
        raise ModelBroken(f"{snapshot.folder}: its tokenizer cannot be read ({error})") from error
    # transformers 5 makes up an empty tokenizer where there are no files; it reads every text as unknown.
    if len(tokenizer) <= len(tokenizer.all_special_ids) + MADE_UP_PIECES:
        raise ModelBroken(f"{snapshot.folder} has no tokenizer files; fetch the model again")
    return tokenizer


class OlderPieces:
    """Pieces of a tokenizer that runs in transformers itself: Marian's, which has a vocabulary for each side."""

    def __init__(self, tokenizer: Any, snapshot: Snapshot) -> None:
        self._tokenizer = tokenizer
        self._special = frozenset(tokenizer.all_special_ids)
        self._breaks = MarksInText(tokenizer.all_special_tokens)
        self.ends: Ids = (tokenizer.eos_token_id,)
        self.padding: int = tokenizer.pad_token_id
        self.marks: tuple[Ids, Ids] = ((), self.ends)
        self.decoder_start, self.forced_start = language_start(snapshot, tokenizer.convert_tokens_to_ids)

    def encode(self, texts: Sequence[str]) -> list[list[int]]:
        return [self._bare(text=self._breaks.broken_up(text)) for text in texts]

    def encode_instruction(self, text: str) -> list[int]:
        return self._bare(text=text)

    def encode_targets(self, texts: Sequence[str]) -> list[list[int]]:
        return [self._bare(text_target=self._breaks.broken_up(text)) for text in texts]

    def _bare(self, **text: str) -> list[int]:
        ids = self._tokenizer(**text, add_special_tokens=False, verbose=False).input_ids
        return [piece for piece in ids if piece not in self._special]

    def decode(self, ids: Sequence[int]) -> str:
        text: str = self._tokenizer.decode(list(ids), skip_special_tokens=True)
        return text.strip()

    def tokens(self, ids: Sequence[int]) -> list[str]:
        tokens: list[str] = self._tokenizer.convert_ids_to_tokens(list(ids))
        return tokens

    def ids(self, tokens: Sequence[str]) -> list[int]:
        ids: list[int] = self._tokenizer.convert_tokens_to_ids(list(tokens))
        return ids

    def marks_of(self, tokens: Sequence[str]) -> Ids:
        return known_marks(tokens, self._tokenizer.get_vocab().get)

    def is_content(self, piece: int) -> bool:
        return piece not in self._special
