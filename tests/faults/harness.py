"""`make faults`: the command under injected failures, and every reader under damaged files; counts what went wrong.

Each fault is put into one call of the operating system, at its first, second, ... turn, in a process of its own. A run
may fail; what must not happen is a traceback, a hang, a half-written output, a temporary file that stays, or other rows
than an undisturbed run has once `--resume` has ended it. Not collected by pytest.
"""

from __future__ import annotations

import json
import os
import random
import sys
import tempfile
from collections import Counter
from pathlib import Path

from gistmill.errors import GistmillError
from gistmill.read import ReadOptions, read_documents
from tests.preloaded import MAIN, Preloaded
from tests.read.test_hostile_files import BODY, docx_of

TURNS = 2
CALLS = {
    "write": ("io", "no space", "import gistmill.outputs as m\nowner, name = m.OutputFile, 'write'"),
    "append": ("io", "no space", "import gistmill.batch.manifest as m\nowner, name = m, '_append'"),
    "fsync": ("io", "input/output error", "import os\nowner, name = os, 'fsync'"),
    "rename": ("io", "no permission", "import pathlib\nowner, name = pathlib.Path, 'replace'"),
    "remove": ("io", "no permission", "import pathlib\nowner, name = pathlib.Path, 'unlink'"),
    "open": ("io", "too many open files", "import pathlib\nowner, name = pathlib.Path, 'open'"),
    "read": ("io", "input/output error", "import gistmill.read.inputs as m\nowner, name = m, 'open_bytes'"),
    "list": ("io", "it vanished", "import pathlib\nowner, name = pathlib.Path, 'rglob'"),
    "stat": ("io", "it vanished", "import pathlib\nowner, name = pathlib.Path, 'stat'"),
    "busy": ("sqlite", "locked", "import gistmill.cache.store as m\nowner, name = m.Store, '_now'"),
    "corrupt": ("corrupt", "malformed", "import gistmill.cache.store as m\nowner, name = m.Store, '_now'"),
    "clock": ("clock", "an hour back", "import time\nowner, name = time, 'time'"),
}
RAISED = {
    "io": "OSError({errno}, {said!r})",
    "sqlite": "__import__('sqlite3').OperationalError('database is locked')",
    "corrupt": "__import__('sqlite3').DatabaseError('database disk image is malformed')",
}
ERRNO = {
    "no space": 28,
    "input/output error": 5,
    "no permission": 13,
    "too many open files": 24,
    "it vanished": 2,
}
COMMANDS = {
    "summarize": ("summarize", "texts", "--model", "none", "--format", "json", "-o", "out.jsonl"),
    "pages": ("summarize", "texts", "--model", "none", "--format", "html", "-o", "out/"),
    "clean": ("clean", "texts", "-o", "out.txt"),
    "batch": ("batch", "texts", "--model", "none", "--workers", "1", "-o", "out.jsonl"),
}


def faulty(call: str, turn: int) -> str:
    """A program that runs the command with the fault in the `turn`-th call."""
    kind, said, where = CALLS[call]
    failing = (
        "        return real(*a, **k) - 3600\n"
        if kind == "clock"
        else f"        raise {RAISED[kind].format(errno=ERRNO.get(said), said=said)}\n"
    )
    return (
        f"{where}\nreal, calls = getattr(owner, name), 0\n"
        "def faulty(*a, **k):\n    global calls\n    calls += 1\n"
        f"    if calls == {turn}:\n{failing}    return real(*a, **k)\n"
        f"setattr(owner, name, faulty)\n{MAIN}"
    )


def inject(server: Preloaded, folder: Path, counts: Counter[str]) -> None:
    texts = folder / "texts"
    texts.mkdir()
    for number in range(3):
        (texts / f"{number}.txt").write_text(
            f"On day {number} the river rose. It rained in the the town . .\n"
        )
    rows = [json.dumps({"id": n, "text": f"On day {n} it rained . ."}) for n in range(70)]
    (texts / "rows.jsonl").write_text("\n".join(rows) + "\n")
    for name, command in COMMANDS.items():
        whole = outcome(server, folder / f"whole-{name}", texts, command)
        for call in CALLS:
            for turn in range(1, TURNS + 1):
                place = folder / f"{name}-{call}-{turn}"
                judge(server, place, texts, command, faulty(call, turn), whole, counts)


def run(server: Preloaded, place: Path, texts: Path, command: tuple[str, ...], code: str = MAIN):  # type: ignore[no-untyped-def]
    place.mkdir(exist_ok=True)
    if not (place / "texts").exists():
        (place / "texts").symlink_to(texts)
    env = os.environ | {"GISTMILL_CACHE_DIR": str(place / "cache")}
    return server.start(*command, cwd=place, env=env, code=code).wait(timeout_s=120)


def outcome(server: Preloaded, place: Path, texts: Path, command: tuple[str, ...]) -> dict[str, bytes]:
    done = run(server, place, texts, command)
    assert done.returncode == 0, done.stderr
    return outputs(place)


def outputs(place: Path) -> dict[str, bytes]:
    """The files that a run has left, apart from times and from where it ran, which differ from run to run."""
    found = {}
    for file in sorted(place.rglob("*")):
        if file.is_file() and "cache" not in file.parts and "texts" not in file.parts:
            data = file.read_bytes().replace(str(place).encode(), b"")
            found[str(file.relative_to(place))] = timeless(data)
    return found


def timeless(data: bytes) -> bytes:
    import re

    return re.sub(rb'"(seconds|cached)":[^,}]*', b"", data)


def judge(server, place, texts, command, code, whole, counts) -> None:  # type: ignore[no-untyped-def]
    counts["faults injected"] += 1
    try:
        done = run(server, place, texts, command, code)
    except TimeoutError:
        complain(counts, "hangs", place, "")
        return
    if "Traceback" in done.stderr or done.returncode not in (0, 1, 2, 3, 4):
        complain(counts, "tracebacks", place, done.stderr)
    left = outputs(place)
    known = {*whole, "index.html", "out/index.html", "out.jsonl.partial", "out.jsonl.manifest"}
    if set(left) - known:
        complain(counts, "temporary files left", place, str(set(left) - known))
    if done.returncode == 0 and left != whole:
        complain(counts, "wrong outputs", place, done.stderr)
    if command[0] == "batch":
        again = run(server, place, texts, (*command, "--resume"))
        rows = {name: data for name, data in outputs(place).items() if name == "out.jsonl"}
        if done.returncode != 1 and (again.returncode != 0 or rows != whole):
            complain(counts, "wrong after --resume", place, again.stderr)


def complain(counts: Counter[str], what: str, place: Path, said: str) -> None:
    counts[what] += 1
    print(f"{what}: {place.name}\n{said}", file=sys.stderr)


def fuzz(folder: Path, counts: Counter[str], *, inputs: int, seed: int = 7) -> None:
    """Damaged and random files through every reader; anything but a document or an error of ours is a crash."""
    draw = random.Random(seed)
    page = b"<html><body><article><h1>Rain</h1><p>It rained all day in the town.</p></article></body></html>"
    good = {
        ".txt": "It rained – all day.\n".encode(), ".md": b"# Rain\n\nIt *rained*.\n\n- one\n- two\n", ".html": page,
        ".docx": docx_of(BODY), ".jsonl": b'{"id": 1, "text": "It rained."}\n', ".csv": b'id,text\n1,"It rained"\n',
    }  # fmt: skip
    for number in range(inputs):
        suffix = draw.choice(list(good))
        data = damaged(good[suffix], draw) if draw.random() < 0.9 else draw.randbytes(draw.randrange(2000))
        path = folder / f"fuzz{suffix}"
        path.write_bytes(data)
        counts["inputs fuzzed"] += 1
        try:
            for read in read_documents([str(path)], ReadOptions(max_bytes=100_000)):
                str(read)
        except GistmillError:
            pass
        except Exception as error:
            complain(counts, "crashes", path, f"{number}: {type(error).__name__}: {error}: {data[:80]!r}")


def damaged(data: bytes, draw: random.Random) -> bytes:
    """`data` with bytes changed, cut out, doubled or put in, some of them such as parsers trip over."""
    broken = bytearray(data)
    for _ in range(draw.randint(1, 8)):
        place = draw.randrange(len(broken) + 1)
        kind = draw.randrange(4)
        if kind == 0 and place < len(broken):
            broken[place] = draw.randrange(256)
        elif kind == 1:
            del broken[place : place + draw.randrange(20)]
        elif kind == 2:
            broken[place:place] = broken[place : place + draw.randrange(50)]
        else:
            broken[place:place] = draw.choice(
                [
                    b"\0",
                    b"\xff\xfe",
                    b"<",
                    b'"',
                    b"\\ud800",
                    b"\r",
                    b"]]>",
                    b"&#0;",
                    b"{" * 50,
                    b"\x1b[",
                    b"\xed\xa0\x80",
                ]
            )
    return bytes(broken)


def main() -> int:
    inputs = int(sys.argv[1]) if len(sys.argv) > 1 else 2000
    counts: Counter[str] = Counter()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        fuzz(folder, counts, inputs=inputs)
        server = Preloaded(folder)
        try:
            inject(server, folder, counts)
        finally:
            server.close()
    for what in ("faults injected", "inputs fuzzed", "tracebacks", "crashes", "hangs", "temporary files left",
                 "wrong outputs", "wrong after --resume"):  # fmt: skip
        print(f"{counts[what]:6} {what}")
    return int(sum(counts.values()) > counts["faults injected"] + counts["inputs fuzzed"])


if __name__ == "__main__":
    sys.exit(main())
