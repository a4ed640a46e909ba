"""PDF: its text, extracted by pypdf in a process of its own with bounded time and memory.

PDF parsers meet hostile files; pypdf had several denial-of-service reports in 2026, hence the bounds.
"""

from __future__ import annotations

import subprocess
import sys
from importlib.util import find_spec

from gistmill.errors import MissingError, UnreadableInput

# A bomb is small; what is large may take longer: pypdf reads about 200 kB a second.
TIMEOUT_S, BYTES_A_SECOND = 8, 50_000
MEMORY_BYTES, MEMORY_A_BYTE = 280_000_000, 20
MAX_TEXT = 20_000_000

_EXTRACT = f"""
import io, resource, sys
data = sys.stdin.buffer.read()
memory = {MEMORY_BYTES} + {MEMORY_A_BYTE} * len(data)
resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
import pypdf
reader = pypdf.PdfReader(io.BytesIO(data))
if reader.is_encrypted and not reader.decrypt(""):
    sys.exit("encrypted")
texts, left = [], {MAX_TEXT}
for page in reader.pages:
    texts.append(page.extract_text())
    left -= len(texts[-1])
    if left < 0:
        sys.exit("more text than a document may have")
sys.stdout.buffer.write("\\n\\n".join(texts).encode("utf-8", "replace"))
"""


def pdf_text(data: bytes, *, source: str) -> str:
    """The text of a PDF, a blank line between pages; raises UnreadableInput where there is none to be had."""
    if find_spec("pypdf") is None:
        raise MissingError(f"{source}: reading PDF needs the extra: pip install 'gistmill[pdf]'.")
    timeout_s = TIMEOUT_S + len(data) // BYTES_A_SECOND
    try:
        run = subprocess.run(
            [sys.executable, "-P", "-c", _EXTRACT], input=data, capture_output=True, timeout=timeout_s
        )
    except subprocess.TimeoutExpired as error:
        raise UnreadableInput(
            f"{source}: no text after {timeout_s} s; convert the PDF to text first."
        ) from error
    if run.returncode:
        last_line = run.stderr.decode(errors="replace").strip().rpartition("\n")[2]
        if last_line == "encrypted":
            raise UnreadableInput(f"{source}: encrypted; save it without a password.")
        raise UnreadableInput(f"{source}: not a readable PDF ({last_line}); convert it to text first.")
    text = run.stdout.decode()
    if not text.strip():
        raise UnreadableInput(f"{source}: this PDF holds no text, only pictures; run it through OCR first.")
    return text
