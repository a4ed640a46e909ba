"""Pk and WindowDiff of tests/quality/segmentation.py agree with nltk's."""

import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "quality"))

import segmentation

reference = pytest.importorskip("nltk.metrics.segmentation")
BOUNDARIES = st.integers(4, 40).flatmap(
    lambda size: st.tuples(*(st.lists(st.booleans(), min_size=size, max_size=size) for _ in range(2)))
)


def written(boundaries: list[bool]) -> str:
    return "".join("1" if boundary else "0" for boundary in boundaries)


@given(BOUNDARIES.filter(lambda pair: any(pair[0])))
def test_pk_and_window_diff_are_those_of_the_reference(pair):
    truth, said = pair
    k = max(1, round(len(truth) / (2 * sum(truth))))
    assert segmentation.pk(truth, said) == pytest.approx(reference.pk(written(truth), written(said), k=k))
    expected = reference.windowdiff(written(truth), written(said), k)
    assert segmentation.window_diff(truth, said) == pytest.approx(expected)


def test_a_perfect_segmentation_costs_nothing():
    truth = [False, False, True, False, False, True, False]
    assert segmentation.pk(truth, truth) == segmentation.window_diff(truth, truth) == 0


def test_levels_are_counted_without_gaps():
    assert segmentation.without_gaps({0: 1, 3: 2, 5: 4}) == {0: 0, 3: 1, 5: 2}
