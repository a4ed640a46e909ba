"""textsum, in an environment of its own, since it needs transformers 4."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from gistmill_models.snapshot import EMBEDDED

# Made once and kept; GISTMILL_TEXTSUM names one that is there already.
HOME = Path(os.environ.get("GISTMILL_TEXTSUM", Path(tempfile.gettempdir()) / "gistmill-bench-textsum"))
REQUIREMENTS = ("textsum==0.2.2", "transformers<5", "torch", "protobuf", "sentencepiece")


def textsum_command(documents: Path, folder: Path) -> list[str] | None:
    """textsum's command line on one file a document, greedy as the product is; None where it cannot be installed."""
    if not _installed():
        return None
    texts = folder / "texts"
    texts.mkdir()
    for line in documents.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        (texts / f"{row['id']}.txt").write_text(row["text"], encoding="utf-8")
    options = {
        "model": str(EMBEDDED),
        "output_dir": str(folder / "out"),
        "batch_length": "160",
        "num_beams": "1",
        "repetition_penalty": "1.0",
        "no_repeat_ngram_size": "4",
        "encoder_no_repeat_ngram_size": "0",
        "early_stopping": "False",
    }
    flags = [f"--{name}={value}" for name, value in options.items()]
    return [str(HOME / "bin/textsum-dir"), str(texts), *flags, "--disable_progress_bar"]


def _installed() -> bool:
    if not (HOME / "bin/textsum-dir").exists():
        subprocess.run([sys.executable, "-m", "venv", str(HOME)], check=True)
        run = subprocess.run([str(HOME / "bin/pip"), "install", "--quiet", *REQUIREMENTS])
        return run.returncode == 0
    return True
