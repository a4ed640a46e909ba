"""The report in a few lines: headline, three sentences, and the key figures with the sections they stand in."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterator

from gistmill.document import Findings, SummarySentence
from gistmill.language.words import FUNCTION_WORDS
from gistmill.render.text_view import MAX_WIDTH, Style, display_title, has_parts, section_label
from gistmill.shown import shown

SENTENCES, FIGURES = 3, 6
# Of the words behind a number at most three: more are seldom what it counts.
_FIGURE = re.compile(
    r"""
    (?<![\w.,-]) (?P<amount> [$€£¥]? \d[\d,.]*(?<=\d) (?:\s(?:hundred|thousand|million|billion|trillion)\b)?
    \s?%? ) (?![\w%-])
    (?P<behind> (?:\s[A-Za-z][\w’'-]*){0,3} )
    """,
    re.VERBOSE,
)
_MONTH = re.compile(r"\b(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\.?\s$")


def report_brief(report: Findings, *, width: int = 80, colour: bool = False) -> str:
    """Headline, the first three sentences of the overview, and up to six figures of it and of the summaries."""
    style, width = Style(colour), min(width, MAX_WIDTH)
    sentences = " ".join(sentence.text for sentence in report.overview.sentences[:SENTENCES])
    lines = [*map(style.bold, _wrapped(display_title(report), width)), "", *_wrapped(sentences, width)]
    if found := list(key_figures(report))[:FIGURES]:
        longest = max(len(figure) for figure, _ in found)
        rows = (f"{figure:{longest}}  {place}".rstrip() for figure, place in found)
        lines += ["", *(line for row in rows for line in _wrapped(row, width, rest=" " * (longest + 2)))]
    return "\n".join(lines) + "\n"


def key_figures(report: Findings) -> Iterator[tuple[str, str]]:
    """Each figure with what it counts, once, and the label of its section; those of the overview come first."""
    said: set[str] = set()
    summarized = (sentence for summary in report.summaries for sentence in summary.sentences)
    for sentence in (*report.overview.sentences, *summarized):
        for figure in figures_in(sentence.text):
            if figure.casefold() not in said:
                said.add(figure.casefold())
                yield figure, _place(report, sentence)


def figures_in(sentence: str) -> Iterator[str]:
    """The amounts of a sentence with the words behind that say what they count; bare numbers and dates are none.

    >>> list(figures_in("On May 26, 25 steering groups visited 31 provinces; $3.5 million fell by 12% in 2021."))
    ['25 steering groups', '31 provinces', '$3.5 million', '12%']
    """
    for match in _FIGURE.finditer(sentence):
        words = []
        for word in match["behind"].split():
            if word.lower() in FUNCTION_WORDS:
                break
            words.append(word)
        # "25 groups visited", but "25 injured".
        while len(words) > 1 and words[-1].endswith("ed"):
            words.pop()
        amount = match["amount"].strip()
        is_date = bool(_MONTH.search(sentence[: match.start()]))
        if not is_date and (words or not amount[0].isdigit() or not amount[-1].isdigit()):
            with_unit = amount[-1] == "%" or not amount[0].isdigit()
            yield amount if with_unit else " ".join([amount, *words])


def _place(report: Findings, sentence: SummarySentence) -> str:
    if not has_parts(report.outline):
        return ""
    start = sentence.sources[0].start
    section = next(section for section in report.outline.sections if section.start <= start < section.end)
    return section_label(section)


def _wrapped(text: str, width: int, *, rest: str = "") -> list[str]:
    return textwrap.wrap(shown(text), width, subsequent_indent=rest, break_on_hyphens=False)
