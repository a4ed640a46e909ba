"""The recipes are packages beside the product's, found from the root of `models/`; they need the training extras."""

import sys
from pathlib import Path

import pytest

pytest.importorskip("torch")
sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "models"))
