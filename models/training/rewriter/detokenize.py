"""Tokenised text back to running text: `it 's 3.5 % , he said .` -> `it's 3.5%, he said.`

Covers the two tokenisations found in the sets (Penn Treebank style lower-cased news, Moses style
translations). Straight quotes are paired by counting; the odd one of a sentence cut inside a quotation is
left out.
"""

from __future__ import annotations

import re

CLITICS = re.compile(r" (n't|'(?:s|re|ve|ll|d|m)\b)", re.IGNORECASE)
APART_CLITICS = re.compile(r"(\w) ?' (s|re|ve|ll|d|m|t)\b")
CLOSING = re.compile(r' ([.,;:!?%)\]}”’]+"?)(?= |$)')
OPENING = re.compile(r"(^| )([(\[{$£€“‘#]) ")
INNER_HYPHEN = re.compile(r"(?<=\w) - (?=\w)")
ELLIPSIS = re.compile(r" \.( \.)+")
ENTITIES = (
    ("-lrb-", "("),
    ("-rrb-", ")"),
    ("``", '"'),
    ("''", '"'),
    ("&apos;", "'"),
    ("&quot;", '"'),
    ("&amp;", "&"),
)


def detokenize(text: str) -> str:
    """Running text of one tokenised sentence.

    >>> detokenize('the u.s. " did n\\'t " pay $ 3 ( or 4 % ) , he said .')
    'the u.s. "didn\\'t" pay $3 (or 4%), he said.'
    """
    for tokenised, plain in ENTITIES:
        text = text.replace(tokenised, plain)
    text = pair_quotes(" ".join(text.split()))
    text = ELLIPSIS.sub(" ...", text)
    text = CLITICS.sub(r"\1", text)
    text = APART_CLITICS.sub(r"\1'\2", text)
    text = OPENING.sub(r"\1\2", text)
    text = CLOSING.sub(r"\1", text)
    text = CLOSING.sub(r"\1", text)
    return INNER_HYPHEN.sub("-", text).strip()


def pair_quotes(text: str) -> str:
    """Joins free-standing straight double quotes to what they enclose: odd ones open, even ones close."""
    tokens = text.split(" ")
    if tokens.count('"') % 2:
        last = len(tokens) - 1 - tokens[::-1].index('"')
        tokens = tokens[:last] + tokens[last + 1 :]
    joined: list[str] = []
    is_open = False
    glue_next = False
    for token in tokens:
        if token == '"':
            if is_open and joined:
                joined[-1] += token
            else:
                joined.append(token)
                glue_next = True
            is_open = not is_open
        elif glue_next:
            joined[-1] += token
            glue_next = False
        else:
            joined.append(token)
    return " ".join(joined)
