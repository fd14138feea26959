"""What goes wrong and no observer model knows of. Each takes reports and numbers and gives reports back.

Correlated errors (one observer's bearing for a day, its clock, its zone; one outlet's gazetteer) break the independence
that fusion assumes; gross errors, vague times and strange kinds break its error models.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from ceasewatch.model.table import KINDS, OBSERVER_KINDS, PLACE_KINDS, SENSES, Int, Real, Small
from ceasewatch.model.values import Kind, ObserverKind
from ceasewatch.observers.offsets import moved
from ceasewatch.observers.reports import Reports
from ceasewatch.simulate.places import Settlements
from ceasewatch.simulate.process import DAY_US
from ceasewatch.simulate.world import Faults

Flags = NDArray[np.bool_]
HOUR_US: Final = 3_600_000_000
MINUTE_US: Final = 60_000_000
WRITERS: Final = np.isin(
    np.arange(len(OBSERVER_KINDS)),
    [OBSERVER_KINDS.index(ObserverKind(k)) for k in ("press", "social_media", "party")],
)
"""By observer kind: whether it writes stories that others copy."""
_STRANGE: Final = np.array([KINDS.index(k) for k in (Kind.other, Kind.damage, Kind.crater)], np.int8)
UNKNOWN: Final = PLACE_KINDS.index("unknown")
_WITHIN, _SERIES = (SENSES.index(s) for s in ("within", "series"))
_PART: Final = (0.2, 0.8)
"""Least and largest share of a series that a report has which has not all of it; assumed."""
_STEP_M: Final = 500.0
_REREAD_M: Final = 400.0
_REREAD_US: Final = 3.0 * MINUTE_US
"""Standard deviations between two readings of one text; assumed. No copy equals its origin to the last digit."""
_RADIUS_M: Final = 2_000.0
"""Standard deviation that a gazetteer's place is given; assumed."""


def shifted(r: Reports, us: Int) -> Reports:
    """The same reports with their times ``us`` later."""
    return replace(r, start_us=r.start_us + us, end_us=r.end_us + us)


def daily_bias(r: Reports, day: Int, sites: int, f: Faults, bears: Flags, rng: np.random.Generator) -> Reports:
    """One observer's place error of a whole day. ``bears``: (n,) reports of those who can have one."""
    days = int(day.max(initial=0)) + 1
    size = rng.normal(0.0, f.bias_sd_m, (2, sites, days)) * (rng.random((sites, days)) < f.bias_share)
    east, north = size[:, r.site, np.clip(day, 0, None)] * bears
    lat, lon = moved(r.lat, r.lon, east, north)
    return replace(r, lat=lat, lon=lon)


def clocks(r: Reports, day: Int, sites: int, f: Faults, rng: np.random.Generator) -> Reports:
    """Constant offset and drift of each observer's clock, and days on which it is an hour off."""
    offset, drift = rng.normal(0.0, f.clock_sd_s, sites), rng.normal(0.0, f.drift_s_per_day, sites)
    days = int(day.max(initial=0)) + 1
    hour = rng.choice([-1, 1], (sites, days)) * (rng.random((sites, days)) < f.hour_share)
    seconds = offset[r.site] + drift[r.site] * day
    return shifted(r, (seconds * 1e6).astype(np.int64) + HOUR_US * hour[r.site, np.clip(day, 0, None)])


def misdated(r: Reports, share: float, rng: np.random.Generator) -> Reports:
    """Some reports a day early or late."""
    n = len(r)
    return shifted(r, DAY_US * rng.choice([-1, 1], n) * (rng.random(n) < share))


def misplaced(r: Reports, share: float, rng: np.random.Generator) -> Reports:
    """Some places wrong by kilometres: log-uniform between 5 and 60 km, in any direction."""
    n = len(r)
    far = np.exp(rng.uniform(np.log(5e3), np.log(60e3), n)) * (rng.random(n) < share)
    angle = rng.uniform(0.0, 2 * np.pi, n)
    lat, lon = moved(r.lat, r.lon, far * np.sin(angle), far * np.cos(angle))
    return replace(r, lat=lat, lon=lon)


def snapped(r: Reports, rows: Int, place: Int, at: Settlements, gazetteer: Real) -> Reports:
    """``rows`` placed at settlements, as each observer's own gazetteer has them.

    Args:
        r: n reports.
        rows: which of them.
        place: settlement of each of those rows.
        at: the settlements.
        gazetteer: (2, sites, settlements) east and north error in metres.
    """
    east, north = gazetteer[:, r.site[rows], place]
    lat, lon, ee, en, nn = (c.copy() for c in (r.lat, r.lon, r.var_ee, r.var_en, r.var_nn))
    lat[rows], lon[rows] = moved(at.lat[place], at.lon[place], east, north)
    ee[rows] = nn[rows] = _RADIUS_M**2
    en[rows] = 0.0
    return replace(r, lat=lat, lon=lon, var_ee=ee, var_en=en, var_nn=nn)


def vague(r: Reports, rows: Int, zone_h: float) -> Reports:
    """``rows`` with a quarter of the local day instead of their time."""
    start, end = r.start_us.copy(), r.end_us.copy()
    zone = int(zone_h * HOUR_US)
    middle = (start[rows] + end[rows]) // 2 + zone
    begin = middle // (6 * HOUR_US) * (6 * HOUR_US) - zone
    start[rows], end[rows] = np.minimum(begin, start[rows]), np.maximum(begin + 6 * HOUR_US, end[rows])
    return replace(r, start_us=start, end_us=end)


def miscounted(r: Reports, share: float, rng: np.random.Generator) -> Reports:
    """Some counts too large by a heavy-tailed factor."""
    n = len(r)
    factor = np.where(rng.random(n) < share, 1.0 + rng.pareto(1.5, n), 1.0)
    low, best, high = (np.round(c * factor) for c in (r.count_lowest, r.count_best, r.count_highest))
    return replace(r, count_lowest=low, count_best=best, count_highest=high)


def lengths(r: Reports, machine: Flags, f: Faults, rng: np.random.Generator) -> Reports:
    """Of what lasts, each report has a length of its own, some have only a part of it; some mistake its sense.

    Args:
        r: n reports.
        machine: (n,) whether an instrument tells the length, not a person.
        f: how often and how much.
        rng: source of chance.
    """
    n, lasts = len(r), r.sense != _WITHIN
    length = (r.end_us - r.start_us).astype(np.float64)
    part = np.where(rng.random(n) < f.partly, rng.uniform(*_PART, n), 1.0)
    late = rng.random(n) * (1.0 - part) * length
    error = np.exp(rng.normal(0.0, 1.0, n) * np.where(machine, f.length_log_sd, f.heard_log_sd))
    stated = part * length * error
    start = r.start_us + np.rint(late + (part * length - stated) / 2.0).astype(np.int64)
    end = start + np.rint(stated).astype(np.int64)
    turned = rng.random(n) < f.other_sense
    few = np.where(lasts, part, 1.0)
    low, best, high = (np.maximum(np.round(c * few), 1.0) for c in (r.count_lowest, r.count_best, r.count_highest))
    return replace(
        r,
        start_us=np.where(lasts, start, r.start_us),
        end_us=np.where(lasts, end, r.end_us),
        sense=np.where(turned, np.where(lasts, _WITHIN, _SERIES), r.sense).astype(np.int8),
        count_lowest=np.where(few < 1.0, low, r.count_lowest),
        count_best=np.where(few < 1.0, best, r.count_best),
        count_highest=np.where(few < 1.0, high, r.count_highest),
    )


def strange_kinds(r: Reports, share: float, rng: np.random.Generator) -> Reports:
    """Some reports of kinds that no model expects of what happened."""
    n = len(r)
    kind: Small = np.where(rng.random(n) < share, rng.choice(_STRANGE, n), r.kind)
    return replace(r, kind=kind)


def placeless(r: Reports, rows: Int) -> Reports:
    """``rows`` without any place."""
    names = ("lat", "lon", "var_ee", "var_en", "var_nn")
    columns = {name: getattr(r, name).copy() for name in names}
    for column in columns.values():
        column[rows] = np.nan
    kind = r.place_kind.copy()
    kind[rows] = UNKNOWN
    return replace(r, place_kind=kind, **columns)


def as_written(r: Reports, rows: Int) -> Reports:
    """``rows`` as words give them: times to the minute, places to 0.001 degree, accuracy to half a kilometre."""
    columns = {
        name: getattr(r, name).copy() for name in ("start_us", "end_us", "lat", "lon", "var_ee", "var_en", "var_nn")
    }
    for name in ("start_us", "end_us"):
        columns[name][rows] = np.rint(columns[name][rows] / MINUTE_US).astype(np.int64) * MINUTE_US
    for name in ("lat", "lon"):
        columns[name][rows] = np.round(columns[name][rows], 3)
    sd = np.sqrt((columns["var_ee"][rows] + columns["var_nn"][rows]) / 2)
    columns["var_ee"][rows] = columns["var_nn"][rows] = np.maximum(np.round(sd / _STEP_M), 1.0) ** 2 * _STEP_M**2
    columns["var_en"][rows] *= 0.0
    return replace(r, **columns)


def reread(r: Reports, rng: np.random.Generator) -> Reports:
    """Reports as somebody reads them again from words: some hundred metres and some minutes apart."""
    n = len(r)
    lat, lon = moved(r.lat, r.lon, *rng.normal(0.0, _REREAD_M, (2, n)))
    return shifted(replace(r, lat=lat, lon=lon), np.rint(rng.normal(0.0, _REREAD_US, n)).astype(np.int64))


def overstated(r: Reports, sites: int, log_sd: float, rng: np.random.Generator) -> Reports:
    """Each observer's own idea of its accuracy: stated variances times one factor an observer."""
    factor = np.exp(rng.normal(0.0, 2 * log_sd, sites))[r.site]
    return replace(r, var_ee=r.var_ee * factor, var_en=r.var_en * factor, var_nn=r.var_nn * factor)
