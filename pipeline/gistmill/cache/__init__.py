"""What stages gave before, kept by what identifies it: keys, the store, and explanations for a person."""

from gistmill.cache.entries import Artefact, Entry
from gistmill.cache.explain import (
    Comparison,
    Difference,
    StageTotal,
    Why,
    compare,
    differences,
    totals,
    why,
)
from gistmill.cache.keys import Key, canonical_json, digest
from gistmill.cache.null_store import NullStore
from gistmill.cache.store import Store

__all__ = [
    "Artefact",
    "Comparison",
    "Difference",
    "Entry",
    "Key",
    "NullStore",
    "StageTotal",
    "Store",
    "Why",
    "canonical_json",
    "compare",
    "differences",
    "digest",
    "totals",
    "why",
]
