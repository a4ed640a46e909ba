"""Selecting, scoring and believing rewrites."""

import math
import random

from gaps import with_spans_masked, without_principal
from rewriting import Rewrite, Rule, choose_min_confidence
from scores import faults, rouge
from selecting import central, lead

SOURCE = "The bank of Norway raised its rate to 3.5% on Monday, its governor said in Oslo."


def rewrite(text: str, confidence: float = -0.2) -> Rewrite:
    return Rewrite(SOURCE, text, confidence)


def test_a_short_supported_sentence_is_believed() -> None:
    assert Rule(-0.5).accepts(rewrite("The bank of Norway raised its rate to 3.5%."))


def test_invention_doubt_and_stumps_are_not_believed() -> None:
    rule = Rule(-0.5)
    assert not rule.accepts(rewrite("The bank of Norway raised its rate to 4.5%."))
    assert not rule.accepts(rewrite("The bank of Norway raised its rate in Rome."))
    assert not rule.accepts(rewrite("The bank of Norway raised its rate.", confidence=-0.9))
    assert not rule.accepts(rewrite("The bank."))
    assert not rule.accepts(rewrite("The bank of Norway raised its rate to"))
    assert not rule.accepts(rewrite(SOURCE))
    assert not rule.accepts(rewrite("The bank of Norway never raised its rate."))


def test_the_floor_is_where_believing_pays() -> None:
    rewrites = [rewrite("The bank of Norway raised its rate.", c) for c in (-0.1, -0.3, -0.6)]
    floor, gain = choose_min_confidence(rewrites, [6.0, 3.0, -9.0], candidates=(-0.2, -0.4, -0.8))
    assert (floor, gain) == (-0.4, 3.0)
    assert choose_min_confidence(rewrites, [-1.0, -1.0, -1.0], candidates=(-0.4,)) == (-math.inf * -1, 0.0)


def test_the_central_sentence_shares_most_with_the_others() -> None:
    texts = [
        "Steel prices fell in China.",
        "Birds sang.",
        "Chinese steel prices and exports fell.",
        "Exports fell.",
    ]
    assert central(texts, 1, lead_weight=0.0) == [2]
    assert lead(texts, 2) == [0, 1]


def test_the_same_text_scores_a_hundred() -> None:
    assert rouge([SOURCE], [["other words", SOURCE]]).one == 100


def test_faults_are_shares_in_percent() -> None:
    found = faults(["It rose to 4 in Rome.", "It rose to 3"], ["It rose to 3.", "It rose to 3."])
    assert (found.outputs_with_unsupported, found.unsupported_numbers, found.cut_off) == (50, 50, 50)


def test_the_sentence_that_shares_most_is_the_gap() -> None:
    passage = [
        "Steel prices fell.",
        "Chinese steel prices fell as exports sank.",
        "Exports sank in Chinese ports.",
    ]
    assert without_principal(passage) == (f"{passage[0]} {passage[2]}", passage[1])
    assert without_principal(passage[:2]) is None


def test_masking_keeps_most_pieces_in_order() -> None:
    masked = with_spans_masked(list(range(100, 200)), random.Random(2))
    kept = [piece for piece in masked if piece != 2]
    assert kept == sorted(kept) and 50 < len(kept) < 100
