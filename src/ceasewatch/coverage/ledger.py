"""The effort ledger: who was observing, degraded, denied, down, and when. What nobody wrote down is unknown."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Final, assert_never

import numpy as np
from numpy.typing import NDArray

from ceasewatch.geo.moments import gaussian
from ceasewatch.model import Coverage, CoverageState, Observer, to_us
from ceasewatch.model.ids import PartyId
from ceasewatch.model.place import Area, Line, Place, Point, Sector, UnknownPlace
from ceasewatch.model.table import OBSERVER_KINDS, Columns, Int, Objects, Real, Small
from ceasewatch.model.values import ObserverKind

STATES: Final = tuple(CoverageState)
"""Values of ``state``, by index."""

OBSERVING: Final = STATES.index(CoverageState.observing)
DEGRADED: Final = STATES.index(CoverageState.degraded)
UNKNOWN: Final = STATES.index(CoverageState.unknown)

HOUR_US: Final = 3_600_000_000

NO_WATCHERS: Final = frozenset(
    {
        ObserverKind.press, ObserverKind.social_media, ObserverKind.party, ObserverKind.researcher,
        ObserverKind.civilian, ObserverKind.monitor,
    }
)  # fmt: skip
"""Whoever reports without a post of their own: that they write does not mean that they looked."""


@dataclass(frozen=True, slots=True)
class Ledger(Columns):
    """n stretches of time, each of one observer in one state.

    Columns, each of length n:
        observer: ObserverId.
        kind: index into ``OBSERVER_KINDS``.
        start_us, end_us: half-open, microseconds since 1970 UTC.
        state: index into :data:`STATES`.
        lat, lon: where the observer was, degrees; NaN where only an area or nothing was written down.
        reach_m: how far it could perceive as its operators state; NaN where they do not.
        area: first-level unit; empty if not known.
        side: party on whose side of the line it was; empty if neither or not known.
        nation: who operates it; empty if not known.
        origin: observers with the same origin are not independent of each other; the observer's own id where nothing
            else is declared.
        hindered: tuple of reasons, as ``fog``, ``jamming``.
    """

    observer: Objects
    kind: Small
    start_us: Int
    end_us: Int
    state: Small
    lat: Real
    lon: Real
    reach_m: Real
    area: Objects
    side: Objects
    nation: Objects
    origin: Objects
    hindered: Objects

    @property
    def hours(self) -> Real:
        """(n,) length of each stretch."""
        return (self.end_us - self.start_us) / HOUR_US

    @property
    def seeing(self) -> NDArray[np.bool_]:
        """(n,) whether the observer perceived something at all: observing or degraded."""
        return np.asarray((self.state == OBSERVING) | (self.state == DEGRADED))

    @property
    def posted(self) -> NDArray[np.bool_]:
        """(n,) whether the observer has a post of its own; see :data:`NO_WATCHERS`."""
        return np.array([k not in NO_WATCHERS for k in OBSERVER_KINDS])[self.kind]

    def within(self, start_us: int, end_us: int) -> Ledger:
        """The stretches cut to a half-open interval; those outside are left out."""
        cut = replace(self, start_us=np.maximum(self.start_us, start_us), end_us=np.minimum(self.end_us, end_us))
        return cut.take(np.flatnonzero(cut.end_us > cut.start_us))


def ledger(
    coverage: Iterable[Coverage],
    roster: Iterable[Observer] = (),
    *,
    sides: Mapping[str, PartyId] | None = None,
) -> Ledger:
    """What was written down, as columns. Stretches may overlap: :func:`ceasewatch.coverage.overlaps.resolved`.

    Args:
        coverage: intervals as recorded; empty ones (end = start) are left out.
        roster: what the mission says of its observers: owner, side, independence, fixed place.
        sides: party on whose side an area lies, where neither the entry nor the roster tells.
    """
    entries = [c for c in coverage if c.interval.end > c.interval.start]
    known = {o.id: o for o in roster}
    return _columns([_row(c, known.get(c.observer), sides or {}) for c in entries])


_Row = tuple[str, int, int, int, int, float, float, float, str, str, str, str, tuple[str, ...]]


def _row(c: Coverage, observer: Observer | None, sides: Mapping[str, PartyId]) -> _Row:
    place = c.place if _placed(c.place) or observer is None else observer.place
    lat, lon, reach_m = _where(place)
    return (
        c.observer,
        OBSERVER_KINDS.index(c.observer_kind),
        to_us(c.interval.start),
        to_us(c.interval.end),
        STATES.index(c.state),
        lat,
        lon,
        reach_m,
        c.area_name,
        c.side or (observer.side if observer else "") or sides.get(c.area_name, ""),
        observer.owner if observer else "",
        (observer.independence if observer else "") or c.observer,
        tuple(sorted(c.degraded_by)),
    )


def _placed(place: Place | None) -> bool:
    return isinstance(place, Point | Sector)


def _where(place: Place | None) -> tuple[float, float, float]:
    """Position and stated reach. An area says where it was posted, not where it stood: it has no position."""
    match place:
        case Point():
            return place.at.lat_deg, place.at.lon_deg, float(place.radius_m) or np.nan
        case Sector():
            reach = np.nan if place.range_to_m is None else float(place.range_to_m)
            return place.origin.lat_deg, place.origin.lon_deg, reach
        case Line():
            middle = gaussian(place)
            return (middle.lat, middle.lon, np.nan) if middle else (np.nan, np.nan, np.nan)
        case Area() | UnknownPlace() | None:
            return np.nan, np.nan, np.nan
        case _:
            assert_never(place)


def _columns(rows: list[_Row]) -> Ledger:
    n = len(rows)
    turned = list(zip(*rows, strict=True)) if rows else [()] * 13
    hindered = np.empty(n, dtype=object)
    hindered[:] = turned[12]
    return Ledger(
        observer=np.array(turned[0], dtype=object),
        kind=np.array(turned[1], dtype=np.int8),
        start_us=np.array(turned[2], dtype=np.int64),
        end_us=np.array(turned[3], dtype=np.int64),
        state=np.array(turned[4], dtype=np.int8),
        lat=np.array(turned[5], dtype=np.float64),
        lon=np.array(turned[6], dtype=np.float64),
        reach_m=np.array(turned[7], dtype=np.float64),
        area=np.array(turned[8], dtype=object),
        side=np.array(turned[9], dtype=object),
        nation=np.array(turned[10], dtype=object),
        origin=np.array(turned[11], dtype=object),
        hindered=hindered,
    )


def absent(observers: Iterable[Observer], start_us: int, end_us: int) -> Ledger:
    """Observers of the roster about whom nothing was written down: unknown for the whole interval."""
    rows: list[_Row] = [
        (
            o.id, OBSERVER_KINDS.index(o.kind), start_us, end_us, UNKNOWN, *_where(o.place), "", o.side,
            o.owner, o.independence or o.id, (),
        )
        for o in observers
    ]  # fmt: skip
    return _columns(rows)
