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


# A sentence, and a source that does not say it.
NOT_BORNE_OUT = """
    It sold 3 million cars.|It sold 3 billion cars.
    Output fell to 3.|Output fell to 3.2 billion yuan.
    Output fell to 3.|Output fell to 3. 2 billion yuan.
    2 billion yuan was spent.|3. 2 billion yuan was spent.
    234 people came.|1,234 people came.
    234 people came.|Some 1, 234 people came.
    It was -5 degrees.|It was 5 degrees.
    5 percent left.|-5 percent left.
    15 cities joined.|15 villages joined; many cities did not.
    He paid $5.|He paid 5 euros.
    It is 5 km.|It is 5 miles.
    3 people died.|3 to 5 people died.
    5 people died.|About 5 people died.
    More than 5 people died.|5 people died.
    5 people died.|Nearly 5 people died.
    Less than 10% agreed.|More than 10% agreed.
    Prices rose 5%.|Prices fell 5%.
    Prices fell to 5 yuan.|Prices rose to 5 yuan.
    Sales rose 5%, costs fell 3%.|Sales fell 5%, costs rose 3%.
    It grew from 5 to 3 million.|It grew from 3 to 5 million.
    It began at 10:30.|It began at 10:45.
    It began at 5 pm.|It began at 5 am.
    Version 3.11 is out.|Version 3.11.2 is out.
    Thousands of people came.|Hundreds of people came.
    Half the firms closed.|A third of the firms closed.
    20 percent of women agreed.|20 percent of men agreed.
    Two men died.|Three men died.
    It ranks 5th.|It has 5 rooms.
    On 2020-07-26 it began.|On 2020-07-27 it began.
    The price was 3.5 yuan.|The price was 3.55 yuan.
    It is 0.5 percentage points higher.|It is 0.5 percent higher.
    It cost 5 million.|It cost $5 million.
    It cost 12.|It cost 12.6 million.
    In 1990 it rained.|In the 1990s it rained.
    12 people came.|12,000 people came.
    A dozen people came.|Eleven people came.
    Up to 50 people can sit.|50 people can sit.
    The rate is 5.|The rate is 5%.
    It rose 5 points.|It rose 5%.
    at least 3 men were shot|at most 3 men were shot
"""
# A sentence, and another wording of it.
BORNE_OUT = """
    They spent 3.2bn yuan.|They spent 3. 2 billion yuan.
    They spent 3.2 billion yuan.|They spent RMB 3.2 billion.
    12.6% agreed.|12. 6 percent agreed.
    1234567 people came.|1, 234 , 567 people came.
    They paid $5 million.|They paid 5 million US dollars.
    Around 5 people died.|About 5 people died.
    Over 5 million men left.|More than 5 million men left.
    Prices fell 5%.|Prices fell by 5 percent.
    Prices dropped 5%.|There was a 5% drop in prices.
    It was up 5%.|It rose 5%.
    Sales rose to 5 million yuan.|Sales rose from 3 to 5 million yuan.
    It has 15 cities.|There are 15 major cities in it.
    It has 3 to 5 rooms.|It has 3-5 rooms.
    It began at 10:30.|It began at 10 : 30.
    The 5th group left.|Group 5 left.
    They met on June 28.|They met on 28 June 2020.
    In the nineties.|In the nineties.
    It lasted 5 years.|It lasted five years.
    A hundred men left.|100 men left.
    Two people were killed.|Two people were killed, three injured.
    It is 5km long.|It is 5 kilometers long.
    It was minus 5 degrees.|It was minus 5 degrees.
"""


def lines(pairs: str) -> list[str]:
    return [line.strip() for line in pairs.strip().splitlines()]


@pytest.mark.parametrize("pair", lines(NOT_BORNE_OUT))
def test_quantities_are_whole(pair: str) -> None:
    assert unsupported(*pair.split("|")) != ()


@pytest.mark.parametrize("pair", lines(BORNE_OUT))
def test_another_wording_of_a_quantity_is_supported(pair: str) -> None:
    assert unsupported(*pair.split("|")) == ()


@pytest.mark.parametrize("pair", lines(NOT_BORNE_OUT) + lines(BORNE_OUT))
def test_every_sentence_bears_itself_out(pair: str) -> None:
    for sentence in pair.split("|"):
        assert unsupported(sentence, sentence) == ()
