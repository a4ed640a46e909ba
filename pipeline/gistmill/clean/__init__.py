"""Repairs machine-translated English by rules, without the source, and keeps every change on record.

`CleanStage` runs the rules of `ORDER` over documents; `clean_document` does it for one. `noted` finds what the
documents of one site share. Every rule is a file in `rules/`; its cases, among them
texts it must leave alone, are `seeds/cleanup/<rule>.json`.
"""

from gistmill.clean.ledger import Ledger
from gistmill.clean.marks import find_marks
from gistmill.clean.order import ORDER
from gistmill.clean.repeated_lines import noted
from gistmill.clean.rule import Replacement, Rule
from gistmill.clean.stage import CleanSettings, CleanStage, clean_document

__all__ = [
    "ORDER",
    "CleanSettings",
    "CleanStage",
    "Ledger",
    "Replacement",
    "Rule",
    "clean_document",
    "find_marks",
    "noted",
]
