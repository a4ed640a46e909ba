"""What is said beside the result: everything here goes to stderr."""

from __future__ import annotations

import sys
from contextlib import suppress

from gistmill.shown import shown


def talk(message: str) -> None:
    """One line on stderr, where anyone listens; a message that cannot be told is no reason to fail."""
    with suppress(OSError):
        print(f"gistmill: {shown(message)}", file=sys.stderr, flush=True)
