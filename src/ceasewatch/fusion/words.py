"""How members were joined and what in them does not fit, in words with numbers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from ceasewatch.fusion.features import Features, features
from ceasewatch.fusion.kinds import ALERT, COMPATIBILITY, COUNT_GROUP, FIRE
from ceasewatch.fusion.pairs import offset_m, separation, shared_days
from ceasewatch.fusion.parameters import Parameters
from ceasewatch.model.table import KINDS, OBSERVER_KINDS, PLACE_KINDS, Int, Objects, ObservationTable

ALONE: Final = "alone: no other observation fits its place, time and kind better than chance"
_NO_PLACE: Final = "alone: its place is not known, so nothing can be joined to it"
_WIDE_PLACE: Final = "alone: its place is too uncertain to tell happenings apart"
_LONG: Final = "alone: its interval is too long to tell happenings apart"
_UNLIKELY: Final = 0.1
_UNKNOWN: Final = PLACE_KINDS.index("unknown")


@dataclass(frozen=True, slots=True)
class Words:
    """Makes the words of memberships and incidents when they are read.

    Attributes:
        table: observations.
        row: (m,) row of each membership; anchor: (m,) the first one of its incident; size: (m,) members of it.
        first: (n + 1,) memberships of incident i are ``first[i]:first[i + 1]``.
        parameters: what a place or an interval had to be.
    """

    table: ObservationTable
    row: Int
    anchor: Int
    size: Int
    first: Int
    parameters: Parameters

    def reasons(self, at: Int) -> Objects:
        """(k,) one sentence for each of the memberships ``at``."""
        rows, place = np.unique(np.concatenate([self.row[at], self.anchor[at]]), return_inverse=True)
        f = features(self.table.take(rows))
        own, anchor = place[: len(at)], place[len(at) :]
        why = _alone(f, self.parameters)[own]
        shared, named = self.size[at] > 1, own == anchor
        why[shared & named] = [
            f"recorded first of {n}: the incident is named after it" for n in self.size[at][shared & named]
        ]
        others = np.flatnonzero(shared & ~named)
        why[others] = _joined(f, own[others], anchor[others], self.parameters)
        return why

    def contradictions(self, at: Int) -> Objects:
        """(k,) what the members of each of the incidents ``at`` say that cannot all be true; mostly empty tuples."""
        out = np.empty(len(at), dtype=object)
        for k, incident in enumerate(at.tolist()):
            rows = self.row[self.first[incident] : self.first[incident + 1]]
            out[k] = _contradictions(features(self.table.take(rows))) if len(rows) > 1 else ()
        return out


def _alone(f: Features, p: Parameters) -> Objects:
    t = f.table
    why = np.empty(len(f), dtype=object)
    why[:] = ALONE
    why[~f.named & (np.maximum(t.var_ee, t.var_nn) > p.widest_m**2)] = _WIDE_PLACE
    why[f.end_d - f.start_d > p.longest_d] = _LONG
    why[np.isnan(t.lat) & ~f.named | (t.place_kind == _UNKNOWN)] = _NO_PLACE
    return why


def _joined(f: Features, row: Int, anchor: Int, p: Parameters) -> list[str]:
    with np.errstate(invalid="ignore"):
        m2 = separation(f, anchor, row, p)
        east, north = offset_m(f, anchor, row)
        km, sigma = np.hypot(east, north) / 1000.0, np.sqrt(m2)
    shorter = np.minimum(f.end_d[row] - f.start_d[row], f.end_d[anchor] - f.start_d[anchor])
    shared = np.round(100.0 * shared_days(f, anchor, row) / shorter)
    late = (f.table.start_us[row] - f.table.start_us[anchor]) / 1e6
    alert = f.best[row] == ALERT
    named = f.named[row] & (f.table.name[row] == f.table.name[anchor])
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


def _contradictions(f: Features) -> tuple[str, ...]:
    members = np.flatnonzero((f.best != FIRE) & (f.best != ALERT)).tolist()
    return (*_kinds(f, members), *_counts(f, members), *_parties(f, members))


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
    said = sorted({best for m in members if (row := f.table.rows[m]) is not None and (best := row.said_of.best)})
    return [f"the reports name different parties: {', '.join(said)}"] if len(said) > 1 else []
