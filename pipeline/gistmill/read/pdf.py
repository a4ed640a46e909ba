"""PDF: its text, extracted by pypdf in a process of its own with bounded time and memory.

PDF parsers meet hostile files; pypdf had several denial-of-service reports in 2026, hence the bounds.
"""

from __future__ import annotations

import subprocess
import sys
from importlib.util import find_spec

from gistmill.errors import MissingError, UnreadableInput

TIMEOUT_S = 60
MEMORY_BYTES = 2 * 1024**3

_EXTRACT = f"""
import io, resource, sys
resource.setrlimit(resource.RLIMIT_AS, ({MEMORY_BYTES}, {MEMORY_BYTES}))
import pypdf
pages = pypdf.PdfReader(io.BytesIO(sys.stdin.buffer.read())).pages
sys.stdout.buffer.write("\\n\\n".join(page.extract_text() for page in pages).encode("utf-8", "replace"))
"""


def pdf_text(data: bytes, *, source: str) -> str:
    """The text of a PDF, a blank line between pages; raises UnreadableInput where there is none to be had."""
    if find_spec("pypdf") is None:
        raise MissingError(f"{source}: reading PDF needs the extra: pip install 'gistmill[pdf]'.")
    try:
        run = subprocess.run(
            [sys.executable, "-c", _EXTRACT], input=data, capture_output=True, timeout=TIMEOUT_S
        )
    except subprocess.TimeoutExpired as error:
        raise UnreadableInput(
            f"{source}: no text after {TIMEOUT_S} s; convert the PDF to text first."
        ) from error
    if run.returncode:
        last_line = run.stderr.decode(errors="replace").strip().rpartition("\n")[2]
        raise UnreadableInput(f"{source}: not a readable PDF ({last_line}); convert it to text first.")
    text = run.stdout.decode()
    if not text.strip():
        raise UnreadableInput(f"{source}: this PDF holds no text, only pictures; run it through OCR first.")
    return text
