"""What a source bears out, in whatever way it is worded, and what it does not."""

import pytest

from gistmill.language import unsupported


@pytest.mark.parametrize(
    ("sentence", "source"),
    [
        ("They spent 1000 yuan.", "They spent one thousand yuan."),
        ("They spent a thousand yuan.", "They spent 1,000 yuan."),
        ("The 5th Steering Group left.", "The fifth steering group left."),
        ("Prices rose 3.5%.", "Prices rose by 3.5 percent."),
        ("It cost 2 million US dollars.", "It cost $2 million."),
        ("They met on 28 June.", "They met on June 28th."),
        ("Mr. Xi left.", "Xi Jinping left."),
        ("The WHO warned.", "The World Health Organization warned."),
        ("President Xi left.", "Xi Jinping, president of China, left."),
        ("They never agreed.", "They did not agree."),
        ("In the 1990s trade grew.", "Trade grew in the 1990s."),
    ],
)
def test_another_wording_of_the_same_is_supported(sentence: str, source: str) -> None:
    assert unsupported(sentence, source) == ()


@pytest.mark.parametrize(
    ("sentence", "source", "missing"),
    [
        ("They spent 1000 yuan.", "They spent 1,001 yuan.", ("1000",)),
        ("Prices rose 3.5%.", "Prices rose by 3.5 yuan.", ("3.5 percent",)),
        ("It cost $2 million.", "It cost 2 million yuan.", ("2000000 dollar",)),
        ("They met on June 28.", "They met on July 28 and in June.", ("june 28",)),
        ("Then Mr. Li left.", "Then Xi Jinping left.", ("Li",)),
        ("Now the WTO warned.", "Now the World Health Organization warned.", ("WTO",)),
        ("President Li left.", "President Xi met Li.", ("president li",)),
        ("They agreed.", "They did not agree.", ("negation",)),
        ("They did not agree but it rained.", "They agreed but it did not rain.", ("negation",)),
        ("In the 1980s trade grew.", "Trade grew in the 1990s.", ("1980",)),
    ],
)
def test_what_the_source_lacks_is_named(sentence: str, source: str, missing: tuple[str, ...]) -> None:
    assert set(missing) <= set(unsupported(sentence, source))
