"""What reaches a terminal: nothing of a text, an id, a name or a message steers it, and no litter is left of it."""

from __future__ import annotations

import json
import os
import pty
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from gistmill.render.files import entry_of, index_html
from tests.preloaded import Preloaded

HOSTILE = "\x1b[31mred\x1b[0m \x1b]0;stolen title\x07alert\x9b2J\x08\x7f"
TURNED = "photo\u202egnp.exe"
RAW = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
LITTER = re.compile(r"\[31m|\[0m|0;stolen|stolen title|2J")
OURS = re.compile(r"\x1b\[(?:0|1|2|31;9|32)m")
TEXT = (
    f"The {HOSTILE} rang and {TURNED} was opened.\n\nThe {HOSTILE} Plan\n\nIt rained all day in the town.\n"
)


@pytest.fixture
def run(preloaded: Preloaded, tmp_path: Path) -> Callable[..., str]:
    """What a command prints on both its streams, to a terminal or not."""
    (tmp_path / "a.txt").write_text(TEXT)
    (tmp_path / "a.jsonl").write_text(json.dumps({"id": HOSTILE + TURNED, "text": TEXT}) + "\n")
    (tmp_path / f"b{TURNED}.txt").write_text(TEXT)
    environment = os.environ | {"GISTMILL_CACHE_DIR": str(tmp_path / "cache"), "TERM": "xterm"}
    environment.pop("NO_COLOR", None)

    def printed(*arguments: str, terminal: bool) -> str:
        if not terminal:
            done = preloaded.start(*arguments, cwd=tmp_path, env=environment).wait()
            return done.stdout + done.stderr
        ours, theirs = pty.openpty()
        started = preloaded.start(*arguments, cwd=tmp_path, env=environment, stdout=theirs, stderr=theirs)
        os.close(theirs)
        read = b""
        try:
            while part := os.read(ours, 1 << 16):
                read += part
        except OSError:  # so a terminal ends
            pass
        os.close(ours)
        started.wait()
        return read.decode("utf-8", "surrogateescape").replace("\r\n", "\n")

    return printed


COMMANDS = [
    ("summarize", "a.txt", "--model", "none", "--quiet"),
    ("summarize", "a.jsonl", "--model", "none", "--clean", "off", "--quiet", "--verbose"),
    ("summarize", "a.jsonl", "--model", "none", "--clean", "off", "--quiet", "--format", "markdown"),
    ("summarize", "a.jsonl", "--model", "none", "--clean", "off", "--quiet", "--format", "html"),
    ("summarize", "a.jsonl", "--model", "none", "--clean", "off", "--quiet", "--format", "json"),
    ("clean", "a.txt", "--clean", "off"),
    ("clean", "a.jsonl", "--explain"),
    ("clean", f"b{TURNED}.txt", "--format", "diff"),
    ("segment", "a.jsonl"),
    ("segment", "a.jsonl", "--explain"),
    ("summarize", f"none{HOSTILE}{TURNED}.txt", "--quiet"),
    ("summarize", "a.txt", f"--{HOSTILE}"),
    ("summarize", "a.txt", "--format", HOSTILE),
    ("summarize", "a.txt", "--model", f"./{HOSTILE}{TURNED}"),
    ("summarize", "a.txt", "-o", f"none/{HOSTILE}"),
    (HOSTILE,),
    ("cache", "why", "a.jsonl"),
]


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: re.sub(r"[^a-z. -]", "", " ".join(command)))
def test_nothing_steers_a_terminal(run: Callable[..., str], command: tuple[str, ...]) -> None:
    printed = OURS.sub("", run(*command, terminal=True))
    assert printed.strip()
    assert RAW.findall(printed.replace("\x1b[?25l", "").replace("\x1b[?25h", "")) == []
    # What a command was given is shown as Python writes it; changes and JSON show what there was.
    told_as_it_was = {"json", "--explain", "diff", HOSTILE, f"--{HOSTILE}"} & set(command)
    assert told_as_it_was or LITTER.findall(printed) == []


READABLE = [command for command in COMMANDS[:5] if "json" not in command]


@pytest.mark.parametrize("command", READABLE, ids=" ".join)
def test_a_report_in_a_file_is_as_harmless(run: Callable[..., str], command: tuple[str, ...]) -> None:
    printed = run(*command, terminal=False)
    assert RAW.findall(printed) == []
    assert LITTER.findall(printed) == []


def test_an_override_of_direction_is_shown_as_a_mark(run: Callable[..., str]) -> None:
    printed = run("summarize", "a.jsonl", "--model", "none", "--clean", "off", "--quiet", terminal=False)
    assert "photo[U+202E]gnp.exe" in printed


def test_json_means_what_the_text_said(run: Callable[..., str]) -> None:
    row = run(
        "summarize",
        "a.jsonl",
        "--model",
        "none",
        "--clean",
        "off",
        "--format",
        "json",
        "--quiet",
        terminal=False,
    )
    assert json.loads(row)["raw"] == TEXT
    assert json.loads(row)["document"]["id"] == HOSTILE + TURNED


def test_cleaned_text_in_a_file_is_data(run: Callable[..., str]) -> None:
    assert run("clean", "a.txt", "--clean", "off", terminal=False) == TEXT


def test_an_index_page_cuts_an_endless_id() -> None:
    from gistmill import Document, Pipeline, Recipe

    report = Pipeline(Recipe(model="none"))(Document("<b>" * 2000, "a.txt", "It rained all day."))
    page = index_html([entry_of(report, file="a.html")])
    assert "<b>" not in page
    assert page.count("&lt;b&gt;") < 100
