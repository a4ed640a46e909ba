"""What the summaries of many documents hold and lack: support, form, rungs of the ladder, repetition, and ROUGE.

    python -m tests.quality.summaries [--documents N] [--model none|embedded|FOLDER] [--rouge | --lengths]

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

from gistmill.document import Document, SummarySentence
from gistmill.language import names_in, numbers_in, split_sentences, words_in
from gistmill.recipe import Recipe
from gistmill.report import Report
from gistmill.run import Pipeline
from gistmill.summarize import OverviewSettings, SummarizeSettings
from gistmill.summarize.length import Length, count_words
from gistmill.summarize.openings import leans_on_the_one_before
from tests.quality.gate import digest_of

FLOORS = Path(__file__).parents[2] / "seeds/floors.json"
DATA = Path(os.environ.get("GISTMILL_DATA", "../shared/data"))
SEED = Path(__file__).parents[2] / "seeds/documents/000_f133142195f25140.txt"


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--documents", type=int, help="measure so many of the documents, drawn evenly")
    parser.add_argument("--model", default="embedded")
    parser.add_argument("--rouge", action="store_true", help="ROUGE on OpenStax and digitalgov dev instead")
    parser.add_argument("--lengths", action="store_true", help="words asked for and obtained instead")
    arguments = parser.parse_args()
    floors = json.loads(FLOORS.read_text(encoding="utf-8"))["summaries"]
    if arguments.rouge:
        refuse_other_data(floors["data"])
        figures = measure_rouge()
    elif arguments.lengths:
        figures = measure_lengths(arguments.documents or 100)
    else:
        figures = measure_summaries(arguments.documents, arguments.model)
    for name, figure in figures.items():
        print(f"{name:44} {figure:9.2f}")
    bounds = floors["measures"]
    if broken := [name for name in figures.keys() & bounds.keys() if breaks(figures[name], bounds[name])]:
        sys.exit(f"beyond its bound in {FLOORS.name}: {', '.join(sorted(broken))}")


def breaks(figure: float, bound: dict[str, float]) -> bool:
    return figure < bound.get("at_least", figure) or figure > bound.get("at_most", figure)


def refuse_other_data(digests: dict[str, str]) -> None:
    """Ends with exit code 3 where the margins would be of other texts than their floors."""
    if strange := [name for name, digest in digests.items() if digest_of(DATA / name) != digest]:
        print(
            f"{DATA}: {', '.join(strange)} missing or other than the floors were measured on", file=sys.stderr
        )
        sys.exit(3)


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
    with lzma.open(DATA / f"{name}.jsonl.xz", "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def tally(report: Report) -> Counter[str]:
    """What one report adds to the sums."""
    text, counts = report.cleaned.text, Counter({"documents": 1})
    for section, summary in zip(report.outline.sections, report.summaries, strict=True):
        source = text[section.start : section.end]
        counts += Counter({"sections": 1, summary.method: 1}) + of_sentences(summary.sentences, source, text)
        counts["empty"] += not summary.text.strip() and bool(source.strip())
        counts["longer"] += count_words(summary.text) > count_words(source)
    counts["overviews"] += 1
    counts["overview starts leaning"] += leans_on_the_one_before(report.overview.text)
    return counts + of_sentences(report.overview.sentences, text, text)


def of_sentences(sentences: Iterable[SummarySentence], source: str, text: str) -> Counter[str]:
    """`source` is what is summed up, `text` the whole that spans point into."""
    counts: Counter[str] = Counter()
    whole = {span.of(text) for span in split_sentences(text)}
    known_numbers, known_words = set(numbers_in(source)), set(words_in(source))
    known_words |= {name.lower() for name in names_in(source)}
    said: set[str] = set()
    before = None
    for sentence in sentences:
        numbers, names = numbers_in(sentence.text), names_in(sentence.text)
        counts["sentences"] += 1
        counts["repeated"] += sentence.text in said
        said.add(sentence.text)
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
    parts = words_in(name)
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
        "sentences said twice in one summary, %": percent("repeated", "sentences"),
        **rungs,
    }


def measure_lengths(documents: int) -> dict[str, float]:
    """Words asked for and obtained, on average, of section summaries that were not shown whole, and how many missed
    what was asked by more than half of their longest sentence."""
    found = list(translated_news())
    found = [found[place * len(found) // documents] for place in range(documents)]
    figures = {}
    for length in ("short", "medium", "long", "80", "20%"):
        recipe = Recipe(model="none", summarize=SummarizeSettings(length), overview=OverviewSettings(length))
        pairs = [pair for report in Pipeline(recipe).map(found) for pair in lengths_of(report, length)]
        asked, obtained, missed = (sum(column) for column in zip(*pairs, strict=True))
        figures |= {
            f"{length}: words asked for": asked / len(pairs),
            f"{length}: words obtained": obtained / len(pairs),
            f"{length}: missed by over half a sentence, %": round(100 * missed / len(pairs), 2),
        }
    return figures


def lengths_of(report: Report, length: str) -> Iterator[tuple[int, int, bool]]:
    """Asked, obtained, and whether the difference is over half a sentence, of each section that is summed up and has
    more than one sentence shown or a budget that one would fill."""
    for section, summary in zip(report.outline.sections, report.summaries, strict=True):
        words = count_words(report.cleaned.text[section.body : section.end])
        asked, obtained = Length(length).words_for(words), count_words(summary.text)
        if (
            summary.method == "extractive"
            and "left out" not in summary.reason
            and "no running" not in summary.reason
        ):
            longest = max(count_words(sentence.text) for sentence in summary.sentences)
            yield asked, obtained, len(summary.sentences) > 1 and abs(obtained - asked) > (longest + 1) // 2


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
