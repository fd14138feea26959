"""Which pairs of observations learning without labels looks at: near in place and time, of different observers."""

from __future__ import annotations

from typing import Final

import numpy as np
from scipy.spatial import cKDTree

from ceasewatch.model.table import NO_TIME, OBSERVER_KINDS, Int, ObservationTable
from ceasewatch.model.values import ObserverKind
from ceasewatch.observers.directions import unit_vectors
from ceasewatch.observers.pair_columns import PairColumns

GATE_M: Final = 12_000.0
"""Half the width of the square about one report in which the other lies: more than five stated standard deviations of
most reports by ear."""
GATE_S: Final = 900.0
"""Half the width of the window of time."""
MOST: Final = 60_000
"""So many pairs are enough; of more, a sample is taken."""
_RETOLD: Final = frozenset({ObserverKind.press, ObserverKind.social_media, ObserverKind.party, ObserverKind.researcher})
"""They retell: two of them agree because one copied the other, not because neither errs."""
_SHARP_M: Final = 5_000.0
_EARTH_M: Final = 6_371_008.8


def first_hand(table: ObservationTable) -> Int:
    """Rows of the table that can teach: first hand, with a place and a time that say something; by time, then id."""
    own = np.array([k not in _RETOLD for k in OBSERVER_KINDS])[table.observer_kind]
    timed = (table.start_us != NO_TIME) & (table.end_us != NO_TIME)
    sharp = np.nan_to_num(table.var_ee + table.var_nn, nan=np.inf) < 2.0 * _SHARP_M**2
    short = table.end_us - table.start_us < 2e6 * GATE_S
    rows = np.flatnonzero(own & timed & np.isfinite(table.lat) & sharp & short)
    return rows[np.lexsort((table.ids[rows].astype(str), table.start_us[rows]))]


def candidates(table: ObservationTable, rng: np.random.Generator, most: int = MOST) -> PairColumns:
    """Pairs of first-hand reports of different observers within the gate.

    Args:
        table: n observations.
        rng: which of too many pairs are taken.
        most: so many at most.
    """
    rows = first_hand(table)
    t = table.take(rows)
    middle_s = (t.start_us / 1e6 + t.end_us / 1e6) / 2.0
    where = unit_vectors(t.lat, t.lon) * (_EARTH_M / GATE_M)
    spots = np.column_stack([where, (middle_s - middle_s.min(initial=0.0)) / GATE_S]) if len(rows) else np.zeros((0, 4))
    near = cKDTree(spots).query_pairs(1.0, p=np.inf, output_type="ndarray") if len(rows) else np.zeros((0, 2), np.int64)
    near = near[t.observer[near[:, 0]] != t.observer[near[:, 1]]]
    near = near[np.lexsort((near[:, 1], near[:, 0]))]
    if len(near) > most:
        near = near[np.sort(rng.choice(len(near), most, replace=False))]
    gate = (2.0 * GATE_M / 1e3) ** 2 * 2.0 * GATE_S / 86_400.0
    return PairColumns.of(table, rows[near[:, 0]], rows[near[:, 1]], np.full(len(near), gate))
