"""What is known of each incident, from its members. All columns at once; sums run in the order of the members."""

from __future__ import annotations

import numpy as np

from ceasewatch.fusion.consensus import agreed
from ceasewatch.fusion.entries import Entries
from ceasewatch.fusion.features import WITHIN, Features
from ceasewatch.fusion.kinds import COUNT_GROUP, best_kind
from ceasewatch.fusion.series import Counted, reconcile
from ceasewatch.model.table import Int, Objects, Real


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
