"""What learning without labels looks at: candidate pairs of observations, as columns."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ceasewatch.model.table import NO_TIME, Columns, Int, ObservationTable, Real, Small
from ceasewatch.observers.offsets import offset_m


@dataclass(frozen=True, slots=True)
class PairColumns(Columns):
    """n pairs (a, b) of observations that may or may not be about one happening. No copies of one origin.

    Columns, each of length n:
        kind_a, kind_b: index into ``OBSERVER_KINDS``.
        east_m, north_m: from a's place to b's; NaN where either has none.
        ee_a, en_a, nn_a, ee_b, en_b, nn_b: stated covariances, square metres.
        apart_s: middle of b's interval - middle of a's; NaN where either has none.
        slack_a_s, slack_b_s: lengths of the stated intervals.
        count_a, count_b: best counts; NaN where not told.
        said_a, said_b: reported kinds, index into ``KINDS``; -1 where not told.
        gate_km2_day: from how large a region of place and time around a the candidates were taken (area times width of
            the time window): chance pairs are taken to be spread evenly over it. Take it wide, at least 5 stated
            standard deviations, or gross errors cannot be learned.
    """

    kind_a: Small
    kind_b: Small
    east_m: Real
    north_m: Real
    ee_a: Real
    en_a: Real
    nn_a: Real
    ee_b: Real
    en_b: Real
    nn_b: Real
    apart_s: Real
    slack_a_s: Real
    slack_b_s: Real
    count_a: Real
    count_b: Real
    said_a: Small
    said_b: Small
    gate_km2_day: Real

    @classmethod
    def of(cls, table: ObservationTable, a: Int, b: Int, gate_km2_day: Real) -> PairColumns:
        """Rows ``a`` and ``b`` (n,) of a table, paired."""
        first, second = table.take(a), table.take(b)
        east, north = offset_m(first.lat, first.lon, second.lat, second.lon)
        (middle_a, slack_a), (middle_b, slack_b) = _times(first), _times(second)
        return cls(
            kind_a=first.observer_kind,
            kind_b=second.observer_kind,
            east_m=east,
            north_m=north,
            ee_a=first.var_ee,
            en_a=first.var_en,
            nn_a=first.var_nn,
            ee_b=second.var_ee,
            en_b=second.var_en,
            nn_b=second.var_nn,
            apart_s=middle_b - middle_a,
            slack_a_s=slack_a,
            slack_b_s=slack_b,
            count_a=first.count_best,
            count_b=second.count_best,
            said_a=_said(first.kind_p),
            said_b=_said(second.kind_p),
            gate_km2_day=np.broadcast_to(np.asarray(gate_km2_day, np.float64), (len(first),)),
        )


def _times(table: ObservationTable) -> tuple[Real, Real]:
    """Middle and length in seconds; NaN where there is no time."""
    timed = (table.start_us != NO_TIME) & (table.end_us != NO_TIME)
    start, end = np.where(timed, table.start_us, 0), np.where(timed, table.end_us, 0)
    middle = start / 1e6 + (end - start) / 2e6
    return np.where(timed, middle, np.nan), np.where(timed, (end - start) / 1e6, np.nan)


def _said(kind_p: Real) -> Small:
    best = np.argmax(kind_p, axis=1).astype(np.int8) if len(kind_p) else np.zeros(0, np.int8)
    return np.where(kind_p.sum(axis=1) > 0, best, -1).astype(np.int8)
