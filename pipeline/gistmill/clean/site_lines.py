"""Lines that web sites print around an article, by what they are. Every pattern has to match the whole line.

Sources: the templates of WordPress and of Chinese news sites, also as translation engines word them
("Responsible editor", "Source: ... Net"), and the first seed article.
"""

from __future__ import annotations

import re

from msgspec.structs import replace

from gistmill.document import Metadata

LONGEST = 400


def _lines(*patterns: str) -> re.Pattern[str]:
    return re.compile("|".join(patterns), re.IGNORECASE)


# Sure: nobody begins or ends an article with such a line.
_SURE = {
    "comment form": _lines(
        r"(?:leave|write|post|add) (?:a|your) (?:comment|reply|message)(?: cancel reply)?",
        r"(?:no|\d+) comments?(?: yet| so far)?[.!]?(?: be the first.*)?",
        r"cancel reply|(?:submit|post) comment|comments? (?:are |is )?(?:closed|off)\.?",
        r"your e-?mail address will not be (?:published|disclosed|made public).*",
        r"required fields are marked.*|save my name, e-?mail.*|notify me of (?:new|follow-?up).*",
        r"(?:you must be|please) log(?:ged)? in (?:to|before).*comment.*|log in to (?:leave|post) a comment.*",
        r"(?:i want to comment|(?:related|hot|latest|user|netizen) comments?):?",
    ),
    "spam filter notice": _lines(
        r"this (?:site|website) uses akismet.*", r"learn how your comment data is processed\.?"
    ),
    "share bar": _lines(
        r"share (?:this(?: (?:article|post|story|page|entry))?|on (?:facebook|twitter|linkedin|weibo|wechat).*):?",
        r"share (?:to|with)(?: (?:your )?(?:friends|moments|wechat|weibo|qq|facebook|twitter).*)?:?",
        r"share:|tweet this|pin it|like this:|like loading\.*|(?:click|tap) to share.*",
        r"(?:follow|like) us on \w+(?:[,/ ]+(?:and )?\w+){0,5}[.!]?",
        r"(?:scan|long[- ]press|press and hold)(?: on)? (?:the )?(?:(?:qr|two-dimensional) )?code\b.{0,80}",
        r"(?:more exciting content, ?)?(?:please )?(?:pay attention to|follow) (?:our|the) (?:\w+ )?official account"
        r".{0,60}",
        r"like(?: \d+)? +collect(?: \d+)? +comment(?: \d+)?|print this page +close(?: (?:window|this page))?",
        r"(?:print|e-?mail) this (?:page|article|story)",
    ),
    "cookie notice": _lines(
        r"(?:this|our) (?:site|website) uses cookies.*", r"we use cookies.*", r"accept (?:all )?cookies"
    ),
    "subscription": _lines(
        r"(?:subscribe|sign up) (?:to|for) (?:our|the|my) .{0,40}(?:newsletter|mailing list|updates|blog|feed).{0,40}",
        r"(?:enter|type) your e-?mail (?:address )?(?:to|below).{0,80}",
        r"join \d[\d,]* other (?:subscribers|followers)",
    ),
    "copyright line": _lines(
        r"(?:copyright|©|\(c\)|copyright ©) ?(?:\(c\) ?)?\d{4}.{0,160}",
        r"(?:statement|note): .{0,40}\bcopyright\b.{0,240}|repost(?:ed|ing)?,? please .{0,80}",
        r"(?:reprint|reproduction|reposting)\b.{0,60}\b(?:prohibited|permission|indicate|authoriz).{0,120}",
        r"(?:please )?indicate the source (?:for|when|if).{0,80}",
        r"(?:copyright (?:statement|notice)|disclaimer) ?:.{0,380}",
        r"(?:\w{1,10} )?icp.{0,20}\d{6,}.{0,20}",
    ),
    "related links": _lines(
        r"(?:related|recommended|further|more) (?:articles?|news|links?|posts?|stories|reading|reports?|topics?):?",
        r"(?:read (?:more|also|next)|see also|related):.{0,160}|extended reading:?",
        r"(?:previous|next) (?:article|post|page|story|chapter)(?:: ?.{0,160})?",
        r"you (?:may|might) (?:also )?(?:like|be interested in):?",
        r"click (?:here )?to (?:enter|view|see) (?:the )?(?:special )?(?:topic|feature|original(?: text)?|more).{0,60}",
        r"(?:reading volume|number of (?:views|reads|readings)|(?:page )?views|clicks|hits): ?[\d,.]+\w?",
        r"(?:back|return) to (?:top|home(?: ?page)?|list)",
    ),
}
_EDITOR = re.compile(
    r"[\[(]? ?(?:(?:responsible|executive|duty|web|chief|assignment|commissioning|intern) )?"
    r"edit(?:or|ors|or-in-charge|or in charge|ing|ed by) ?: ?(?P<name>[^:]{1,60}?) ?[\])]?",
    re.IGNORECASE,
)
_PUBLISHER = re.compile(
    r"[\[(]? ?(?:(?:article|news|original|information|manuscript) )?(?:source|origin) ?: ?(?P<name>.{1,80}?) ?[\])]?",
    re.IGNORECASE,
)
# Several of them on one line, as Chinese pages close: "Author: Li Ming Proofreading: Wang Fang".
_ROLE = (
    r"(?i:(?:responsible|executive|duty|web|chief|copy|final|first|second|third|intern)[ -])?"
    r"(?i:authors?|text|writers?|reporters?|correspondents?|edit(?:ors?|ing)|source|photo(?:s|graphers?|graphy)?"
    r"|pictures?|camera(?:man)?|videos?|proof(?:read|reading|readers?)?|review(?:ers?|ing)?|producers?"
    r"|plann(?:ers?|ing)|layout|typeset(?:ters?|ting)|design(?:ers?)?|interns?)"
)
_NAME = r"[A-Z][\w'’.-]*"
_NAMES = rf"{_NAME}(?:(?:,? and |, ?| ?[&/] ?| ){_NAME}){{0,7}}"
_CREDITS = re.compile(rf"[\[(]? ?{_ROLE} ?: ?{_NAMES}(?:[ ,;|/]+{_ROLE} ?: ?{_NAMES}){{1,7}} ?[\])]?")
_NEXT_CREDIT = re.compile(rf"[ ,;|/\[(]*\b({_ROLE}) ?: ?")
# Weak: could be content, and goes only next to a line that is sure.
_WEAK = _lines(
    r"(?:name|e-?mail|website|url|comment|captcha|phone)(?: ?\*)?:?",
    r"facebook|twitter|linkedin|pinterest|reddit|whatsapp|telegram|tumblr|instagram|youtube|x|rss",
    r"wechat|weibo|sina weibo|qq|qzone|moments|print|copy link|share|like|reply|submit|post|more|top|close",
    r"(?:tags?|categor(?:y|ies)|keywords?|filed under|posted in)\b:?.{0,120}",
    r"home|about(?: us)?|contact(?: us)?|privacy(?: policy)?|terms(?: of (?:use|service))?|site ?map|search|menu",
    r"log ?in|register|subscribe|loading\.*|[.,;:*|•·-]{1,3}|\d{1,5}",
)


def sure_kind(line: str) -> str | None:
    """What kind of site line this is, if that is certain from the line alone.

    >>> sure_kind("Leave a Comment"), sure_kind("They were asked to leave a comment.")
    ('comment form', None)
    """
    if len(line) > LONGEST:
        return None
    if _EDITOR.fullmatch(line):
        return "editor line"
    if _PUBLISHER.fullmatch(line):
        return "source line"
    if _CREDITS.fullmatch(line):
        return "credits line"
    if "all rights reserved" in line.lower():
        return "copyright line"
    return next((kind for kind, pattern in _SURE.items() if pattern.fullmatch(line)), None)


def is_weak(line: str) -> bool:
    """Whether this may be a site line, if it stands beside one."""
    return len(line) <= LONGEST and bool(_WEAK.fullmatch(line))


def credits_of(line: str) -> Metadata | None:
    """Who wrote, edited or published a text, by a line that says nothing else; None for any other line.

    >>> credits_of("(Editor: Li Ming)").editor, credits_of("Source: China News Net").publisher
    ('Li Ming', 'China News Net')
    >>> credits_of("Author: Li Ming Proofreading: Wang Fang").byline
    'Li Ming'
    """
    if _CREDITS.fullmatch(line):
        _, *parts = _NEXT_CREDIT.split(line.rstrip(" ])"))
        names = {_field_of(role): name for role, name in zip(parts[::2], parts[1::2], strict=True)}
        return replace(Metadata(), **{field: name for field, name in names.items() if field})
    editor, publisher = _EDITOR.fullmatch(line), _PUBLISHER.fullmatch(line)
    if editor is None and publisher is None:
        return None
    return Metadata(
        editor=editor["name"] if editor else None, publisher=publisher["name"] if publisher else None
    )


def _field_of(role: str) -> str | None:
    """Where a credit belongs; the names of proofreaders and photographers belong nowhere."""
    word = role.lower().split()[-1]
    if word.startswith("edit"):
        return "editor"
    if word == "source":
        return "publisher"
    return "byline" if word.startswith(("author", "text", "writer", "reporter", "correspondent")) else None
