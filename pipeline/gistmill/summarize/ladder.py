"""The ladder: which sentences a summary shows, the model's or the section's own.

Per request the model's alternatives are tried in order of their score. One is shown only if it ends as a
sentence does, is shorter than what it stands for, and holds nothing its source lacks, neither as a whole nor
sentence by sentence the few that each comes from. If none will do, the sentences that the extractive summarizer
chose are shown as they stand.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from itertools import chain
from typing import Literal

from msgspec import Struct

from gistmill.document import Span, SummarySentence
from gistmill.language import (
    asserted_without_hedge,
    loses_its_subject,
    numbers_in,
    share_out_of_order,
    shared_start,
    split_sentences,
    unsupported,
    words_in,
)
from gistmill.summarize.request import Request
from gistmill.summarize.wording import content_words
from gistmill_models.protocol import Alternative, Generation

# A sentence cut to less than this share of its source has lost its point more often than not.
MIN_SHARE = 0.4
MIN_WORDS = 5
# For a model held to the wording of its source, which was made to compress.
LEAST_SHARE = 0.25
# Such a wording is worth showing where it spares the reader something.
MAX_SHARE = 0.85
# A sentence of the same words in another order mostly says another thing: a swapped subject is the commonest fault.
MAX_OUT_OF_ORDER = 0.2
NO_MODEL = "no model"
_CLAUSE_END = re.compile(r"[,;:—–)”\"]$")
_OPENERS = frozenset(
    "which who whose whom where when while whereas because since as after before although though "
    "so with including according despite due thanks among especially such in on at by for from to".split()
)
# A claim without its condition or its other side is another claim.
_CONDITIONS = frozenset("if unless until without except but provided assuming allegedly reportedly".split())
# Signs of a search that went astray: doubled punctuation, a doubled word, words that go round in a circle.
_MALFORMED = re.compile(r"[,;:]\s*[,;:.]|\b(\w{2,}) \1\b|\b(\w+(?: \w+){2,5})\b.*\b\2\b", re.IGNORECASE)
_ENDS_A_SENTENCE = re.compile(r"[.!?…][\"”’')\]]*$")


Check = Literal["support", "clauses", "wording"]


# "If the questions are too simple." is what is left of a sentence whose main clause went.
_ENDS_AFTER_A_CONDITION = re.compile(r"(?:If|Unless|When|While|Because|Although|Whether|How|Since)\b")


class Trust(Struct, frozen=True):
    """How far the outputs of a model are believed, beyond the facts that every output must keep.

    "support": as they are. "clauses": only where they leave out whole clauses and change nothing else. "wording": only
    near the words and the order of the source, and where the mean log-probability a piece is at least `least_score`.
    """

    check: Check = "support"
    least_score: float = -math.inf


FULL_TRUST = Trust()


class Verdict(Struct, frozen=True):
    """Whether an alternative may be shown; `reason` says why not."""

    accepted: bool
    reason: str


class Answer(Struct, frozen=True):
    """What a request came to: its sentences, and why the model's were refused (empty if they were not)."""

    sentences: tuple[SummarySentence, ...]
    abstractive: bool
    refusal: str = ""


def answer(request: Request, generation: Generation | None, *, trust: Trust = FULL_TRUST) -> Answer:
    """The best sentences for `request`: the first alternative that will do, or those chosen by extraction."""
    if generation is None:
        return Answer(copied(request), abstractive=False, refusal=NO_MODEL)
    if generation.truncated:
        read = f"{generation.read_pieces} of {generation.source_pieces} pieces"
        refusal = f"source longer than the model reads ({read})"
        return Answer(copied(request), abstractive=False, refusal=refusal)
    refusal = "the model gave nothing"
    for alternative in generation.alternatives:
        verdict = judge(alternative, request, trust=trust)
        if verdict.accepted:
            sentences = _aligned(alternative.text.strip(), request)
            if not (missing := _beyond_sources(sentences, request)):
                return Answer(sentences, abstractive=True)
            verdict = Verdict(False, "not in any few sentences: " + ", ".join(missing))
        refusal = verdict.reason
    return Answer(copied(request), abstractive=False, refusal=refusal)


def judge(alternative: Alternative, request: Request, *, trust: Trust = FULL_TRUST) -> Verdict:
    """Whether `alternative` may stand for the sentences of `request`; the first objection is the reason."""
    text, source = alternative.text.strip(), request.source
    objections = chain(
        _objections_to_form(
            alternative, text, request, LEAST_SHARE if trust.check == "wording" else MIN_SHARE
        ),
        _objections_to_facts(text, source),
        ("cut inside a clause",) if trust.check == "clauses" and not cuts_at_clauses(text, source) else (),
        _objections_to_wording(alternative, text, source, trust) if trust.check == "wording" else (),
    )
    objection = next(objections, None)
    return Verdict(True, "supported") if objection is None else Verdict(False, objection)


def _objections_to_form(
    alternative: Alternative, text: str, request: Request, least_share: float
) -> Iterator[str]:
    """What any reader would object to, without knowing the source's matter."""
    source = request.source
    length, source_length = len(text.split()), len(source.split())
    if alternative.refused:
        yield alternative.refused
    if alternative.stopped_by == "length" or not _ENDS_A_SENTENCE.search(text):
        yield "cut in mid-sentence"
    if length < MIN_WORDS or (len(request.sentences) == 1 and length < least_share * source_length):
        yield "too little is left"
    if length >= source_length:
        yield "not shorter than its source"
    if _MALFORMED.search(text) and not _MALFORMED.search(source):
        yield "malformed"


def _objections_to_facts(text: str, source: str) -> Iterator[str]:
    """What the text says and its source does not."""
    if missing := unsupported(text, source):
        yield "not in its source: " + ", ".join(missing)
    if hedged := asserted_without_hedge(text, source):
        yield "told as a fact: " + ", ".join(hedged)


def _objections_to_wording(alternative: Alternative, text: str, source: str, trust: Trust) -> Iterator[str]:
    """For a small model: signs that it lost who does what, or went its own way."""
    if alternative.score < trust.least_score:
        yield "the model is not sure of it"
    if len(text.split()) > MAX_SHARE * len(source.split()):
        yield "hardly shorter than its source"
    if new := new_words(text, source):
        yield "words of its own: " + ", ".join(new)
    if share_out_of_order(text, source) > MAX_OUT_OF_ORDER:
        yield "who does what stands in another order"
    if loses_its_subject(text, source):
        yield "a subject or the start of a clause was lost"
    if _ENDS_AFTER_A_CONDITION.match(text) and content_words(text)[-1:] != content_words(source)[-1:]:
        yield "the main clause was lost"


def new_words(text: str, source: str) -> tuple[str, ...]:
    """The words of `text` that say something and that `source` has in no form.

    >>> new_words("The group visited towns.", "The group inspected a town.")
    ('visit',)
    """
    known = {shared_start(word) for word in content_words(source)}
    return tuple(word for word in content_words(text) if shared_start(word) not in known)


def cuts_at_clauses(text: str, source: str) -> bool:
    """Whether `text` is `source` without some of its clauses: nothing added, reordered or cut elsewhere.

    A clause is what stands between two of `, ; : — ( )` and the ends of the sentence. A model of this size leaves out
    words anywhere ("an important measure to ensure high-quality."), so only what survives this reads as a sentence.

    >>> source = "They set rules, which took a year."
    >>> cuts_at_clauses("They set rules.", source)
    True
    >>> cuts_at_clauses("They set which took a year.", source)
    False
    """
    if _unbalanced(text) and not _unbalanced(source):
        return False
    words, kept = source.split(), [_bare(word) for word in text.split()]
    for tag, start, end, _, _ in SequenceMatcher(
        None, [_bare(word) for word in words], kept, autojunk=False
    ).get_opcodes():
        if tag in ("replace", "insert"):
            return False
        if tag == "delete":
            begins = (
                start == 0
                or bool(_CLAUSE_END.search(words[start - 1]))
                or words[start].startswith(("(", "—"))
            )
            ends = end == len(words) or bool(_CLAUSE_END.search(words[end - 1]))
            if (
                not (begins and ends)
                or _bare(words[start]) in _CONDITIONS
                or (start > 0 and not _may_go(words[start:end]))
            ):
                return False
    return True


def _may_go(clause: Sequence[str]) -> bool:
    """Whether a sentence can do without these words at its end or inside: else they may be a list's next members
    ("Oman, Qatar, and Kuwait") or hold its verb."""
    if clause[0].startswith("("):
        return clause[-1].rstrip(",;:.").endswith(")") and len(clause) == _length_of_bracket(clause)
    return clause[0].startswith("—") or _bare(clause[0]) in _OPENERS or _bare(clause[0]).endswith("ing")


def _length_of_bracket(words: Sequence[str]) -> int:
    return next((index for index, word in enumerate(words, start=1) if ")" in word), 0)


def _bare(word: str) -> str:
    return word.strip(",;:.!?—–()").casefold()


def _unbalanced(text: str) -> bool:
    return (
        text.count("“") != text.count("”") or text.count('"') % 2 == 1 or text.count("(") != text.count(")")
    )


def copied(request: Request) -> tuple[SummarySentence, ...]:
    """The sentences chosen by extraction, word for word; each is its own source."""
    return tuple(SummarySentence(span.of(request.section_text), (span,)) for span in request.chosen)


def _aligned(text: str, request: Request) -> tuple[SummarySentence, ...]:
    return tuple(
        SummarySentence(
            span.of(text), supporting_spans(span.of(text), request.section_text, request.sentences)
        )
        for span in split_sentences(text)
    )


def _beyond_sources(sentences: Sequence[SummarySentence], request: Request) -> tuple[str, ...]:
    """What a sentence says that the source has, but not the spans the sentence is said to come from: facts of one
    sentence put to another."""
    if len(request.sentences) == 1:
        return ()
    sources = (" ".join(span.of(request.section_text) for span in sentence.sources) for sentence in sentences)
    found = (unsupported(sentence.text, source) for sentence, source in zip(sentences, sources, strict=True))
    return tuple(dict.fromkeys(missing for each in found for missing in each))


def supporting_spans(
    sentence: str, text: str, candidates: Sequence[Span], *, most: int = 3
) -> tuple[Span, ...]:
    """The spans of `text`, at most `most`, that cover the words of `sentence`, in text order.

    Greedy: each span taken covers the most words not covered yet; at least one is given.
    """
    wanted = set(words_in(sentence)) | set(numbers_in(sentence))
    words_of = {span: set(words_in(span.of(text))) | set(numbers_in(span.of(text))) for span in candidates}
    taken: list[Span] = []
    while len(taken) < most and len(taken) < len(candidates):
        best = max(
            (span for span in candidates if span not in taken), key=lambda span: len(wanted & words_of[span])
        )
        if taken and len(wanted & words_of[best]) < 2:
            break
        taken.append(best)
        wanted -= words_of[best]
    return tuple(sorted(taken))
