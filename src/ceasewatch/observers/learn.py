"""Numbers of the models learned from data: unlabelled pairs of observations, or calibration shots. Never from findings.

:func:`learn_unlabelled` looks at candidate pairs and supposes that each is either of one happening, with errors as in
:mod:`ceasewatch.observers.errors`, or a chance coincidence, spread evenly over the gate. EM finds which mixture the
data come from: how far observers of each kind err in place, time, count and kind follows from how far they disagree.
:func:`~ceasewatch.observers.calibration.learn_calibration` knows the truth: where and when the shots were.

Neither takes, nor could take, anything that a person decided: their inputs are columns of observations.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from ceasewatch.model.table import KINDS, OBSERVER_KINDS, Int, Real
from ceasewatch.observers.calibration import Calibration, learn_calibration
from ceasewatch.observers.contaminated import Moments, Square, line, plane
from ceasewatch.observers.errors import ErrorTable
from ceasewatch.observers.kind_learning import Kinds, Sayings, confusion_update, kind_evidence, sayings
from ceasewatch.observers.pair_columns import PairColumns
from ceasewatch.observers.shares import clutter_shares, pair_shares
from ceasewatch.observers.updates import (
    Side,
    clock_sides,
    clock_update,
    count_sides,
    count_update,
    place_sides,
    place_update,
)

__all__ = ["Calibration", "Learned", "PairColumns", "learn_calibration", "learn_unlabelled"]

_DAY_S: Final = 86_400.0
_COUNTED: Final = 16.0
"""Counts whose product is smaller are too coarse to learn a spread from."""
_STEPS: Final = 100
_SETTLED: Final = 1e-5
_PRIOR: Final = 20.0


@dataclass(frozen=True, slots=True)
class Learned:
    """What came out.

    Attributes:
        errors: the new table.
        same_p: (n,) probability that each pair is of one happening; NaN where a place or time is missing.
        reports: (O,) how many reports about a shared happening each kind of observer had: what its numbers rest on.
        log_likelihood: mean over pairs, at each step.
    """

    errors: ErrorTable
    same_p: Real
    reports: Real
    log_likelihood: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class _Expected:
    """E step: log densities and moments of every pair."""

    log_same: Real
    log_chance: Real
    place: tuple[Moments, Moments]
    clock: tuple[Moments, Moments]
    count: tuple[Moments, Moments]
    kinds: Kinds


def learn_unlabelled(
    pairs: PairColumns,
    errors: ErrorTable,
    *,
    observations: Real | None = None,
    prior: float = _PRIOR,
    steps: int = _STEPS,
) -> Learned:
    """Errors of each kind of observer, from how far they disagree.

    Args:
        pairs: candidate pairs; no copies of one origin among them.
        errors: where to start, and what to believe of kinds with few pairs.
        observations: (O,) number of observations of each kind that the pairs were taken from; without it the shares
            of clutter stay as they are.
        prior: how many reports ``errors`` counts as.
        steps: most steps of EM.
    """
    used = np.isfinite(pairs.east_m) & np.isfinite(pairs.apart_s) & np.isfinite(pairs.ee_a) & np.isfinite(pairs.ee_b)
    rows = pairs.take(np.flatnonzero(used))
    now, told = errors, sayings(rows)
    kind_prior, share, trace = np.full(len(KINDS), 1.0 / len(KINDS)), np.full(len(rows), 0.5), list[float]()
    same = share
    for _ in range(steps if len(rows) else 0):
        found = _expected(rows, now, kind_prior, told)
        a, b = np.log(share) + found.log_same, np.log1p(-share) + found.log_chance
        both = np.logaddexp(a, b)
        same = np.exp(a - both)
        trace.append(float(both.mean()))
        share = pair_shares(rows, same)
        now, kind_prior = _maximised(rows, told, now, errors, found, same, prior)
        if len(trace) > 1 and abs(trace[-1] - trace[-2]) < _SETTLED:
            break
    if observations is not None:
        now = replace(now, clutter_p=clutter_shares(rows, same, observations, errors.clutter_p, prior))
    same_p = np.full(len(pairs), np.nan)
    same_p[used] = same
    reports = np.bincount(rows.kind_a, same, len(OBSERVER_KINDS)) + np.bincount(rows.kind_b, same, len(OBSERVER_KINDS))
    return Learned(now, same_p, np.asarray(reports, np.float64), tuple(trace))


def _expected(pairs: PairColumns, now: ErrorTable, kind_prior: Real, told: Sayings) -> _Expected:
    a, b = pairs.kind_a.astype(np.int64), pairs.kind_b.astype(np.int64)
    stated_a, stated_b = Square(pairs.ee_a, pairs.en_a, pairs.nn_a), Square(pairs.ee_b, pairs.en_b, pairs.nn_b)
    place, *at = plane(pairs.east_m, pairs.north_m, stated_a, stated_b, place_sides(now, a), place_sides(now, b))
    smear = (pairs.slack_a_s**2 + pairs.slack_b_s**2) / 12.0
    clock, *when = line(pairs.apart_s, smear, clock_sides(now, a), clock_sides(now, b))
    ratio, rounding, known = _counted(pairs)
    count, *many = line(ratio, rounding, count_sides(now, a), count_sides(now, b))
    spread = 2.0 * max(float(np.var(_logs(pairs)[known])) if known.any() else 1.0, 0.25)
    by_chance = -0.5 * np.log(2.0 * np.pi * spread) - 0.5 * ratio**2 / spread
    kinds = kind_evidence(told, now.confusion, kind_prior)
    where_and_when = place + np.log(1e6) + clock + np.log(_DAY_S)
    return _Expected(
        log_same=where_and_when + np.where(known, count, 0.0) + kinds.log_same[told.which],
        log_chance=-np.log(pairs.gate_km2_day) + np.where(known, by_chance, 0.0) + kinds.log_chance[told.which],
        place=(at[0], at[1]),
        clock=(when[0], when[1]),
        count=(many[0], many[1]),
        kinds=kinds,
    )


def _maximised(
    pairs: PairColumns,
    told: Sayings,
    now: ErrorTable,
    before: ErrorTable,
    found: _Expected,
    same: Real,
    prior: float,
) -> tuple[ErrorTable, Real]:
    counted = np.where(np.nan_to_num(pairs.count_a * pairs.count_b) >= _COUNTED, same, 0.0)
    now = place_update(now, before, _sides(pairs, found.place, same), prior)
    now = clock_update(now, before, _sides(pairs, found.clock, same), prior)
    now = count_update(now, before, _sides(pairs, found.count, counted), prior)
    confusion, kind_prior = confusion_update(told, found.kinds, same, before.confusion, prior)
    return replace(now, confusion=confusion), kind_prior


def _sides(pairs: PairColumns, moments: tuple[Moments, Moments], weight: Real) -> tuple[Side, ...]:
    return (Side(_ints(pairs.kind_a), moments[0], weight), Side(_ints(pairs.kind_b), moments[1], weight))


def _ints(values: np.ndarray[tuple[int, ...], np.dtype[np.int8]]) -> Int:
    return values.astype(np.int64)


def _logs(pairs: PairColumns) -> Real:
    return np.asarray(np.log(np.maximum(np.nan_to_num(pairs.count_a, nan=1.0), 1.0)), np.float64)


def _counted(pairs: PairColumns) -> tuple[Real, Real, np.ndarray[tuple[int, ...], np.dtype[np.bool_]]]:
    """ln(count b / count a), the variance that rounding gives it, and where both are known."""
    known = np.isfinite(pairs.count_a) & np.isfinite(pairs.count_b)
    a = np.maximum(np.where(known, pairs.count_a, 1.0), 1.0)
    b = np.maximum(np.where(known, pairs.count_b, 1.0), 1.0)
    return np.log(b / a), (1.0 / a**2 + 1.0 / b**2) / 12.0, known
