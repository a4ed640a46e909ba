"""What the rules make of the seed article."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from gistmill.clean import clean_document
from gistmill.document import Cleaned, Dateline, Document, replay

SEED = Path(__file__).parents[2] / "seeds" / "documents" / "000_f133142195f25140.txt"


@pytest.fixture(scope="module")
def cleaned() -> Cleaned:
    return clean_document(Document(id="seed", source=str(SEED), text=SEED.read_text(encoding="utf-8")))


def test_edits_replay(cleaned: Cleaned) -> None:
    assert replay(cleaned.raw, cleaned.edits) == cleaned.text


@pytest.mark.parametrize(
    "debris", ["Akismet", "Leave a Comment", "\n.\n", "——", ". .", "Go inside, go", "worries, worries"]
)
def test_debris_is_gone(cleaned: Cleaned, debris: str) -> None:
    assert debris in cleaned.raw
    assert debris not in cleaned.text


def test_dateline_topic_and_byline_are_metadata(cleaned: Cleaned) -> None:
    assert cleaned.metadata.dateline == Dateline(
        text="Xinhua News Agency, Beijing, June 28th.",
        agency="Xinhua News Agency",
        place="Beijing",
        date="June 28th",
    )
    assert cleaned.metadata.byline == "Xinhua News Agency reporter"
    assert cleaned.metadata.topic is not None
    assert cleaned.metadata.topic.startswith("Strictly supervise and guide")


def test_every_number_of_the_body_stays(cleaned: Cleaned) -> None:
    assert re.findall(r"\d+", cleaned.text) == [
        number for number in re.findall(r"\d+", cleaned.raw) if number != "28"
    ]


def test_paragraphs_stay_apart(cleaned: Cleaned) -> None:
    assert len(cleaned.text.split("\n\n")) == len(cleaned.raw.split("\n\n")) - 5
    assert not cleaned.text.endswith((" ", "\n"))
