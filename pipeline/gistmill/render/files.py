"""A report a file: safe names for hostile ids, and an index page that finds one among thousands."""

from __future__ import annotations

import re
from collections.abc import Callable

from msgspec import Struct

from gistmill.document import Findings
from gistmill.render.bar import percent
from gistmill.render.page import page
from gistmill.render.text_view import display_title, metadata_line

_LONGEST_NAME = 80
_LONGEST_SHOWN = 200
_WORDS_SHOWN = 40
# Names that Windows keeps for devices, whatever their suffix, and our own index page.
_TAKEN = {
    "index",
    "con",
    "prn",
    "aux",
    "nul",
    *(f"{port}{n}" for port in ("com", "lpt") for n in range(1, 10)),
}


class Entry(Struct, frozen=True):
    """What the index shows of a report, and the file it lies in."""

    file: str
    title: str
    about: str
    gist: str
    words: int
    sections: int
    edits: int
    share: str
    unsupported: int


def entry_of(report: Findings, *, file: str) -> Entry:
    shown = (report.overview.sentences, *(summary.sentences for summary in report.summaries))
    words = len(report.cleaned.text.split())
    return Entry(
        file,
        _cut(display_title(report)),
        _cut(metadata_line(report.cleaned.metadata) or str(report.document.id)),
        _shortened(report.overview.text),
        words,
        len(report.outline.sections),
        len(report.cleaned.edits),
        percent(len(report.overview.text.split()), words),
        sum(len(sentence.unsupported) for sentences in shown for sentence in sentences),
    )


def index_html(entries: list[Entry]) -> str:
    """A page with a row for each report, which it searches and sorts; it reads without its script."""
    return page("index", entries=entries)


def file_namer(suffix: str) -> Callable[[str | int], str]:
    """A function that gives each document id a file name of its own: letters, digits, `.`, `-` and `_`, no path.

    >>> name = file_namer(".html")
    >>> [name(id) for id in ("news/1", "news 1", "../../etc", "News-1")]
    ['news-1.html', 'news-1-2.html', 'etc.html', 'News-1-3.html']
    """
    used: dict[str, int] = dict.fromkeys(_TAKEN, 1)

    def name(id: str | int) -> str:
        stem = re.sub(r"[^A-Za-z0-9._-]+", "-", str(id)).strip("-._")[:_LONGEST_NAME] or "document"
        key = stem.casefold()
        candidate, number = stem, used.get(key, 0)
        while candidate.casefold() in used:
            number += 1
            candidate = f"{stem}-{number}"
        used[key] = used[candidate.casefold()] = max(number, 1)
        return candidate + suffix

    return name


def _cut(name: str) -> str:
    return name if len(name) <= _LONGEST_SHOWN else name[: _LONGEST_SHOWN - 1] + "…"


def _shortened(text: str) -> str:
    words = text.split()
    return " ".join(words[:_WORDS_SHOWN]) + (" …" if len(words) > _WORDS_SHOWN else "")
