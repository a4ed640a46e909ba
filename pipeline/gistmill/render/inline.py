"""Running text as HTML: every character of the document is escaped here, and only tags of ours are not."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence

from markupsafe import Markup, escape

from gistmill.document import Edit, Mark, SummarySentence
from gistmill.render.changes import Stretch
from gistmill.render.passages import Paragraph, Removed, Run


class Inliner:
    """Writes the parts of one page and gives out its anchors: `why-N` for reasons, `src-N` for sources.

    `marks` are the faults that were kept, in order. A page is written front to back;
    `reasons` and `first_source` are whole when all its text has been.
    """

    def __init__(self, marks: Sequence[Mark] = ()) -> None:
        self._marks = marks
        self.reasons: dict[str, int] = {}
        self.counts: dict[str, int] = {}
        self.first_source: dict[int, int] = {}
        self._sources = 0

    def block(self, block: Paragraph | Removed) -> Markup:
        if isinstance(block, Removed):
            return self._removed(block.stretch)
        return Markup("<p>{}</p>\n").format(_joined(self._run(run) for run in block.runs))

    def line(self, stretches: Iterable[Stretch]) -> Markup:
        """Stretches without their sources, such as those of a heading."""
        return _joined(self._stretch(stretch) for stretch in stretches)

    def sentence(self, sentence: SummarySentence, number: int) -> Markup:
        """A sentence of a summary, a link to its first source; what no source holds is marked."""
        text = marked_unsupported(sentence.text, sentence.unsupported)
        if number not in self.first_source:
            return Markup('<span class="sentence" id="sum-{}">{}</span>').format(number, text)
        return Markup('<a class="sentence" id="sum-{}" href="#src-{}">{}</a>').format(
            number, self.first_source[number], text
        )

    def _run(self, run: Run) -> Markup:
        inner = self.line(run.stretches)
        if not run.sentences:
            return inner
        self._sources += 1
        for sentence in run.sentences:
            self.first_source.setdefault(sentence, self._sources)
        back = _joined(
            Markup('<a class="back" href="#sum-{}" aria-label="Back to the summary">↩</a>').format(sentence)
            for sentence in run.closes
        )
        return Markup('<span class="src" id="src-{}" data-of="{}">{}</span>{}').format(
            self._sources, " ".join(map(str, run.sentences)), inner, back
        )

    def _stretch(self, stretch: Stretch) -> Markup:
        if not stretch.edits:
            return self._kept(stretch)
        gone = Markup("<del>{}</del>").format(stretch.before) if stretch.before else Markup()
        come = Markup("<ins>{}</ins>").format(stretch.after) if stretch.after else Markup()
        why = self._why(stretch.edits)
        return Markup('<span class="edit" aria-describedby="why-{}">{}{}</span>').format(why, gone, come)

    def _kept(self, stretch: Stretch) -> Markup:
        """Text that stayed, with the faults in it marked."""
        text, position = Markup(), stretch.start
        for mark in self._marks[bisect_right(self._marks, stretch.start, key=lambda mark: mark.end) :]:
            if mark.start >= stretch.end:
                break
            start, end = max(mark.start, position), min(mark.end, stretch.end)
            inside = stretch.after[start - stretch.start : end - stretch.start]
            text += escape(stretch.after[position - stretch.start : start - stretch.start])
            text += Markup('<mark class="fault" title="{0}">{1}<span class="vh"> ({0})</span></mark>').format(
                f"{mark.kind}: {mark.reason}", inside
            )
            position = end
        return text + escape(stretch.after[position - stretch.start :])

    def _removed(self, stretch: Stretch) -> Markup:
        why = reason_of(stretch.edits)
        self._why(stretch.edits)
        return Markup(
            '<details class="removed"><summary>Taken out: {}</summary><del>{}</del></details>\n'
        ).format(why, stretch.before.strip())

    def _why(self, edits: Sequence[Edit]) -> int:
        reason = reason_of(edits)
        self.counts[reason] = self.counts.get(reason, 0) + 1
        return self.reasons.setdefault(reason, len(self.reasons) + 1)


def reason_of(edits: Iterable[Edit]) -> str:
    """Why a stretch was changed, with the rules that did it, each reason once.

    >>> reason_of([Edit("space_before", 3, 4, " ", "", "space before punctuation")])
    'space before punctuation (space before)'
    """
    told = dict.fromkeys(f"{edit.reason} ({edit.rule.replace('_', ' ')})" for edit in edits)
    return "; ".join(told)


def marked_unsupported(text: str, unsupported: Sequence[str]) -> Markup:
    """`text` with the first occurrence of each unsupported name or number marked.

    >>> str(marked_unsupported("It rose 12 %.", ["12"]))
    'It rose <mark class="unsupported">12<span class="vh"> (not in the source)</span></mark> %.'
    """
    spans = sorted((text.find(part), part) for part in unsupported if part and part in text)
    parts, position = [], 0
    for start, part in spans:
        if start < position:
            continue
        parts += [
            escape(text[position:start]),
            Markup('<mark class="unsupported">{}<span class="vh"> (not in the source)</span></mark>').format(
                part
            ),
        ]
        position = start + len(part)
    return _joined([*parts, escape(text[position:])])


def _joined(parts: Iterable[Markup]) -> Markup:
    return Markup("").join(parts)
