"""Patterns in the wording of a line that speak for or against a heading; the model weighs them.

The names are features (`pattern: byline`), so a pattern that changes wants the weights trained anew.
"""

from __future__ import annotations

import re

# Each pattern is anchored or bounded, so that a line costs time in proportion to its length.
PATTERNS: dict[str, re.Pattern[str]] = {
    "web address": re.compile(r"https?://|www\.|\w\.(?:com|org|net|gov|edu|cn|html?)\b", re.IGNORECASE),
    "mail address": re.compile(r"\w@\w|\w at \w+ dot \w"),
    "byline": re.compile(
        r"(?i:written |posted |edited |reported |compiled )?(?i:by)\s+[A-Z]"
        r"|(?i:reporters?|correspondents?|authors?|editors?|text|editor-in-chief|responsible editor)\s?[:：/|]"
        r"|(?i:our reporter|this reporter|reported by)\b"
        r"|[^.:?]{0,60}\b(?i:news agency|daily|times|post|staff|chronicle|net|online|all-media)"
        r" (?i:reporters?|correspondents?|writers?)\b"
    ),
    "date": re.compile(
        r"\b(?:19|20)\d\d\b.{0,4}$|\b\d{1,2}[-/.]\d{1,2}[-/.]\d{2,4}\b|\b\d{4}[-/.]\d{1,2}[-/.]\d{1,2}\b"
    ),
    "time of day": re.compile(r"\b\d{1,2}:\d\d\b|\b\d{1,2}\s?[ap]\.?m\b", re.IGNORECASE),
    "dateline": re.compile(
        r"\(?(?:[A-Z][\w.'’-]*,? ){0,5}(?:\(?[A-Z][\w.]*\)? ?)?"
        r"(?:[A-Z][a-z]{2,8}\.? \d{1,2}(?:st|nd|rd|th)?)\b.{0,40}(?:--|—|\(|\. )"
        r"|(?:Xinhua|Hunan Daily|China News|People's Daily)\b.{0,60}(?:\d|--|—|[Rr]eporter)"
    ),
    "caption": re.compile(
        r"[(\[（]?\s*"
        r"(?i:photos?|images?|pictures?|figures?|fig\.|pic\.|file photo|source|credits?|video|map|chart|table)\s?"
        r"(?:(?i:by|source|credit|courtesy|provided|caption|taken|from)\b|[:：/]|\d)"
        r"|.{0,200}(?i:\(photo\b|photo by|file photo|/ ?photo|photo/|photograph by|photo courtesy|courtesy of"
        r"|\((?:left|right|center)\))"
    ),
    "postal address": re.compile(
        r"\b\d{1,5} (?:[A-Z]\w{0,20} ){1,3}(?:Street|St|Avenue|Ave|Road|Rd|Lane|Blvd|Drive|Dr|Square|Way)\b"
        r"|\b[A-Z]{2} \d{5}\b"
        r"|\bP\.? ?O\.? Box\b"
    ),
    "telephone": re.compile(r"\b\d{3}[-. )]{1,2}\d{3}[-. ]\d{4}\b|(?i:tel|fax|phone)\b\.?:?|\+\d{1,3}[ (]\d"),
    "copyright": re.compile(r"©|\(c\)|copyright|all rights reserved", re.IGNORECASE),
    "money": re.compile(r"[$£€¥]\s?\d"),
    "bullet": re.compile(r"[-*•·▪►»>+○●■◆]\s|[-•·▪►○●■◆]\w"),
    "page furniture": re.compile(
        r"(?i:leave a (?:comment|reply)|share (?:this|on)|read more|click here|back to top|print this|e-?mail this"
        r"|next page|previous (?:page|post)|next post|home\b|sign in|log ?in|subscribe"
        r"|related (?:posts|articles|links)|tags?:)"
    ),
    "salutation": re.compile(
        r"(?:Dear|Hi|Hello|Sincerely|Regards|Best regards|Yours|Cheers|Thanks|Thank you)\b.{0,40}$"
    ),
    "speech turn": re.compile(
        r"(?:[A-Z][\w.'’-]*\s){0,3}[A-Z][\w.'’-]*:\s\S|\S{1,30}(?: \S{1,20}){0,3} (?:said|wrote|writes|says)\b"
    ),
    "label and value": re.compile(r"[^:：.?!]{1,40}[:：]\s?\S"),
    "short label and value": re.compile(r"\S{1,20}(?: \S{1,20})?[:：]\s?\S+(?: \S+){0,3}$"),
    "divided by bars": re.compile(r".{0,100} [|丨·/] "),
    "several sentences": re.compile(r".{0,200}?[a-z)\d”\"]{2}[.!?]['\"”’)]{0,2} {1,2}[A-Z“\"]"),
    "count of comments": re.compile(r"\d{1,4} (?:comments?|replies|responses)\b", re.IGNORECASE),
    "subtitle after colon": re.compile(r".{3,80}\w: [A-Z\"“]"),
    "media tail": re.compile(
        r".{0,250}[-–—|_] ?(?:\S+ ){0,3}(?:\S*(?:[Xx]inhua|[Nn]ews|[Nn]et|[Dd]aily|[Oo]nline)\S*)(?: \S+){0,2}$"
    ),
    "brackets only": re.compile(r"[(\[（].*[)\]）]\.?$"),
    "number only": re.compile(r"[\d\s.,%$/:()-]+$"),
    "initials": re.compile(r"(?:[A-Z]\.\s?){1,3}[A-Z][a-z]"),
    "code": re.compile(r"[{}\\`<>=]|\w\(\)|\w_\w|^\$ |\./"),
}

# The others are looked for at the beginning of a line only.
_ANYWHERE = frozenset(
    {
        "web address",
        "mail address",
        "date",
        "time of day",
        "postal address",
        "telephone",
        "copyright",
        "money",
        "code",
    }
)


def patterns_of(line: str) -> tuple[str, ...]:
    """The names of the patterns that a line shows.

    >>> patterns_of("By Anonymous, at noon")
    ('byline',)
    """
    return tuple(
        name
        for name, pattern in PATTERNS.items()
        if (pattern.search if name in _ANYWHERE else pattern.match)(line)
    )
