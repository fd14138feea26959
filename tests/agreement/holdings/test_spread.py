"""Distributions: exact where they are small, to their own side where they are not."""

from __future__ import annotations

from itertools import product
from math import prod

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binom

from ceasewatch.agreement.holdings.spread import MAX_VALUES, Spread

ROWS = st.lists(st.tuples(st.integers(0, 40), st.sampled_from((0.1, 0.5, 0.75))), max_size=6)


def made(rows: list[tuple[int, float]], *, up: bool, cap: int = 10**6) -> Spread:
    spread = Spread.point(3, cap=cap, up=up)
    for value, p in rows:
        spread = spread.plus(value, p)
    return spread


def exactly(rows: list[tuple[int, float]], limit: int) -> float:
    """By going through all combinations."""
    chosen = product((False, True), repeat=len(rows))
    return sum(
        prod(p if taken else 1 - p for taken, (_, p) in zip(which, rows, strict=True))
        for which in chosen
        if 3 + sum(v for taken, (v, _) in zip(which, rows, strict=True) if taken) > limit
    )


@given(ROWS, st.integers(0, 150), st.booleans())
def test_uncertain_parts_add_up_as_all_combinations_do(rows: list[tuple[int, float]], limit: int, up: bool) -> None:
    assert made(rows, up=up).above(limit) == pytest.approx(exactly(rows, limit), abs=1e-12)
    assert made(rows, up=up, cap=limit + 1).above(limit) == pytest.approx(exactly(rows, limit), abs=1e-12)


@given(ROWS, ROWS, st.integers(0, 200))
def test_a_sum_is_the_sum_of_its_parts(a: list[tuple[int, float]], b: list[tuple[int, float]], limit: int) -> None:
    apart = made(a, up=True).and_(made(b, up=True)).above(limit + 3)
    assert apart == pytest.approx(made([*a, *b], up=True).above(limit), abs=1e-9)


@pytest.mark.parametrize("up", [True, False])
def test_double_counting_is_binomial(up: bool) -> None:
    spread = Spread.point(41, cap=10**6, up=up).widened(np.array([41]), np.array([77]), 0.9)
    for limit in (41, 70, 75, 76):
        assert spread.above(limit) == pytest.approx(binom.sf(limit - 41, 36, 0.9), abs=1e-12)
    assert spread.above(77) == 0.0


def test_what_is_too_large_is_rounded_to_its_own_side() -> None:
    least, most = np.array([100_000]), np.array([400_000])
    for limit in (229_000, 249_900, 250_000, 250_100, 260_000):
        true = binom.sf(limit - 100_000, 300_000, 0.5)
        low = Spread.point(0, cap=10**6, up=False).widened(least, most, 0.5)
        high = Spread.point(0, cap=10**6, up=True).widened(least, most, 0.5)
        assert low.above(limit) <= true + 1e-12
        assert high.above(limit) >= true - 1e-12
        assert len(low.values) <= MAX_VALUES + 1


@given(st.lists(st.integers(1, 10**6), min_size=9, max_size=14), st.integers(1, 10**6))
def test_rounding_keeps_the_bounds_apart(values: list[int], limit: int) -> None:
    rows = [(v, 0.5) for v in values]
    low, high = made(rows, up=False), made(rows, up=True)
    assert low.above(limit) <= high.above(limit) + 1e-12
    assert low.p.sum() == pytest.approx(1.0)
    assert high.p.sum() == pytest.approx(1.0)
    assert len(high.values) <= MAX_VALUES


def test_what_exceeds_a_permission_stays_capped() -> None:
    spread = Spread.point(500, cap=100, up=True)
    assert spread.less(90).above(99) == 1.0
    assert Spread.point(80, cap=100, up=True).less(90).values.tolist() == [0]


def test_what_is_certain_or_impossible_leaves_one_value() -> None:
    spread = Spread.point(3, cap=100, up=False).plus(4, 1.0).plus(5, 0.0).plus(0, 0.5)
    assert (spread.values.tolist(), spread.p.tolist()) == ([7], [1.0])
    assert (spread.below(7), spread.below(8)) == (0.0, 1.0)
