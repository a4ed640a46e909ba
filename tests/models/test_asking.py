"""The instruction around a source: whole, in its place, and untouched by what the source says."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from gistmill_models.asking import Asked, Asking
from gistmill_models.prompts import Prompt


class Letters:
    """A vocabulary of code points, between marks 1 and 2; an instruction knows one mark, `#`."""

    marks = ((1,), (2,))

    def encode(self, texts: Sequence[str]) -> list[list[int]]:
        return [[ord(letter) for letter in text] for text in texts]

    def encode_instruction(self, text: str) -> list[int]:
        return [3 if letter == "#" else ord(letter) for letter in text]


def asking(prompt: Prompt, max_pieces: int = 100) -> Asking:
    return Asking({"summarize": prompt}, Letters(), max_pieces)  # type: ignore[arg-type]


def read(asked: Asked) -> str:
    return "".join(chr(piece) if piece > 3 else f"<{piece}>" for piece in asked.ids)


def test_the_source_stands_between_what_comes_before_and_after() -> None:
    [asked] = asking(Prompt("#say: ", "#")).ask("summarize", ["rain"])
    assert read(asked) == "<1><3>say: rain<3><2>"


def test_a_mark_in_a_source_is_text() -> None:
    [asked] = asking(Prompt("#", "")).ask("summarize", ["#rain"])
    assert read(asked) == "<1><3>#rain<2>"


@pytest.mark.parametrize("room", [0, 1, 4])
def test_a_source_that_is_too_long_loses_its_end_and_no_instruction(room: int) -> None:
    asking_few = asking(Prompt("say ", " now"), max_pieces=10 + room)
    [asked] = asking_few.ask("summarize", ["abcdefgh"])
    assert read(asked) == f"<1>say {'abcdefgh'[:room]} now<2>"
    assert (asked.source_pieces, asked.read_pieces, asking_few.room("summarize")) == (8, room, room)


def test_each_source_has_its_own_wanted_length() -> None:
    with_slot = asking(Prompt("in {words}: ", words=9))
    assert [read(asked) for asked in with_slot.ask("summarize", ["a", "b"], [7, 12])] == [
        "<1>in 7: a<2>",
        "<1>in 12: b<2>",
    ]
    assert read(with_slot.ask("summarize", ["a"])[0]) == "<1>in 9: a<2>"


def test_the_room_does_not_depend_on_the_number_asked_for() -> None:
    with_slot = asking(Prompt("{words} "), max_pieces=10)
    assert with_slot.room("summarize") == 4
    assert {asked.read_pieces for asked in with_slot.ask("summarize", ["abcdefgh"] * 3, [1, 20, 300])} == {4}


def test_a_prompt_without_a_slot_pays_no_heed_to_lengths() -> None:
    plain = asking(Prompt("say: "))
    assert plain.ask("summarize", ["a"], [5]) == plain.ask("summarize", ["a"])
