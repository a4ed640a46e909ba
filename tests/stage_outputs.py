"""What each stage makes of the seeds, as a digest, and the version it had when that was written down.

    python -m tests.stage_outputs      writes seeds/stages.json anew

The stages are given the seeds as they lie, not each other's outputs, so an entry changes with its own stage alone.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from gistmill.cache import digest
from gistmill.clean import CleanStage
from gistmill.document import CleanText, Document, Outline, Section, SummarySentence
from gistmill.segment import SegmentSettings, SegmentStage
from gistmill.summarize import (
    OverviewInput,
    OverviewSettings,
    OverviewStage,
    SectionText,
    SummarizeSettings,
    SummarizeStage,
    section_text,
    section_texts,
)
from gistmill_models.engines.echo import EchoModel

SEEDS = Path(__file__).parents[1] / "seeds"
PINS = SEEDS / "stages.json"


def main() -> None:
    PINS.write_text(json.dumps(stage_outputs(), indent=1) + "\n", encoding="utf-8")


def stage_outputs() -> dict[str, dict[str, str]]:
    """By stage: its version, and the digest of what it gives for the seeds."""
    texts = tuple(seed_texts())
    outlines = [naive_outline(text) for text in texts]
    items = [section_texts(text, outline) for text, outline in zip(texts, outlines, strict=True)]
    wholes = [whole(text, outline, its) for text, outline, its in zip(texts, outlines, items, strict=True)]
    sections = [*(item for its in items for item in its), *map(section_text, texts)]
    return {
        "clean": pin(CleanStage(), [Document("", "", text) for text in (*texts, *damaged_texts())]),
        "segment": pin(SegmentStage(SegmentSettings()), [CleanText(text) for text in texts]),
        "summarize": pin(SummarizeStage(SummarizeSettings(), None), sections),
        "summarize with a model": pin(SummarizeStage(SummarizeSettings(), shortener()), sections),
        "overview": pin(OverviewStage(OverviewSettings(), None), wholes),
        "overview with a model": pin(OverviewStage(OverviewSettings(), shortener()), wholes),
    }


def pin(stage: Any, inputs: Sequence[Any]) -> dict[str, str]:
    return {"version": stage.version, "output": digest(list(stage.run(inputs)))}


def seed_texts() -> Iterator[str]:
    yield from (path.read_text(encoding="utf-8") for path in sorted((SEEDS / "documents").glob("*.txt")))
    for path in sorted((SEEDS / "headings").glob("*.json")):
        found = json.loads(path.read_text(encoding="utf-8"))
        yield from (
            case["text"] for case in (found if isinstance(found, list) else [found]) if "text" in case
        )


def damaged_texts() -> Iterator[str]:
    for path in sorted((SEEDS / "cleanup").glob("*.json")):
        yield from (case["before"] for case in json.loads(path.read_text(encoding="utf-8")))


def naive_outline(text: str) -> Outline:
    """A section begins at every line of at most eight words that has more than one line behind it; not for use."""
    starts = [0]
    position = 0
    for line in text.splitlines(keepends=True):
        if 0 < len(line.split()) <= 8 and position > starts[-1] and position + len(line) < len(text):
            starts.append(position)
        position += len(line)
    bounds = zip(starts, [*starts[1:], len(text)], strict=True)
    return Outline(
        None, tuple(_section(text, number, start, end) for number, (start, end) in enumerate(bounds))
    )


def _section(text: str, number: int, start: int, end: int) -> Section:
    body = start if number == 0 else min(end, text.index("\n", start) + 1)
    title = text[start:body].strip() or None
    return Section(str(number), title, min(number, 1), (title,) if title else (), start, body, end)


def whole(text: str, outline: Outline, items: Sequence[SectionText]) -> OverviewInput:
    return OverviewInput(
        None,
        len(text.split()),
        tuple(
            tuple(
                SummarySentence(span.of(item.text), (span.shifted(section.start),)) for span in item.sentences
            )
            for item, section in zip(items, outline.sections, strict=True)
        ),
        tuple(section.title for section in outline.sections),
    )


def shortener() -> EchoModel:
    """A model that leaves out what stands behind a sentence's last comma."""
    return EchoModel(lambda source: (source.rpartition(",")[0] + ".",))


if __name__ == "__main__":
    main()
