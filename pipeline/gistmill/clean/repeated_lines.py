"""Lines that many documents of one site begin or end with: what the site prints around its articles.

Two passes: `count_lines` over a sample of the collection, or over parts of it whose counts `merged` adds up; then
`with_repeated_lines` notes on each document which of its own lines are repeated. What cleaning removes then depends on
the document alone, so that neither batch nor cache changes a result. `noted` does both for documents that come once.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from hashlib import blake2b
from itertools import chain, islice, takewhile
from pathlib import PurePath
from urllib.parse import urlsplit

from msgspec import Struct
from msgspec.structs import replace

from gistmill.clean.lines import Line, lines_from_the_end, lines_from_the_start, without_lines
from gistmill.clean.rule import Replacement, Rule
from gistmill.document import Document, RepeatedLine

NAME, VERSION = "repeated_lines", 1
# A line has to stand in so many documents of the site, and in so great a share of them.
MIN_DOCUMENTS = 5
MIN_SHARE = 0.3
# As many lines at either end of a document are counted, and none that is longer than a notice is.
EDGE_LINES = 12
LONGEST = 300
# Collections repeat these, too: of 500 papers 397 began with one of the first two, of 500 encyclopedia articles 112
# with "History" (summaries/pmc_rct and wikipedia_lead).
SECTION_NAMES = frozenset(
    "abstract background conclusion conclusions contents description etymology history introduction overview "
    "references results summary".split()
)
# What every third document has shows in so many of them; more text than so much is not held for it.
SAMPLE_DOCUMENTS = 256
SAMPLE_CHARACTERS = 8_000_000
# A site's lines beyond so many are dropped while they were seen once: some 10 MB a site.
MAX_LINES = 100_000


class SiteCounts(Struct, frozen=True):
    """How many documents a site has, and in how many of them each line (by its digest) begins or ends the text."""

    documents: int
    lines: Mapping[str, int]

    @property
    def needed(self) -> float:
        """In how many documents a line has to stand."""
        return max(MIN_DOCUMENTS, MIN_SHARE * self.documents)


LineCounts = Mapping[str, SiteCounts]


def count_lines(documents: Iterable[Document]) -> LineCounts:
    """The lines at the edges of `documents`, counted once a document, by site."""
    totals: Counter[str] = Counter()
    lines: dict[str, Counter[str]] = {}
    for document in documents:
        site = site_of(document.source)
        totals[site] += 1
        counted = lines.setdefault(site, Counter())
        counted.update({_digest(line.text) for line in _edge_lines(document.text)})
        if len(counted) > MAX_LINES:
            lines[site] = Counter({line: count for line, count in counted.items() if count > 1})
    return {site: SiteCounts(totals[site], dict(counted)) for site, counted in lines.items()}


def merged(parts: Iterable[LineCounts]) -> LineCounts:
    """The counts of a collection from those of its parts, in whatever order.

    >>> page = Document("1", "https://a.org/1", "Menu")
    >>> merged([count_lines([page]), count_lines([page])])["a.org"].documents
    2
    """
    totals: Counter[str] = Counter()
    lines: dict[str, Counter[str]] = {}
    for site, counts in chain.from_iterable(part.items() for part in parts):
        totals[site] += counts.documents
        lines.setdefault(site, Counter()).update(counts.lines)
    return {site: SiteCounts(totals[site], dict(counted)) for site, counted in lines.items()}


def repeated_only(counts: LineCounts) -> LineCounts:
    """The sites with lines that are repeated enough, and of their lines only those."""
    kept = {
        site: SiteCounts(
            of.documents, {line: count for line, count in of.lines.items() if count >= of.needed}
        )
        for site, of in counts.items()
    }
    return {site: of for site, of in kept.items() if of.lines}


def noted(documents: Iterable[Document]) -> Iterator[Document]:
    """The documents, each with its repeated lines noted, by what the first `SAMPLE_DOCUMENTS` have in common."""
    remaining = iter(documents)
    sample = list(sampled(remaining))
    counts = repeated_only(count_lines(sample))
    return (with_repeated_lines(document, counts) for document in chain(sample, remaining))


def sampled(documents: Iterable[Document]) -> Iterator[Document]:
    """The first documents, as many as the bounds of a sample allow; no further one is asked for."""
    held = 0
    for number, document in enumerate(documents, start=1):
        yield document
        held += len(document.text)
        if number >= SAMPLE_DOCUMENTS or held >= SAMPLE_CHARACTERS:
            return


def with_repeated_lines(document: Document, counts: LineCounts) -> Document:
    """The document, with those of its lines noted that enough documents of its site begin or end with.

    Headings that the format marks are never noted, nor are the names that sections have everywhere.
    """
    site = counts.get(site_of(document.source))
    if site is None:
        return document
    headings = {heading.title for heading in document.headings}
    found = {
        line.text: RepeatedLine(line.text, count, site.documents)
        for line in _edge_lines(document.text)
        if line.text not in headings
        and not _names_a_section(line.text)
        and (count := site.lines.get(_digest(line.text), 0)) >= site.needed
    }
    return replace(document, repeated_lines=tuple(found.values()))


def site_of(source: str) -> str:
    """The host of an address, else the folder of a file; "" for texts without either, which form one collection.

    >>> site_of("https://news.example.org/a/1"), site_of("news/a.txt"), site_of("rows.jsonl")
    ('news.example.org', 'news', '')
    """
    parts = urlsplit(source) if "://" in source else None
    if parts and parts.hostname:
        return parts.hostname
    folder = str(PurePath(source).parent)
    return "" if folder == "." else folder


def repeated_lines_rule(repeated: Sequence[RepeatedLine]) -> Rule:
    """The rule that removes `repeated` where nothing else stands above or below them.

    A line with other words on both sides stays, be it repeated or not: it may be a heading. So does a text of such
    lines alone.
    """
    counts = {line.text: f"the same line in {line.documents} of {line.of} documents" for line in repeated}

    def find(text: str) -> Iterator[Replacement]:
        above = list(takewhile(lambda line: line.text in counts, lines_from_the_start(text)))
        below = list(takewhile(lambda line: line.text in counts, lines_from_the_end(text)))[::-1]
        lines = list(_with_neighbours(text, above, below))
        if lines:
            reason = "; ".join(dict.fromkeys(counts[line.text] for line in (*above, *below)))
            yield from without_lines(lines, [*above, *below], reason)

    return Rule(NAME, VERSION, find, reach="document")


def _with_neighbours(text: str, above: Sequence[Line], below: Sequence[Line]) -> Iterator[Line]:
    """The lines to remove, with the first and the last that stay between them; nothing if none stays."""
    if not above and not below:
        return
    first = next(islice(lines_from_the_start(text), len(above), None), None)
    last = next(islice(lines_from_the_end(text), len(below), None), None)
    if first is None or last is None:
        return
    yield from above
    yield from dict.fromkeys((first, last))
    yield from below


def _names_a_section(line: str) -> bool:
    """
    >>> [_names_a_section(line) for line in ("## Background", "1. Introduction", "INTRODUCTION:", "News | Sport")]
    [True, True, True, False]
    """
    return line.startswith("#") or line.strip("0123456789.:# ").lower() in SECTION_NAMES


def _edge_lines(text: str) -> Iterator[Line]:
    head = list(islice(lines_from_the_start(text), EDGE_LINES))
    tail = islice(lines_from_the_end(text), EDGE_LINES)
    end = head[-1].start if head else 0
    return (
        line for line in (*head, *(line for line in tail if line.start > end)) if len(line.text) <= LONGEST
    )


def _digest(line: str) -> str:
    return blake2b(line.encode(), digest_size=8).hexdigest()
