"""Log densities of what a report says, given the event: the equations of :mod:`ceasewatch.observers.errors`."""

from __future__ import annotations

from typing import Final

import numpy as np
from scipy.special import log_ndtr

from ceasewatch.model.table import KINDS, NO_TIME, ObservationTable, Real, Small
from ceasewatch.observers.errors import Errors
from ceasewatch.observers.events import Events
from ceasewatch.observers.offsets import offset_m

DAY_S: Final = 86_400.0
_KM2: Final = 1e6
_INSTANT_S: Final = 1e-3


def place_log_density(east_m: Real, north_m: Real, ee: Real, en: Real, nn: Real, errors: Errors) -> Real:
    """(n,) log density per km2 of a place stated ``east_m``, ``north_m`` from the true one with that covariance."""
    s2, f2 = errors.place_scale**2, errors.place_floor_m**2
    a, b, c = s2 * ee + f2, s2 * en, s2 * nn + f2
    det = np.maximum(a * c - b * b, 1e-300)
    square = (c * east_m**2 - 2.0 * b * east_m * north_m + a * north_m**2) / det
    k2 = errors.place_tail_factor**2
    usual = np.log1p(-errors.place_tail_p) - 0.5 * square
    with np.errstate(divide="ignore"):
        gross = np.log(errors.place_tail_p) - np.log(k2) - 0.5 * square / k2
    return np.asarray(np.logaddexp(usual, gross) - np.log(2.0 * np.pi) - 0.5 * np.log(det) + np.log(_KM2), np.float64)


def time_log_density(apart_s: Real, slack_s: Real, errors: Errors) -> Real:
    """(n,) log density per day of the middle of a stated interval ``apart_s`` from the true middle.

    Args:
        apart_s: stated middle - true middle.
        slack_s: difference of the two lengths; only its absolute value counts.
        errors: of the observer's kind.
    """
    with np.errstate(divide="ignore"):
        gross = np.log(errors.clock_tail_p) + _smeared(apart_s, slack_s, errors.clock_sd_s * errors.clock_tail_factor)
    usual = np.log1p(-errors.clock_tail_p) + _smeared(apart_s, slack_s, errors.clock_sd_s)
    return np.asarray(np.logaddexp(usual, gross) + np.log(DAY_S), np.float64)


def _smeared(apart_s: Real, slack_s: Real, sd_s: float) -> Real:
    """Log density per second of a normal error plus one that is uniform over +- slack / 2."""
    width = np.abs(slack_s)
    far = np.abs(apart_s)
    high, low = (width / 2 - far) / sd_s, (-width / 2 - far) / sd_s
    top, under = log_ndtr(high), log_ndtr(low)
    with np.errstate(divide="ignore"):
        smeared = top + np.log1p(-np.exp(np.minimum(under - top, 0.0))) - np.log(np.maximum(width, _INSTANT_S))
    sharp = -0.5 * (far / sd_s) ** 2 - 0.5 * np.log(2.0 * np.pi) - np.log(sd_s)
    return np.where(width > np.maximum(_INSTANT_S, 1e-6 * sd_s), smeared, sharp)


def count_log_probability(stated: Real, true: Real, errors: Errors) -> Real:
    """(n,) log probability of the stated count; 0 where either is not known. Counts below 1 count as 1."""
    known = np.isfinite(stated) & np.isfinite(true)
    n, c = np.maximum(np.where(known, stated, 1.0), 1.0), np.maximum(np.where(known, true, 1.0), 1.0)
    n = np.rint(n)
    high = (np.log(n + 0.5) - np.log(c)) / errors.count_log_sd
    low = np.where(n > 1, (np.log(n - 0.5) - np.log(c)) / errors.count_log_sd, -np.inf)
    flip = low > 0  # the smaller tail, where differences are exact
    top, under = np.where(flip, -low, high), np.where(flip, -high, low)
    with np.errstate(divide="ignore"):
        log_p = log_ndtr(top) + np.log1p(-np.exp(np.minimum(log_ndtr(under) - log_ndtr(top), -1e-300)))
    return np.where(known, log_p, 0.0)


def kind_log_probability(kind_p: Real, true: Small, confusion: Real) -> Real:
    """(n,) log probability of the stated kinds: sum over them of p * P(kind | true); what is left open says nothing.

    Args:
        kind_p: (n, K) as in ``ObservationTable``.
        true: (n,) kind of the event.
        confusion: (K, K) P(reported | true).
    """
    said = np.einsum("nk,nk->n", kind_p, confusion[true])
    untold = np.maximum(1.0 - kind_p.sum(axis=1), 0.0) / len(KINDS)
    return np.asarray(np.log(said + untold), np.float64)


def log_likelihood(reports: ObservationTable, events: Events, errors: Errors, confusion: Real) -> Real:
    """(n,) log density of row i of ``reports`` given event i, for observers of one kind."""
    east, north = offset_m(events.lat, events.lon, reports.lat, reports.lon)
    place = place_log_density(east, north, reports.var_ee, reports.var_en, reports.var_nn, errors)
    timed = (reports.start_us != NO_TIME) & (reports.end_us != NO_TIME)
    start, end = np.where(timed, reports.start_us, 0), np.where(timed, reports.end_us, 0)
    apart = ((start - events.start_us) + (end - events.end_us)) / 2e6
    time = time_log_density(apart, (end - start) / 1e6 - events.duration_s, errors)
    return np.asarray(
        np.where(np.isfinite(place), place, 0.0)
        + np.where(timed, time, 0.0)
        + count_log_probability(reports.count_best, events.count, errors)
        + kind_log_probability(reports.kind_p, events.kind, confusion),
        np.float64,
    )
