"""The report: all findings on one document, with every way to write them out.

It stands above `render`, which knows findings alone, so that a report can draw itself and no import goes in a circle.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self

import msgspec

from gistmill.document import Findings


class Report(Findings, frozen=True):
    """What `gistmill.summarize` gives; `summaries[i]` belongs to `outline.sections[i]`. A notebook shows it."""

    def to_text(self, *, width: int = 80) -> str:
        """The report for reading, its lines at most `width` columns long."""
        from gistmill.render.text_view import report_text

        return report_text(self, width=width)

    def to_markdown(self) -> str:
        """The report as Markdown that GitHub and pandoc render; markup in the text is escaped."""
        from gistmill.render.markdown_view import report_markdown

        return report_markdown(self)

    def to_html(self) -> str:
        """The report as one HTML file that needs no other and no network."""
        from gistmill.render.html_view import report_html

        return report_html(self)

    def to_json(self) -> str:
        """The report on one line of JSON, in the schema `gistmill.report/1`."""
        from gistmill.render.json_view import report_json

        return report_json(self)

    def to_dict(self) -> dict[str, Any]:
        """The same as plain dictionaries, lists, strings and numbers; `from_dict` reads it back."""
        fields: dict[str, Any] = msgspec.json.decode(self.to_json())
        return fields

    @classmethod
    def from_dict(cls, fields: Mapping[str, Any], *, source: str = "report") -> Self:
        """The report that `to_dict` or a row of `--format json` describes; every view of it is the original's.
        `source` is what messages call it.

        Raises UnreadableInput, with the place in the data, where it is no such report.
        """
        from gistmill.render.stored import findings_of

        return cls(*msgspec.structs.astuple(findings_of(fields, source=source)))

    def _repr_html_(self) -> str:
        """What a notebook shows: the overview and the outline with its summaries, without a script."""
        from gistmill.render.notebook_view import notebook_html

        return notebook_html(self)
