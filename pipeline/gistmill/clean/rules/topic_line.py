"""The line of a wire story that says what it is about."""

from __future__ import annotations

import re
from collections.abc import Iterator

from gistmill.clean.head import head_lines
from gistmill.clean.lines import without_lines
from gistmill.clean.rule import Replacement, Rule
from gistmill.document import Metadata

_TOPIC = re.compile(r"(?:Topic|(?:Original[ ])?[Tt]itle|Subject|Headline)[:：][ ]*(?P<topic>\S.{3,299})")


def find(text: str) -> Iterator[Replacement]:
    """Moves a line "Topic: ..." in the head of the text to the metadata.

    Only a whole line, of at most 300 characters, and not the first one, which is the title of the text.
    Source: the Chinese wire style `新华社北京6月28日电 题：...`, seeds/documents/000_f133142195f25140.txt.

    >>> [r.says.topic for r in find("Title\\n\\nTopic: What it is about.\\n\\nBody.")]
    ['What it is about.']
    """
    lines = head_lines(text)
    for line in lines[1:]:
        match = _TOPIC.fullmatch(line.text)
        if match:
            says = Metadata(topic=match["topic"])
            yield from without_lines(lines, [line], "topic line moved to the metadata", says=says)
            return


TOPIC_LINE = Rule("topic_line", 2, find, reach="document")
