"""Where results go: nothing is lost, nothing is half-written, and what the system refuses is one line and a code."""

from __future__ import annotations

import json
import os
import signal
import stat
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.preloaded import CLOSED, MAIN, Preloaded
from tests.preloaded import Run as StartedRun

TEXT = "It rained all day . . The river rose.\n"
CANNOT_WRITE, WRONG_USE = 4, 2

Run = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def here(tmp_path: Path) -> Path:
    """A directory with a text and rows."""
    folder = tmp_path / "here"
    folder.mkdir()
    (folder / "a.txt").write_text(TEXT)
    rows = [json.dumps({"id": f"d{n}", "text": f"On day {n} the river rose. It rained."}) for n in range(200)]
    (folder / "rows.jsonl").write_text("\n".join(rows) + "\n")
    return folder


@pytest.fixture
def start(preloaded: Preloaded, here: Path, tmp_path: Path) -> Callable[..., StartedRun]:
    environment = os.environ | {"GISTMILL_CACHE_DIR": str(tmp_path / "cache"), "NO_COLOR": "1"}

    def started(*arguments: object, **options: Any) -> StartedRun:
        return preloaded.start(*arguments, cwd=here, env=environment, **options)

    return started


@pytest.fixture
def gistmill(start: Callable[..., StartedRun]) -> Run:
    return lambda *arguments, **options: start(*arguments, **options).wait()


def assert_one_line(run: subprocess.CompletedProcess[str], code: int, *said: str) -> None:
    assert run.returncode == code, run.stderr
    assert run.stderr.count("\n") == 1, run.stderr
    assert "Traceback" not in run.stderr
    assert [part for part in said if part not in run.stderr] == []


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


WRITERS = [
    ("summarize", "a.txt", "--model", "none"),
    ("clean", "a.txt"),
    ("segment", "a.txt"),
    ("terms", "a.txt"),
    ("batch", "a.txt", "--model", "none", "--workers", "1"),
]
every_writer = pytest.mark.parametrize("command", WRITERS, ids=lambda command: command[0])


@every_writer
def test_a_pipe_is_written_to_and_stays_a_pipe(gistmill: Run, here: Path, command: tuple[str, ...]) -> None:
    os.mkfifo(here / "pipe")
    # Both ends, so that nobody waits for the other.
    reader = os.open(here / "pipe", os.O_RDWR)
    run = gistmill(*command, "-o", "pipe")
    assert run.returncode == 0, run.stderr
    assert stat.S_ISFIFO((here / "pipe").lstat().st_mode)
    assert os.read(reader, 1 << 16).strip()
    os.close(reader)
    assert names(here) == ["a.txt", "pipe", "rows.jsonl"]


@every_writer
def test_a_device_is_written_to_and_stays_a_device(gistmill: Run, tmp_path: Path, command) -> None:
    (tmp_path / "null").symlink_to(os.devnull)
    assert gistmill(*command, "-o", tmp_path / "null").returncode == 0
    assert (tmp_path / "null").is_symlink()
    assert stat.S_ISCHR(Path(os.devnull).stat().st_mode)


@every_writer
def test_the_name_of_standard_output_is_standard_output(gistmill: Run, here: Path, command) -> None:
    plain = gistmill(*command, "-o", "-")
    assert plain.stdout.strip()
    assert gistmill(*command, "-o", "/dev/stdout").stdout == plain.stdout
    with (here / "out.txt").open("w") as file:
        file.write("before\n")
        file.flush()
        assert gistmill(*command, "-o", "/dev/stdout", stdout=file).returncode == 0
    assert (here / "out.txt").read_text() == "before\n" + plain.stdout


@every_writer
def test_a_link_is_followed_and_the_mode_of_its_file_kept(gistmill: Run, here: Path, command) -> None:
    (here / "elsewhere").mkdir()
    (here / "elsewhere/out.jsonl").write_text("old")
    (here / "elsewhere/out.jsonl").chmod(0o640)
    (here / "out.jsonl").symlink_to("elsewhere/out.jsonl")
    extra = ("--format", "json") if command[0] != "batch" else ()
    if command[0] == "terms":
        extra, name = ("--format", "json"), "out.json"
        (here / "out.json").symlink_to("elsewhere/out.jsonl")
    else:
        name = "out.jsonl"
    assert gistmill(*command, *extra, "-o", name).returncode == 0
    assert (here / name).is_symlink()
    assert (here / "elsewhere/out.jsonl").read_text() != "old"
    assert stat.S_IMODE((here / "elsewhere/out.jsonl").stat().st_mode) == 0o640
    assert names(here / "elsewhere") == ["out.jsonl"]


def test_a_link_to_a_file_that_is_not_there_yet_is_followed(gistmill: Run, here: Path) -> None:
    (here / "elsewhere").mkdir()
    (here / "out.txt").symlink_to("elsewhere/new.txt")
    assert gistmill("clean", "a.txt", "-o", "out.txt").returncode == 0
    assert (here / "elsewhere/new.txt").read_text().startswith("It rained all day.")


def by_its_name(here: Path) -> str:
    return "a.txt"


def by_a_link(here: Path) -> str:
    (here / "link.txt").symlink_to("a.txt")
    return "link.txt"


def by_a_hard_link(here: Path) -> str:
    (here / "hard.txt").hardlink_to(here / "a.txt")
    return "hard.txt"


def by_another_way(here: Path) -> str:
    (here / "folder").mkdir()
    return "folder/../a.txt"


@pytest.mark.parametrize("output", [by_its_name, by_a_link, by_a_hard_link, by_another_way])
@pytest.mark.parametrize("input", ["a.txt", "*.txt", ".", "file:{}/a.txt"])
def test_an_output_that_is_an_input_is_refused(gistmill: Run, here: Path, input: str, output) -> None:
    run = gistmill("clean", input.format(here), "-o", output(here))
    assert_one_line(run, WRONG_USE, "is one of the inputs")
    assert (here / "a.txt").read_text() == TEXT


@every_writer
def test_every_command_refuses_to_write_over_its_input(gistmill: Run, here: Path, command) -> None:
    (here / "same.jsonl").write_text(json.dumps({"id": 1, "text": TEXT}) + "\n")
    (here / "same.json").symlink_to("same.jsonl")
    before = (here / "same.jsonl").read_bytes()
    output = "same.json" if command[0] == "terms" else "same.jsonl"
    run = gistmill(command[0], "same.jsonl", *command[2:], "-o", output)
    assert_one_line(run, WRONG_USE, "is one of the inputs")
    assert (here / "same.jsonl").read_bytes() == before


def test_a_glossary_is_an_input_too(gistmill: Run, here: Path) -> None:
    (here / "terms.txt").write_text("guidance team\tsteering group\n")
    run = gistmill("clean", "a.txt", "--glossary", "terms.txt", "-o", "terms.txt")
    assert_one_line(run, WRONG_USE, "is one of the inputs")


def test_what_comes_from_a_file_by_redirection_is_an_input_too(gistmill: Run, here: Path) -> None:
    with (here / "a.txt").open() as file:
        run = gistmill("clean", "-", "-o", "a.txt", stdin=file)
    assert_one_line(run, WRONG_USE, "is one of the inputs")


def test_standard_output_that_is_appended_to_an_input_is_refused(gistmill: Run, here: Path) -> None:
    with (here / "a.txt").open("a") as file:
        run = gistmill("clean", "a.txt", stdout=file)
    assert_one_line(run, WRONG_USE, "is one of the inputs")
    assert (here / "a.txt").read_text() == TEXT


def test_a_directory_of_reports_that_holds_the_inputs_is_refused(gistmill: Run, here: Path) -> None:
    run = gistmill("summarize", "a.txt", "--model", "none", "-o", f"{here}/")
    assert_one_line(run, WRONG_USE, "holds the input a.txt")
    assert (here / "a.txt").read_text() == TEXT


@pytest.mark.parametrize("beside", ["partial", "manifest", "moving"])
def test_what_a_batch_writes_beside_its_output_is_no_input(gistmill: Run, here: Path, beside: str) -> None:
    (here / f"out.jsonl.{beside}").write_text(TEXT)
    (here / "link.txt").symlink_to(f"out.jsonl.{beside}")
    run = gistmill("batch", "link.txt", "-o", "out.jsonl", "--model", "none")
    assert_one_line(run, WRONG_USE, "is one of the inputs")
    assert (here / f"out.jsonl.{beside}").read_text() == TEXT


FULL = pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full here")
PRINTERS = [
    *WRITERS[:4],
    ("cache", "path"),
    ("models", "list"),
    ("config",),
    ("--version",),
    ("--help",),
    ("summarize", "--help"),
]


@FULL
@pytest.mark.parametrize("command", PRINTERS, ids=" ".join)
def test_a_full_standard_output_is_one_line_and_its_code(gistmill: Run, command: tuple[str, ...]) -> None:
    with Path("/dev/full").open("w") as full:
        run = gistmill(*command, stdout=full)
    assert_one_line(run, CANNOT_WRITE, "standard output", "No space left on device")


@FULL
@every_writer
def test_a_full_device_is_one_line_and_its_code(gistmill: Run, command: tuple[str, ...]) -> None:
    assert_one_line(gistmill(*command, "-o", "/dev/full"), CANNOT_WRITE, "/dev/full: cannot be written")


@pytest.mark.parametrize("command", PRINTERS, ids=" ".join)
def test_a_closed_standard_output_is_one_line_and_its_code(gistmill: Run, command: tuple[str, ...]) -> None:
    assert_one_line(gistmill(*command, stdout=CLOSED), CANNOT_WRITE, "standard output", "closed")


def test_closed_streams_do_not_end_in_files(gistmill: Run, here: Path) -> None:
    """The number of a closed stream is given to the next file that is opened; what is printed must not get there."""
    run = gistmill(
        "summarize", "none.txt", "a.txt", "--model", "none", "-o", "out.txt",
        stdin=CLOSED, stdout=CLOSED, stderr=CLOSED,
    )  # fmt: skip
    assert run.returncode == 1
    assert (here / "out.txt").read_text().startswith("It rained all day")
    assert "none.txt" not in (here / "out.txt").read_text()


@pytest.mark.parametrize("command", [*PRINTERS, ("summarize", "rows.jsonl", "--model", "none")], ids=" ".join)
def test_a_reader_that_has_gone_is_one_line_and_its_code(gistmill: Run, command: tuple[str, ...]) -> None:
    read, write = os.pipe()
    os.close(read)
    run = gistmill(*command, stdout=write)
    os.close(write)
    assert_one_line(run, CANNOT_WRITE, "standard output", "whoever read it has gone")


@pytest.mark.parametrize("size", [999, 5000, 20_000])
def test_a_full_disk_leaves_what_was_there(gistmill: Run, here: Path, size: int) -> None:
    (here / "out.jsonl").write_text("old")
    run = gistmill(
        "summarize", "rows.jsonl", "--model", "none", "--no-cache", "--format", "json", "-o", "out.jsonl",
        max_file_bytes=size,
    )  # fmt: skip
    assert_one_line(run, CANNOT_WRITE, "out.jsonl: cannot be written", "gistmill batch")
    assert (here / "out.jsonl").read_text() == "old"
    assert names(here) == ["a.txt", "out.jsonl", "rows.jsonl"]


def test_a_full_disk_ends_a_batch_that_goes_on_when_there_is_space(gistmill: Run, here: Path) -> None:
    command = ("batch", "rows.jsonl", "--model", "none", "--no-cache", "--workers", "1")
    assert gistmill(*command, "-o", "whole.jsonl").returncode == 0
    whole = (here / "whole.jsonl").read_bytes()
    run = gistmill(*command, "-o", "out.jsonl", max_file_bytes=2 * len(whole) // 3)
    assert_one_line(run, CANNOT_WRITE, "cannot be written", "rows are kept", "--resume")
    assert not (here / "out.jsonl").exists()
    assert gistmill(*command, "-o", "out.jsonl", "--resume").returncode == 0
    assert (here / "out.jsonl").read_bytes() == whole
    assert names(here) == ["a.txt", "out.jsonl", "rows.jsonl", "whole.jsonl"]


def test_a_batch_that_could_keep_nothing_leaves_nothing(gistmill: Run, here: Path) -> None:
    run = gistmill(
        "batch", "rows.jsonl", "--model", "none", "--no-cache", "-o", "out.jsonl", max_file_bytes=999
    )
    assert_one_line(run, CANNOT_WRITE, "cannot be written")
    assert names(here) == ["a.txt", "rows.jsonl"]


def test_a_full_disk_leaves_no_part_of_a_table(gistmill: Run, here: Path) -> None:
    command = ("batch", "rows.jsonl", "--model", "none", "--no-cache", "--workers", "1", "-o", "out.parquet")
    code = (
        "import errno, pyarrow.parquet as parquet\n"
        "def full(*_): raise OSError(errno.ENOSPC, 'No space left on device')\n"
        "parquet.ParquetWriter.write_table = full\n" + MAIN
    )
    failed = gistmill(*command, code=code)
    assert_one_line(failed, CANNOT_WRITE, "No space left", "200 rows are kept", "--resume")
    assert names(here) == ["a.txt", "out.parquet.manifest", "out.parquet.partial", "rows.jsonl"]
    assert gistmill(*command, "--resume").returncode == 0
    assert names(here) == ["a.txt", "out.parquet", "rows.jsonl"]


@pytest.fixture
def locked(here: Path) -> Iterator[Path]:
    """A directory and a file in another that the user may not write to."""
    (here / "locked").mkdir()
    (here / "locked/out.jsonl").write_text("old")
    (here / "locked").chmod(0o555)
    yield here / "locked"
    (here / "locked").chmod(0o755)


@pytest.mark.parametrize("name", ["locked/new.jsonl", "locked/out.jsonl", "guarded.jsonl"])
@pytest.mark.parametrize("command", [WRITERS[0], WRITERS[4]], ids=["summarize", "batch"])
def test_a_place_without_permission_is_one_line_and_its_code(
    gistmill: Run, here: Path, locked: Path, command: tuple[str, ...], name: str
) -> None:
    (here / "guarded.jsonl").write_text("old")
    (here / "guarded.jsonl").chmod(0o444)
    # Root may write anywhere; this asks the modes alone, as the system does for others.
    code = (
        "import os\n"
        "os.access = lambda path, mode, **_: not (mode & os.W_OK) or bool(os.stat(path).st_mode & 0o200)\n"
        + MAIN
    )
    run = gistmill(*command, "--no-cache", "-o", name, code=code)
    assert_one_line(run, CANNOT_WRITE, f"{name}: cannot be written (no permission")
    assert (here / "guarded.jsonl").read_text() == (here / "locked/out.jsonl").read_text() == "old"


@pytest.mark.parametrize(
    ("output", "said"),
    [
        ("", "is a directory"),
        ("nowhere/out.txt", "existing directory"),
        ("a.txt/out.txt", "existing directory"),
        ("x" * 5000, "File name too long"),
        ("loop.txt", "cannot be written"),
        ("out.pdf", "unknown kind of output '.pdf'"),
    ],
)
def test_an_output_that_cannot_be_is_refused_before_any_work(
    gistmill: Run, here: Path, output: str, said: str
) -> None:
    (here / "loop.txt").symlink_to("loop.txt")
    run = gistmill("clean", "a.txt", "-o", output)
    assert run.returncode in (WRONG_USE, CANNOT_WRITE)
    assert_one_line(run, run.returncode, said)
    assert len(run.stderr) < 500


@pytest.mark.parametrize("name", ["out.csv", "out.json", "out.jsonl.gz", "out.PDF"])
def test_a_batch_refuses_a_kind_of_file_that_it_does_not_write(gistmill: Run, here: Path, name: str) -> None:
    run = gistmill("batch", "a.txt", "--model", "none", "-o", name)
    assert_one_line(run, WRONG_USE, "unknown kind of output", ".jsonl .ndjson .parquet")


def test_the_name_of_the_output_tells_the_format(gistmill: Run, here: Path) -> None:
    assert gistmill("summarize", "a.txt", "--model", "none", "-o", "out.html").returncode == 0
    assert (here / "out.html").read_text().startswith("<!doctype html>")
    assert gistmill("summarize", "a.txt", "--model", "none", "-o", "out.json").returncode == 0
    assert json.loads((here / "out.json").read_text())["schema"] == "gistmill.report/1"


def test_an_index_page_is_of_what_is_there(gistmill: Run, here: Path) -> None:
    code = (
        "import errno, gistmill.cli.writing as writing\n"
        "real, calls = writing.write, 0\n"
        "def write(parts, path):\n"
        "    global calls\n"
        "    calls += 1\n"
        "    if calls == 4: raise writing.cannot_write(path, OSError(errno.ENOSPC, 'No space left on device'))\n"
        "    real(parts, path)\n"
        "writing.write = write\n" + MAIN
    )
    run = gistmill("summarize", "rows.jsonl", "--model", "none", "--format", "html", "-o", "out/", code=code)
    assert_one_line(run, CANNOT_WRITE, "No space left", "3 reports are in out")
    assert names(here / "out") == ["d0.html", "d1.html", "d2.html", "index.html"]
    assert (here / "out/index.html").read_text().count("<a href=") == 3


SLOW = (
    "import time, sys, pathlib, gistmill.run as run\n"
    "real = run.Pipeline.map\n"
    "def slow(self, documents, **options):\n"
    "    for number, report in enumerate(real(self, documents, **options)):\n"
    "        if number == 3:\n"
    "            pathlib.Path('ready').touch()\n"
    "            time.sleep(60)\n"
    "        yield report\n"
    "run.Pipeline.map = slow\n" + MAIN
)


@pytest.mark.parametrize(
    ("number", "code", "said"),
    [
        (signal.SIGINT, 130, "interrupted"),
        (signal.SIGTERM, 143, "ended by SIGTERM"),
        (signal.SIGHUP, 129, "ended by SIGHUP"),
    ],
)
@pytest.mark.parametrize("output", ["out.html", "out/"])
def test_a_signal_cleans_up_and_says_what_is_kept(
    start: Callable[..., StartedRun], here: Path, number: int, code: int, said: str, output: str
) -> None:
    run = start("summarize", "rows.jsonl", "--model", "none", "--format", "html", "-o", output, code=SLOW)
    wait_for(lambda: (here / "ready").exists())
    run.send_signal(number)
    kept = "3 reports are in out" if output == "out/" else "out.html is as it was"
    assert_one_line(run.wait(), code, said, kept)
    assert names(here) == ["a.txt", *(["out"] if output == "out/" else []), "ready", "rows.jsonl"]
    if output == "out/":
        assert names(here / "out") == ["d0.html", "d1.html", "d2.html", "index.html"]


def wait_for(claim: Callable[[], bool]) -> None:
    for _ in range(600):
        if claim():
            return
        time.sleep(0.05)
    raise TimeoutError
