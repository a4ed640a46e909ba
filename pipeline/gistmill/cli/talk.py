"""What is said beside the result: everything here goes to stderr."""

from __future__ import annotations

import sys


def talk(message: str) -> None:
    print(f"gistmill: {message}", file=sys.stderr)
