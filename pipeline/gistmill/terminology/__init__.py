"""Terminology: one name for one thing. A glossary is applied, and the variants it should list are found."""

from gistmill.terminology.finder import TermFinder, find_terms
from gistmill.terminology.glossary import Glossary, Term, parse_glossary, read_glossary
from gistmill.terminology.groups import Context, Variant, VariantGroup
from gistmill.terminology.induction import induce_variants
from gistmill.terminology.settling import TermUse, replaced
from gistmill.terminology.table import glossary_table

__all__ = [
    "Context",
    "Glossary",
    "Term",
    "TermFinder",
    "TermUse",
    "Variant",
    "VariantGroup",
    "find_terms",
    "glossary_table",
    "induce_variants",
    "parse_glossary",
    "read_glossary",
    "replaced",
]
