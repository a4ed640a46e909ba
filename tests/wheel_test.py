"""`make wheel-test`: build the wheel, install it into a clean environment, run the main job from outside the tree.

Not collected by pytest: it takes minutes and needs the package index.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import venv
from pathlib import Path

ROOT = Path(__file__).parents[1]
SEED = ROOT / "seeds/documents/000_f133142195f25140.txt"


def run(*command: object, cwd: Path) -> str:
    print("$", *command, flush=True)
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    return subprocess.run(
        [str(part) for part in command],
        cwd=cwd,
        env=environment,
        check=True,
        stdout=subprocess.PIPE,
        text=True,
    ).stdout


def main() -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        run(sys.executable, "-m", "build", "--wheel", "--outdir", folder, ROOT, cwd=folder)
        (wheel,) = folder.glob("*.whl")
        venv.create(folder / "env", with_pip=True)
        python = folder / "env/bin/python"
        run(python, "-m", "pip", "install", "-q", "-c", ROOT / "constraints.txt", wheel, cwd=folder)
        installed = run(python, "-m", "pip", "list", "--format", "freeze", cwd=folder)
        assert "torch==" not in installed, "the core must not need torch"
        article = folder / "article.txt"
        article.write_bytes(SEED.read_bytes())
        command = (folder / "env/bin/gistmill", "summarize", "article.txt", "--no-cache")
        report = json.loads(run(*command, "--format", "json", cwd=folder))
        assert len([section for section in report["sections"] if section["title"]]) == 13
        assert all(section["summary"]["text"] for section in report["sections"])
        assert report["provenance"]["model"] == "embedded"
        print(run(*command, cwd=folder))
        print(
            f"{wheel.name}, {wheel.stat().st_size / 1e6:.1f} MB: the main job runs from a clean environment"
        )


if __name__ == "__main__":
    main()
