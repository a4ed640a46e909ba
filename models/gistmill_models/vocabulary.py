"""Between text and the pieces of a model.

Three kinds of files: a sentencepiece model whose pieces are the model's (T5 and its kin), a `tokenizer.json`, and
older ones, which only transformers can read. The first two need one small library each.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Protocol

from gistmill_models.engines.engine import Ids
from gistmill_models.errors import ModelBroken
from gistmill_models.snapshot import Snapshot


class Vocabulary(Protocol):
    """The pieces of one model, by text, by id and by token (the string a piece is stored under)."""

    @property
    def marks(self) -> tuple[Ids, Ids]:
        """The ids that the model expects before and after all it reads (an end piece, a language)."""

    @property
    def ends(self) -> Ids:
        """What ends an output, the usual one first."""

    @property
    def padding(self) -> int: ...

    @property
    def decoder_start(self) -> int | None:
        """The decoder's first piece, where that is a language and so not in the model's configuration."""

    @property
    def forced_start(self) -> Ids:
        """What every output begins with because the model is told so (a language, say)."""

    def encode(self, texts: Sequence[str]) -> list[list[int]]:
        """The pieces of each text, without marks; what looks like a mark in a text is text."""

    def encode_instruction(self, text: str) -> list[int]:
        """The pieces of a text that may hold marks of its own, such as those of a chat."""

    def encode_targets(self, texts: Sequence[str]) -> list[list[int]]:
        """The pieces of each text as an output, without its end."""

    def decode(self, ids: Sequence[int]) -> str: ...

    def tokens(self, ids: Sequence[int]) -> list[str]: ...

    def ids(self, tokens: Sequence[str]) -> list[int]: ...

    def marks_of(self, tokens: Sequence[str]) -> Ids:
        """The ids of marks that must be there; raises ModelBroken for one that is not."""

    def is_content(self, piece: int) -> bool:
        """Whether a piece stands for text, and not for an end, a language or padding."""


def open_vocabulary(snapshot: Snapshot) -> Vocabulary:
    """The vocabulary of a model; only the library that its files need is imported."""
    if snapshot.sentencepiece is not None:
        from gistmill_models.plain_pieces import PlainPieces

        return PlainPieces(snapshot)
    file = snapshot.folder / "tokenizer.json"
    if file.is_file() and snapshot.traits.family.english is None:
        from gistmill_models.tokenizer_pieces import TokenizerPieces, read_tokenizer

        return TokenizerPieces(read_tokenizer(file), snapshot)
    from gistmill_models.older_tokenizers import open_older

    return open_older(snapshot)


def known_marks(
    tokens: Sequence[str], id_of: Callable[[str], int | None], *, unknown: int | None = None
) -> Ids:
    found = [id_of(token) for token in tokens]
    if missing := [token for token, piece in zip(tokens, found, strict=True) if piece in (None, unknown)]:
        raise ModelBroken(
            f"gistmill.json names stop pieces that the vocabulary lacks: {', '.join(missing)}; mend the file"
        )
    return tuple(piece for piece in found if piece is not None)
