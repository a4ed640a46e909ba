"""What the summaries of many documents hold and lack: support, form, rungs of the ladder, repetition, and ROUGE.

    python -m tests.quality.summaries [--documents N] [--model none|embedded|FOLDER] [--rouge]

reads the translated news documents of `$GISTMILL_DATA` (default ../shared/data) and the seed article. Shares are of all
summary sentences (or numbers, names) in per cent. A name is unsupported if no word of its text is like it.
"""

from __future__ import annotations

import argparse
import json
import lzma
import os
import random
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from gistmill import facts
from gistmill.document import Document, SummarySentence
from gistmill.recipe import Recipe
from gistmill.report import Report
from gistmill.run import Pipeline
from gistmill.sentences import split_sentences
from gistmill.summarize.length import count_words
from gistmill.summarize.openings import leans_on_the_one_before

FLOORS = Path(__file__).parents[2] / "seeds/floors.json"
SEED = Path(__file__).parents[2] / "seeds/documents/000_f133142195f25140.txt"


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--documents", type=int, help="measure so many of the documents, drawn evenly")
    parser.add_argument("--model", default="embedded")
    parser.add_argument("--rouge", action="store_true", help="ROUGE on OpenStax and digitalgov dev instead")
    arguments = parser.parse_args()
    figures = measure_rouge() if arguments.rouge else measure_summaries(arguments.documents, arguments.model)
    for name, figure in figures.items():
        print(f"{name:44} {figure:9.2f}")
    floors = json.loads(FLOORS.read_text(encoding="utf-8"))["summaries"]
    if broken := [name for name in figures.keys() & floors.keys() if figures[name] > floors[name]["at_most"]]:
        sys.exit(f"above its ceiling in {FLOORS.name}: {', '.join(sorted(broken))}")


def measure_summaries(documents: int | None = None, model: str = "embedded") -> dict[str, float]:
    found = list(translated_news())
    if documents:
        found = [found[place * len(found) // documents] for place in range(documents)]
    counts: Counter[str] = Counter()
    for report in Pipeline(Recipe(model=model)).map([seed(), *found]):
        counts += tally(report)
    return shares(counts)


def seed() -> Document:
    return Document("seed", str(SEED), SEED.read_text(encoding="utf-8"))


def translated_news() -> Iterator[Document]:
    """Whole Chinese news documents as 12 systems translated them."""
    for row in _rows("cleanup/zhnews2022_docs"):
        for system, translated in sorted(row["mt"].items()):
            text = translated if isinstance(translated, str) else "\n\n".join(translated)
            yield Document(f"{row['doc_id']}/{system}", "zhnews2022", text)


def _rows(name: str) -> list[dict[str, Any]]:
    path = Path(os.environ.get("GISTMILL_DATA", "../shared/data")) / f"{name}.jsonl.xz"
    with lzma.open(path, "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def tally(report: Report) -> Counter[str]:
    """What one report adds to the sums."""
    text, counts = report.cleaned.text, Counter({"documents": 1})
    seen = {sentence.text for sentence in report.overview.sentences}
    for section, summary in zip(report.outline.sections, report.summaries, strict=True):
        source = text[section.start : section.end]
        counts += Counter({"sections": 1, summary.method: 1}) + of_sentences(summary.sentences, source, text)
        counts["empty"] += not summary.text.strip() and bool(source.strip())
        counts["longer"] += count_words(summary.text) > count_words(source)
        if len(report.summaries) > 1:
            counts["repeated"] += sum(sentence.text in seen for sentence in summary.sentences)
        seen |= {sentence.text for sentence in summary.sentences}
    counts["overviews"] += 1
    counts["overview starts leaning"] += leans_on_the_one_before(report.overview.text)
    return counts + of_sentences(report.overview.sentences, text, text)


def of_sentences(sentences: Iterable[SummarySentence], source: str, text: str) -> Counter[str]:
    """`source` is what is summed up, `text` the whole that spans point into."""
    counts: Counter[str] = Counter()
    whole = {span.of(text) for span in split_sentences(text)}
    known_numbers, known_words = set(facts.numbers(source)), set(facts.words(source))
    known_words |= {name.lower() for name in facts.names(source)}
    before = None
    for sentence in sentences:
        numbers, names = facts.numbers(sentence.text), facts.names(sentence.text)
        counts["sentences"] += 1
        counts["numbers"] += len(numbers)
        counts["names"] += len(names)
        counts["new numbers"] += sum(number not in known_numbers for number in numbers)
        counts["new names"] += sum(not _is_known(name, known_words) for name in names)
        counts["cut"] += sentence.text not in whole and sentence.text.rstrip("\"”’')]")[-1:] not in ".!?…"
        last = sentence.sources[0].start
        follows = before is not None and not text[before:last].strip()
        counts["leaning"] += leans_on_the_one_before(sentence.text) and not follows
        before = sentence.sources[-1].end
    return counts


def _is_known(name: str, words: set[str]) -> bool:
    parts = facts.words(name)
    return name.lower() in words or (bool(parts) and words.issuperset(parts))


def shares(counts: Counter[str]) -> dict[str, float]:
    def percent(part: str, whole: str) -> float:
        return round(100 * counts[part] / max(1, counts[whole]), 2)

    rungs = {
        f"{rung} sections, %": percent(rung, "sections") for rung in ("abstractive", "extractive", "verbatim")
    }
    return {
        "documents": counts["documents"],
        "unsupported numbers, %": percent("new numbers", "numbers"),
        "unsupported names, %": percent("new names", "names"),
        "empty summaries": counts["empty"],
        "summaries longer than their section": counts["longer"],
        "sentences cut, %": percent("cut", "sentences"),
        "sentences without their antecedent, %": percent("leaning", "sentences"),
        "overviews that start without it, %": percent("overview starts leaning", "overviews"),
        "sentences that stood before, %": percent("repeated", "sentences"),
        **rungs,
    }


def measure_rouge() -> dict[str, float]:
    """How much better the overview is than the best of lead, LexRank and TextRank, in points, extraction alone."""
    from gistmill.evaluate import LEAD, Row, measure_systems, product_systems, sumy_peers
    from gistmill.evaluate.measures import rouge_scorer
    from gistmill.evaluate.table import figures

    gains = {}
    for name in ("openstax", "digitalgov"):
        rows = [row for row in _rows(f"summaries/{name}") if row["split"] == "dev"]
        random.Random(0).shuffle(rows)
        recipe = Recipe(model="none")
        product, _ = product_systems(recipe, None, length=None)
        totals = measure_systems(
            [Row(str(row["id"]), str(row["document"]), str(row["summary"])) for row in rows],
            [product, LEAD, *sumy_peers()],
            pipeline=Pipeline(recipe),
            rouge=rouge_scorer(),
        )
        ours, *others = [figures(system, total) for system, total in totals.items()]
        for field, label in (("rouge1", "ROUGE-1"), ("rouge2", "ROUGE-2"), ("rouge_lsum", "ROUGE-Lsum")):
            best = max(getattr(other, field) for other in others)
            gains[f"{label} over the best baseline, {name}"] = round(getattr(ours, field) - best, 2)
    return gains


if __name__ == "__main__":
    main()
