"""Columns of an observation table that words and posteriors read: best kind, class, widened interval."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from ceasewatch.fusion.kinds import ALERT, CLASS, FIRE, best_kind
from ceasewatch.fusion.parameters import Parameters
from ceasewatch.model.table import PLACE_KINDS, SENSES, Int, ObservationTable, Real

DAY_US: Final = 86_400_000_000
_AREA: Final = PLACE_KINDS.index("area")

Flags = NDArray[np.bool_]

_FLOOR_M: Final = 500.0
_CLOCK_S: Final = 300.0


@dataclass(frozen=True, slots=True)
class Features:
    """Columns of length n, aligned with the table.

    Attributes:
        best: index of the most probable kind.
        cls: class of that kind.
        start_d, end_d: the interval in days since 1970, at least five minutes wide.
        named: compared by name instead of geometry.
    """

    table: ObservationTable
    best: Int
    cls: Int
    start_d: Real
    end_d: Real
    named: Flags

    def __len__(self) -> int:
        return len(self.table)


def floor_m(cls: Int, parameters: Parameters) -> Real:
    """Systematic error between two places of class ``cls``, one standard deviation in metres."""
    return np.where(cls == FIRE, parameters.fire_extent_m, _FLOOR_M)


def widened(table: ObservationTable) -> tuple[Real, Real]:
    """Start and end in days since 1970, at least five minutes apart about the same middle."""
    start, end = table.start_us / DAY_US, table.end_us / DAY_US
    lack = np.maximum(0.0, _CLOCK_S / 86_400 - (end - start)) / 2
    return start - lack, end + lack


def features(table: ObservationTable) -> Features:
    """The columns for ``table``; a pure function of each row."""
    best = best_kind(table.kind_p)
    start_d, end_d = widened(table)
    named = ((table.place_kind == _AREA) & np.isnan(table.lat) | (best == ALERT)) & (table.name != "")
    return Features(table, best, CLASS[best].astype(np.int64), start_d, end_d, named)


WITHIN: Final = SENSES.index("within")
