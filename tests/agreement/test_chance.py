"""Bounds of probabilities, and that conditions on one place are weighed point by point."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ceasewatch.agreement.chance import Chance, all_of, any_of, certain, complement, none_of, one_of
from ceasewatch.agreement.spread import SAMPLES


def flat(low: float, high: float) -> Chance:
    return Chance.between(np.array([low]), np.array([high]))


def placed(share: float, *, first: bool = True) -> Chance:
    """Holds at the first (or at the last) ``share`` of the points."""
    at = np.zeros((1, SAMPLES), np.float32)
    n = round(share * SAMPLES)
    at[0, slice(0, n) if first else slice(SAMPLES - n, None)] = 1.0
    return Chance.spread(at.mean(axis=1, dtype=np.float64), np.array([0]), at)


bounds = st.tuples(st.floats(0, 1), st.floats(0, 1)).map(lambda t: flat(min(t), max(t)))
points = st.floats(0, 1).map(placed)
chances = st.one_of(bounds, points, points.map(complement))


def both(chance: Chance) -> tuple[float, float]:
    return float(chance.low[0]), float(chance.high[0])


def test_who_is_within_15_km_is_within_25() -> None:
    near, wide = placed(0.25), placed(0.5)
    assert both(all_of([near, wide], 1)) == (0.25, 0.25)
    assert both(any_of([near, wide], 1)) == (0.5, 0.5)
    assert both(all_of([near, complement(wide)], 1)) == (0.0, 0.0)


def test_two_sides_add_up() -> None:
    left, right = placed(0.5), placed(0.5, first=False)
    assert both(one_of([left, right], 1)) == (1.0, 1.0)
    half = flat(0.5, 0.5)
    assert both(any_of([half, half], 1)) == (0.75, 0.75)
    assert both(one_of([half, half], 1)) == (1.0, 1.0)


def test_nobody_can_tell_is_anything() -> None:
    unknown = Chance.of(np.array([np.nan]))
    assert both(unknown) == (0.0, 1.0)
    assert both(all_of([unknown, flat(0.6, 0.6)], 1)) == (0.0, 0.6)
    assert both(none_of([unknown], 1)) == (0.0, 1.0)


@pytest.mark.parametrize(("join", "value"), [(all_of, 1.0), (none_of, 1.0), (any_of, 0.0), (one_of, 0.0)])
def test_of_nothing(join: object, value: float) -> None:
    assert both(join([], 1)) == (value, value)  # type: ignore[operator]


@given(st.lists(chances, min_size=1, max_size=5), st.randoms())
def test_the_order_of_writing_never_matters(parts: list[Chance], random: object) -> None:
    mixed = parts[:]
    random.shuffle(mixed)  # type: ignore[attr-defined]
    for join in (all_of, any_of, none_of, one_of):
        assert both(join(parts, 1)) == both(join(mixed, 1))


@given(st.lists(chances, max_size=4), chances)
def test_one_condition_more_only_narrows(parts: list[Chance], more: Chance) -> None:
    fewer, with_it = all_of(parts, 1), all_of([*parts, more], 1)
    assert with_it.low[0] <= fewer.low[0] + 1e-6
    assert with_it.high[0] <= fewer.high[0] + 1e-6
    assert any_of([*parts, more], 1).low[0] >= any_of(parts, 1).low[0] - 1e-6


@given(st.lists(chances, min_size=1, max_size=4))
def test_bounds_stay_bounds(parts: list[Chance]) -> None:
    for join in (all_of, any_of, none_of, one_of):
        low, high = both(join(parts, 1))
        assert 0.0 <= low <= high + 1e-6 <= 1.0 + 2e-6
    assert both(complement(complement(parts[0]))) == pytest.approx(both(parts[0]), abs=1e-9)


def test_certain_changes_nothing() -> None:
    assert both(all_of([certain(1), placed(0.3)], 1)) == both(placed(0.3))
