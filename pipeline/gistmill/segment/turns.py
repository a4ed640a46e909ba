"""Questions and speakers: interviews, questions and answers, threads. Each question or post heads what answers it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from msgspec import Struct
from msgspec.structs import replace

from gistmill.document import Heading
from gistmill.segment.lines import Line

_NAME = r"[A-Z][\w.'’-]{0,24}(?:[ ][A-Z\d][\w.'’-]{0,24}){0,3}"
_SPEAKER = re.compile(rf"(?:\*\*|__)?(?P<name>{_NAME})(?:\*\*|__)?\s?[:：](?:\*\*|__)?\s*(?P<said>\S.*)")
_USER = r"[\w.'’@-]{1,30}(?:[ ][\w.'’-]{1,30}){0,3}"
_POST = re.compile(
    rf"""
    (?: On\ .{{6,60}},\ )? (?P<name>{_USER})\ (?:wrote|writes|posted|replied|commented)
        (?:\ on\ [^:]{{4,40}})? \s?[:：]?
  | (?:Posted|Reply|Comment|Written)\ by:?\ (?P<by>{_USER}) (?:,?\ (?:on|at|»|\|)\ .{{4,40}})?
    """,
    re.VERBOSE,
)
_DASHED = re.compile(r"[-–—]\s?(?P<said>\S.*\?[\"”’]?)$")
_QUESTION_NAMES = frozenset(
    ("q", "question", "reporter", "interviewer", "moderator", "host", "correspondent")
)
_ANSWER_NAMES = frozenset(("a", "answer"))
_FEWEST_QUESTIONS, _FEWEST_POSTS = 2, 2
# Of what a speaker says, this share must be questions: who asks in an interview also makes remarks.
_ASKING = 0.6
_ANSWERS_A_QUESTION = 0.5
# That a line opens a turn is told by its like, not by a model.
_SURE = 0.95
# A question longer than this has no place in a title: its last sentence stands for it.
_LONG_QUESTION_WORDS, _FEWEST_IN_TITLE = 10, 4
_LAST_QUESTION = re.compile(r"(?:^|[.!?…:]['\"”’]?\s+)(?P<question>[^.!?…]{8,240}\?['\"”’]?)$")


class Turn(Struct, frozen=True):
    """A line that opens a turn: its index among the lines, and the title it gives its section."""

    index: int
    title: str


def turns_of(lines: Sequence[Line]) -> tuple[Turn, ...]:
    """The turns by which a text is cut, in order; none for a text that is no conversation.

    >>> from gistmill.segment.lines import split_lines
    >>> talk = "Q: Who pays?\\nA: The city.\\nQ: It was dear. How much?\\nA: Ten."
    >>> [(turn.index, turn.title) for turn in turns_of(split_lines(talk))]
    [(0, 'Who pays?'), (2, 'It was dear. How much?')]
    """
    return _posts(lines) or _questions_by_name(lines) or _questions_by_dash(lines)


def turn_headings(lines: Sequence[Line]) -> tuple[Heading, ...]:
    """The turns of a text as headings of level 1."""
    return tuple(Heading(lines[turn.index].span, turn.title, 1, _SURE) for turn in turns_of(lines))


def with_turns(headings: Sequence[Heading], turns: Sequence[Heading]) -> tuple[Heading, ...]:
    """Headings and turns in order; a turn stands below the deepest of the headings, if one stands above it.

    >>> from gistmill.document import Span
    >>> aims, why = Heading(Span(0, 4), "Aims", 1), Heading(Span(9, 13), "Why?", 1)
    >>> [(heading.title, heading.level) for heading in with_turns([aims], [why])]
    [('Aims', 1), ('Why?', 2)]
    """
    deepest = max((heading.level for heading in headings), default=0)
    first = min((heading.span.start for heading in headings), default=0)
    placed = [
        replace(turn, level=deepest + 1) if headings and turn.span.start > first else turn for turn in turns
    ]
    return tuple(sorted([*headings, *placed], key=lambda heading: heading.span))


def question_title(said: str) -> str:
    """A question as a title: whole, or its last sentence if it is long.

    >>> question_title("The numbers go to the ministry, and they are read there by many. Are they right about it?")
    'Are they right about it?'
    """
    last = _LAST_QUESTION.search(said) if len(said.split()) > _LONG_QUESTION_WORDS else None
    return last["question"] if last and len(last["question"].split()) >= _FEWEST_IN_TITLE else said


def _posts(lines: Sequence[Line]) -> tuple[Turn, ...]:
    """`X wrote:` above a post of its own; twice at least, and with text between."""
    found = [
        Turn(index, match["name"] or match["by"])
        for index, line in enumerate(lines)
        if line.words <= 12 and (match := _POST.fullmatch(line.text))
    ]
    stand_alone = all(turn.index + 1 < len(lines) for turn in found)
    return tuple(found) if len(found) >= _FEWEST_POSTS and stand_alone else ()


def _questions_by_name(lines: Sequence[Line]) -> tuple[Turn, ...]:
    """Lines of a speaker who asks, among those of others who answer."""
    spoken = [
        (index, match["name"], match["said"])
        for index, line in enumerate(lines)
        if ":" in line.text[:120] or "：" in line.text[:120]
        if (match := _SPEAKER.fullmatch(line.text))
    ]
    times = Counter(name for _, name, _ in spoken)
    asked = Counter(name for _, name, said in spoken if said.rstrip('*_"”’ ').endswith("?"))
    askers = {
        name
        for name, count in times.items()
        if asked[name] >= _FEWEST_QUESTIONS and _asks(name, count, asked)
    }
    answers = sum(count for name, count in times.items() if name not in askers)
    questions = [(index, said) for index, name, said in spoken if name in askers]
    if not questions or answers < _ANSWERS_A_QUESTION * len(questions):
        return ()
    return tuple(Turn(index, question_title(said.strip("*_ "))) for index, said in questions)


def _asks(name: str, count: int, asked: Counter[str]) -> bool:
    if name.casefold() in _ANSWER_NAMES:
        return False
    return name.casefold() in _QUESTION_NAMES or asked[name] >= _ASKING * count


def _questions_by_dash(lines: Sequence[Line]) -> tuple[Turn, ...]:
    """`- Why ...?` above an answer that is no question."""
    found = [
        Turn(index, question_title(match["said"]))
        for index, line in enumerate(lines)
        if line.text[0] in "-–—" and (match := _DASHED.fullmatch(line.text))
    ]
    answered = [
        turn for turn in found if turn.index + 1 < len(lines) and lines[turn.index + 1].ending != "question"
    ]
    return tuple(answered) if len(answered) > _FEWEST_QUESTIONS and len(answered) >= 0.8 * len(found) else ()
