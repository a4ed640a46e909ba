"""`make install-test`: the wheel as users install it, in clean environments without constraints, outside the tree.

`--core` does the first of the environments alone, which CI does. Not collected by pytest: it needs the package index.

    newest     pip, the newest versions the requirements allow, no extra
    old pip    the pip that comes with Python 3.11.0
    oldest     the oldest versions the requirements name themselves
    extras     every extra that reads or writes files

Each is made with the Python that runs this and, where there are such, with the other versions named in `PYTHONS`.
"""

from __future__ import annotations

import gzip
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).parents[1]
SEED = ROOT / "seeds/documents/000_f133142195f25140.txt"
PYTHONS = ("python3.11", "python3.12", "python3.13")
OLD_PIP = "pip==22.3"
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
PAGE = (
    "<html><head><title>Rain</title></head><body><nav>Home | News</nav><article><h1>Rain in the valley</h1>"
    + "<p>It rained all day in the valley, and the river rose by two metres.</p><h2>The flood</h2>" * 3
    + "</article></body></html>"
)
DOCX = f'<w:document xmlns:w="{W}"><w:body><w:p><w:r><w:t>It rained all day.</w:t></w:r></w:p></w:body></w:document>'


def run(*command: object, cwd: Path) -> str:
    """What a command prints; raises CalledProcessError where it fails. No setting of the caller's reaches it."""
    print("$", *command, flush=True)
    names = ("PYTHON", "GISTMILL", "PIP_CONSTRAINT")
    environment = {name: value for name, value in os.environ.items() if not name.startswith(names)}
    # Constraints of this machine are not those of a user's.
    environment |= {"PIP_CONFIG_FILE": os.devnull, "GISTMILL_CACHE_DIR": str(cwd / "cache")}
    return subprocess.run(
        [str(part) for part in command],
        cwd=cwd, env=environment, check=True, stdout=subprocess.PIPE, text=True,
    ).stdout  # fmt: skip


def main() -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        run(sys.executable, "-m", "build", "--wheel", "--outdir", folder, ROOT, cwd=folder)
        (wheel,) = folder.glob("*.whl")
        for title, install, check in plans(wheel):
            started = time.monotonic()
            for python in pythons()[: 1 if "--core" in sys.argv else None]:
                place = folder / f"{title.replace(' ', '-')}-{python.name}"
                run(python, "-m", "venv", place / "env", cwd=folder)
                install(place / "env/bin/python")
                check(place)
                print(f"{title}, {python.name}: {time.monotonic() - started:.0f} s", flush=True)
                shutil.rmtree(place)
            if "--core" in sys.argv:
                break
        print(f"{wheel.name}, {wheel.stat().st_size / 1e6:.1f} MB: works as users install it")


def pythons() -> list[Path]:
    """This Python, and of the others those that this machine has."""
    found = [Path(path) for name in PYTHONS if (path := shutil.which(name)) is not None]
    return [Path(sys.executable), *(path for path in found if not sys.executable.endswith(path.name))]


def plans(wheel: Path) -> list[tuple[str, Callable[[Path], None], Callable[[Path], None]]]:
    def pip(python: Path, *packages: object) -> None:
        run(python, "-m", "pip", "install", "--quiet", *packages, cwd=python.parents[2])

    def old_pip(python: Path) -> None:
        pip(python, OLD_PIP)
        pip(python, wheel)

    def oldest(python: Path) -> None:
        pip(python, "uv")
        uv = python.with_name("uv")
        run(
            uv,
            "pip",
            "install",
            "--quiet",
            "--python",
            python,
            "--resolution",
            "lowest-direct",
            wheel,
            cwd=ROOT,
        )

    return [
        ("newest", lambda python: pip(python, wheel), check_core),
        ("old pip", old_pip, check_core),
        ("oldest", oldest, check_core),
        ("extras", lambda python: pip(python, f"{wheel}[pdf,parquet,zstd,evaluate]"), check_extras),
    ]


def check_core(place: Path) -> None:
    """Every input kind, every format, and the commands that need no extra."""
    gistmill = place / "env/bin/gistmill"
    assert "torch" not in installed(place), "the core must not need torch"
    texts = place / "texts"
    texts.mkdir()
    article = texts / "article.txt"
    article.write_bytes(SEED.read_bytes())
    (texts / "a.md").write_text("# Rain\n\nIt rained all day.\n\n## Flood\n\nThe river rose.\n")
    (texts / "a.html").write_text(PAGE)
    (texts / "a.csv").write_text("id,text\n1,It rained all day.\n")
    (texts / "a.jsonl").write_text('{"id": 1, "text": "It rained all day."}\n')
    (texts / "b.jsonl.gz").write_bytes(gzip.compress(b'{"id": 2, "text": "It rained all day."}\n'))
    with zipfile.ZipFile(texts / "a.docx", "w") as archive:
        archive.writestr("word/document.xml", DOCX)
    report = json.loads(run(gistmill, "summarize", article, "--format", "json", cwd=place))
    assert len([section for section in report["sections"] if section["title"]]) == 13
    assert all(section["summary"]["text"] for section in report["sections"])
    assert report["provenance"]["model"] == "embedded"
    for suffix in ("txt", "md", "json", "html"):
        run(gistmill, "summarize", texts, "-o", f"out.{suffix}", cwd=place)
        assert (place / f"out.{suffix}").stat().st_size > 1000
    assert "river rose by two metres" in run(gistmill, "clean", texts / "a.html", cwd=place)
    assert "1 " in run(gistmill, "segment", article, cwd=place)
    run(gistmill, "terms", article, cwd=place)
    run(gistmill, "batch", texts, "-o", "rows.jsonl", cwd=place)
    rows = [json.loads(row) for row in (place / "rows.jsonl").read_text().splitlines()]
    assert len(rows) == 7
    assert [row["error"] for row in rows if "error" in row] == []
    run(gistmill, "report", "rows.jsonl", "-o", "pages/", cwd=place)
    assert (place / "pages/index.html").exists()
    assert run(gistmill, "models", "list", cwd=place).startswith("embedded")
    run(gistmill, "init", cwd=place)
    run(gistmill, "config", "--config", "gistmill.toml", cwd=place)
    run(
        place / "env/bin/python",
        "-W",
        "error",
        "-c",
        "import gistmill; gistmill.clean('It rained . .')",
        cwd=place,
    )


def check_extras(place: Path) -> None:
    check_core(place)
    gistmill, python = place / "env/bin/gistmill", place / "env/bin/python"
    run(gistmill, "batch", "texts", "-o", "rows.parquet", "--model", "none", cwd=place)
    table = "from pyarrow.parquet import *; write_table(read_table('rows.parquet', columns=['overview']), 'in.parquet')"
    run(python, "-c", table, cwd=place)
    run(gistmill, "clean", "in.parquet", "--text-column", "overview", cwd=place)
    compress = "import zstandard; open('a.jsonl.zst', 'wb').write(zstandard.compress(b'{\"text\": \"It rained.\"}\\n'))"
    run(python, "-c", compress, cwd=place)
    assert "It rained." in run(gistmill, "clean", "a.jsonl.zst", cwd=place)


def installed(place: Path) -> set[str]:
    listed = run(place / "env/bin/python", "-m", "pip", "list", "--format", "json", cwd=place)
    return {package["name"].lower() for package in json.loads(listed)}


if __name__ == "__main__":
    main()
