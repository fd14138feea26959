"""Per-observation columns that the pair model needs, derived once from an ObservationTable."""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from ceasewatch.fusion.kinds import ALERT, CLASS, FIRE, best_kind
from ceasewatch.fusion.parameters import Parameters
from ceasewatch.model.table import OBSERVER_KINDS, PLACE_KINDS, ROLES, SENSES, Int, ObservationTable, Real
from ceasewatch.model.values import ObserverKind, Role

DAY_US: Final = 86_400_000_000
_AREA = PLACE_KINDS.index("area")
_UNKNOWN = PLACE_KINDS.index("unknown")
_WRITERS = [OBSERVER_KINDS.index(k) for k in (ObserverKind.press, ObserverKind.social_media)]
_REPEATERS = [*_WRITERS, OBSERVER_KINDS.index(ObserverKind.satellite_thermal)]
"""Observers that report one happening several times. All others tell things apart when they report them apart."""

AREA_KM2: Final = {"country": 600_000.0, "adm1": 24_000.0, "adm2": 1_500.0, "adm3": 150.0, "settlement": 10.0}
"""Typical size of a named unit whose outline is not at hand; assumed."""

Flags = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Features:
    """Columns of length n, aligned with the table.

    Attributes:
        best: index of the most probable kind.
        cls: class of that kind.
        certain: the kind is held with probability one.
        start_d, end_d: the interval in days since 1970, widened to the clock tolerance.
        sigma_m: largest standard deviation of the place, floor included; NaN without geometry.
        observer: code, equal for one observer; unique where the observer may repeat itself.
        source: code, equal for observations read from one row or paragraph.
        origin: code, equal for writers known to copy one source; what one body's observers see is no copy.
        name: code of the named area to join on; -1 where geometry is used instead.
        area_km2: assumed size of that area.
        joins: may be joined to anything at all.
    """

    table: ObservationTable
    best: Int
    cls: Int
    certain: Flags
    start_d: Real
    end_d: Real
    sigma_m: Real
    observer: Int
    source: Int
    origin: Int
    name: Int
    area_km2: Real
    statement: Flags
    joins: Flags

    def __len__(self) -> int:
        return len(self.table)


def codes(values: Iterable[Hashable | None]) -> Int:
    """Integer codes, equal where ``values`` are equal; ``None`` and empty text equal nothing, not even each other."""
    known: dict[Hashable, int] = {}
    out = [-1 if v is None or v == "" else known.setdefault(v, len(known)) for v in values]
    result = np.array(out, dtype=np.int64)
    missing = result < 0
    result[missing] = len(known) + np.arange(int(missing.sum()))
    return result


def floor_m(cls: Int, parameters: Parameters) -> Real:
    """Systematic error between two places of class ``cls``, one standard deviation in metres."""
    return np.where(cls == FIRE, parameters.fire_extent_m, parameters.floor_m)


def widened(table: ObservationTable, parameters: Parameters) -> tuple[Real, Real]:
    """Start and end in days since 1970, at least ``clock_s`` apart about the same middle."""
    start, end = table.start_us / DAY_US, table.end_us / DAY_US
    lack = np.maximum(0.0, parameters.clock_s / 86_400 - (end - start)) / 2
    return start - lack, end + lack


def _copied(table: ObservationTable) -> Int:
    writes = np.isin(table.observer_kind, _WRITERS)
    named = zip(table.origin, table.observer, writes.tolist(), strict=True)
    return codes(origin if writer and origin != observer else None for origin, observer, writer in named)


def _names(table: ObservationTable, best: Int) -> tuple[Int, Real]:
    named = np.flatnonzero(((table.place_kind == _AREA) & np.isnan(table.lat)) | (best == ALERT))
    keys = table.name[named].tolist()
    name = np.full(len(table), -1, np.int64)
    size = np.full(len(table), np.nan)
    told = np.array([bool(key) for key in keys], dtype=bool)
    name[named[told]] = codes(keys)[told]
    size[named] = [AREA_KM2.get(key.partition(":")[0], AREA_KM2["adm1"]) for key in keys]
    return name, size


def features(table: ObservationTable, parameters: Parameters) -> Features:
    """The columns for ``table``; a pure function of each row, but for codes, which only tell equal from unequal."""
    n = len(table)
    best = best_kind(table.kind_p)
    cls = CLASS[best].astype(np.int64)
    start_d, end_d = widened(table, parameters)
    half = (table.var_ee + table.var_nn) / 2
    spread = np.sqrt(((table.var_ee - table.var_nn) / 2) ** 2 + table.var_en**2)
    sigma = np.sqrt(half + spread + floor_m(cls, parameters) ** 2 / 2)
    name, size = _names(table, best)
    placed = np.where(name >= 0, True, np.isfinite(table.lat) & (best != ALERT))
    narrow = (name >= 0) | (sigma <= parameters.widest_m)
    repeats = np.isin(table.observer_kind, _REPEATERS)
    observer = codes(o or None for o in table.observer)
    observer[repeats] = observer.max(initial=-1) + 1 + np.arange(int(repeats.sum()))
    satellites = table.observer_kind == OBSERVER_KINDS.index(ObserverKind.satellite_thermal)
    source = codes(None if skip else key for key, skip in zip(table.source, satellites.tolist(), strict=True))
    return Features(
        table=table,
        best=best,
        cls=cls,
        certain=table.kind_p[np.arange(n), best] >= 1.0,
        start_d=start_d,
        end_d=end_d,
        sigma_m=sigma,
        observer=observer,
        source=source,
        origin=_copied(table),
        name=name,
        area_km2=size,
        statement=table.role == ROLES.index(Role.statement),
        joins=(table.role != ROLES.index(Role.aggregate))
        & placed
        & narrow
        & (end_d - start_d <= parameters.longest_d)
        & (table.place_kind != _UNKNOWN),
    )


THROUGHOUT: Final = SENSES.index("throughout")
WITHIN: Final = SENSES.index("within")
