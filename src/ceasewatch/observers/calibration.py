"""What calibration shots teach: how far a model really hears or sees, how far it errs, and how each clock is off.

The truth is known here because somebody fired, flew or drove it there on purpose: exercises and announced detonations.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from scipy.optimize import minimize_scalar

from ceasewatch.model.table import OBSERVER_KINDS, Int, Real
from ceasewatch.observers.conditions import Conditions
from ceasewatch.observers.contaminated import Moments, Sides, Square, line, plane
from ceasewatch.observers.errors import ERRORS, ErrorTable
from ceasewatch.observers.events import Events
from ceasewatch.observers.model import Model
from ceasewatch.observers.offsets import offset_m
from ceasewatch.observers.reports import Reports
from ceasewatch.observers.sites import Sites
from ceasewatch.observers.updates import Side, clock_sides, clock_update, place_sides, place_update

_STEPS: Final = 60
_PRIOR: Final = 10.0
_TRIED_DB: Final = 40.0


@dataclass(frozen=True, slots=True)
class Calibration:
    """What came out.

    Attributes:
        model: the model with the learned threshold and errors; their source says so.
        offset_s: (m,) how much later than the truth each site's clock tells; NaN where it reported no shot.
        offset_sd_s: (m,) how well that is known.
        shots: how many shots it rests on.
    """

    model: Model
    offset_s: Real
    offset_sd_s: Real
    shots: int


def learn_calibration(
    model: Model, shots: Events, sites: Sites, conditions: Conditions, reports: Reports, prior: float = _PRIOR
) -> Calibration:
    """Detection range, errors and clocks of a model from shots of known place and time.

    Args:
        model: where to start.
        shots: n events that took place.
        sites: m observers that run the model and were at work.
        conditions: in which the shots took place.
        reports: what the sites reported of the shots; ``event`` and ``site`` index into the two above.
        prior: how many reports the model's own errors count as.
    """
    source = f"learned: {len(shots)} calibration shots"
    offset = _offsets(reports, shots, len(sites))
    row = OBSERVER_KINDS.index(model.kind)
    table = _errors(reports, shots, offset, row, ERRORS.with_changed(model.kind, **_numbers(model)), prior)
    heard = _hearing(model, shots, sites, conditions, reports)
    learned = model.with_values(source, **heard).with_errors(source, table.of(model.kind))
    offset_sd = _offset_sd(reports, shots, len(sites), learned.errors.clock_sd_s)
    return Calibration(learned, offset, offset_sd, len(shots))


def _numbers(model: Model) -> dict[str, float]:
    return {name: float(getattr(model.errors, name)) for name in model.errors.__dataclass_fields__ if name != "repeats"}


def _clock(reports: Reports, shots: Events) -> tuple[Real, Real]:
    """How much later each report's middle is than the shot's, and how much longer its interval; seconds."""
    true = shots.take(reports.event)
    apart = ((reports.start_us - true.start_us) + (reports.end_us - true.end_us)) / 2e6
    return apart, (reports.end_us - reports.start_us) / 1e6 - true.duration_s


def _offsets(reports: Reports, shots: Events, m: int) -> Real:
    """Median clock error of each site."""
    apart, _ = _clock(reports, shots)
    offset = np.full(m, np.nan)
    for site in np.unique(reports.site):
        offset[site] = np.median(apart[reports.site == site])
    return offset


def _offset_sd(reports: Reports, shots: Events, m: int, sd_s: float) -> Real:
    """Standard error of that median: sqrt(pi / 2) times that of a mean of normal errors, slack included."""
    _, slack = _clock(reports, shots)
    number, square = np.bincount(reports.site, minlength=m), np.bincount(reports.site, slack**2 / 12.0, m)
    some = np.maximum(number, 1)
    return np.where(number > 0, np.sqrt(np.pi / 2.0 * (sd_s**2 + square / some) / some), np.nan)


def _errors(reports: Reports, shots: Events, offset: Real, row: int, start: ErrorTable, prior: float) -> ErrorTable:
    """EM as for pairs, with a truth that does not err on the other side."""
    true, n = shots.take(reports.event), len(reports)
    if n == 0:
        return start
    east, north = offset_m(true.lat, true.lon, reports.lat, reports.lon)
    apart, slack = _clock(reports, shots)
    apart, smear = apart - offset[reports.site], slack**2 / 12.0
    nothing = np.zeros(n)
    exact, sure = Square(nothing, nothing, nothing), Sides(nothing, nothing, nothing, np.ones(n))
    stated, kind, now = Square(reports.var_ee, reports.var_en, reports.var_nn), np.full(n, row), start
    for _ in range(_STEPS):
        _, place, _ = plane(east, north, stated, exact, place_sides(now, kind), sure)
        _, clock, _ = line(apart, smear, clock_sides(now, kind), sure)
        now = place_update(now, start, _alone(kind, place), prior)
        now = clock_update(now, start, _alone(kind, clock), prior)
    ratio = np.log(np.maximum(reports.count_best, 1.0) / np.maximum(true.count, 1.0))
    coarse = np.isnan(ratio) | (true.count < 4)
    spread = np.sqrt((np.sum(ratio[~coarse] ** 2) + prior * start.count_log_sd[row] ** 2) / ((~coarse).sum() + prior))
    count_log_sd = np.where(np.arange(len(OBSERVER_KINDS)) == row, spread, start.count_log_sd)
    return replace(now, count_log_sd=count_log_sd)


def _alone(kind: Int, moments: Moments) -> tuple[Side, ...]:
    return (Side(kind, moments, np.ones(len(kind))),)


def _hearing(model: Model, shots: Events, sites: Sites, conditions: Conditions, reports: Reports) -> dict[str, float]:
    """Threshold of greatest likelihood, given which site reported which shot."""
    seen = np.zeros((len(shots), len(sites)), dtype=bool)
    seen[reports.event, reports.site] = True
    begin = model.numbers["threshold_db"]

    def misfit(threshold: float) -> float:
        p = model.with_values("tried", threshold_db=threshold).detection_probability(shots, sites, conditions)
        return -float(np.log(np.clip(np.where(seen, p, 1.0 - p), 1e-12, 1.0)).sum())

    best = minimize_scalar(misfit, bounds=(begin - _TRIED_DB, begin + _TRIED_DB), method="bounded")
    return {"threshold_db": float(best.x)}
