"""What counts as observed in a sector and a period: by anybody, and by those whose effort is logged."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final, Self

import numpy as np
import shapely

from ceasewatch.coverage import Heard, Ledger, Tally, Watch, watching, witnesses
from ceasewatch.geo.geodesic import distance_to_line_m, point_in_polygon
from ceasewatch.geo.moments import gaussian
from ceasewatch.model import EXPLOSIONS, FIRING, Incident, Kind, TimeInterval, to_us
from ceasewatch.model.table import KINDS
from ceasewatch.observers.events import Events
from ceasewatch.pipeline.sectors import Sector
from ceasewatch.store import Filter, Projections

_REACH_95: Final = 2.4477468306808166
"""Standard deviations within which a place of a Gaussian lies with probability 0.95, in two dimensions."""
_UNSPECIFIED: Final = frozenset({Kind.violation, Kind.armed_clash})
_INSIDE, _PERHAPS, _UNPLACED, _OUTSIDE = "inside", "perhaps", "unplaced", "outside"


@dataclass(frozen=True, slots=True)
class Watched:
    """The account of effort of a period, and who watched by it."""

    book: Ledger
    watch: Watch

    @classmethod
    def of(cls, book: Ledger) -> Self:
        """Of a filled account."""
        return cls(book, watching(book))


@dataclass(frozen=True, slots=True)
class Counted:
    """Violations by whether they were in a sector.

    Attributes:
        inside: by name of the unit, or by the centre of the place.
        perhaps: the place or the time is so uncertain that its 95% region reaches in from outside.
        unplaced: nobody wrote down a place that could be held against the sector.
        watch: those of ``inside`` that enough independent observers of the watch reported.
        watch_most: the same of ``inside`` and ``perhaps``.
    """

    inside: int
    perhaps: int
    unplaced: int
    watch: int
    watch_most: int

    @property
    def tally(self) -> Tally:
        """As statements take it: those that were perhaps inside count as observed."""
        return Tally(self.inside + self.perhaps, self.watch, self.watch_most)


def counted(
    store: Projections, where: Sector, period: TimeInterval, like: Events, by: Watched, at_least: int = 1
) -> Counted:
    """Violations observed like the supposed one, by whether they were in the sector, and by whom.

    Args:
        store: projections of the mission.
        where: the sector.
        period: those whose time only reaches into it are perhaps in it.
        like: the supposed event.
        by: who watched.
        at_least: independent observers of the watch that must have reported one for it to be the watch's.
    """
    found = store.incidents(Filter(start=period.start, end=period.end))
    sure = tell(store, found, where, period, like, by, at_least)
    late = tell(store, [i for i in found if not _within(i, period)], where, None, like, by, at_least)
    return Counted(
        inside=sure.inside,
        perhaps=sure.perhaps + late.inside + late.perhaps,
        unplaced=sure.unplaced + late.unplaced,
        watch=sure.watch,
        watch_most=sure.watch_most + late.watch_most,
    )


def tell(
    store: Projections,
    incidents: Iterable[Incident],
    where: Sector,
    period: TimeInterval | None,
    like: Events,
    by: Watched,
    at_least: int = 1,
) -> Counted:
    """By place; of those whose middle lies in the period, so that days add up, unless it is ``None``."""
    kinds = alike(KINDS[like.kind[0]])
    mine = [i for i in incidents if i.kind.best in kinds and (period is None or _within(i, period))]
    placed = [_placed(i, where) for i in mine]
    near = [(i, p) for i, p in zip(mine, placed, strict=True) if p in {_INSIDE, _PERHAPS}]
    enough = witnesses(by.book, by.watch, _heard(store, [i for i, _ in near]), len(near)) >= at_least
    sure = np.array([p == _INSIDE for _, p in near], np.bool_)
    return Counted(
        inside=placed.count(_INSIDE),
        perhaps=placed.count(_PERHAPS),
        unplaced=placed.count(_UNPLACED),
        watch=int((enough & sure).sum()),
        watch_most=int(enough.sum()),
    )


def inside(store: Projections, where: Sector, period: TimeInterval, like: Events) -> list[Incident]:
    """Incidents like the supposed one that lie in the sector and, by the middle of their time, in the period."""
    kinds = alike(KINDS[like.kind[0]])
    found = store.incidents(Filter(start=period.start, end=period.end))
    return [i for i in found if i.kind.best in kinds and _within(i, period) and _placed(i, where) == _INSIDE]


def alike(kind: Kind) -> frozenset[Kind]:
    """Kinds under which an event of ``kind`` may have been reported."""
    if kind in EXPLOSIONS:
        return EXPLOSIONS | _UNSPECIFIED
    return (FIRING if kind in FIRING else frozenset({kind})) | _UNSPECIFIED


def _heard(store: Projections, incidents: Sequence[Incident]) -> list[Heard]:
    of = {m.observation: n for n, i in enumerate(incidents) for m in i.members}
    return [
        Heard(of[o.id], o.observer, o.observer_kind, to_us(o.phenomenon.start), to_us(o.phenomenon.end))
        for o in (logged.observation for logged in store.observations_by_id(list(of)))
    ]


def _within(incident: Incident, period: TimeInterval) -> bool:
    middle = incident.when.start + (incident.when.end - incident.when.start) / 2
    return period.start <= middle < period.end


def _placed(incident: Incident, where: Sector) -> str:
    """Whether an incident lies in the sector: its unit tells, else its centre, else how far its place may be off."""
    if where.unit and incident.area_name:
        return _INSIDE if incident.area_name == where.name else _OUTSIDE
    place = gaussian(incident.place)
    if place is None:
        return _UNPLACED
    if bool(point_in_polygon(place.lat, place.lon, where.shape)):
        return _INSIDE
    reach = _REACH_95 * float(np.sqrt(max(place.var_ee, place.var_nn)))
    return _PERHAPS if reach >= _away_m(place.lat, place.lon, where.shape) else _OUTSIDE


def _away_m(lat: float, lon: float, shape: shapely.Geometry) -> float:
    rings = [shapely.get_coordinates(p.exterior) for p in shapely.get_parts(shape)]
    return min(float(distance_to_line_m(lat, lon, r[:, 1], r[:, 0])) for r in rings)
