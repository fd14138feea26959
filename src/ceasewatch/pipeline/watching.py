"""The mission's own questions to coverage: who watched, what would have been seen, were both sides watched alike."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

import numpy as np
import shapely

from ceasewatch.coverage import (
    Audit,
    Dispersion,
    Grid,
    Ledger,
    Look,
    Seen,
    Statement,
    Watch,
    audit,
    effort,
    filled,
    learned,
    ledger,
    look,
    moments,
    state,
    watching,
)
from ceasewatch.geo.geodesic import distance_to_line_m, point_in_polygon
from ceasewatch.geo.moments import gaussian
from ceasewatch.model import EXPLOSIONS, FIRING, Coverage, Incident, Kind, TimeInterval, to_us
from ceasewatch.model.errors import DataError, UsageError
from ceasewatch.model.ids import PartyId
from ceasewatch.model.table import KINDS, WEAPONS
from ceasewatch.observers.events import Events
from ceasewatch.pipeline.mission import MissionFolder
from ceasewatch.pipeline.sectors import Sector, units
from ceasewatch.store import Filter, Projections

MOMENTS: Final = 24
"""A day is looked at so many times; a day of the reference period :data:`FEW_MOMENTS` times."""
FEW_MOMENTS: Final = 4
FEW_CELLS: Final = 80
REFERENCE_DAYS: Final = 60
"""Dispersion is learned from so many days before the period."""

DAY: Final = timedelta(days=1)
_REACH_95: Final = 2.4477468306808166
"""Standard deviations within which a place of a Gaussian lies with probability 0.95, in two dimensions."""


@dataclass(frozen=True, slots=True)
class Counted:
    """Violations by whether they were in a sector.

    Attributes:
        inside: by name of the unit, or by the centre of the place.
        perhaps: the place or the time is so uncertain that its 95% region reaches in from outside.
        unplaced: nobody wrote down a place that could be held against the sector.
    """

    inside: int
    perhaps: int
    unplaced: int


@dataclass(frozen=True, slots=True)
class Quiet:
    """What may be said of a sector and a period.

    Attributes:
        statement: what was to be seen, what was, and what follows.
        counted: violations observed; the statement takes those that were perhaps inside as inside.
        dispersion: that the bound rests on; ``None`` where the reference period does not tell.
    """

    sector: str
    period: TimeInterval
    statement: Statement
    counted: Counted
    dispersion: Dispersion | None


def question(kind: str, weapon: str = "", *, count: float = 1.0, yield_kg: float = float("nan")) -> Events:
    """The supposed event that a question is about.

    Raises:
        UsageError: there is no such kind or weapon.
    """
    if kind not in set(KINDS):
        raise UsageError(f"no kind {kind!r}", where="--kind", todo=f"there are: {', '.join(KINDS)}")
    if weapon and weapon not in WEAPONS:
        raise UsageError(f"no weapon class {weapon!r}", where="--weapon", todo=f"there are: {', '.join(WEAPONS)}")
    return Events.make(
        1,
        kind=KINDS.index(Kind(kind)),
        weapon=WEAPONS.index(weapon) if weapon else -1,
        count=count,
        yield_kg=yield_kg,
    )


def book(folder: MissionFolder, coverage: Iterable[Coverage], period: TimeInterval) -> Ledger:
    """The account of effort of a period; areas lie on the side that the mission's observers there are on."""
    start, end = to_us(period.start), to_us(period.end)
    return filled(ledger(coverage, folder.mission.observers), start, end, folder.mission.observers)


def recorded(store: Projections, period: TimeInterval) -> list[Coverage]:
    """Coverage that touches the period."""
    return store.coverage(Filter(start=period.start, end=period.end))


def looked(cells: Grid, watch: Watch, period: TimeInterval, like: Events, *, at_least: int = 1, count: int = 0) -> Look:
    """What was to be seen in a period; a day is looked at :data:`MOMENTS` times unless ``count`` says otherwise."""
    times = count or max(1, round(MOMENTS * (period.end - period.start) / DAY))
    at_us = moments(to_us(period.start), to_us(period.end), times)
    return look(cells, at_us, like, watch, at_least=at_least)


def quiet(
    folder: MissionFolder,
    store: Projections,
    where: Sector,
    period: TimeInterval,
    like: Events,
    *,
    at_least: int = 1,
    dispersion: Dispersion | None = None,
    step_m: float = 0.0,
) -> Quiet:
    """What may be said of ``where`` in ``period``: never that it was quiet where nobody looked.

    Args:
        folder: the mission.
        store: its projections.
        where: the sector.
        period: usually from cut-off to cut-off.
        like: the supposed event (:func:`question`).
        at_least: independent observers that would have had to see it.
        dispersion: of counts; by default learned from the days before.
        step_m: size of the cells that are looked at.
    """
    cells = where.cells(step_m)
    what = looked(cells, watching(book(folder, recorded(store, period), period)), period, like, at_least=at_least)
    found = counted(store, where, period, like)
    known = dispersion or reference(folder, store, where, period, like)
    return Quiet(where.name, period, state(what, found.inside + found.perhaps, known), found, known)


def reference(
    folder: MissionFolder, store: Projections, where: Sector, period: TimeInterval, like: Events
) -> Dispersion | None:
    """Dispersion of the daily counts in the days before; ``None`` where they are too few or nothing was ever seen."""
    cells = where.cells(most=FEW_CELLS)
    days = [_before(period, n) for n in range(1, REFERENCE_DAYS + 1)]
    counts, p, concentration = list[int](), list[float](), list[float]()
    whole = TimeInterval(start=days[-1].start, end=days[0].end)
    entries, incidents = recorded(store, whole), store.incidents(Filter(start=whole.start, end=whole.end))
    for day in days:
        mine = [c for c in entries if c.interval.overlaps(day)]
        if not mine:
            continue
        what = looked(cells, watching(book(folder, mine, day)), day, like, count=FEW_MOMENTS)
        mean = what.p_sector[0]
        if mean > 0:
            told = _tell(incidents, where, day, like)
            counts.append(told.inside + told.perhaps)
            p.append(mean)
            concentration.append(float((what.p**2).mean(axis=0) @ what.weight) / mean)
    try:
        return learned(counts, p, concentration=concentration)
    except DataError:
        return None


def _before(period: TimeInterval, n: int) -> TimeInterval:
    return TimeInterval(start=period.start - n * DAY, end=period.start - (n - 1) * DAY)


def counted(store: Projections, where: Sector, period: TimeInterval, like: Events) -> Counted:
    """Violations observed like the supposed one, by whether they were in the sector."""
    found = store.incidents(Filter(start=period.start, end=period.end))
    sure = _tell(found, where, period, like)
    late = _tell([i for i in found if not _within(i, period)], where, None, like)
    return Counted(sure.inside, sure.perhaps + late.inside + late.perhaps, sure.unplaced + late.unplaced)


def inside(store: Projections, where: Sector, period: TimeInterval, like: Events) -> list[Incident]:
    """Incidents like the supposed one that lie in the sector and, by the middle of their time, in the period."""
    kinds = alike(KINDS[like.kind[0]])
    found = store.incidents(Filter(start=period.start, end=period.end))
    return [i for i in found if i.kind.best in kinds and _within(i, period) and _placed(i, where) == _INSIDE]


def _tell(incidents: Iterable[Incident], where: Sector, period: TimeInterval | None, like: Events) -> Counted:
    """By place; of those whose middle lies in the period, so that days add up, unless it is ``None``."""
    kinds = alike(KINDS[like.kind[0]])
    mine = [i for i in incidents if i.kind.best in kinds and (period is None or _within(i, period))]
    told = [_placed(i, where) for i in mine]
    return Counted(told.count(_INSIDE), told.count(_PERHAPS), told.count(_UNPLACED))


def _within(incident: Incident, period: TimeInterval) -> bool:
    middle = incident.when.start + (incident.when.end - incident.when.start) / 2
    return period.start <= middle < period.end


_UNSPECIFIED: Final = frozenset({Kind.violation, Kind.armed_clash})


def alike(kind: Kind) -> frozenset[Kind]:
    """Kinds under which an event of ``kind`` may have been reported."""
    if kind in EXPLOSIONS:
        return EXPLOSIONS | _UNSPECIFIED
    return (FIRING if kind in FIRING else frozenset({kind})) | _UNSPECIFIED


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


_INSIDE, _PERHAPS, _UNPLACED, _OUTSIDE = "inside", "perhaps", "unplaced", "outside"


def _away_m(lat: float, lon: float, shape: shapely.Geometry) -> float:
    rings = [shapely.get_coordinates(p.exterior) for p in shapely.get_parts(shape)]
    return min(float(distance_to_line_m(lat, lon, r[:, 1], r[:, 0])) for r in rings)


def parity(folder: MissionFolder, store: Projections, period: TimeInterval, like: Events | None = None) -> Audit | None:
    """Whether both sides were watched alike; ``None`` where the mission does not have two parties.

    A unit lies on the side of the observers that are posted there, where they are all on one. Rates are of the first
    two parties, for ``like`` (by default one explosion), where outlines and a reference period allow them.
    """
    if len(folder.mission.parties) != 2:
        return None
    first, second = (p.id for p in folder.mission.parties)
    account = book(folder, recorded(store, period), period)
    supposed = like if like is not None else question(Kind.explosion)
    of = side_of_units(account)
    sectors = {s: [u for u in units(folder) if of.get(u.name) == s] for s in (first, second)}
    watch = watching(account)
    seen = {str(s): sum(counted(store, u, period, supposed).inside for u in mine) for s, mine in sectors.items()}
    coverage = {str(s): part for s, mine in sectors.items() if (part := _side_seen(mine, watch, period, supposed))}
    everywhere = [u for mine in sectors.values() for u in mine]
    return audit(
        effort(account, ("side",)),
        (first, second),
        seen=seen,
        coverage=coverage,
        dispersion=reference(folder, store, _joined(everywhere), period, supposed) if everywhere else None,
    )


def side_of_units(account: Ledger) -> Mapping[str, PartyId]:
    """The party on whose side each unit lies, where all observers there that are on a side are on one."""
    found: dict[str, set[str]] = {}
    for area, side in zip(account.area, account.side, strict=True):
        if area and side:
            found.setdefault(area, set()).add(side)
    return {area: PartyId(next(iter(sides))) for area, sides in found.items() if len(sides) == 1}


def _side_seen(mine: Sequence[Sector], watch: Watch, period: TimeInterval, like: Events) -> Seen | None:
    if not mine:
        return None
    what = looked(_joined(mine).cells(), watch, period, like)
    if what.p_sector[1] <= 0:
        return None
    p, low, high = what.p_sector
    return Seen(p, min(low, p), max(high, p), float((what.p**2).mean(axis=0) @ what.weight) / p)


def _joined(mine: Sequence[Sector]) -> Sector:
    return Sector(", ".join(u.name for u in mine), shapely.union_all([u.shape for u in mine]), unit=len(mine) == 1)
