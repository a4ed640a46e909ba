"""What of a model's output is its answer: no thoughts, no "Here is a summary:", no Markdown.

Models that were made for conversations say more than they are asked for. What a source says itself is left alone,
so a text about `<think>` or with `**` in it may be summed up in its own signs.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

_THOUGHT = re.compile(
    r"\A\s*<(think|thinking|thought|reasoning)>.*?(?:</\1>|\Z)\s*", re.DOTALL | re.IGNORECASE
)
_PREAMBLE = re.compile(
    r"""\A\s*(?:
      (?:sure|certainly|of\ course|okay|ok)\b[^\n:.!]{0,40}[.!,:]\s*(?=\S)             # Sure!
    | (?:here(?:\ is|['’]s|\ are)|the\ following\ is|this\ is)\b[^\n:]{0,80}:\s*       # Here is a summary in 20 words:
    | (?:\*\*|\#+\ *)?(?:summary|headline|tl;dr|answer)\b[^\n:]{0,30}:(?:\*\*)?\s*     # **Summary:**
    )""",
    re.VERBOSE | re.IGNORECASE,
)
_REMARK = re.compile(
    r"\n+\s*(?:\(?word count\b|\(?\d+ words\)|\(?note:|let me know\b|i hope this\b|would you like\b|---).*\Z",
    re.DOTALL | re.IGNORECASE,
)
_REFUSAL = re.compile(
    r"\A\W*(?:(?:i['’]m|i am) (?:very )?(?:sorry|afraid|unable|not able)|sorry\b"
    r"|i (?:cannot|can['’]t|can not|won['’]t)\b|as an ai\b"
    r"|i apologi[sz]e\b|unfortunately, i\b|please provide\b|there is no text\b)",
    re.IGNORECASE,
)
# Each with what it is without its marks; a line of a list or a heading is told by its start.
_MARKS = (
    (re.compile(r"^```\w*\n?|\n?```$", re.MULTILINE), r""),
    (re.compile(r"(\*\*|__)(?=\S)(.+?)(?<=\S)\1"), r"\2"),
    (re.compile(r"(?<![\w*])\*(?=[^\s*])([^*\n]+?)(?<=[^\s*])\*(?![\w*])"), r"\1"),
    (re.compile(r"^\s{0,3}(?:#{1,6}|[-*•>])\s+", re.MULTILINE), r""),
)
_QUOTED = re.compile(r"""\A(?:"([^"]*)"|“([^“”]*)”)\Z""")


@dataclass(frozen=True)
class Answer:
    """The text that answers, and why there is none where a model did something else."""

    text: str
    refused: str = ""


def read_answer(output: str, source: str) -> Answer:
    """The answer in an output.

    >>> read_answer("<think>Hm.</think>Here is a summary:\\n\\n**It rained** a lot.", "It rained all of the week.")
    Answer(text='It rained a lot.', refused='')
    >>> read_answer("I'm sorry, but I cannot help with that.", "It rained.").refused
    'the model refuses'
    """
    text = _THOUGHT.sub("", output)
    if output.strip() and not text.strip():
        return Answer("", "the model thinks and gives no answer")
    for take_off in TAKEN_OFF:
        text = take_off(text, source)
    text = text.strip()
    if _REFUSAL.match(text) and not _REFUSAL.match(source):
        return Answer("", "the model refuses")
    return Answer(text)


def _without_preamble(text: str, source: str) -> str:
    """Two at most: "Sure! Here is a summary:"."""
    for _ in range(2):
        found = _PREAMBLE.match(text)
        if found is None or found.end() == len(text) or found[0].strip() in source:
            break
        text = text[found.end() :]
    return text


def _without_source(text: str, source: str) -> str:
    """Where a source is said again in full and something follows, what follows; alone it is left to be judged."""
    said, rest = text.lstrip()[: len(source)], text.lstrip()[len(source) :]
    return rest if source and said == source and rest.strip() else text


def _without_remarks(text: str, source: str) -> str:
    found = _REMARK.search(text)
    return text[: found.start()] if found and found.start() and found[0].strip() not in source else text


def _without_markdown(text: str, source: str) -> str:
    for mark, bare in _MARKS:
        if not mark.search(source):
            text = mark.sub(bare, text)
    return text


def _without_quotes(text: str, source: str) -> str:
    """The marks around an answer that is quoted as a whole, unless the source has it so."""
    found = _QUOTED.match(text.strip())
    return text if found is None or found[0] in source else (found[1] or found[2] or "")


TAKEN_OFF: tuple[Callable[[str, str], str], ...] = (
    _without_source,
    _without_preamble,
    _without_remarks,
    _without_markdown,
    _without_quotes,
)
