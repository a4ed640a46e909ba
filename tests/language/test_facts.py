"""Numbers, names and negations, as two English texts are compared by them."""

import pytest

from gistmill.language import count_negations, names_in, numbers_in


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("1,000 or one thousand or 1000", ("1000",)),
        ("the 5th and the fifth", ("5",)),
        ("3.5% of $2.5 million", ("3.5", "2500000")),
        ("twenty-five groups, one hundred and twenty villages", ("25", "120")),
        ("one of the first", ()),
        ("the G20 and COVID-19", ()),
        ("31 provinces (autonomous regions)", ("31",)),
        ("from 10.5.2021", ("10.5.2021",)),
    ],
)
def test_numbers_are_read_whatever_way_they_are_written(text: str, values: tuple[str, ...]) -> None:
    assert numbers_in(text) == values


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("The mayor met Xi Jinping’s aide.", ("Xi", "Jinping")),
        ("Trade grew. Mr. Wang left.", ("Wang",)),
        ("“Yes,” said O'Neil.", ("O'Neil",)),
        ("He said: “Go home.”", ()),
        ("I think so.", ()),
    ],
)
def test_names_are_capitalised_words_away_from_a_sentence_start(text: str, names: tuple[str, ...]) -> None:
    assert names_in(text) == names


def test_negations_are_counted() -> None:
    assert count_negations("He does not know. She doesn’t either.") == 2
