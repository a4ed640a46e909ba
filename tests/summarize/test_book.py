"""A book in one file: every section gets its summary, in bounded memory, in time that grows with its length."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

CHAPTERS_OF_300_KB = 33
# The whole process, interpreter included; a book of 620 kB takes 53 MB.
MAX_RESIDENT_MB = 150
# Twice the text may take twice the time, and as much again for a busy machine; a quadratic step takes four times.
MAX_GROWTH = 3.2

MEASURE = """
import json, sys, time
from gistmill.document import Document
from gistmill.recipe import Recipe
from gistmill.run import Pipeline

def book(chapters):
    nouns = "harbour river village market school bridge forest mill road garden".split()
    verbs = "serves crosses supplies borders surrounds connects".split()
    def sentence(n):
        return (f"The {nouns[n % 10]} of district {n % 97} {verbs[n % 6]} the old {nouns[n // 10 % 10]} where "
                f"{n % 89} families of {nouns[n // 7 % 10]}keepers lived before the year {1500 + n % 450}.")
    return "\\n\\n".join(
        f"Chapter {c}: The {nouns[c % 10]}\\n\\n"
        + "\\n\\n".join(" ".join(sentence(c * 97 + p * 7 + n) for n in range(7)) for p in range(12))
        for c in range(1, chapters + 1)
    )

def peak_resident_mb():
    # Not getrusage: its peak counts the process that started this one, too.
    with open("/proc/self/status") as status:
        (line,) = (line for line in status if line.startswith("VmHWM"))
    return int(line.split()[1]) / 1024

text = book(int(sys.argv[1]))
started = time.process_time()
report = Pipeline(Recipe(model="none"))(Document("book", "-", text))
spent = time.process_time() - started
print(json.dumps({
    "bytes": len(text), "seconds": spent, "resident_mb": peak_resident_mb(),
    "sections": len(report.outline.sections), "empty": sum(not summary.text for summary in report.summaries),
    "overview": len(report.overview.sentences),
}))
"""


@pytest.fixture(scope="module")
def measured() -> tuple[dict[str, float], dict[str, float]]:
    def measure(chapters: int) -> dict[str, float]:
        command = [sys.executable, "-c", MEASURE, str(chapters)]
        found: dict[str, float] = json.loads(subprocess.run(command, capture_output=True, check=True).stdout)
        return found

    return measure(CHAPTERS_OF_300_KB), measure(2 * CHAPTERS_OF_300_KB)


def test_every_section_of_a_book_is_summarized(measured: tuple[dict[str, float], dict[str, float]]) -> None:
    _, book = measured
    assert book["bytes"] > 550_000
    assert book["sections"] >= 2 * CHAPTERS_OF_300_KB
    assert book["empty"] == 0
    assert book["overview"] >= 2


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="needs Linux to tell the peak")
def test_a_book_is_summarized_in_bounded_memory(measured: tuple[dict[str, float], dict[str, float]]) -> None:
    assert measured[1]["resident_mb"] < MAX_RESIDENT_MB


def test_twice_the_book_takes_about_twice_the_time(
    measured: tuple[dict[str, float], dict[str, float]],
) -> None:
    half, book = measured
    assert book["seconds"] < MAX_GROWTH * half["seconds"]
