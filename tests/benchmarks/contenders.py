"""The contenders, each run in a process of its own: `python -m tests.benchmarks.contenders NAME FILE`.

Each prints the seconds of its work, without imports and without loading its model, as JSON.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from gistmill.document import Document
from gistmill.recipe import Recipe
from gistmill.run import Pipeline
from gistmill_models.engines.promises import available_cores
from gistmill_models.opening import open_model
from gistmill_models.protocol import Decoding, Generation
from gistmill_models.snapshot import EMBEDDED, locate

Asked = list[tuple[str, Decoding]]


def read(path: Path) -> list[Document]:
    rows = map(json.loads, path.read_text(encoding="utf-8").splitlines())
    return [Document(row["id"], "-", row["text"]) for row in rows]


def asked_of_the_model(path: Path) -> Asked:
    """What the product has the model read for these documents, each once a call, with its decoding."""
    prompts = locate("embedded").traits.prompts
    model = open_model("embedded", device="cpu")
    asked: Asked = []
    generate = model.generate

    def listen(task: str, sources: list[str], decoding: Decoding, **options: Any) -> list[Generation]:
        before, after = prompts[task].asking()
        asked.extend((before + source + after, decoding) for source in dict.fromkeys(sources))
        return generate(task, sources, decoding, **options)

    model.generate = listen  # type: ignore[method-assign, assignment]
    for _ in Pipeline(model=model).map(read(path)):
        pass
    return asked


def sections(path: Path) -> Asked:
    """Every section's text as one source, as people summarize section by section."""
    pipeline = Pipeline(Recipe(model="none"))
    decoding = Decoding(beams=1, no_repeat_ngram=4)
    return [
        ("summarize: " + cleaned.text[section.start : section.end], decoding)
        for cleaned, outline in pipeline.segment(read(path))
        for section in outline.sections
    ]


def generate_loop(asked: Asked, *, device: str = "cpu") -> float:
    """transformers `generate`, a source at a time, in float32 as the weights are loaded by default."""
    from transformers import AutoModelForSeq2SeqLM, AutoTokenizer

    tokenizer = AutoTokenizer.from_pretrained(EMBEDDED, local_files_only=True)
    model = AutoModelForSeq2SeqLM.from_pretrained(EMBEDDED, local_files_only=True).eval().to(device)
    started = time.perf_counter()
    for source, decoding in asked:
        pieces = tokenizer(source, return_tensors="pt", truncation=True, max_length=160).to(device)
        output = model.generate(
            **pieces,
            num_beams=decoding.beams,
            max_new_tokens=min(decoding.max_pieces, 96),
            no_repeat_ngram_size=decoding.no_repeat_ngram,
            do_sample=False,
        )
        tokenizer.decode(output[0], skip_special_tokens=True)
    return time.perf_counter() - started


def bare_engine(asked: Asked) -> float:
    """`Translator.translate_batch` on sources that are cut into pieces and sorted beforehand, on all cores.

    Batches of 2,048 pieces were the fastest of 16, 32 and 64 rows and 1,024, 2,048 and 4,096 pieces here.
    """
    import ctranslate2
    from sentencepiece import SentencePieceProcessor

    folder = locate("embedded").ctranslate2
    pieces = SentencePieceProcessor(model_file=str(EMBEDDED / "spiece.model"))
    by_decoding: dict[Decoding, list[list[str]]] = {}
    for source, decoding in asked:
        by_decoding.setdefault(decoding, []).append([*pieces.encode(source, out_type=str), "</s>"])
    engine: Any = ctranslate2.Translator(
        str(folder), compute_type="int8", inter_threads=available_cores(), intra_threads=1
    )
    engine.translate_batch([["</s>"]])
    for rows in by_decoding.values():
        rows.sort(key=len)
    started = time.perf_counter()
    for decoding, rows in by_decoding.items():
        engine.translate_batch(
            rows,
            beam_size=decoding.beams,
            no_repeat_ngram_size=decoding.no_repeat_ngram,
            max_decoding_length=min(decoding.max_pieces, 96),
            max_input_length=0,
            max_batch_size=2048,
            batch_type="tokens",
            return_scores=True,
        )
    return time.perf_counter() - started


def product(path: Path, workers: int, *, clean: str = "rules") -> float:
    """All stages, by `workers` processes; unlike the others, with the time it takes to start them."""
    from gistmill.batch import WorkerSettings
    from gistmill.batch.local_engine import LocalEngine
    from gistmill.batch.plan import Position, plan_inputs
    from gistmill.clean import CleanSettings

    recipe = Recipe(clean=CleanSettings(mode=clean))  # type: ignore[arg-type]
    plan = plan_inputs([str(path)], recipe)
    started = time.perf_counter()
    for _ in LocalEngine(WorkerSettings(recipe, None, 1), workers=workers).finished(plan, Position()):
        pass
    return time.perf_counter() - started


def product_on_gpu(path: Path) -> float:
    """All stages in one process, the model in torch on the GPU."""
    pipeline = Pipeline(Recipe(device="cuda"))
    pipeline(read(path)[0])
    started = time.perf_counter()
    for _ in pipeline.map(read(path)):
        pass
    return time.perf_counter() - started


def product_extractive(path: Path) -> float:
    """The product's choice of sentences alone."""
    from gistmill.summarize.extract import select_sentences
    from gistmill.summarize.features import Part

    return _timed(_sentences(path), lambda given: select_sentences([Part(None, tuple(given))], max_words=100))


def sumy_lexrank(path: Path) -> float:
    """sumy's LexRank on the same sentences, already split, with its default tokenizer for words."""
    from sumy.models.dom import ObjectDocumentModel, Paragraph, Sentence
    from sumy.summarizers.lex_rank import LexRankSummarizer

    class Words:
        def to_words(self, text: str) -> tuple[str, ...]:
            return tuple(text.split())

    def summarize(given: list[str]) -> None:
        paragraph = Paragraph([Sentence(sentence, Words()) for sentence in given])
        LexRankSummarizer()(ObjectDocumentModel([paragraph]), 4)

    return _timed(_sentences(path), summarize)


def _sentences(path: Path) -> list[list[str]]:
    from gistmill.language import split_sentences

    texts = [document.text for document in read(path)]
    return [[span.of(text) for span in split_sentences(text)] for text in texts]


def _timed(items: list[list[str]], work: Callable[[list[str]], object]) -> float:
    started = time.perf_counter()
    for item in items:
        work(item)
    return time.perf_counter() - started


CONTENDERS: dict[str, Callable[[Path], float]] = {
    "product": lambda path: product(path, available_cores()),
    "product-full": lambda path: product(path, available_cores(), clean="full"),
    "loop-same-sources": lambda path: generate_loop(asked_of_the_model(path)),
    "loop-sections": lambda path: generate_loop(sections(path)),
    "bare-engine": lambda path: bare_engine(asked_of_the_model(path)),
    "gpu-product": product_on_gpu,
    "gpu-loop": lambda path: generate_loop(asked_of_the_model(path), device="cuda"),
    "product-extractive": product_extractive,
    "sumy-lexrank": sumy_lexrank,
}

if __name__ == "__main__":
    print(json.dumps({"seconds": CONTENDERS[sys.argv[1]](Path(sys.argv[2]))}))
