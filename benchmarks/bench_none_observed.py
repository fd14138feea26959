"""Whether bounds of a rate hold as often as they say, on worlds of clusters that the method does not know."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import numpy as np
import shapely

from benchmarks.declare import Benchmark, Figures
from ceasewatch.coverage import (
    Dispersion,
    Look,
    NotObserved,
    Watch,
    always,
    assumed,
    bound,
    detection_map,
    grid,
    learned,
    look,
    moments,
    state,
)
from ceasewatch.coverage.look import DOUBT
from ceasewatch.model.errors import DataError
from ceasewatch.model.table import Int, Real
from ceasewatch.observers.events import Events
from ceasewatch.observers.sites import Sites

SECTOR: Final = shapely.box(38.0, 48.0, 38.3, 48.2)
CELLS: Final = grid(SECTOR, 2_500)
DAY_US: Final = 86_400_000_000
AT_US: Final = moments(0, DAY_US, 4)
SHELL: Final = Events.make(1, yield_kg=0.5)
MODELS: Final = ("patrol-ear", "camera", "acoustic-node", "patrol-eye")
REFERENCE_DAYS: Final = 60
LARGEST_CLUSTER: Final = 500

Sizes = Callable[[np.random.Generator, int], Int]
SIZES: Final[dict[str, Sizes]] = {
    "alone": lambda _, n: np.ones(n, np.int64),
    "fixed": lambda _, n: np.full(n, 12),
    "geometric": lambda rng, n: rng.geometric(0.1, n).astype(np.int64),
    "lognormal": lambda rng, n: np.ceil(np.minimum(rng.lognormal(1.0, 1.2, n), LARGEST_CLUSTER)).astype(np.int64),
    "pareto": lambda rng, n: np.ceil(np.minimum(rng.pareto(1.5, n) + 1, LARGEST_CLUSTER)).astype(np.int64),
}
"""How many violations a cluster has; none of them is what the method assumes, for it assumes no law."""


@dataclass(frozen=True)
class World:
    """What is true, and what the mission believes of its own sight.

    Attributes:
        true: (times, cells) probabilities that hold.
        where: (times * cells,) share of the clusters that fall there.
        believed: the mission's look.
        clusters: expected number today, in the whole sector.
    """

    true: Real
    where: Real
    believed: Look
    clusters: float
    sizes: Sizes

    def counts(self, rng: np.random.Generator, rates: Real) -> Int:
        """Observed violations of days with these many clusters expected, in the watched part."""
        watched = self.believed.watched.ravel() > 0
        out = np.zeros(len(rates), np.int64)
        for day, many in enumerate(rng.poisson(rates)):
            cell = rng.choice(len(self.where), many, p=self.where)
            size = self.sizes(rng, many)
            out[day] = rng.binomial(size, np.where(watched[cell], self.true.ravel()[cell], 0.0)).sum()
        return out

    def expected(self, mean_size: float) -> float:
        """Expected number of violations in the watched part today."""
        return self.clusters * mean_size * float(self.where[self.believed.watched.ravel() > 0].sum())


def watch(rng: np.random.Generator) -> Watch:
    """Up to 16 observers; some are down for part of the day."""
    m = int(rng.integers(2, 17))
    place = {"lat": rng.uniform(48.0, 48.2, m), "lon": rng.uniform(38.0, 38.3, m)}
    posted = always(Sites.make(m, **place, model=list(rng.choice(MODELS, m))))
    down = rng.random(m) < 0.3
    cut = rng.integers(0, DAY_US, m)
    return Watch(
        from_us=np.where(down, cut, 0),
        to_us=np.full(m, DAY_US),
        works=posted.works,
        observer=posted.observer,
        group=posted.group,
        shared=posted.shared,
        hindered=posted.hindered,
        sites=posted.sites,
    )


def world(rng: np.random.Generator, sizes: Sizes, mean_size: float) -> World:
    """Sight that is off by an unknown factor, violations that are not spread as the mission takes them to be."""
    posted = watch(rng)
    believed = look(CELLS, AT_US, SHELL, posted)
    true = detection_map(CELLS, AT_US, SHELL, posted, odds=float(np.exp(rng.normal(0.0, DOUBT))))
    where = rng.lognormal(0.0, 0.7, true.size)
    violations = float(np.exp(rng.uniform(np.log(0.5), np.log(60.0))))
    return World(true, where / where.sum(), believed, violations / mean_size, sizes)


def history(rng: np.random.Generator, made: World) -> Dispersion | None:
    """What 60 days of other rates, seen with the same sight, tell of the dispersion."""
    rates = made.clusters * rng.gamma(1.5, 1.0, REFERENCE_DAYS)
    seen = made.believed.seen()
    try:
        return learned(
            made.counts(rng, rates),
            np.full(REFERENCE_DAYS, seen.p),
            concentration=np.full(REFERENCE_DAYS, seen.concentration),
        )
    except DataError:
        return None


def trial(rng: np.random.Generator) -> tuple[int, bool, bool, float] | None:
    """Count of today, whether the bound and the Poisson bound held, bound over truth; ``None`` if none is stated."""
    sizes = SIZES[str(rng.choice(list(SIZES)))]
    mean_size = float(sizes(np.random.default_rng(1), 200_000).mean())
    made = world(rng, sizes, mean_size)
    if isinstance(state(made.believed, 0, None), NotObserved) or (phi := history(rng, made)) is None:
        return None
    seen = int(made.counts(rng, np.array([made.clusters]))[0])
    part, true = made.believed.seen(), made.expected(mean_size)
    said = state(made.believed, seen, phi)
    if isinstance(said, NotObserved) or said.bound is None:
        return None
    alone = bound(seen, part, assumed(1.0, "Poisson")).high
    return seen, true <= said.bound.high, true <= alone, said.bound.high / true


def measure(short: bool) -> Figures:
    """1,000 worlds in which a bound is stated."""
    rng, wanted = np.random.default_rng(20_260_512), 40 if short else 1_000
    start, found, unstated = time.process_time(), list[tuple[int, bool, bool, float]](), 0
    while len(found) < wanted:
        told = trial(rng)
        unstated += told is None
        if told is not None:
            found.append(told)
    seen, held, poisson, ratio = (np.array(column) for column in zip(*found, strict=True))
    return {
        "worlds": len(found),
        "not_stated": unstated,
        "coverage": float(held.mean()),
        "none_observed": int((seen == 0).sum()),
        "coverage_where_some_observed": float(held[seen > 0].mean()),
        "poisson_coverage": float(poisson.mean()),
        "median_bound_over_truth": float(np.median(ratio)),
        "cpu_s": time.process_time() - start,
    }


BENCHMARK = Benchmark(
    name="none-observed",
    work="upper 95% bounds of the number of violations of a day, in 1,000 worlds: clusters of five size laws, sight "
    "that is off by an unknown factor, outages, and violations spread unlike the mission takes them to be",
    held_against="nominal coverage, 0.95; Poisson limits on the same worlds",
    measure=measure,
    at_least={"coverage": 0.95},
)
