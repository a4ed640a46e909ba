"""Writes the embedded model: half-precision safetensors, tokenizer, CTranslate2 int8, and checks that they
agree.

    python models/training/export.py --name tiny          the averaged last checkpoints of a run
    python models/training/export.py --untrained          the copy-initialised model, to wire a product
    against

The folder loads with `AutoModelForSeq2SeqLM` and `AutoTokenizer`; its `ctranslate2/` with
`ctranslate2.Translator`. `gistmill.json` says how the product uses it.
"""

from __future__ import annotations

import argparse
import json
import shutil
import tempfile
from collections.abc import Sequence
from pathlib import Path

import ctranslate2
import torch
from corpus import EMBEDDED, WORK
from finetune import copying_model, processor_from, shard_for
from prepare import PAIRS, read
from shards import MAX_SOURCE_PIECES, MAX_TARGET_PIECES, with_prefix
from sizes import SIZES, configuration
from tokenizer import EOS, PAD, PIECES
from tokenizer import FOLDER as TOKENIZER
from training_loop import averaged, checkpoints
from transformers import AutoModelForSeq2SeqLM, AutoTokenizer, GenerationConfig, T5ForConditionalGeneration

TOKENIZER_FILES = ("spiece.model", "tokenizer.json", "tokenizer_config.json")
PARITY_TEXTS = 51
USAGE = {
    "tasks": {
        "summarize": {"before": "summarize: ", "unit": "sentence", "check": "clauses", "beams": 1},
        "headline": {"before": "headline: ", "unit": "text", "check": "clauses", "beams": 1},
        "clean": {"before": "clean: ", "unit": "sentence"},
    },
    "max_source_pieces": MAX_SOURCE_PIECES,
    "max_output_pieces": MAX_TARGET_PIECES,
}


def averaged_model(run: str, *, size: str, last: int) -> T5ForConditionalGeneration:
    """The mean of the last checkpoints of a run."""
    model = T5ForConditionalGeneration(configuration(SIZES[size], pieces=PIECES))
    model.load_state_dict(averaged(checkpoints(WORK / "runs" / run)[-last:]))
    return model


def write_transformers(model: T5ForConditionalGeneration, folder: Path) -> None:
    """Weights in half precision with their configuration and tokenizer; they load as float32."""
    model.generation_config = GenerationConfig(
        decoder_start_token_id=PAD, pad_token_id=PAD, eos_token_id=EOS, max_new_tokens=MAX_TARGET_PIECES
    )
    model.half().save_pretrained(folder)
    (folder / "model.safetensors").chmod(0o644)  # written readable by its owner alone
    config_path = folder / "config.json"
    config = json.loads(config_path.read_text())
    # T5 sums overflow in float16; the file is half precision only to be small.
    config_path.write_text(json.dumps({**config, "dtype": "float32"}, indent=2) + "\n")
    for name in TOKENIZER_FILES:
        shutil.copyfile(TOKENIZER / name, folder / name)
    (folder / "gistmill.json").write_text(json.dumps(USAGE, indent=2) + "\n")


def write_ctranslate2(folder: Path, target: Path, *, compute_type: str) -> None:
    """The CTranslate2 form of an exported folder."""
    converter = ctranslate2.converters.TransformersConverter(str(folder))
    converter.convert(str(target), quantization=compute_type, force=True)


def transformers_outputs(folder: Path, texts: Sequence[str]) -> list[str]:
    """Greedy outputs of the exported weights in float32."""
    tokenizer = AutoTokenizer.from_pretrained(folder)
    model = AutoModelForSeq2SeqLM.from_pretrained(folder, dtype=torch.float32).eval()
    inputs = tokenizer(list(texts), return_tensors="pt", padding=True, return_token_type_ids=False)
    with torch.no_grad():
        rows = model.generate(**inputs, num_beams=1, do_sample=False, max_new_tokens=MAX_TARGET_PIECES)
    return [tokenizer.decode(row, skip_special_tokens=True) for row in rows]


def ctranslate2_outputs(folder: Path, texts: Sequence[str], *, compute_type: str) -> list[str]:
    """Greedy outputs of a CTranslate2 folder."""
    processor = processor_from(folder.parent if (folder.parent / "spiece.model").is_file() else TOKENIZER)
    translator = ctranslate2.Translator(str(folder), compute_type=compute_type, intra_threads=2)
    sources = [[*processor.encode(text, out_type=str), "</s>"] for text in texts]
    results = translator.translate_batch(sources, beam_size=1, max_decoding_length=MAX_TARGET_PIECES)
    return [processor.decode_pieces(result.hypotheses[0]) for result in results]


def parity(folder: Path, *, count: int = PARITY_TEXTS) -> dict[str, float]:
    """Share of greedy outputs on dev texts on which CTranslate2 agrees with transformers in float32."""
    pairs = read(PAIRS / "dev.jsonl")
    step = max(1, len(pairs) // count)
    texts = [with_prefix(pair.task, pair.source) for pair in pairs[::step]][:count]
    expected = transformers_outputs(folder, texts)
    with tempfile.TemporaryDirectory() as scratch:
        precise = Path(scratch) / "float32"
        write_ctranslate2(folder, precise, compute_type="float32")
        outputs = {
            "float32": ctranslate2_outputs(precise, texts, compute_type="float32"),
            "int8": ctranslate2_outputs(folder / "ctranslate2", texts, compute_type="int8"),
        }
    return {
        name: sum(one == other for one, other in zip(got, expected, strict=True)) / len(expected)
        for name, got in outputs.items()
    }


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--name", default="tiny")
    parser.add_argument("--size", choices=sorted(SIZES), default="tiny")
    parser.add_argument("--last", type=int, default=3, help="checkpoints to average")
    parser.add_argument("--untrained", action="store_true")
    parser.add_argument("--to", type=Path, default=EMBEDDED)
    options = parser.parse_args()
    if options.untrained:
        model = copying_model(options.size, shard_for("train"), seed=1)
    else:
        model = averaged_model(options.name, size=options.size, last=options.last)
    options.to.mkdir(parents=True, exist_ok=True)
    write_transformers(model, options.to)
    write_ctranslate2(options.to, options.to / "ctranslate2", compute_type="int8")
    agreement = {**parity(options.to), "texts": PARITY_TEXTS, "parameters": model.num_parameters()}
    (WORK / "parity.json").write_text(json.dumps(agreement) + "\n")
    size_mb = sum(path.stat().st_size for path in options.to.rglob("*") if path.is_file()) / 1e6
    print(json.dumps({"agreement with transformers float32": agreement, "megabytes": round(size_mb, 1)}))


if __name__ == "__main__":
    main()
