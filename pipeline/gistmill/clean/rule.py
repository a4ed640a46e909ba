"""What a cleaning rule is: a name, a version, and a function that finds what it would replace."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Literal, NamedTuple

from gistmill.document import Metadata


class Replacement(NamedTuple):
    """`text[start:end]` is to become `after`, because of `reason`; `says` is what the removed words told us."""

    start: int
    end: int
    after: str
    reason: str
    says: Metadata | None = None


class Rule(NamedTuple):
    """One repair. `find` gives replacements in order that do not overlap, and nothing for a text that is right.

    `version` changes whenever `find` may give something else than before: it is part of the cache key. A rule that
    reaches a `line` finds in each line by itself what it finds in the whole text.
    """

    name: str
    version: int
    find: Callable[[str], Iterable[Replacement]]
    reach: Literal["line", "document"] = "line"
