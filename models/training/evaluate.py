"""Measures an exported model on dev data and prints the tables of models/README.md (`make eval`).

    python models/training/evaluate.py                     the embedded model
    python models/training/evaluate.py --model FOLDER --documents 100 --pairs 300

Rewriting is always set against copying the same sentences, because that is what the product shows otherwise.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

from corpus import EMBEDDED, WORK
from documents import DOCUMENT_SETS, Document
from headline_sets import lead as first_sentences
from model_card import markdown_table
from pairs import Pair
from prepare import PAIRS, read
from rewriting import Rewrite, Rewriter, Rule, choose_min_confidence
from scores import edit_quality, faults, mean_rouge, rouge, rouge_each, word_count
from selecting import central
from words import sentences, unsupported

CONFIDENCES = tuple(-0.05 * step for step in range(1, 31))
CLEAN_MARGINS = (1.0, 2.0, 4.0)  # in log probability of the whole sentence
Table = dict[str, dict[str, str]]


def cut_to(text: str, words: int) -> str:
    """The first words of a text."""
    return " ".join(text.split()[:words])


def copied_within(document: Document, budget: int, *, most: int) -> str:
    """The selected sentences copied, as many as come closest to `budget` words."""
    choices = [
        "\n".join(document.sentences[place] for place in central(document.sentences, count))
        for count in range(1, most + 1)
    ]
    return min(choices, key=lambda text: abs(len(text.split()) - budget))


def believed(rewrites: Sequence[Rewrite], rule: Rule) -> list[str]:
    """Rewrites the rule accepts, sources where it does not."""
    return [rewrite.text if rule.accepts(rewrite) else rewrite.source for rewrite in rewrites]


def of_task(pairs: Sequence[Pair], task: str, most: int) -> list[Pair]:
    """Up to `most` pairs of a task, drawn evenly."""
    found = [pair for pair in pairs if pair.task == task]
    count = min(most, len(found))
    return [found[place * len(found) // count] for place in range(count)]


def fit_rule(rewriter: Rewriter, pairs: Sequence[Pair]) -> Rule:
    """The confidence floor that gains most ROUGE-Lsum over the first words of the source, as many as the rewrite.

    At equal length, because F1 pays for length: copying everything would win on recall alone.
    """
    rewrites = rewriter("summarize", [pair.source for pair in pairs])
    references = [[pair.target] for pair in pairs]
    written = rouge_each([rewrite.text for rewrite in rewrites], references)
    first = [cut_to(rewrite.source, len(rewrite.text.split())) for rewrite in rewrites]
    gains = [one.lsum - other.lsum for one, other in zip(written, rouge_each(first, references), strict=True)]
    floor, _ = choose_min_confidence(rewrites, gains, candidates=CONFIDENCES)
    return Rule(min_confidence=floor)


def sentence_table(rewriter: Rewriter, pairs: Sequence[Pair], rule: Rule) -> Table:
    """Rewriting the sentences that cover a reference sentence, against copying them."""
    table: Table = {}
    for origin in sorted({pair.origin for pair in pairs}):
        chosen = [pair for pair in pairs if pair.origin == origin]
        sources, references = [pair.source for pair in chosen], [[pair.target] for pair in chosen]
        rewrites = rewriter("summarize", sources)
        written = [rewrite.text for rewrite in rewrites]
        guarded = believed(rewrites, rule)
        accepted = sum(rule.accepts(rewrite) for rewrite in rewrites) / len(rewrites)
        cut = [cut_to(source, len(text.split())) for source, text in zip(sources, written, strict=True)]
        for system, outputs in (
            ("copy the sources", sources),
            ("rewrite", written),
            ("first words of the sources, as many", cut),
            (f"rewrite if believed ({accepted:.0%}), else copy", guarded),
        ):
            table[f"{origin} ({len(chosen)}): {system}"] = {
                "R-1 / R-2 / R-Lsum": str(rouge(outputs, references)),
                "words": f"{word_count(outputs):.1f}",
                "unsupported / numbers / cut off %": str(faults(outputs, sources)),
            }
    return table


def document_table(rewriter: Rewriter, documents: int, rule: Rule) -> Table:
    """The whole job: sentences are selected, then rewritten, or copied as they are."""
    table: Table = {}
    for name, (load, count) in DOCUMENT_SETS.items():
        texts = load(documents)
        references = [[document.reference] for document in texts]
        selected = [[doc.sentences[i] for i in central(doc.sentences, count)] for doc in texts]
        rewrites = iter(rewriter("summarize", [sentence for chosen in selected for sentence in chosen]))
        grouped = [[next(rewrites) for _ in chosen] for chosen in selected]
        written = ["\n".join(rewrite.text for rewrite in group) for group in grouped]
        guarded = ["\n".join(believed(group, rule)) for group in grouped]
        budgets = [len(text.split()) for text in guarded]
        systems = {
            f"lead-{min(count, 3)}": ["\n".join(doc.sentences[: min(count, 3)]) for doc in texts],
            f"{count} selected, copied": ["\n".join(chosen) for chosen in selected],
            f"{count} selected, rewritten": written,
            f"{count} selected, rewritten if believed": guarded,
            "fewer selected, copied, as long as believed": [
                copied_within(doc, budget, most=count) for doc, budget in zip(texts, budgets, strict=True)
            ],
            "lead, as long as believed": [
                cut_to(" ".join(doc.sentences), budget) for doc, budget in zip(texts, budgets, strict=True)
            ],
        }
        whole = ["\n".join(document.sentences) for document in texts]
        for system, outputs in systems.items():
            table[f"{name} ({len(texts)}): {system}"] = {
                "R-1 / R-2 / R-Lsum": str(mean_rouge(rouge_each(outputs, references))),
                "words": f"{word_count(outputs):.1f}",
                "unsupported / numbers / cut off %": str(faults(outputs, whole)),
            }
    return table


def headline_table(rewriter: Rewriter, pairs: Sequence[Pair]) -> Table:
    """Headlines against the first words of the text."""
    table: Table = {}
    for origin in sorted({pair.origin for pair in pairs}):
        chosen = [pair for pair in pairs if pair.origin == origin]
        sources, references = [pair.source for pair in chosen], [[pair.target] for pair in chosen]
        written = [rewrite.text for rewrite in rewriter("headline", sources)]
        first = [sentences(source)[0] for source in sources]
        for system, outputs in (
            ("first sentence", first),
            ("first 10 words", [cut_to(first_sentences(source), 10) for source in sources]),
            ("headline", written),
        ):
            found = faults(outputs, sources)
            table[f"{origin} ({len(chosen)}): {system}"] = {
                "R-1 / R-2 / R-Lsum": str(rouge(outputs, references)),
                "words": f"{word_count(outputs):.1f}",
                "unsupported %": f"{found.outputs_with_unsupported:.1f}",
            }
    return table


def clean_table(rewriter: Rewriter, pairs: Sequence[Pair]) -> Table:
    """Edits of machine-translated, damaged and untouched sentences against leaving them alone."""
    table: Table = {}
    for origin in sorted({pair.origin for pair in pairs}):
        chosen = [pair for pair in pairs if pair.origin == origin]
        sources, targets = [pair.source for pair in chosen], [pair.target for pair in chosen]
        rewrites = rewriter("clean", sources)
        written = [rewrite.text for rewrite in rewrites]
        likely = rewriter.log_probabilities("clean", sources, written)
        unlikely = rewriter.log_probabilities("clean", sources, sources)
        systems = {"do nothing": sources, "clean": written}
        for margin in CLEAN_MARGINS:
            systems[f"clean where {margin:g} likelier than no change"] = [
                text if new - old >= margin and not unsupported(text, source) else source
                for text, source, new, old in zip(written, sources, likely, unlikely, strict=True)
            ]
        for system, outputs in systems.items():
            changed = sum(one != other for one, other in zip(outputs, sources, strict=True)) / len(chosen)
            table[f"{origin} ({len(chosen)}): {system}"] = {
                "TER / chrF / BLEU": str(edit_quality(outputs, targets)),
                "changed %": f"{100 * changed:.1f}",
                "unsupported %": f"{faults(outputs, sources).outputs_with_unsupported:.1f}",
            }
    return table


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--model", type=Path, default=EMBEDDED)
    parser.add_argument("--documents", type=int, default=200)
    parser.add_argument("--pairs", type=int, default=600, help="dev pairs per task")
    parser.add_argument("--beam", type=int, default=1)
    parser.add_argument("--compute-type", default="int8")
    parser.add_argument("--out", type=Path, default=WORK / "evaluation")
    options = parser.parse_args()
    rewriter = Rewriter(options.model, compute_type=options.compute_type, beam=options.beam)
    pairs = read(PAIRS / "dev.jsonl")
    summaries = of_task(pairs, "summarize", 2 * options.pairs)
    rule = fit_rule(rewriter, summaries[::2])
    tables = {
        "rewriting, oracle sentences": sentence_table(rewriter, summaries[1::2], rule),
        "headline": headline_table(rewriter, of_task(pairs, "headline", options.pairs)),
        "clean": clean_table(rewriter, of_task(pairs, "clean", options.pairs)),
        "whole job": document_table(rewriter, options.documents, rule),
    }
    options.out.mkdir(parents=True, exist_ok=True)
    report = "\n".join(markdown_table(title, table) for title, table in tables.items())
    (options.out / "tables.md").write_text(report)
    settings = {"rule": asdict(rule), "beam": options.beam, "compute_type": options.compute_type}
    (options.out / "tables.json").write_text(json.dumps({"settings": settings, **tables}, indent=2) + "\n")
    print(settings)
    print(report)


if __name__ == "__main__":
    main()
