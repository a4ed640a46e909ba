"""How a sentence opens: whether it can be understood without the one before it."""

from __future__ import annotations

import re

_DANGLING = re.compile(
    r"""
    [\W_]*
    (?: # a word that takes up the sentence before
        (?: however | but | yet | so | thus | therefore | hence | consequently | accordingly | nevertheless
          | nonetheless | still | instead | otherwise | rather | moreover | furthermore | besides | similarly | likewise
          | conversely | indeed | additionally | finally | meanwhile | then | also | and | or | nor | too
          | in\s(?:addition|contrast|fact|turn|other\swords|this\s(?:way|case|regard|respect|sense|context)|short|brief)
          | for\s(?:example|instance|this\s(?:reason|purpose)|that\sreason) | as\s(?:a\sresult|such|a\sconsequence)
          | on\sthe\s(?:other\shand|contrary|one\shand) | by\s(?:contrast|comparison) | at\sthe\ssame\stime
          | to\sthis\send | (?:after|prior\sto)\s(?:this|that) | because\sof\s(?:this|that|it)
          | (?:in|by|under|with|for|from|on|at|through)\s(?:these|those)
          | (?:\w+\s){0,2}(?:\w+\s)?of\s(?:these|those|them)
        ) \b (?!-) (?! \s who\b | \s days\b )
      | (?:[\w’'-]+\s){1,5}[\w’'-]+,\showever\b
      | # a pronoun for somebody or something named before
        (?: he | she | they | his | her | their | these | those | such | both | its | another
          | the\s(?:former|latter) ) \b
        (?! \s (?:who|whose)\b | \s days\b | \s as\b )
      | (?: this | that ) \b (?! \s (?:year|month|week|weekend|morning|afternoon|evening|time|day|season|summer|winter
          |spring|autumn|fall|century|decade|article|paper|chapter|section|report|book|study|module|unit|post|guide
          |page|series|document|lesson)\b )
      | it \b (?! ['’]?s? (?:\s(?:is|was|has|had|been|will|would|may|might|could|should|can|be|not|also|only|now|then))*
          \s (?:\w+ly\s)?  (?:\w+\s){1,3}?  (?:that|to|for|when|if|whether|why|how|what|who)\b
          | \s(?:rains?|rained|snowed) | \s(?:took|takes|seems?|seemed|turns?|turned)\b )
    )
    """,
    re.VERBOSE | re.IGNORECASE,
)


def leans_on_the_one_before(sentence: str) -> bool:
    """Whether `sentence` starts with a pronoun or connective whose antecedent a reader has to know.

    "It" before a clause that it announces ("It is likely that") and "this" before a time or the text itself ("This
    year", "This chapter") stand on their own.

    >>> [leans_on_the_one_before(text) for text in ("However, it rained.", "This year it rained.", "Few of them left.")]
    [True, False, True]
    """
    return bool(_DANGLING.match(sentence))
