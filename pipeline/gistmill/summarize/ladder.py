"""The ladder: which sentences a summary shows, the model's or the section's own.

Per request the model's alternatives are tried in order of their score. One is shown only if it ends as a
sentence does, is shorter than what it stands for, and holds nothing its source lacks, neither as a whole nor
sentence by sentence the few that each comes from. If none will do, the sentences that the extractive summarizer
chose are shown as they stand.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from difflib import SequenceMatcher
from typing import Literal

from msgspec import Struct

from gistmill.document import Span, SummarySentence
from gistmill.language import numbers_in, split_sentences, unsupported, words_in
from gistmill.summarize.request import Request
from gistmill_models.protocol import Alternative, Generation

# A sentence cut to less than this share of its source has lost its point more often than not.
MIN_SHARE = 0.4
MIN_WORDS = 5
NO_MODEL = "no model"
_CLAUSE_END = re.compile(r"[,;:—–)”\"]$")
_OPENERS = frozenset(
    "which who whose whom where when while whereas because since as after before although though "
    "so with including according despite due thanks among especially such in on at by for from to".split()
)
# A claim without its condition or its other side is another claim.
_CONDITIONS = frozenset("if unless until without except but provided assuming allegedly reportedly".split())
# Signs of a search that went astray: doubled punctuation, a doubled word.
_MALFORMED = re.compile(r"[,;:]\s*[,;:.]|\b(\w{2,}) \1\b")
_ENDS_A_SENTENCE = re.compile(r"[.!?…][\"”’')\]]*$")


Check = Literal["support", "clauses"]


class Verdict(Struct, frozen=True):
    """Whether an alternative may be shown; `reason` says why not."""

    accepted: bool
    reason: str


class Answer(Struct, frozen=True):
    """What a request came to: its sentences, and why the model's were refused (empty if they were not)."""

    sentences: tuple[SummarySentence, ...]
    abstractive: bool
    refusal: str = ""


def answer(request: Request, generation: Generation | None, *, check: Check = "support") -> Answer:
    """The best sentences for `request`: the first alternative that will do, or those chosen by extraction."""
    if generation is None:
        return Answer(copied(request), abstractive=False, refusal=NO_MODEL)
    if generation.truncated:
        read = f"{generation.read_pieces} of {generation.source_pieces} pieces"
        refusal = f"source longer than the model reads ({read})"
        return Answer(copied(request), abstractive=False, refusal=refusal)
    refusal = "the model gave nothing"
    for alternative in generation.alternatives:
        verdict = judge(alternative, request, check=check)
        if verdict.accepted:
            sentences = _aligned(alternative.text.strip(), request)
            if not (missing := _beyond_sources(sentences, request)):
                return Answer(sentences, abstractive=True)
            verdict = Verdict(False, "not in any few sentences: " + ", ".join(missing))
        refusal = verdict.reason
    return Answer(copied(request), abstractive=False, refusal=refusal)


def judge(alternative: Alternative, request: Request, *, check: Check = "support") -> Verdict:
    """Whether `alternative` may stand for the sentences of `request`."""
    text, source = alternative.text.strip(), request.source
    if alternative.refused:
        return Verdict(False, alternative.refused)
    if alternative.stopped_by == "length" or not _ENDS_A_SENTENCE.search(text):
        return Verdict(False, "cut in mid-sentence")
    length, source_length = len(text.split()), len(source.split())
    if length < MIN_WORDS or (len(request.sentences) == 1 and length < MIN_SHARE * source_length):
        return Verdict(False, "too little is left")
    if length >= source_length:
        return Verdict(False, "not shorter than its source")
    if missing := unsupported(text, source):
        return Verdict(False, "not in its source: " + ", ".join(missing))
    if check == "clauses" and not cuts_at_clauses(text, source):
        return Verdict(False, "cut inside a clause")
    if _MALFORMED.search(text) and not _MALFORMED.search(source):
        return Verdict(False, "malformed")
    return Verdict(True, "supported")


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
