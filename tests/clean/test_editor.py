"""The guarded editor: what a model may reword, and what it may not."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from gistmill.clean.editor import neural_edits
from gistmill.clean.guard import violation
from gistmill_models.engines.echo import EchoModel


class Decided(EchoModel):
    """Says `outputs` to everything and scores whatever is not its source by `gain`."""

    def __init__(self, *outputs: str, gain: float = 1.0) -> None:
        super().__init__(lambda source: outputs)
        self._gain = gain

    def score(self, task: str, pairs: Sequence[tuple[str, str]], **_: object) -> list[float]:
        return [-2.0 if source == target else -2.0 + self._gain for source, target in pairs]


def edited(text: str, model: EchoModel, margin: float = 0.5) -> str:
    for edit in reversed(neural_edits([text], model, margin=margin)[0]):
        text = text[: edit.start] + edit.after + text[edit.end :]
    return text


@pytest.mark.parametrize(
    ("before", "after", "violated"),
    [
        ("He pay 5 yuan to Li.", "He paid 5 yuan to Li.", None),
        ("He pay 5 yuan.", "He paid five yuan.", None),
        ("He paid 5 yuan.", "He paid 15 yuan.", "numbers"),
        ("They come in June 28.", "They came on June 28.", None),
        ("They came on June 28.", "They came on June 27.", "numbers"),
        ("They came on June 28.", "They came on July 28.", "names"),
        ("They meet Li in Rome.", "They met Li in Rome.", None),
        ("They met Li in Rome.", "They met Li in Paris.", "names"),
        ("Wang was there.", "Zhang was there.", "names"),
        ("It rise 3% in 5 km.", "It rose 3% in 5 km.", None),
        ("It rose 3%.", "It rose 3.", "units"),
        ("It is 5 km away.", "It is 5 miles away.", "units"),
        ("He say “it is late” to us.", "He said “it is late” to us.", None),
        ("He said “it is late” to us.", "He said “it was late” to us.", "quotations"),
        ("See www.example.org for it.", "See www.example.com for it.", "addresses"),
        ("He do not go there.", "He did not go there.", None),
        ("He did not go there.", "He did go there.", "negation"),
        ("He went there.", "He never went there.", "negation"),
        ("They went at the market of the town.", "They went to the market in the town.", None),
        ("They went to the market in the town.", "They went.", "length"),
        ("They went there.", "They went there", "end of the sentence"),
    ],
)
def test_the_guard_names_what_was_touched(before: str, after: str, violated: str | None) -> None:
    assert violation(before, after) == violated


def test_protected_terms_stay() -> None:
    assert (
        violation("The steering group met.", "The guiding group met.", protected=("steering group",))
        == "terms"
    )
    assert (
        violation("The steering group meet.", "The steering group met.", protected=("steering group",))
        is None
    )


def test_an_edit_the_model_prefers_is_made() -> None:
    assert (
        edited("Intro.\nThe men was very late.", Decided("The men were very late."))
        == "Intro.\nThe men were very late."
    )


def test_an_edit_without_a_clear_margin_is_not_made() -> None:
    assert (
        edited("The men was very late.", Decided("The men were very late.", gain=0.3))
        == "The men was very late."
    )


def test_an_edit_that_breaks_the_guard_gives_way_to_the_next() -> None:
    model = Decided("The men were not very late.", "The men were very late.")
    assert edited("The men was very late.", model) == "The men were very late."


def test_headings_and_labels_are_left_alone() -> None:
    assert edited("A heading of five words\nToo short.", Decided("Something else altogether was said.")) == (
        "A heading of five words\nToo short."
    )


def test_a_model_without_the_task_changes_nothing() -> None:
    assert neural_edits(["The men was late."], EchoModel(tasks={}), margin=0.0) == [()]


def test_the_sentences_of_all_texts_are_edited_in_their_places() -> None:
    model = Decided("The men were very late.")
    first, second = neural_edits(["The men was very late.", "x\n\nThe men was very late."], model, margin=0.5)
    assert [(edit.start, edit.end) for edit in (*first, *second)] == [(0, 22), (3, 25)]


def test_a_glossary_term_stays() -> None:
    model = Decided("The party members leads the steering body.")
    sentence = "The party members leads the steering group."
    assert neural_edits([sentence], model, margin=0.5)[0]
    assert neural_edits([sentence], model, margin=0.5, protected=("steering group",)) == [()]
