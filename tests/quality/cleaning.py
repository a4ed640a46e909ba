"""`make gate`: the clean stage on real machine translation, and on human text, which it should leave alone.

    python tests/quality/cleaning.py

reads the sets in $GISTMILL_DATA (default ../shared/data), prints four tables, and compares them with the floors under
`cleaning` in `seeds/floors.json`, which name the digest of the data and of the cases in `seeds/cleanup` they were taken
with. Exit code 1 where a floor is broken, 3 where the data or the cases are not the same; half a minute on one core.
"""

from __future__ import annotations

import hashlib
import json
import lzma
import math
import os
import re
import sys
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from sacrebleu.metrics import BLEU, CHRF

from gistmill.clean import clean_document
from gistmill.document import Cleaned, Document
from gistmill.language import split_sentences

Row = Mapping[str, Any]

# A row of noise_real counts as repaired when its fault is there before and not after.
FAULTS = {
    "repeat_word": re.compile(r"\b(\w+)\s+\1\b", re.IGNORECASE),
    "repeat_phrase": re.compile(r"\b(\w+(?:\W+\w+){1,7})\W+\1\b", re.IGNORECASE),
    "fullwidth_punct": re.compile(r"[\u3001\u3002\u3008-\u3011\u3014-\u3017\u301c\uff01-\uff65]"),
    "double_punct": re.compile(r"(?<!\.)\.\s*\.(?!\s*\.)|,\s*,|,\s*\.(?!\w)|::|;\s*\.|:\s*\."),
    "space_before_punct": re.compile(r"\w [,.;!?](?:\s|$|[\"”])|\w '[a-z]{1,2}\b"),
}
SAMPLE = 300
LONGEST_ROW = 2500


FLOORS = Path(__file__).parents[2] / "seeds/floors.json"
CASES = Path(__file__).parents[2] / "seeds/cleanup"
Figures = dict[str, float]


def main() -> int:
    floors = json.loads(FLOORS.read_text(encoding="utf-8"))["cleaning"]
    data = Path(os.environ.get("GISTMILL_DATA", "../shared/data"))
    if strange := sorted(name for name, digest in floors["data"].items() if digest_of(data / name) != digest):
        print(f"{data}: {', '.join(strange)} missing or other than the floors were taken on", file=sys.stderr)
        return 3
    figures = measure_noise(data) | measure_human_text(data) | measure_systems(data) | measure_speed(data)
    broken = broken_floors(figures, floors["measures"])
    for line in broken:
        print(f"FAIL {line}")
    if digest_of_cases() != floors["cases"]:
        print(
            f"{CASES}: other cases than the floors were taken with; measure again and pin them",
            file=sys.stderr,
        )
        return 3
    return 1 if broken else 0


def broken_floors(figures: Figures, floors: Mapping[str, Mapping[str, float]]) -> list[str]:
    """Every floor or ceiling that a figure breaks, and every one that has no figure."""
    broken = []
    for name, bound in floors.items():
        figure = figures.get(name, math.nan)
        if not (bound.get("at_least", -math.inf) <= figure <= bound.get("at_most", math.inf)):
            broken.append(f"{name}: {figure:.3f}, expected {bound}")
    return broken


def digest_of(path: Path) -> str | None:
    return hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else None


def digest_of_cases() -> str:
    files = sorted(CASES.glob("*.json"))
    return hashlib.sha256(b"".join(path.name.encode() + path.read_bytes() for path in files)).hexdigest()


def measure_noise(data: Path) -> Figures:
    """Rows of real machine translation with one known fault each."""
    print(f"\n{'noise_real':20}{'faulty':>8}{'repaired':>10}{'changed':>9}{'nearer':>8}{'farther':>9}")
    counts: dict[str, Counter[str]] = {kind: Counter() for kind in FAULTS}
    for row in rows(data / "cleanup/noise_real.jsonl.xz"):
        if row["noise"] in FAULTS:
            counts[row["noise"]].update(judged(row))
    figures = {}
    for kind, count in counts.items():
        share = count["repaired"] / count["faulty"]
        figures[f"repaired, {kind}, %"] = 100 * share
        cells = f"{count['faulty']:8}{share:10.1%}{count['changed']:9}{count['nearer']:8}{count['farther']:9}"
        print(f"{kind:20}{cells}")
    total = sum(counts.values(), Counter[str]())
    print(f"{'all':20}{total['faulty']:8}{total['repaired'] / total['faulty']:10.1%}")
    return figures


def judged(row: Row) -> Iterator[str]:
    """What can be said of one row: nearer or farther is by word edits to the reference and by chrF, both."""
    result, fault = cleaned(row["mt"]), FAULTS[row["noise"]]
    if fault.search(result.raw):
        yield "faulty"
        if not fault.search(result.text):
            yield "repaired"
    if result.text == result.raw or len(result.raw) > LONGEST_ROW:
        return
    yield "changed"
    metric, reference = CHRF(), row["reference"]
    edits = word_edits(result.text, reference) - word_edits(result.raw, reference)
    gain = (
        metric.sentence_score(result.text, [reference]).score
        - metric.sentence_score(result.raw, [reference]).score
    )
    if edits < 0 and gain > 0:
        yield "nearer"
    if edits > 0 and gain < 0:
        yield "farther"


def measure_human_text(data: Path) -> Figures:
    """How many sentences of human-written text the rules change, and which rules do."""
    print(f"\n{'human-written':20}{'sentences':>10}{'changed':>9}{'share':>9}  by rule")
    figures = {}
    for name, texts in human_texts(data):
        sentences = changed = 0
        rules: Counter[str] = Counter()
        for result in map(cleaned, texts):
            spans = split_sentences(result.raw)
            sentences += len(spans)
            touched = {s.start for s in spans for e in result.edits if s.start <= e.end and e.start <= s.end}
            changed += len(touched)
            rules.update(edit.rule for edit in result.edits)
        most = ", ".join(f"{rule} {count}" for rule, count in rules.most_common(5))
        print(f"{name:20}{sentences:10}{changed:9}{changed / sentences:9.2%}  {most}")
        figures[f"human sentences changed, {name}, %"] = 100 * changed / sentences
    return figures


def human_texts(data: Path) -> Iterator[tuple[str, list[str]]]:
    documents = list(rows(data / "cleanup/zhnews2022_docs.jsonl.xz"))
    for keys in ("AB", "A", "B"):
        name = "zhnews references" if keys == "AB" else f"zhnews reference {keys}"
        yield name, ["\n".join(row["references"][key]) for row in documents for key in keys]
    for name in ("wmt18_zhen", "wmt19_zhen"):
        references = (row["reference"] for row in rows(data / f"cleanup/{name}.jsonl.xz"))
        yield name, list(dict.fromkeys(references))
    articles = rows(data / "headings/md_18f.jsonl.xz")
    yield "md_18f", ["\n\n".join(block["text"] for block in row["blocks"]) for row in articles]
    for name in ("digitalgov", "openstax", "wikipedia_lead", "pmc_rct", "senate_headlines"):
        yield name, [row["document"] for row in rows(data / f"summaries/{name}.jsonl.xz")][:SAMPLE]
    for name in ("digitalgov", "openstax", "wikipedia_lead", "pmc_rct"):
        summaries = [row["summary"] for row in rows(data / f"summaries/{name}.jsonl.xz")]
        yield f"{name} summaries", summaries[: 10 * SAMPLE]


def measure_systems(data: Path) -> Figures:
    """Whole documents of five online systems against two references."""
    print(f"\n{'zhnews2022':14}{'chrF++':>18}{'BLEU':>18}{'changed':>9}{'worse':>7}{'numbers lost':>14}")
    documents = list(rows(data / "cleanup/zhnews2022_docs.jsonl.xz"))
    gains, worse_of_all, of_all, lost_of_all = [], 0, 0, 0
    for system in (name for name in documents[0]["mt"] if name.startswith("Online")):
        results = [cleaned("\n".join(row["mt"][system])) for row in documents]
        references = [["\n".join(row["references"][key]) for row in documents] for key in "AB"]
        raw, text = [result.raw for result in results], [result.text for result in results]
        cells = ""
        for metric in (CHRF(word_order=2), BLEU(effective_order=True)):
            before, after = (metric.corpus_score(side, references).score for side in (raw, text))
            cells += f"{before:9.3f}{after:9.3f}"
            gains.append(after - before)
        changed = [index for index, result in enumerate(results) if result.text != result.raw]
        worse = sum(document_gain(results[i], [side[i] for side in references]) < 0 for i in changed)
        lost = sum(lost_numbers(result) for result in results)
        print(f"{system:14}{cells}{len(changed):9}{worse:7}{lost:14}")
        worse_of_all, of_all, lost_of_all = worse_of_all + worse, of_all + len(documents), lost_of_all + lost
    return {
        "least gain of a system, chrF++": min(gains[::2]),
        "least gain of a system, BLEU": min(gains[1::2]),
        "mean gain, chrF++": sum(gains[::2]) / len(gains[::2]),
        "mean gain, BLEU": sum(gains[1::2]) / len(gains[1::2]),
        "documents made worse, %": 100 * worse_of_all / of_all,
        "numbers lost": lost_of_all,
    }


def document_gain(result: Cleaned, references: Sequence[str]) -> float:
    metric = CHRF(word_order=2)
    before, after = (metric.sentence_score(side, references).score for side in (result.raw, result.text))
    return after - before


def lost_numbers(result: Cleaned) -> int:
    before, after = (Counter(re.findall(r"\d+(?:[.,]\d+)*", side)) for side in (result.raw, result.text))
    return (before - after).total()


def measure_speed(data: Path) -> Figures:
    print(f"\n{'speed':20}{'MB/s':>8}")
    news = [row["text"] for row, _ in zip(rows(data / "text/wikinews.jsonl.xz"), range(600), strict=False)]
    documents = list(rows(data / "cleanup/zhnews2022_docs.jsonl.xz"))
    translated = ["\n".join(lines) for row in documents for lines in row["mt"].values()]
    figures = {}
    for name, texts in (("wikinews", news), ("zhnews2022, raw MT", translated)):
        begun = time.process_time()
        for text in texts:
            cleaned(text)
        seconds = time.process_time() - begun
        figures[f"MB/s, {name}"] = sum(map(len, texts)) / seconds / 1e6
        print(f"{name:20}{figures[f'MB/s, {name}']:8.1f}")
    return figures


def cleaned(text: str) -> Cleaned:
    return clean_document(Document(id="measured", source="measured", text=text))


def rows(path: Path) -> Iterator[Row]:
    with lzma.open(path, "rt", encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def word_edits(one: str, other: str) -> int:
    """The Levenshtein distance in words."""
    there = other.split()
    before: list[int] = list(range(len(there) + 1))
    for count, word in enumerate(one.split(), 1):
        before = next_row(before, word, there, count)
    return before[-1]


def next_row(before: Sequence[int], word: str, there: Iterable[str], count: int) -> list[int]:
    row = [count]
    for index, candidate in enumerate(there):
        row.append(min(before[index + 1] + 1, row[-1] + 1, before[index] + (word != candidate)))
    return row


if __name__ == "__main__":
    sys.exit(main())
