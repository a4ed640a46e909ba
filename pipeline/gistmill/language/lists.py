"""The word lists of this package: JSON beside it, each list with its use."""

from __future__ import annotations

import re
from collections.abc import Iterable
from importlib.resources import files
from typing import Any, cast

import msgspec

_PACKAGE = files("gistmill.language")


def word_list(file: str, name: str) -> tuple[str, ...]:
    """The words of the list `name` in `file`.json, in order.

    >>> word_list("quantities", "tens")[:2]
    ('twenty', 'thirty')
    """
    return tuple(cast(str, _lists(file)[name]["words"]).split())


def word_table(file: str, name: str) -> dict[str, str]:
    """The list `name` whose entries are groups of words: word or phrase as written -> name of its group."""
    groups = cast("dict[str, str]", _lists(file)[name]["words"])
    return {word: group for group, words in groups.items() for word in words.split()}


def number_table(file: str, name: str, field: str) -> dict[str, int]:
    """The list `name` whose entries have a number each."""
    return cast("dict[str, int]", _lists(file)[name][field])


def any_of(words: Iterable[str]) -> str:
    """A pattern for one of `words`, the longest first.

    >>> any_of(["no", "no."])
    'no\\\\.|no'
    """
    return "|".join(map(re.escape, sorted(words, key=lambda word: (-len(word), word))))


def _lists(file: str) -> dict[str, Any]:
    return cast("dict[str, Any]", msgspec.json.decode((_PACKAGE / f"{file}.json").read_bytes()))
