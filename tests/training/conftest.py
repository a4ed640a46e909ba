"""The recipe is a folder of commands, not an installed package: its modules are found by path."""

import sys
from pathlib import Path

import pytest

pytest.importorskip("torch")
sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "models" / "training"))
