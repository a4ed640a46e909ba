"""Lines of the page and not of the article: what sites and agencies put around every text, and dates."""

from __future__ import annotations

import re

from gistmill.segment.wording import word_lists, words_of

_FURNITURE = re.compile(
    r"""
    (?i: (?: leave | post | add | write) \s a \s (?: comment | reply)
       | (?: no | \d+ ) \s comments? (?: \s yet)?
       | share \s (?: this | on ) (?: \s \w+ )?
       | (?: click \s )? (?: here \s )? (?: to \s )? read \s (?: more | the \s original .* )
       | related \s (?: reading | posts | articles | links | news)
       | (?: previous | next ) \s (?: post | article | page )
       | print \s this \s page
       | \[? back \s to \s (?: the \s )? (?: top | (?: table \s of \s )? contents)
       | scan \s the \s qr \s code .*
       | subscribe .{0,40}
       | advertisement
       | (?: file \s )? (?: photo\w* | pictures? ) \s (?: by | courtesy | taken ) \b .{0,80}
       | (?: dear | hi | hello ) \s .{2,60} [,:]
       | (?: with \s )? (?: kind | best | warm ) \s regards ,? | (?: yours \s )? sincerely ,? )
    # "Xinhua News Agency reporter", "Our reporter Zhou Ting, correspondent Huang Bin"
    | [\w' ]{0,40} (?: News \s Agency | Daily | Times | Online | Network | News \s Service | Our | Staff | All-media )
        \s (?i: (?: all-media | chief | trainee )? \s? (?: reporters? | correspondents? ) )
        (?: ,? \s (?: [A-Z]\w* | trainee | reporters? | correspondents? | photographers? | interns? ) ){0,12}
    # "Written by reporter Zhang Min", "Text by our correspondent Li Wei"
    | (?i: (?: written | text | story | reported | compiled | translated | edited | photographed | video ) \s by )
        (?: \s (?i: our | staff | trainee | reporters? | correspondents? | intern | photographers? ) ){0,3}
        (?: ,? \s (?: and \s )? [A-Z][\w.'’-]* ){1,8}
    # "Editor: Xu Fang", "(Editor in charge: Sun Li)", "Photo source: ..."
    | \(? (?i: (?: responsible | executive )? \s?
            (?: editors? | reporters? | correspondents? | text | photo | image | source | proofreader )
            (?: \s in \s charge | \s source | \s credit )? )
        \s? [:：/] .{0,80}
    """,
    re.VERBOSE,
)

_DATE = re.compile(
    r"""
    (?: (?: mon | tues? | wednes | thurs? | fri | satur | sun ) (?:day)? ,? \s )?
    (?: [a-z]{3,9} \.? \s \d{1,2} (?:st|nd|rd|th)? (?: ,? \s? \d{4} )?
      | \d{1,2} (?:st|nd|rd|th)? \s [a-z]{3,9} ,? (?: \s \d{4} )?
      | \d{1,4} [-/.] \d{1,2} [-/.] \d{1,4} )
    (?: ,? \s (?: at \s )? \d{1,2} : \d\d (?: \s? [ap] \.? m \.? )? )?
    """,
    re.VERBOSE | re.IGNORECASE,
)


def is_date(line: str) -> bool:
    """Whether a line is a date and no more.

    >>> [is_date(line) for line in ("July 12, 2022", "Monday, 3 May 2021", "2 Methods", "On July 12 it rained")]
    [True, True, False, False]
    """
    if _DATE.fullmatch(line) is None:
        return False
    words = [word.lower() for word in words_of(line) if len(word) > 2 and word.isalpha()]
    lists = word_lists()
    return not words or not (lists.months | lists.days).isdisjoint(words)


def is_furniture(line: str) -> bool:
    """Whether a line belongs to the page or the agency and not to the article, whatever it looks like.

    >>> [is_furniture(line) for line in ("Leave a Comment", "Our reporter Li Wei", "Editor: Li Wei", "Sources")]
    [True, True, True, False]
    """
    return _FURNITURE.fullmatch(line) is not None
