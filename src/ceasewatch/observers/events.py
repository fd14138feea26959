"""Happenings, true or supposed, as columns."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final, Self

import numpy as np
from numpy.typing import ArrayLike, DTypeLike

from ceasewatch.model.table import KINDS, Columns, Int, Real, Small
from ceasewatch.model.values import Kind
from ceasewatch.observers.filling import filled


@dataclass(frozen=True, slots=True)
class Events(Columns):
    """n happenings.

    Columns, each of length n:
        start_us, end_us: when it went on, microseconds since 1970 UTC; start <= end.
        lat, lon: where, degrees.
        kind: index into ``KINDS``.
        weapon: index into ``WEAPONS``; -1 where it has none or none is supposed.
        count: how many single ones (explosions, shots, vehicles); 1 or more.
        yield_kg: TNT equivalent of one; NaN: that of its weapon or kind (:mod:`ceasewatch.observers.yields`).
    """

    start_us: Int
    end_us: Int
    lat: Real
    lon: Real
    kind: Small
    weapon: Small
    count: Real
    yield_kg: Real

    @classmethod
    def make(cls, n: int, **columns: ArrayLike) -> Self:
        """``n`` events; a column is given as a scalar or as (n,), or has its default.

        Defaults: start 0, end = start, place (0, 0), kind explosion, no weapon, count 1, nominal yield.

        Raises:
            TypeError: a name that is no column.
        """
        columns.setdefault("start_us", 0)
        columns.setdefault("end_us", columns["start_us"])
        made: dict[str, Any] = filled(n, _TYPES, _DEFAULTS, columns)
        return cls(**made)

    @property
    def duration_s(self) -> Real:
        """(n,) seconds from start to end."""
        return (self.end_us - self.start_us) / 1e6


_TYPES: Final[Mapping[str, DTypeLike]] = {
    "start_us": np.int64, "end_us": np.int64, "lat": np.float64, "lon": np.float64,
    "kind": np.int8, "weapon": np.int8, "count": np.float64, "yield_kg": np.float64,
}  # fmt: skip
_DEFAULTS: Final[Mapping[str, ArrayLike]] = {
    "lat": 0.0, "lon": 0.0, "kind": KINDS.index(Kind.explosion), "weapon": -1, "count": 1.0, "yield_kg": np.nan,
}  # fmt: skip
