"""Found variants as the table a person approves: delete the rows that are wrong, and it is a glossary."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from gistmill.terminology.groups import VariantGroup
from gistmill.terminology.inflection import in_number_of
from gistmill.terminology.tokens import key_of

HEADER = "variant\tpreferred\tnote\n"


def glossary_table(groups: Sequence[VariantGroup]) -> Iterator[str]:
    """The rows `variant<TAB>preferred<TAB># count, reason`, as `read_glossary` takes them; first a header.

    A variant stands in the number of its preferred form, so that singular becomes singular. No variant has two
    rows or is preferred in another: the rows never contradict each other.
    """
    yield HEADER
    taken = {key_of(group.preferred) for group in groups}
    for group in groups:
        for variant in group.variants[1:]:
            wording = in_number_of(variant.text, group.preferred)
            if key_of(wording) in taken:
                continue
            taken.add(key_of(wording))
            counts = f"{variant.count} against {group.variants[0].count}"
            yield f"{wording}\t{group.preferred}\t# {counts}, {group.reason}\n"
