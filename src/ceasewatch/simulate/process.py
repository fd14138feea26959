"""Violations and other happenings as clustered, over-dispersed point processes.

A Neyman-Scott process of hotspots whose days are zero-inflated and gamma-mixed (so that counts a day are negative
binomial or worse), with self-excitation in the manner of Hawkes: each happening sets off further ones, near and soon.

    intensity of centre h on day d = base x weight_h x escalation_d x g_hd,   weight ~ Pareto(tail),
    log escalation ~ AR(1), g_hd = 0 with probability `quiet`, else Gamma(dispersion) of mean 1 / (1 - quiet)
    offspring ~ Poisson(branching), delay ~ Exponential(delay_min), displacement ~ Gaussian(spread_m)

Sources: Hawkes 1971 (Biometrika 58) for the branching form; Neyman and Scott 1958 for clusters. That counts are
zero-inflated and dominated by few places is published of real monitoring (OSCE SMM 2020: 76% of violations from four
hotspots). The numbers in world files are assumed.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from ceasewatch.model.table import KINDS, WEAPONS, Columns, Int, Real, Small
from ceasewatch.observers.events import Events
from ceasewatch.simulate.front import Front
from ceasewatch.simulate.world import Process

DAY_US: Final = 86_400_000_000
_MEMORY: Final = 0.85
_SWING: Final = 0.5
"""Lag-one correlation and innovation of the daily log escalation; assumed."""


@dataclass(frozen=True, slots=True)
class Starts(Columns):
    """n moments and positions: days since the beginning, metres along and across the line, index of what set it off.

    ``parent`` is an index into the same columns, -1 for what started by itself.
    """

    day: Real
    along_m: Real
    across_m: Real
    parent: Int


def escalation(days: int, rng: np.random.Generator) -> Real:
    """(days,) daily factors of mean 1 whose logarithms are an AR(1) process."""
    log = np.zeros(days)
    steps = rng.normal(0.0, _SWING, days)
    for d in range(days):
        log[d] = steps[d] + (_MEMORY * log[d - 1] if d else 0.0)
    factor = np.exp(log)
    mean_one: Real = factor / factor.mean()
    return mean_one


def centres(process: Process, front: Front, rng: np.random.Generator) -> tuple[Real, Real, Real]:
    """Metres along and across, and share of activity, of a process's hotspots."""
    along = rng.uniform(0.0, front.length_m, process.hotspots)
    across = 1e3 * rng.uniform(*process.across_km, process.hotspots) * rng.choice([-1.0, 1.0], process.hotspots)
    weight = 1.0 + rng.pareto(process.tail, process.hotspots)
    return along, across, weight / weight.sum()


def immigrants(process: Process, front: Front, expected: float, days: float, rng: np.random.Generator) -> Starts:
    """Happenings that start by themselves: about ``expected`` of them in ``days`` days, fewer where days are full."""
    along, across, weight = centres(process, front, rng)
    whole = int(np.ceil(days))
    length = np.minimum(1.0, days - np.arange(whole))
    active = rng.random((process.hotspots, whole)) >= process.quiet
    gamma = rng.gamma(process.dispersion, 1.0 / process.dispersion, active.shape)
    rate = weight[:, None] * (escalation(whole, rng) * length)[None, :] * active * gamma
    rate *= expected / max(rate.sum(), 1e-12)
    number = np.minimum(rng.poisson(rate), int(process.busiest * (1.0 - process.branching)))
    centre, day = (np.repeat(index.ravel(), number.ravel()) for index in np.indices(number.shape))
    spread = rng.normal(0.0, 1e3 * process.hotspot_km, (2, len(day)))
    moment = day + length[day] * _time_of_day(process.night, len(day), rng)
    return Starts(moment, along[centre] + spread[0], across[centre] + spread[1], np.full(len(day), -1, np.int64))


def _time_of_day(night: float, n: int, rng: np.random.Generator) -> Real:
    """Fractions of the local day, from noon to noon would be 0.25 to 0.75 at night; here 0 is local midnight."""
    at_night = rng.random(n) < night
    half = rng.random(n) / 2
    return np.where(at_night, (half + 0.75) % 1.0, 0.25 + half)


def with_offspring(process: Process, first: Starts, rng: np.random.Generator) -> Starts:
    """``first`` and all that follows from it, generation by generation."""
    generations, current, base = [first], np.arange(len(first)), 0
    while process.branching > 0.0 and len(current):
        parents = generations[-1]
        of = np.repeat(np.arange(len(parents)), rng.poisson(process.branching, len(parents)))
        step = rng.normal(0.0, process.spread_m, (2, len(of)))
        side = np.where(rng.random(len(of)) < process.reply, -1.0, 1.0)
        generations.append(
            Starts(
                day=parents.day[of] + rng.exponential(process.delay_min / 1440.0, len(of)),
                along_m=parents.along_m[of] + step[0],
                across_m=side * parents.across_m[of] + step[1],
                parent=base + of,
            )
        )
        base, current = base + len(parents), of
    return Starts(
        *(np.concatenate([getattr(g, f) for g in generations]) for f in ("day", "along_m", "across_m", "parent"))
    )


def starts(process: Process, front: Front, expected: float, days: float, rng: np.random.Generator) -> Starts:
    """About ``expected`` happenings in ``days`` days (few of the last may begin after them)."""
    first = immigrants(process, front, expected * (1.0 - process.branching), days, rng)
    return with_offspring(process, first, rng)


def _drawn(shares: dict[str, float], index: tuple[str, ...], n: int, rng: np.random.Generator) -> Small:
    """(n,) indices into ``index``, drawn by ``shares``; -1 where there are none."""
    if not shares:
        return np.full(n, -1, np.int8)
    p = np.array(list(shares.values()))
    codes = np.array([index.index(name) for name in shares], np.int8)
    return codes[rng.choice(len(codes), n, p=p / p.sum())]


def _inherited(own: Small, parent: Int, rng: np.random.Generator, share: float = 0.8) -> Small:
    """``own``, but most of what was set off is of the sort of what set it off."""
    source = np.where((parent >= 0) & (rng.random(len(own)) < share), parent, np.arange(len(own)))
    while not np.array_equal(source, source[source]):
        source = source[source]
    return own[source]


def counts(process: Process, n: int, rng: np.random.Generator) -> Real:
    """Number of single ones in each of n happenings: 1 + negative binomial of mean ``count_mean`` - 1."""
    mean = process.count_mean - 1.0
    if mean <= 0.0:
        return np.ones(n)
    return 1.0 + rng.poisson(rng.gamma(process.count_dispersion, mean / process.count_dispersion, n)).astype(np.float64)


def events(process: Process, front: Front, at: Starts, begin_us: int, rng: np.random.Generator) -> Events:
    """What happens at those moments and places.

    Args:
        process: of which sort.
        front: the line.
        at: when and where.
        begin_us: when day 0 begins, microseconds since 1970 UTC.
        rng: source of chance.
    """
    n = len(at)
    lat, lon = front.place(at.along_m, at.across_m)
    count = counts(process, n, rng)
    minutes = np.where(count > 1, process.minutes * np.exp(rng.normal(0.0, 0.8, n)), 0.0)
    start = begin_us + (at.day * DAY_US).astype(np.int64)
    kind = _inherited(_drawn(process.kinds, KINDS, n, rng), at.parent, rng)
    weapon = _inherited(_drawn(process.weapons, WEAPONS, n, rng), at.parent, rng)
    blast = process.yield_kg * np.exp(rng.normal(0.0, 0.7, n)) if process.yield_kg else np.full(n, np.nan)
    return Events.make(
        n,
        start_us=start,
        end_us=start + (minutes * 60e6).astype(np.int64),
        lat=lat,
        lon=lon,
        kind=kind,
        weapon=weapon,
        count=count,
        yield_kg=blast,
    )
