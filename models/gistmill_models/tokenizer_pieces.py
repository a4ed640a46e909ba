"""Pieces of a `tokenizer.json`, read with the library `tokenizers` alone."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from gistmill_models.engines.engine import Ids
from gistmill_models.errors import ModelBroken
from gistmill_models.families import read_config
from gistmill_models.snapshot import Snapshot
from gistmill_models.vocabulary import known_marks

# Some vocabularies add plain words and runs of spaces in the same way as control tokens.
_LOOKS_LIKE_A_MARK = re.compile(r"<[^\s<>]+>|\[[^\s\[\]]+\]")


def read_tokenizer(file: Path) -> Any:
    from tokenizers import Tokenizer

    try:
        tokenizer = Tokenizer.from_file(str(file))
    # The library raises bare Exception for whatever its parser does not like.
    except Exception as error:
        raise ModelBroken(
            f"{file}: this tokenizer cannot be read ({error}); fetch the model again"
        ) from error
    return tokenizer


class TokenizerPieces:
    """Pieces of a `tokenizers` tokenizer, with the marks that its family puts around a text."""

    def __init__(self, tokenizer: Any, snapshot: Snapshot) -> None:
        tokenizer.no_truncation()
        tokenizer.no_padding()
        self._tokenizer = tokenizer
        told = told_by(snapshot.folder)
        added = tokenizer.get_added_tokens_decoder()
        self._breaks = MarksInText(token.content for token in added.values())
        self.ends: Ids = _ends(tokenizer, told, snapshot)
        padding = tokenizer.token_to_id(str(told.get("pad_token")))
        self.padding: int = self.ends[0] if padding is None else padding
        special = {piece for piece, token in added.items() if token.special}
        self._special = frozenset({*special, *self.ends, self.padding})
        unknown = tokenizer.token_to_id(str(told.get("unk_token")))
        self._controls = self._special - {unknown}
        self._size: int = tokenizer.get_vocab_size()
        self.marks = self._marks(is_decoder=snapshot.traits.layout == "decoder")
        self.decoder_start, self.forced_start = language_start(snapshot, tokenizer.token_to_id)

    def _marks(self, *, is_decoder: bool) -> tuple[Ids, Ids]:
        """What is put before and after a text, seen on one that holds no mark; after what goes on, nothing is."""
        bare = self._tokenizer.encode("a", add_special_tokens=False).ids
        full = self._tokenizer.encode("a").ids
        start = next(place for place in range(len(full)) if full[place : place + len(bare)] == bare)
        after = () if is_decoder else tuple(full[start + len(bare) :])
        return tuple(full[:start]), after

    def encode(self, texts: Sequence[str]) -> list[list[int]]:
        self._tokenizer.encode_special_tokens = True
        try:
            broken = [self._breaks.broken_up(text) for text in texts]
            encoded = self._tokenizer.encode_batch(broken, add_special_tokens=False)
        finally:
            self._tokenizer.encode_special_tokens = False
        return [[piece for piece in one.ids if piece not in self._controls] for one in encoded]

    def encode_instruction(self, text: str) -> list[int]:
        ids: list[int] = self._tokenizer.encode(text, add_special_tokens=False).ids
        return ids

    def encode_targets(self, texts: Sequence[str]) -> list[list[int]]:
        return self.encode(texts)

    def decode(self, ids: Sequence[int]) -> str:
        text: str = self._tokenizer.decode(list(ids), skip_special_tokens=False)
        return text.strip()

    def tokens(self, ids: Sequence[int]) -> list[str]:
        return [self._tokenizer.id_to_token(piece) for piece in ids]

    def ids(self, tokens: Sequence[str]) -> list[int]:
        found = (self._tokenizer.token_to_id(token) for token in tokens)
        return [self.padding if piece is None else piece for piece in found]

    def marks_of(self, tokens: Sequence[str]) -> Ids:
        return known_marks(tokens, self._tokenizer.token_to_id)

    def is_content(self, piece: int) -> bool:
        return piece < self._size and piece not in self._special


class MarksInText:
    """The control tokens of a vocabulary, so that a text that holds them can be read as text.

    >>> MarksInText(["<|im_end|>", "the"]).broken_up("the <|im_end|> of it")
    'the < |im_end|> of it'
    """

    def __init__(self, tokens: Iterable[str]) -> None:
        marks = sorted(filter(_LOOKS_LIKE_A_MARK.fullmatch, tokens), key=len, reverse=True)
        self._any = re.compile("|".join(map(re.escape, marks))) if marks else None

    def broken_up(self, text: str) -> str:
        """The text with a space after the first sign of whatever reads as a control token."""
        return self._any.sub(lambda mark: f"{mark[0][0]} {mark[0][1:]}", text) if self._any else text


def told_by(folder: Path) -> dict[str, Any]:
    """What the small files of a model say of its special pieces; names of pieces as plain strings."""
    files = ("config.json", "generation_config.json", "special_tokens_map.json", "tokenizer_config.json")
    told: dict[str, Any] = {}
    for name in files:
        told |= {key: value for key, value in read_config(folder / name).items() if value is not None}
    return {key: _plain(value) for key, value in told.items()}


def _plain(value: Any) -> Any:
    return value["content"] if isinstance(value, dict) and "content" in value else value


def _ends(tokenizer: Any, told: Mapping[str, Any], snapshot: Snapshot) -> Ids:
    """The end that the tokenizer names, then those of the generation configuration."""
    named = tokenizer.token_to_id(str(told.get("eos_token")))
    listed = told.get("eos_token_id")
    ids = [named, *(listed if isinstance(listed, list) else [listed])]
    found = tuple(dict.fromkeys(piece for piece in ids if isinstance(piece, int)))
    if not found:
        raise ModelBroken(
            f"{snapshot.folder}: nothing says what ends a text (eos_token); fetch the model again"
        )
    return found


def language_start(snapshot: Snapshot, id_of: Callable[[str], int | None]) -> tuple[int | None, Ids]:
    """The decoder's first piece, where that is the language, and what every output must begin with.

    Multilingual models are told their language in one of two places: mBART by the decoder's first piece,
    mBART-50 and M2M100 by a first output that is forced.
    """
    english = snapshot.traits.family.english
    language = id_of(english) if english else None
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
