"""Log odds that two observations are about one happening.

For a pair (i, j), with joint place covariance S = S_i + S_j + floor and separate happenings at rate r per km2 and day,

    log odds = log N(d; 0, S) + log T - log r + log C(kinds) - misfit(counts) + bonus(known copies)

N is the Gaussian density of the distance between the two places (per km2), T the density with which two uncertain times
coincide (per day: shared time / (length_i x length_j)), C the compatibility of the kinds. This is the usual ratio of
*one target* to *two unrelated ones at background density* in data association (Blackman and Popoli 1999, chapter 6),
with the background taken as constant.
"""

from __future__ import annotations

from typing import Final

import numpy as np

from ceasewatch.fusion.features import THROUGHOUT, Features, Flags, floor_m
from ceasewatch.fusion.kinds import ALERT, ANY_KIND, COMPATIBILITY, COUNT_GROUP, RATE
from ceasewatch.fusion.parameters import Parameters
from ceasewatch.model.table import Int, Real

FORBIDDEN: Final = -np.inf
"""Log odds of a pair that must not be joined: one observer told the two apart."""

_M_PER_DEG: Final = 111_195.0
_LOG_2PI: Final = float(np.log(2 * np.pi))
_SECONDS: Final = 86_400.0


def offset_m(f: Features, i: Int, j: Int) -> tuple[Real, Real]:
    """East and north distance from place i to place j, metres, on the local plane at their middle latitude."""
    t = f.table
    dlon = (t.lon[j] - t.lon[i] + 180.0) % 360.0 - 180.0
    east = dlon * np.cos(np.radians((t.lat[i] + t.lat[j]) / 2)) * _M_PER_DEG
    return east, (t.lat[j] - t.lat[i]) * _M_PER_DEG


def separation(f: Features, i: Int, j: Int, p: Parameters) -> tuple[Real, Real]:
    """Squared Mahalanobis distance of the two places, and log of the determinant of their joint covariance (m^4)."""
    t = f.table
    floor = floor_m(f.cls[i], p) ** 2
    ee, nn = t.var_ee[i] + t.var_ee[j] + floor, t.var_nn[i] + t.var_nn[j] + floor
    en = t.var_en[i] + t.var_en[j]
    det = ee * nn - en * en
    east, north = offset_m(f, i, j)
    squared: Real = (nn * east * east - 2 * en * east * north + ee * north * north) / det
    return squared, np.log(det)


def _place(f: Features, i: Int, j: Int, p: Parameters) -> Real:
    """Log density per km2; for two equal names one over the area; minus infinity beyond the gate."""
    named = f.name[i] >= 0
    with np.errstate(invalid="ignore"):
        m2, log_det = separation(f, i, j, p)
        density = np.log(1e6) - _LOG_2PI - log_det / 2 - m2 / 2
        density[~(m2 <= p.gate_sigma**2)] = FORBIDDEN
    by_name = np.where(f.best[i] == ALERT, -np.log(p.alerts_per_day), -np.log(f.area_km2[i]))
    by_name[(f.name[i] != f.name[j]) | (f.best[i] != f.best[j])] = FORBIDDEN
    log_n: Real = np.where(named, by_name, np.where(f.name[j] >= 0, FORBIDDEN, density))
    return log_n


def shared_days(f: Features, i: Int, j: Int) -> Real:
    """Time that the two (widened) intervals share, days; not negative."""
    shared: Real = np.minimum(f.end_d[i], f.end_d[j]) - np.maximum(f.start_d[i], f.start_d[j])
    return shared.clip(0.0)


def _time(f: Features, i: Int, j: Int, p: Parameters) -> Real:
    """Log density per day that the two times are one."""
    with np.errstate(divide="ignore"):
        log_t = np.log(shared_days(f, i, j) / ((f.end_d[i] - f.start_d[i]) * (f.end_d[j] - f.start_d[j])))
    both = np.flatnonzero((f.table.sense[i] == THROUGHOUT) & (f.table.sense[j] == THROUGHOUT))
    log_t[both] = _edges(f, i[both], j[both], p)
    return log_t


def _edges(f: Features, i: Int, j: Int, p: Parameters) -> Real:
    """Two lasting states: how well their starts and ends agree (heavy-tailed), against unrelated ones."""
    t = f.table
    start_s, end_s = np.abs(t.start_us[j] - t.start_us[i]) / 1e6, np.abs(t.end_us[j] - t.end_us[i]) / 1e6
    starts = np.log(_SECONDS / (np.pi * p.alert_start_s)) - np.log1p((start_s / p.alert_start_s) ** 2)
    chance = np.log(p.alert_end_s / 3600.0) - np.log1p((end_s / 3600.0) ** 2)
    ends = -np.log1p((end_s / p.alert_end_s) ** 2) - chance
    return np.where(start_s <= p.alert_gate_s, starts + ends, FORBIDDEN)


def _kind(f: Features, i: Int, j: Int) -> Real:
    value = COMPATIBILITY[f.best[i], f.best[j]]
    doubt = np.flatnonzero(~(f.certain[i] & f.certain[j]))
    if len(doubt):
        left, right = f.table.kind_p[i[doubt]], f.table.kind_p[j[doubt]]
        told = np.einsum("nk,kl,nl->n", left, COMPATIBILITY, right)
        value[doubt] = told + ANY_KIND * np.maximum(0.0, 1.0 - left.sum(1) * right.sum(1))
    with np.errstate(divide="ignore"):
        odds: Real = np.log(value) - (np.log(RATE[f.best[i]]) + np.log(RATE[f.best[j]])) / 2
    return odds


def _counts(f: Features, i: Int, j: Int) -> Real:
    """Misfit of two counts of the same thing: log of the ratio between them, at most 2; 0 where they agree."""
    t = f.table
    low = np.fmax(t.count_lowest[i], t.count_lowest[j])
    high = np.fmin(t.count_highest[i], t.count_highest[j])
    with np.errstate(divide="ignore", invalid="ignore"):
        misfit = np.log(low / np.maximum(high, 1.0))
    same = COUNT_GROUP[f.best[i]] == COUNT_GROUP[f.best[j]]
    return np.where(same & (low > high), np.clip(misfit, 0.0, 2.0), 0.0)


def _forbidden(f: Features, i: Int, j: Int) -> Flags:
    told_apart: Flags = (f.observer[i] == f.observer[j]) | (f.source[i] == f.source[j])
    unlike_statement = (f.statement[i] != f.statement[j]) & (f.best[i] != f.best[j])
    apart: Flags = told_apart | unlike_statement | (f.cls[i] != f.cls[j])
    return apart


def log_odds(f: Features, i: Int, j: Int, p: Parameters) -> Real:
    """Log odds of the pairs, held within ``limit``, rounded to 1e-6; :data:`FORBIDDEN` where told apart.

    Args:
        f: features of n observations.
        i: (k,) rows, one of each pair.
        j: (k,) rows, the other.
        p: the numbers.

    Returns:
        (k,) natural logarithms; an impossible but not forbidden pair has ``-limit``.
    """
    alert = f.best[i] == ALERT
    kind = np.where(alert, 0.0, _kind(f, i, j))
    copies = p.copy_bonus * (f.origin[i] == f.origin[j])
    total = _place(f, i, j, p) + _time(f, i, j, p) + kind - _counts(f, i, j) + copies
    held: Real = np.round(np.clip(total, -p.limit, p.limit), 6)
    held[_forbidden(f, i, j)] = FORBIDDEN
    return held
