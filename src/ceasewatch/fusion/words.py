"""How members were joined and what in them does not fit, in words with numbers."""

from __future__ import annotations

from typing import Final

import numpy as np

from ceasewatch.fusion.entries import Entries
from ceasewatch.fusion.features import Features
from ceasewatch.fusion.kinds import ALERT, COMPATIBILITY, COUNT_GROUP, FIRE
from ceasewatch.fusion.pairs import offset_m, separation, shared_days
from ceasewatch.fusion.parameters import Parameters
from ceasewatch.model.table import KINDS, OBSERVER_KINDS, PLACE_KINDS, Int, Objects

ALONE: Final = "alone: no other observation fits its place, time and kind better than chance"
_NO_PLACE: Final = "alone: its place is not known, so nothing can be joined to it"
_WIDE_PLACE: Final = "alone: its place is too uncertain to tell happenings apart"
_LONG: Final = "alone: its interval is too long to tell happenings apart"
_UNLIKELY: Final = 0.1
_UNKNOWN: Final = PLACE_KINDS.index("unknown")


def reasons(f: Features, e: Entries, p: Parameters) -> Objects:
    """(m,) one sentence for each membership."""
    why = np.empty(len(e.row), dtype=object)
    why[:] = ALONE
    idle = ~f.joins[e.row]
    why[idle] = _WIDE_PLACE
    why[idle & (f.end_d - f.start_d > p.longest_d)[e.row]] = _LONG
    unplaced = np.isnan(f.table.lat) & (f.name < 0) | (f.table.place_kind == _UNKNOWN)
    why[idle & unplaced[e.row]] = _NO_PLACE
    shared = e.shared
    anchors = e.first[e.incident[shared]]
    first = shared[anchors == shared]
    others = shared[anchors != shared]
    size = e.size[e.incident[first]]
    why[first] = [f"recorded first of {n}: the incident is named after it" for n in size.tolist()]
    why[others] = _joined(f, e.row[others], e.row[e.first[e.incident[others]]], p)
    return why


def _joined(f: Features, row: Int, anchor: Int, p: Parameters) -> list[str]:
    with np.errstate(invalid="ignore"):
        m2, _ = separation(f, anchor, row, p)
        east, north = offset_m(f, anchor, row)
        km, sigma = np.hypot(east, north) / 1000.0, np.sqrt(m2)
    shorter = np.minimum(f.end_d[row] - f.start_d[row], f.end_d[anchor] - f.start_d[anchor])
    shared = np.round(100.0 * shared_days(f, anchor, row) / shorter)
    late = (f.table.start_us[row] - f.table.start_us[anchor]) / 1e6
    alert = f.best[row] == ALERT
    named = (f.name[row] >= 0) & (f.name[row] == f.name[anchor])
    columns = (km, sigma, shared, late, alert, named, f.best[row], f.best[anchor])
    return [_sentence(*values) for values in zip(*(c.tolist() for c in columns), strict=True)]


def _sentence(
    km: float, sigma: float, shared: float, late: float, alert: bool, named: bool, kind: int, first: int
) -> str:
    if named:
        place = "same named area as the first report"
    else:
        fit = "places overlap" if sigma <= 2.0 else "places barely overlap"
        place = f"{km:.1f} km from the first report, {fit} ({sigma:.1f} standard deviations)"
    time = (
        f"starts {abs(late):.0f} s {'after' if late >= 0 else 'before'} it" if alert else f"times overlap {shared:.0f}%"
    )
    alike = "same kind" if kind == first else f"{KINDS[kind]} beside {KINDS[first]}"
    return f"{place}; {time}; {alike}"


def contradictions(f: Features, e: Entries) -> Objects:
    """(n,) what the members of each incident say that cannot all be true; mostly empty tuples."""
    out = np.empty(len(e), dtype=object)
    out[:] = [()] * len(e)
    shared = e.shared[(f.best[e.row[e.shared]] != FIRE) & (f.best[e.row[e.shared]] != ALERT)]
    rows: dict[int, list[int]] = {}
    for incident, row in zip(e.incident[shared].tolist(), e.row[shared].tolist(), strict=True):
        rows.setdefault(incident, []).append(row)
    for incident, members in rows.items():
        found = (*_kinds(f, members), *_counts(f, members), *_parties(f, members))
        if found:
            out[incident] = found
    return out


def _kinds(f: Features, members: list[int]) -> list[str]:
    best = sorted({int(k) for k in f.best[members]})
    pairs = [(a, b) for n, a in enumerate(best) for b in best[n + 1 :] if COMPATIBILITY[a, b] < _UNLIKELY]
    return [f"one report speaks of {KINDS[a]}, another of {KINDS[b]}, which are seldom the same" for a, b in pairs]


def _counts(f: Features, members: list[int]) -> list[str]:
    t, out = f.table, []
    for group in sorted({int(COUNT_GROUP[f.best[m]]) for m in members}):
        same = [m for m in members if COUNT_GROUP[f.best[m]] == group]
        low = max(same, key=lambda m: -np.inf if np.isnan(t.count_lowest[m]) else t.count_lowest[m])
        high = min(same, key=lambda m: np.inf if np.isnan(t.count_highest[m]) else t.count_highest[m])
        if t.count_lowest[low] > t.count_highest[high]:
            out.append(
                f"{_voice(f, low)} counts at least {t.count_lowest[low]:.0f} ({KINDS[f.best[low]]}), "
                f"{_voice(f, high)} at most {t.count_highest[high]:.0f} ({KINDS[f.best[high]]})"
            )
    return out


def _voice(f: Features, row: int) -> str:
    return f.table.observer[row] or f"a {OBSERVER_KINDS[f.table.observer_kind[row]]}"


def _parties(f: Features, members: list[int]) -> list[str]:
    said = sorted({best for m in members if (best := f.table.rows[m].said_of.best)})
    return [f"the reports name different parties: {', '.join(said)}"] if len(said) > 1 else []
