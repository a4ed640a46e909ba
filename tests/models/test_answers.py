"""An answer is what a model was asked for; what else it says is taken off, or it is refused with the reason."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gistmill_models.answers import read_answer

SOURCE = "The port handled 440 million tonnes of cargo, which the office called a record."
SUMMARY = "The port handled 440 million tonnes."


@pytest.mark.parametrize(
    "output",
    [
        SUMMARY,
        f"  {SUMMARY}\n",
        f"<think>\nThe user wants a summary.\n</think>\n\n{SUMMARY}",
        f"Here is a summary of the text in about 30 words:\n\n{SUMMARY}",
        f"Here's a concise summary: {SUMMARY}",
        f"Sure! Here is the summary:\n{SUMMARY}",
        f"Summary: {SUMMARY}",
        f"**Summary:** {SUMMARY}",
        f"The following is a summary of the text:\n{SUMMARY}",
        f"**{SUMMARY}**",
        f"- {SUMMARY}",
        f"# {SUMMARY}",
        f"```\n{SUMMARY}\n```",
        f'"{SUMMARY}"',
        f"“{SUMMARY}”",
        "The port handled **440 million** tonnes.\n\n(Word count: 6)",
        f"{SUMMARY}\n\nLet me know if you need anything else!",
        f"{SOURCE}\n\nSummary: {SUMMARY}",
    ],
)
def test_what_surrounds_an_answer_is_taken_off(output: str) -> None:
    assert (read_answer(output, SOURCE).text, read_answer(output, SOURCE).refused) == (SUMMARY, "")


@pytest.mark.parametrize(
    ("output", "reason"),
    [
        ("I'm sorry, but I can't help with that.", "the model refuses"),
        ("I cannot summarize this text.", "the model refuses"),
        ("As an AI language model, I have no opinion.", "the model refuses"),
        ("<think>The user wants", "the model thinks and gives no answer"),
    ],
)
def test_what_is_no_answer_is_refused_with_the_reason(output: str, reason: str) -> None:
    answer = read_answer(output, SOURCE)
    assert (answer.text, answer.refused) == ("", reason)


@pytest.mark.parametrize(
    ("output", "source"),
    [
        ("Sorry is the hardest word, he sang.", "Sorry is the hardest word, he sang on stage to thousands."),
        ("Here is the news: it rains.", "Here is the news: it rains in all of the country today."),
        ("The rate is 5 * 3 * 2 in total.", "The rate is 5 * 3 * 2."),
        ("He wrote **never** in bold.", "He wrote **never** in bold letters on it."),
        ('"No" means no.', 'He said that "No" means no.'),
        ("Summary courts met: nobody came.", "Summary courts met: nobody came to any of them."),
        ("Here the road ends.", "Here the road ends, and the wood begins."),
        ("It rose to 3:1 in the end.", "It rose."),
        (SOURCE, SOURCE),
    ],
)
def test_what_a_source_says_itself_stays(output: str, source: str) -> None:
    assert read_answer(output, source).text == output


@given(st.text(), st.text())
def test_nothing_is_added_to_any_output(output: str, source: str) -> None:
    text = read_answer(output, source).text
    letters = iter(output)
    assert all(letter in letters for letter in text)
