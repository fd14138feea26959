"""Draws what a report says: the same equations as the likelihood, read the other way."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from ceasewatch.model.table import SENSES, WEAPONS, Int, Real, Small
from ceasewatch.model.weapons import PARENTS
from ceasewatch.observers.errors import Errors
from ceasewatch.observers.events import Events
from ceasewatch.observers.numbers import Numbers

_WITHIN, _SERIES, _THROUGHOUT = (SENSES.index(s) for s in ("within", "series", "throughout"))
_SPAN: Final = 1.645
"""Standard deviations to either side that hold 90%."""
_COUNTED_TO: Final = 5
"""Up to here people and machines state a number, beyond it a range."""

_ABOVE: Final = np.array([WEAPONS.index(PARENTS[w] or w) for w in WEAPONS] + [-1], np.int8)
"""(W + 1,) class that contains each weapon class; the last entry is for -1."""


@dataclass(frozen=True, slots=True)
class Stated:
    """(n,) covariance that observers state, in square metres on the local east-north plane."""

    ee: Real
    en: Real
    nn: Real


def stated_covariance(east_m: Real, north_m: Real, numbers: Numbers, rng: np.random.Generator) -> Stated:
    """What is stated of places ``east_m``, ``north_m`` from the observer: an ellipse along the line of sight."""
    r = np.hypot(east_m, north_m)
    along = np.hypot(numbers["place_sd_m"], numbers["range_share"] * r)
    across = np.hypot(numbers["place_sd_m"], np.radians(numbers["bearing_sd_deg"]) * r)
    spread = np.exp(2.0 * numbers["place_spread"] * rng.standard_normal(len(r)))
    e, n = east_m / np.maximum(r, 1e-9), north_m / np.maximum(r, 1e-9)
    a, c = along**2 * spread, across**2 * spread
    return Stated(ee=a * e**2 + c * n**2, en=(a - c) * e * n, nn=a * n**2 + c * e**2)


def place_errors(stated: Stated, errors: Errors, rng: np.random.Generator) -> tuple[Real, Real]:
    """(east, north) in metres: stated - true."""
    n = len(stated.ee)
    s2, f2 = errors.place_scale**2, errors.place_floor_m**2
    a, b, c = s2 * stated.ee + f2, s2 * stated.en, s2 * stated.nn + f2
    k = np.where(rng.random(n) < errors.place_tail_p, errors.place_tail_factor, 1.0)
    u, v = rng.standard_normal((2, n))
    root = np.sqrt(a)
    return k * root * u, k * (b / root * u + np.sqrt(np.maximum(c - b * b / a, 0.0)) * v)


def intervals(events: Events, numbers: Numbers, errors: Errors, rng: np.random.Generator) -> tuple[Int, Int]:
    """Stated (start, end) in microseconds: longer than the event by ``slack_s``, or an instant within it."""
    n, slack = len(events), numbers["slack_s"]
    k = np.where(rng.random(n) < errors.clock_tail_p, errors.clock_tail_factor, 1.0)
    clock = k * errors.clock_sd_s * rng.standard_normal(n)
    share = rng.random(n)
    lasting = events.duration_s
    instant = (numbers["snapshot"] > 0) & (lasting >= slack)
    shift = clock + np.where(instant, share * lasting, -share * slack)
    start = events.start_us + np.rint(1e6 * shift).astype(np.int64)
    return start, start + np.rint(1e6 * np.where(instant, 0.0, lasting + slack)).astype(np.int64)


def senses(events: Events) -> Small:
    """(n,) index in ``SENSES``: a series of several, something that lasts, or a moment within the interval."""
    lasts = events.end_us > events.start_us
    return np.where(lasts, np.where(events.count > 1, _SERIES, _THROUGHOUT), _WITHIN).astype(np.int8)


def kinds(true: Small, confusion: Real, rng: np.random.Generator) -> Small:
    """(n,) reported kinds."""
    cumulative = np.cumsum(confusion, axis=1)
    below = rng.random(len(true))[:, None] * cumulative[true, -1:] >= cumulative[true]
    return np.asarray(below.sum(axis=1), np.int8)


def counts(true: Real, numbers: Numbers, errors: Errors, rng: np.random.Generator) -> tuple[Real, Real, Real]:
    """(lowest, best, highest), NaN where no count is told; 90% of true counts lie between lowest and highest."""
    n = len(true)
    told = rng.random(n) < numbers["count_told_p"]
    best = np.maximum(np.rint(np.maximum(true, 1.0) * np.exp(errors.count_log_sd * rng.standard_normal(n))), 1.0)
    wide = np.where(best > _COUNTED_TO, np.exp(_SPAN * errors.count_log_sd), 1.0)
    lowest, highest = np.maximum(np.floor(best / wide), 1.0), np.ceil(best * wide)
    return np.where(told, lowest, np.nan), np.where(told, best, np.nan), np.where(told, highest, np.nan)


def weapons(true: Small, numbers: Numbers, rng: np.random.Generator) -> Small:
    """(n,) reported classes: the true one, the one above it, or -1 where none is told."""
    n = len(true)
    told, exact = rng.random(n) < numbers["weapon_told_p"], rng.random(n) < numbers["weapon_exact_p"]
    return np.where(told, np.where(exact, true, _ABOVE[true]), -1).astype(np.int8)


def delays_us(n: int, numbers: Numbers, rng: np.random.Generator) -> Int:
    """(n,) microseconds from the end of an event to its report; lognormal."""
    delay = numbers["delay_s"] * np.exp(numbers["delay_log_sd"] * rng.standard_normal(n))
    return np.rint(1e6 * delay).astype(np.int64)
