"""What is known of each incident, from its members. All columns at once; sums run in the order of the members."""

from __future__ import annotations

from typing import Final

import numpy as np

from ceasewatch.fusion.consensus import agreed
from ceasewatch.fusion.entries import Entries
from ceasewatch.fusion.features import WITHIN, Features
from ceasewatch.fusion.kinds import COUNT_GROUP, FIRE, best_kind
from ceasewatch.fusion.series import Counted, reconcile
from ceasewatch.model.table import Int, Objects, Real

_M_PER_DEG: Final = 111_195.0
_LEAST_M2: Final = 1.0
"""Added to variances before they are inverted: one metre, so that an exact point stays invertible."""


def when(f: Features, e: Entries) -> tuple[Int, Int]:
    """Start and end, microseconds.

    Moments: what all intervals share, or, where clocks disagree, what most origins share (:mod:`consensus`). If a
    member speaks of a series or a lasting state, the span of those members.
    """
    t = f.table
    start, end, lasting = t.start_us[e.row], t.end_us[e.row], t.sense[e.row] != WITHIN
    first, last = np.maximum.reduceat(start, e.first), np.minimum.reduceat(end, e.first)
    apart = np.flatnonzero(first > last)
    if len(apart):
        first[apart], last[apart] = agreed(start, end, e, apart)
    span = np.logical_or.reduceat(lasting, e.first)
    low, high = np.iinfo(np.int64).max, np.iinfo(np.int64).min
    first[span] = np.minimum.reduceat(np.where(lasting, start, low), e.first)[span]
    last[span] = np.maximum.reduceat(np.where(lasting, end, high), e.first)[span]
    return first, last


def where(f: Features, e: Entries) -> tuple[Real, Real, Real, Real, Real]:
    """Latitude, longitude (degrees) and covariance (m2) of the information-weighted mean.

    With W_i = w_i inv(S_i) and w_i the weight of the origin: S = inv(sum W_i), x = S sum(W_i x_i). Where the members
    scatter more than their errors allow, S grows by the Birge ratio chi2 / (2 (n - 1)). A fire has an extent: its
    covariance is the weighted scatter of its members plus their mean error.
    """
    t, n = f.table, len(e)
    placed = np.flatnonzero(np.isfinite(t.lat[e.row]))
    row, at, w = e.row[placed], e.incident[placed], e.weight[placed]
    ref = np.full(n, -1)
    ref[at[::-1]] = row[::-1]
    base = ref[at]
    east = (t.lon[row] - t.lon[base] + 180.0) % 360.0 - 180.0
    cos = np.cos(np.radians(t.lat[base]))
    xy = np.stack([east * cos * _M_PER_DEG, (t.lat[row] - t.lat[base]) * _M_PER_DEG])
    ee, en, nn = t.var_ee[row] + _LEAST_M2, t.var_en[row], t.var_nn[row] + _LEAST_M2
    det = ee * nn - en * en
    info = np.stack([nn, -en, ee]) * (w / det)

    def total(values: Real) -> Real:
        return np.bincount(at, values, minlength=n).astype(np.float64)

    a, b, c = (total(x) for x in info)
    with np.errstate(divide="ignore", invalid="ignore"):
        whole = a * c - b * b
        u = total(info[0] * xy[0] + info[1] * xy[1])
        v = total(info[1] * xy[0] + info[2] * xy[1])
        mean = np.stack([(c * u - b * v) / whole, (a * v - b * u) / whole])
        cov = np.stack([c, -b, a]) / whole
    dx, dy = xy - mean[:, at]
    count = np.bincount(at, minlength=n)
    misfit = total(info[0] * dx * dx + 2 * info[1] * dx * dy + info[2] * dy * dy)
    cov = cov * np.maximum(1.0, misfit / np.maximum(1, 2 * (count - 1)))
    fire = (f.best[e.row[e.first]] == FIRE) & (count > 1)
    scatter = [total(w * (dx * dx + ee)), total(w * (dx * dy + en)), total(w * (dy * dy + nn))]
    cov = np.where(fire, np.stack(scatter) / np.where(count > 0, total(w), 1.0), cov)
    return _located(f, ref, count, mean, cov)


def _located(f: Features, ref: Int, count: Int, mean: Real, cov: Real) -> tuple[Real, Real, Real, Real, Real]:
    t = f.table
    lat, lon = t.lat[ref], t.lon[ref]
    new_lat = lat + mean[1] / _M_PER_DEG
    new_lon = (lon + mean[0] / (np.cos(np.radians(lat)) * _M_PER_DEG) + 180.0) % 360.0 - 180.0
    columns = [new_lat, new_lon, *cov]
    single = [lat, lon, t.var_ee[ref], t.var_en[ref], t.var_nn[ref]]
    out = [np.where(count == 1, s, c) for s, c in zip(single, columns, strict=True)]
    held: Real = np.where(count > 0, np.stack(out), np.nan).round(6)
    return held[0], held[1], held[2], held[3], held[4]


def kinds(f: Features, e: Entries) -> Real:
    """(n, kinds) mean of the members' beliefs, each origin once; what is left of one is *something else*."""
    told = f.table.kind_p
    out: Real = told[e.row[e.first]]
    own, among = np.unique(e.incident[e.shared], return_inverse=True)
    weight, row = e.weight[e.shared], e.row[e.shared]
    total = np.bincount(among, weight, len(own))
    for k in range(out.shape[1]):
        out[own, k] = np.bincount(among, told[row, k] * weight, len(own)) / total
    return np.round(out, 6, out=out)


def counts(f: Features, e: Entries, kind_p: Real) -> tuple[Real, Real, Real]:
    """Lowest, best and highest count of what the incident mostly is (:mod:`ceasewatch.fusion.series`).

    Members that count something else (casualties beside explosions) do not speak here.
    """
    top = COUNT_GROUP[best_kind(kind_p)]
    alike = np.flatnonzero(COUNT_GROUP[f.best[e.row]] == top[e.incident])
    t, row = f.table, e.row[alike]
    lowest, best, highest = reconcile(
        Counted(
            e.incident[alike],
            t.start_us[row],
            t.end_us[row],
            t.count_lowest[row],
            t.count_best[row],
            t.count_highest[row],
            source=e.source[alike],
            series=t.sense[row] != WITHIN,
            part=np.zeros(len(row), bool),
        ),
        len(e),
    )
    untold = np.ones(len(e), bool)
    untold[e.incident[alike[np.isfinite(t.count_best[row])]]] = False
    best[untold] = np.nan
    return lowest, best, highest


def areas(f: Features, e: Entries) -> Objects:
    """First-level area: that of the member whose place is most precise, among those that have one."""
    t = f.table
    spread = np.where(np.isfinite(t.lat[e.row]), t.var_ee[e.row] + t.var_nn[e.row], np.inf)
    spread = np.where(t.area[e.row] == "", np.nan, spread)
    best = np.fmin.reduceat(spread, e.first)
    chosen = np.flatnonzero((spread == best[e.incident]) | np.isnan(best[e.incident]))
    entry = np.zeros(len(e), np.int64)
    entry[e.incident[chosen[::-1]]] = chosen[::-1]
    area: Objects = t.area[e.row[entry]]
    return area
