"""The dash between a headline and the name of the site, glued to one of them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from gistmill.clean.head import head_lines
from gistmill.clean.rule import Replacement, Rule

_SITE = (
    r"(?:Xinhua(?:[ ]?[Nn]et|[ ]News(?:[ ]Agency)?|[ ]English\S*)?|XINHUA(?:NET)?|People['’]s[ ]Daily(?:[ ]Online)?"
    r"|China[ ]News[ ](?:Service|Agency|Net(?:work)?)|[Cc]hinanews\.com|China[ ]Daily|China[ ]Youth[ ](?:Net|Online)"
    r"|CCTV(?:[ ]News|\.com)?|CNR|Global[ ](?:Times|Network)|Guangming[ ](?:Daily|Net|Online)|Huasheng[ ]Online"
    r"|(?:Southern|Beijing|Shanghai|Economic)[ ]Daily|The[ ]Paper|Sohu|Sina|NetEase|Tencent)"
)
_DASH = re.compile(rf"(?:(?<=[a-z]{{3}})\.|(?<=[^\s-]))(?: ?-{{1,2}} ?|[–—])(?={_SITE}\.?\Z)")
# Fewer words are no headline: "Anti-Xinhua".
FEWEST_WORDS = 4


def find(text: str) -> Iterator[Replacement]:
    """Puts the spaces about the dash in front of the site's name where it ends the first line; a stop there goes.

    Only that line, only behind a few words, and only where the name is one of a site that titles its pages so.
    Source: 132 of 456 translated headlines in cleanup/zhnews2022_docs; both human references have " - Xinhuanet".

    >>> [(r.start, r.after) for r in find("Beijing hopes the talks go on-Xinhuanet\\n\\nBody.")]
    [(29, ' - ')]
    """
    title = next(iter(head_lines(text)), None)
    if title is None or title.text.count(" ") < FEWEST_WORDS - 1:
        return
    dash = _DASH.search(title.text)
    if dash and dash[0] != " - ":
        start = text.index(title.text, title.start) + dash.start()
        after = f" {dash[0].strip('. ')[0]} "
        yield Replacement(start, start + len(dash[0]), after, "space about the dash before the site's name")


SITE_DASH = Rule("site_dash", 1, find, reach="document")
