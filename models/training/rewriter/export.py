"""Writes a tuned model as the product ships it: int8 weights for CTranslate2, tokenizer, and how it is asked.

python -m training.rewriter.export --run rewriter                            .work/runs/rewriter/product/
python -m training.rewriter.export --run rewriter --to models/gistmill_models/embedded
"""

from __future__ import annotations

import argparse
import json
import shutil
import tempfile
from pathlib import Path

from ctranslate2.converters import TransformersConverter

from training.rewriter.base import BASE, LICENCE
from training.rewriter.depth import copy_tokenizer
from training.rewriter.examples import USAGE
from training.rewriter.train import RUNS
from training.rewriter.vocabulary import CONTROLS, END, START

# What the converter reads of a tokenizer, beside `tokenizer.json`.
TOKENIZER_SETTINGS = {
    "tokenizer_class": "PreTrainedTokenizerFast",
    "bos_token": START,
    "eos_token": END,
    "unk_token": CONTROLS[0],
    "pad_token": END,
}


def export(merged: Path, target: Path) -> None:
    """Writes the product's folder from a merged model in transformers' form."""
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch) / "model"
        shutil.copytree(merged, folder)
        (folder / "tokenizer_config.json").write_text(json.dumps(TOKENIZER_SETTINGS), encoding="utf-8")
        made = Path(scratch) / "ctranslate2"
        TransformersConverter(str(folder)).convert(str(made), quantization="int8")
        target.mkdir(parents=True, exist_ok=True)
        shutil.rmtree(target / "ctranslate2", ignore_errors=True)
        shutil.copytree(made, target / "ctranslate2")
    copy_tokenizer(merged, target)
    shutil.copyfile(merged / "config.json", target / "config.json")
    shutil.copyfile(USAGE, target / "gistmill.json")
    shutil.copyfile(BASE / Path(LICENCE).name, target / "LICENSE")


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--run", default="rewriter")
    parser.add_argument("--to", type=Path, help="default: the folder product/ of the run")
    options = parser.parse_args()
    target = options.to or RUNS / options.run / "product"
    export(RUNS / options.run / "merged", target)
    size = sum(path.stat().st_size for path in target.rglob("*") if path.is_file())
    print(f"{target}: {size / 1e6:.1f} MB")


if __name__ == "__main__":
    main()
