"""Capture-recapture against populations whose size is known, and the limits that the documentation states."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.special import expit

from ceasewatch.coverage import histories, missed
from ceasewatch.coverage.capture import chao, chapman, frequencies, sample_coverage
from ceasewatch.coverage.loglinear import best_loglinear
from ceasewatch.model.errors import DataError

N = 1000
ROUNDS = 60


def population(rng, *, n=N, p=(0.5, 0.4, 0.3), spread=0.0, copies=0.0):
    """``spread``: sd of log odds between events; ``copies``: share of which the first observer tells the second."""
    ease = rng.normal(0, spread, n)[:, None]
    seen = rng.random((n, len(p))) < expit(np.log(np.array(p) / (1 - np.array(p))) + ease)
    told = rng.random(n) < copies
    seen[:, 1] |= told & seen[:, 0]
    return seen[seen.any(axis=1)]


def totals(seed, estimator, **world):
    rng = np.random.default_rng(seed)
    return np.array([estimator(population(rng, **world)).total for _ in range(ROUNDS)])


def covered(seed, estimator, **world):
    rng = np.random.default_rng(seed)
    found = [estimator(population(rng, **world)) for _ in range(ROUNDS)]
    return np.mean([e.low <= N <= e.high for e in found])


def loglinear(seen):
    """The chosen log-linear model, as a total."""
    return next(e for e in reversed(missed(seen).estimates) if e.model.startswith("log-linear"))


def two(seen):
    pair = seen[:, :2]
    return chapman(pair[pair.any(axis=1)], 0)


@pytest.mark.parametrize("estimator", [two, chao, sample_coverage, loglinear])
def test_independent_observers_and_equal_events_are_unbiased(estimator):
    found = totals(1, estimator)
    tolerance = 0.06 if estimator is chao else 0.03
    assert found.mean() == pytest.approx(N, rel=tolerance)


@pytest.mark.parametrize("estimator", [two, loglinear, sample_coverage])
def test_intervals_hold_where_the_model_holds(estimator):
    assert covered(2, estimator) >= 0.88


def test_heterogeneity_makes_all_too_low_and_chao_stays_a_lower_bound():
    world = {"spread": 1.5}
    naive, bound, covering = (totals(3, e, **world).mean() for e in (two, chao, sample_coverage))
    assert naive < 0.95 * N
    assert bound < 1.02 * N
    assert abs(covering - N) < abs(naive - N)


def test_positive_dependence_makes_two_observers_too_low_and_loglinear_takes_it_up():
    world = {"copies": 0.5, "p": (0.5, 0.4, 0.4, 0.3)}
    assert totals(4, two, **world).mean() < 0.9 * N
    assert totals(4, loglinear, **world).mean() == pytest.approx(N, rel=0.05)


def test_dependence_is_named():
    rng = np.random.default_rng(5)
    fits = best_loglinear(population(rng, copies=0.6, p=(0.5, 0.4, 0.4, 0.3)))
    assert "1-2" in fits[-1].name
    assert fits[-1].aic < fits[0].aic


def test_all_models_are_told_and_their_spread():
    found = missed(population(np.random.default_rng(6), spread=1.0))
    models = {e.model.split(",")[0] for e in found.estimates}
    assert {"Chapman", "Chao", "sample coverage", "log-linear"} <= models
    low, high = found.spread
    assert low < high
    assert found.envelope[0] <= low
    assert found.envelope[1] >= high
    assert all(e.total >= found.seen and e.low <= e.total <= e.high and e.assumes for e in found.estimates)


def test_what_none_of_them_could_see_is_in_no_estimate():
    """A limit, not a merit: half of the events are out of everybody's reach and no model can know."""
    rng = np.random.default_rng(7)
    reachable = missed(population(rng, n=500))
    assert reachable.envelope[1] < 2 * 500 * 0.9


def test_chapman_by_hand():
    seen = np.array([[1, 1]] * 20 + [[1, 0]] * 30 + [[0, 1]] * 40, dtype=bool)
    assert chapman(seen, 0).total == pytest.approx(51 * 61 / 21 - 1)
    assert frequencies(seen).tolist() == [70, 20]


def test_histories_count_an_observer_once():
    seen = histories([0, 0, 0, 7, 7, -1], [1, 1, 2, 0, -1, 0], 3)
    assert seen.tolist() == [[False, True, True], [True, False, False]]


@pytest.mark.parametrize("seen", [np.ones((3, 1), bool), np.eye(3, dtype=bool), np.zeros((0, 3), bool)])
def test_without_overlap_there_is_no_estimate(seen):
    with pytest.raises(DataError, match="missed part cannot be estimated"):
        missed(seen)
