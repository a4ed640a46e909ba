"""A document as every system is given it: its text, and the sentences to choose from."""

from __future__ import annotations

from msgspec import Struct

from gistmill.document import Document
from gistmill.run import Pipeline
from gistmill.summarize import parts_of, section_texts


class Article(Struct, frozen=True):
    """`text` is the document as it came, `cleaned` as repaired, `sentences` the latter without title or headings.

    Baselines and peers choose among `sentences`, so that they differ from the product in the choice alone and
    not in who was better at finding sentences or at leaving out headings.
    """

    text: str
    cleaned: str
    sentences: tuple[str, ...]


def article_of(text: str, pipeline: Pipeline) -> Article:
    ((cleaned, outline),) = pipeline.segment([Document("row", "row", text)])
    parts = parts_of(section_texts(cleaned.text, outline), title=outline.title)
    return Article(text, cleaned.text, tuple(sentence for part in parts for sentence in part.sentences))
