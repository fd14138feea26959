"""The mission's own questions to coverage: who watched, what would have been seen, were both sides watched alike."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

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
)
from ceasewatch.model import Coverage, Kind, TimeInterval, to_us
from ceasewatch.model.errors import DataError, UsageError
from ceasewatch.model.ids import PartyId
from ceasewatch.model.table import KINDS, WEAPONS
from ceasewatch.observers.events import Events
from ceasewatch.pipeline.counting import Counted, Watched, counted, tell
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


@dataclass(frozen=True, slots=True)
class Quiet:
    """What may be said of a sector and a period.

    Attributes:
        statement: what was to be seen, what was, and what follows.
        counted: violations observed, by anybody and by the watch.
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
    by = Watched.of(book(folder, recorded(store, period), period))
    what = looked(cells, by.watch, period, like, at_least=at_least)
    found = counted(store, where, period, like, by, at_least)
    known = dispersion or reference(folder, store, where, period, like, at_least)
    return Quiet(where.name, period, state(what, found.tally, known), found, known)


def reference(
    folder: MissionFolder, store: Projections, where: Sector, period: TimeInterval, like: Events, at_least: int = 1
) -> Dispersion | None:
    """Dispersion of what the watch saw on each day before; ``None`` where days are too few or nothing was ever seen."""
    cells = where.cells(most=FEW_CELLS)
    days = [_before(period, n) for n in range(1, REFERENCE_DAYS + 1)]
    counts, p, concentration = list[int](), list[float](), list[float]()
    whole = TimeInterval(start=days[-1].start, end=days[0].end)
    entries, incidents = recorded(store, whole), store.incidents(Filter(start=whole.start, end=whole.end))
    for day in days:
        mine = [c for c in entries if c.interval.overlaps(day)]
        if not mine:
            continue
        by = Watched.of(book(folder, mine, day))
        what = looked(cells, by.watch, day, like, at_least=at_least, count=FEW_MOMENTS)
        mean = what.p_sector[0]
        if mean > 0:
            counts.append(tell(store, incidents, where, day, like, by, at_least).watch_most)
            p.append(mean)
            concentration.append(float((what.p**2).mean(axis=0) @ what.weight) / mean)
    try:
        return learned(counts, p, concentration=concentration)
    except DataError:
        return None


def _before(period: TimeInterval, n: int) -> TimeInterval:
    return TimeInterval(start=period.start - n * DAY, end=period.start - (n - 1) * DAY)


def parity(folder: MissionFolder, store: Projections, period: TimeInterval, like: Events | None = None) -> Audit | None:
    """Whether both sides were watched alike; ``None`` where the mission does not have two parties.

    A unit lies on the side of the observers that are posted there, where they are all on one. Rates are of the first
    two parties and of what the watch saw, for ``like`` (by default one explosion), where outlines and a reference
    period allow them.
    """
    if len(folder.mission.parties) != 2:
        return None
    first, second = (p.id for p in folder.mission.parties)
    account = book(folder, recorded(store, period), period)
    supposed = like if like is not None else question(Kind.explosion)
    of = side_of_units(account)
    sectors = {s: [u for u in units(folder) if of.get(u.name) == s] for s in (first, second)}
    by = Watched.of(account)
    seen = {str(s): sum(counted(store, u, period, supposed, by).watch for u in mine) for s, mine in sectors.items()}
    coverage = {str(s): part for s, mine in sectors.items() if (part := _side_seen(mine, by.watch, period, supposed))}
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
