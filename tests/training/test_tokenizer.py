"""sentencepiece and transformers cut text into the same pieces, and give it back unchanged."""

from pathlib import Path

import pytest
from tokenizer import differing_lines

EMBEDDED = Path(__file__).resolve().parents[2] / "models" / "gistmill_models" / "embedded"
LINES = [
    "summarize: The price rose by 3.5% to 1,204 yuan (about $170) in 2019.",
    "“Curly quotes”, ‘single ones’ – en dash — em dash… and a ﬁ ligature stay.",
    "Full-width：１２３，ＡＢＣ。 and Chinese 浙江大学 fall back to bytes where unknown.",
    "Two  spaces, a trailing space and emoji 🙂 survive. ",
    "e-mail: a.b@c.org, https://example.org/?q=1&r=2",
]


def test_both_tokenizers_give_the_same_pieces() -> None:
    if not (EMBEDDED / "spiece.model").is_file():
        pytest.skip("no exported model in this checkout")
    assert differing_lines(EMBEDDED, LINES) == []
