"""The stage that sums up the whole document: an overview from the best of all sections, and a headline."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from gistmill.document import Overview, SummarySentence
from gistmill.language import unsupported
from gistmill.summarize.extract import select_sentences
from gistmill.summarize.features import Part
from gistmill.summarize.ladder import Check, cuts_at_clauses
from gistmill.summarize.length import LengthSettings
from gistmill.summarize.outcomes import outcomes
from gistmill.summarize.section import joined
from gistmill_models.protocol import Decoding, Fingerprint, Generation, Seq2Seq

TASK = "headline"
# A document of fewer words is its own overview.
VERBATIM_WORDS = 40
# A document's overview may be twice as long as a section's summary of the same name.
OVERVIEW_SCALE = 2
# One that has to say how far a matter of several sections has got, or what is next, needs a sentence more.
SECTIONED_SCALE = 2.5
# What is asked for, and what is taken.
HEADLINE_WORDS = 10
MIN_HEADLINE_WORDS, MAX_HEADLINE_WORDS = 3, 16


class OverviewSettings(LengthSettings, frozen=True, forbid_unknown_fields=True):
    """As for section summaries; a named length is twice as long here."""


class OverviewInput(Struct, frozen=True):
    """What an overview is made from: for each section the sentences to choose among, with spans of the whole text.

    `words` is the length of the document; `headings` are those of the sections, None where one has none.
    """

    title: str | None
    words: int
    sections: tuple[tuple[SummarySentence, ...], ...]
    headings: tuple[str | None, ...]


class OverviewKey(Struct, frozen=True):
    settings: OverviewSettings
    model: Fingerprint | None
    decoding: Decoding


class OverviewStage:
    name = "overview"
    version = "7"
    output = Overview

    def __init__(self, settings: OverviewSettings, model: Seq2Seq | None) -> None:
        self._length = settings.parsed_length
        self._model = model
        self._task = model.tasks.get(TASK) if model else None
        beams = settings.beams or (self._task.beams if self._task else 1)
        decoding = Decoding(beams=beams, alternatives=beams, max_pieces=48, no_repeat_ngram=3)
        self.settings = OverviewKey(settings, model.fingerprint if model else None, decoding)

    def run(self, items: Sequence[OverviewInput], /) -> list[Overview]:
        chosen = [self._sentences(item) for item in items]
        asked = [index for index, item in enumerate(items) if chosen[index] and not item.title]
        answers = dict(
            zip(asked, self._generate([_headline_source(chosen[index]) for index in asked]), strict=True)
        )
        check = self._task.check if self._task else "support"
        return [
            Overview(
                joined(sentences),
                sentences,
                _headline(item.title, sentences, answers.get(index), check=check),
            )
            for index, (item, sentences) in enumerate(zip(items, chosen, strict=True))
        ]

    def _sentences(self, item: OverviewInput) -> tuple[SummarySentence, ...]:
        """Those chosen among all sections; each wording once, where it stands first, and the title not at all."""
        seen = {item.title} if any(s.text != item.title for part in item.sections for s in part) else set()
        parts: list[Part] = []
        offered: list[SummarySentence] = []
        for heading, sentences in zip(item.headings, item.sections, strict=True):
            fresh = list({s.text: s for s in sentences if s.text not in seen}.values())
            seen |= {sentence.text for sentence in fresh}
            offered += fresh
            if fresh:
                parts.append(Part(heading, tuple(sentence.text for sentence in fresh)))
        if item.words < VERBATIM_WORDS:
            return tuple(offered)
        wanted = outcomes(parts)
        chosen = select_sentences(
            parts,
            max_words=self._length.words_for(item.words, scale=SECTIONED_SCALE if wanted else OVERVIEW_SCALE),
            title=item.title,
            wanted=wanted,
        )
        return tuple(offered[index] for index in chosen)

    def _generate(self, sources: Sequence[str]) -> Sequence[Generation | None]:
        if self._model is None or self._task is None or not sources:
            return [None] * len(sources)
        words = [HEADLINE_WORDS] * len(sources)
        return self._model.generate(TASK, sources, self.settings.decoding, words=words)


def _headline_source(sentences: Sequence[SummarySentence]) -> str:
    return " ".join(sentence.text for sentence in sentences[:2])


def _headline(
    title: str | None, sentences: Sequence[SummarySentence], generation: Generation | None, *, check: Check
) -> str:
    """The title, else the model's first headline that will do, else the first sentence."""
    if title:
        return title
    source = _headline_source(sentences)
    if generation is not None and not generation.truncated:
        for alternative in generation.alternatives:
            text = alternative.text.strip()
            if alternative.stopped_by == "end" and _may_head(text, source, check=check):
                return text
    return sentences[0].text if sentences else ""


def _may_head(text: str, source: str, *, check: Check) -> bool:
    fits = MIN_HEADLINE_WORDS <= len(text.split()) <= MAX_HEADLINE_WORDS
    return fits and not unsupported(text, source) and (check != "clauses" or cuts_at_clauses(text, source))
