"""What a stage is: a frozen value that turns a sequence of items into a sequence of equal length and order.

A stage knows nothing of caches, files or processes. Its `name`, `version` and `settings` (with the item)
identify what it gives, so a change of behaviour needs a new `version`. `run` gets many items at once, from
many documents, so that a stage which uses a model can batch them.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol, TypeVar

from msgspec import Struct

In_contra = TypeVar("In_contra", contravariant=True)
Out_co = TypeVar("Out_co", covariant=True)


class Stage(Protocol[In_contra, Out_co]):
    @property
    def name(self) -> str: ...

    @property
    def version(self) -> str: ...

    @property
    def settings(self) -> Struct | None:
        """What, beside the item, decides the result; part of the cache key."""

    @property
    def output(self) -> type[Out_co]:
        """The type of one result, by which an artefact is read back."""

    def run(self, items: Sequence[In_contra], /) -> Sequence[Out_co]: ...
