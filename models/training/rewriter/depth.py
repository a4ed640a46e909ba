"""Cuts layers out of the trimmed base.

    python -m training.rewriter.depth

Loss a piece before any tuning, instruction of this recipe, 24 dev pairs a task (summarize / headline / clean):

| layers | left out | loss |
|---|---|---|
| 30 | none | 2.61 / 3.41 / 0.79 |
| 25 | 3, 4, 5, 14, 26 | 3.17 / 4.10 / 1.07 |
| 25 | 3, 4, 5, 12, 26 | 3.18 / 4.12 / 1.09 |
| 25 | 4, 5, 12, 14, 26 | 3.16 / 4.04 / 1.13 |
| 25 | 3, 4, 12, 14, 26 | 3.22 / 4.03 / 1.12 |
| 25 | 3, 4, 14, 17, 26 | 3.39 / 4.16 / 1.36 |
| 24 | 3, 4, 5, 12, 14, 26 | 3.27 / 4.16 / 1.12 |

24 layers and 16,384 pieces are 94.4 million weights: in int8 they stay under the 100 MB that a package may have.
"""

from __future__ import annotations

import shutil
from collections.abc import Collection
from pathlib import Path

from torch import nn
from transformers import LlamaForCausalLM

from training.corpus import WORK
from training.rewriter.vocabulary import TRIMMED

LEFT_OUT = frozenset({3, 4, 5, 12, 14, 26})
CUT = WORK / "cut"


def without_layers(model: LlamaForCausalLM, left_out: Collection[int]) -> LlamaForCausalLM:
    """The same model without some of its layers; what is left is numbered anew."""
    layers = [layer for number, layer in enumerate(model.model.layers) if number not in left_out]
    for number, layer in enumerate(layers):
        layer.self_attn.layer_idx = number
    model.model.layers = nn.ModuleList(layers)
    model.config.num_hidden_layers = len(layers)
    if getattr(model.config, "layer_types", None):
        model.config.layer_types = model.config.layer_types[: len(layers)]
    return model


def main() -> None:
    """Writes the base that is tuned."""
    model = without_layers(LlamaForCausalLM.from_pretrained(TRIMMED), LEFT_OUT)
    model.save_pretrained(CUT)
    copy_tokenizer(TRIMMED, CUT)
    print(
        f"{model.config.num_hidden_layers} layers, {model.num_parameters() / 1e6:.1f} M weights, written to {CUT}"
    )


def copy_tokenizer(source: Path, target: Path) -> None:
    """Copies `tokenizer.json`."""
    shutil.copyfile(source / "tokenizer.json", target / "tokenizer.json")


if __name__ == "__main__":
    main()
