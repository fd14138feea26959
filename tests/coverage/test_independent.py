"""How many independent observers see: against enumeration."""

from __future__ import annotations

from itertools import pairwise, product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ceasewatch.coverage.independent import seen_by_at_least
from ceasewatch.coverage.watch import ALWAYS

probabilities = st.lists(st.floats(0, 1), min_size=1, max_size=7)


def seen(p, at_least=1, *, group=None, observer=None, shared=1.0, works=None, odds=1.0, when=(0, 0), watch=None):
    """One event."""
    m = len(p)
    out = np.empty(1)
    first, last = zip(*(watch or [ALWAYS] * m), strict=True)
    codes = np.arange(m)
    seen_by_at_least(
        np.array([p], np.float64), codes, np.array([when[0]]), np.array([when[1]]), np.array(first), np.array(last),
        np.ones(m) if works is None else np.array(works, np.float64), codes if observer is None else np.array(observer),
        codes if group is None else np.array(group), np.full(m, shared), odds, at_least, out,
    )  # fmt: skip
    return float(out[0])


def enumerated(p, at_least):
    total = 0.0
    for outcome in product((0, 1), repeat=len(p)):
        if sum(outcome) >= at_least:
            total += float(np.prod([q if s else 1 - q for q, s in zip(p, outcome, strict=True)]))
    return total


@given(probabilities, st.integers(1, 8))
def test_equals_enumeration(p, at_least):
    assert seen(p, at_least) == pytest.approx(enumerated(p, at_least), abs=1e-12)


@given(probabilities)
def test_more_observers_asked_for_is_less_probable(p):
    tails = [seen(p, k) for k in range(1, len(p) + 2)]
    assert all(a >= b - 1e-12 for a, b in pairwise(tails))
    assert tails[-1] == pytest.approx(0, abs=1e-12)


def test_a_group_counts_once():
    assert seen([0.9, 0.8, 0.5], 2, group=[0, 0, 1]) == pytest.approx(0.9 * 0.5)
    assert seen([0.9, 0.8], 2, group=[0, 0]) == 0.0


@given(st.floats(0, 1))
def test_a_group_lies_between_its_best_member_and_independence(shared):
    p = seen([0.6, 0.5], group=[0, 0], shared=shared)
    assert p == pytest.approx(shared * 0.6 + (1 - shared) * 0.8)


def test_a_group_simulated():
    """The mixture is what happens if the members share one draw with probability c, else have their own."""
    rng = np.random.default_rng(3)
    n, shared, p = 200_000, 0.7, np.array([0.6, 0.3, 0.5])
    common = rng.random(n) < shared
    one, own = rng.random(n), rng.random((n, 3))
    draws = np.where(common[:, None], one[:, None], own)
    assert (draws < p).any(axis=1).mean() == pytest.approx(seen(p, group=[0, 0, 0], shared=shared), abs=0.005)


def test_an_observer_that_was_elsewhere_saw_nothing():
    watch = [(0, 100), (100, 200)]
    assert seen([0.9, 0.4], observer=[0, 0], group=[0, 0], when=(50, 50), watch=watch) == pytest.approx(0.9)
    assert seen([0.9, 0.4], observer=[0, 0], group=[0, 0], when=(100, 100), watch=watch) == pytest.approx(0.4)
    assert seen([0.9, 0.4], observer=[0, 0], group=[0, 0], when=(200, 200), watch=watch) == 0.0


def test_an_event_of_unknown_time_is_averaged_over_it():
    watch = [(0, 100), (100, 200)]
    assert seen([0.8, 0.4], observer=[0, 0], group=[0, 0], when=(0, 400), watch=watch) == pytest.approx(0.3)


def test_what_hinders_and_what_is_doubted():
    assert seen([0.8], works=[0.5]) == pytest.approx(0.4)
    assert seen([0.5], odds=3.0) == pytest.approx(0.75)
    assert seen([0.0, 1.0], odds=0.2) == 1.0
