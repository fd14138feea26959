"""Bounds of a rate: nominal coverage on over-dispersed worlds, monotonicity, and no bound without observation."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.special import expit, logit

from ceasewatch.coverage import Seen, assumed, bound, learned
from ceasewatch.coverage.bounds import Z_LIMITS
from ceasewatch.coverage.dispersion import LEAST_DAYS
from ceasewatch.model.errors import DataError

SIZES = {
    "one by one": lambda rng, n: np.ones(n, int),
    "always ten": lambda rng, n: np.full(n, 10),
    "geometric": lambda rng, n: rng.geometric(1 / 8, n),
    "heavy tail": lambda rng, n: np.ceil(np.minimum(rng.pareto(1.5, n) + 1, 300)).astype(int),
}


def count(rng, clusters, sizes, p_cells):
    """Seen violations of one day: each cluster lies in one cell and shares its chance of being seen."""
    n = rng.poisson(clusters)
    return int(rng.binomial(sizes(rng, n), rng.choice(p_cells, n)).sum())


def world(rng, sizes, mean_size, mu, doubt=0.5):
    """(bound, seen count) of a world in which models are off by an unknown amount and phi is learned from 60 days."""
    stated = expit(logit(rng.uniform(0.2, 0.95)) + rng.normal(0, 1, 20))
    true = expit(logit(stated) + rng.normal(0, doubt))
    odds = [logit(stated) + s * Z_LIMITS * doubt for s in (-1, 0, 1)]
    low, p, high = (float(expit(o).mean()) for o in odds)
    concentration = float((stated**2).mean() / p)
    reference = [count(rng, rng.uniform(0.5, 2) * mu / mean_size, sizes, true) for _ in range(60)]
    if not any(reference):
        return None
    phi = learned(reference, np.full(60, p), concentration=np.full(60, concentration))
    x = count(rng, mu / mean_size, sizes, true)
    return bound(x, Seen(p, low, high, concentration), phi), x


@pytest.mark.parametrize("family", SIZES)
@pytest.mark.parametrize("mu", [4, 25])
def test_nominal_coverage(family, mu):
    """120 worlds: 0.95 less two standard errors. The benchmark runs 1,000, with the observer models."""
    rng = np.random.default_rng([mu, len(family)])
    sizes = SIZES[family]
    mean_size = sizes(rng, 200_000).mean()
    made = [w for _ in range(120) if (w := world(rng, sizes, mean_size, mu))]
    held = np.mean([b.high >= mu for b, _ in made])
    assert held >= 0.91
    both = np.mean([b.low <= mu for b, _ in made])
    assert both >= 0.9


def test_poisson_limits_are_wrong_here():
    """The same worlds with phi = 1: far below nominal, which is why the dispersion is asked for."""
    rng = np.random.default_rng(9)
    sizes = SIZES["always ten"]
    p = np.full(5, 0.8)
    held = 0
    for _ in range(300):
        x = count(rng, 2.0, sizes, p)
        held += bound(x, Seen(0.8, 0.8, 0.8, 0.8), assumed(1, "Poisson")).high >= 20
    assert held / 300 < 0.75


def test_the_inequality_behind_the_bound():
    """P(nothing seen) <= exp(-p mu / phi_seen) for clusters of any size law, by simulation."""
    rng = np.random.default_rng(10)
    p_cells = np.array([0.1, 0.5, 0.9])
    for sizes in SIZES.values():
        drawn = sizes(rng, 400_000).astype(float)
        phi = (drawn**2).mean() / drawn.mean()
        mu, p = 1.5 * drawn.mean(), p_cells.mean()
        none = np.mean([count(rng, 1.5, sizes, p_cells) == 0 for _ in range(4000)])
        seen_phi = assumed(phi, "known").seen((p_cells**2).mean() / p)
        assert none <= np.exp(-p * mu / seen_phi) + 0.02


def test_none_seen_of_poisson_is_the_rule_of_three():
    assert bound(0, Seen(1, 1, 1, 1), assumed(1, "Poisson")).high == pytest.approx(-np.log(0.05), rel=1e-6)
    assert bound(0, Seen(0.5, 0.5, 0.5, 0.5), assumed(9, "x")).high == pytest.approx(-np.log(0.05) * 5 / 0.5, rel=1e-6)


@given(st.integers(0, 30), st.floats(0.05, 0.9), st.floats(1, 50))
def test_monotone(seen, p, phi):
    def high(x=seen, p=p, phi=phi, doubt=0.3):
        limits = [float(expit(logit(p) + s * doubt)) for s in (-1, 1)]
        return bound(x, Seen(p, limits[0], limits[1], p), assumed(phi, "x")).high

    assert high(x=seen + 1) >= high()
    assert high(p=p * 0.9) >= high()
    assert high(phi=phi * 1.2) >= high()
    assert high(doubt=0.6) >= high() * 0.999
    b = bound(seen, Seen(p, p, p, p), assumed(phi, "x"))
    assert b.low <= b.estimate <= b.high


@pytest.mark.parametrize("seen", [Seen(0, 0, 0, 0), Seen(0.5, 0.0, 0.9, 0.5)])
def test_nobody_looked_is_no_bound(seen):
    with pytest.raises(DataError, match="no bound without observation"):
        bound(0, seen, assumed(5, "x"))


def test_dispersion_is_learned_under_one_coverage_and_used_under_another():
    rng = np.random.default_rng(11)
    sizes = SIZES["always ten"]
    seen_half = learned([count(rng, 3, sizes, np.array([0.5])) for _ in range(2000)], np.full(2000, 0.5))
    assert seen_half.phi == pytest.approx(10, rel=0.12)
    assert float(seen_half.seen(0.25)) == pytest.approx(1 + 9 * 0.25, rel=0.12)


@pytest.mark.parametrize("days", [LEAST_DAYS - 1, 200])
def test_too_little_reference_is_refused(days):
    counts = np.zeros(days) if days > LEAST_DAYS else np.arange(days)
    with pytest.raises(DataError, match="dispersion needs"):
        learned(counts, np.full(days, 0.5))


def test_days_on_which_nobody_looked_do_not_count():
    counts, p = np.tile([3, 0, 9, 1], 10), np.full(40, 0.5)
    with_blind = learned(np.append(counts, np.zeros(50)), np.append(p, np.zeros(50)))
    assert with_blind == learned(counts, p)


def test_below_one_is_refused():
    with pytest.raises(DataError, match="below 1"):
        assumed(0.5, "x")
