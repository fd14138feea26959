"""Tasking for a mission: candidates from a file of planned coverage, ranked against what stands and what happened."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Final

import numpy as np

from ceasewatch.coverage import (
    Candidates,
    Grid,
    Ledger,
    Tasking,
    Watch,
    detection_map,
    effort,
    ledger,
    moments,
    resolved,
    task,
    watching,
)
from ceasewatch.coverage.risk import risk
from ceasewatch.geo.moments import gaussian
from ceasewatch.model import Coverage, TimeInterval, to_us
from ceasewatch.model.errors import DataError, UsageError
from ceasewatch.model.table import KINDS, Real
from ceasewatch.observers.events import Events
from ceasewatch.pipeline.counting import alike
from ceasewatch.pipeline.mission import MissionFolder
from ceasewatch.pipeline.sectors import Sector
from ceasewatch.pipeline.watching import DAY, FEW_MOMENTS, MOMENTS, book, looked, recorded
from ceasewatch.sources import FeedContext, Reading, SourceFile, feed
from ceasewatch.store import Filter, Projections

PAST_DAYS: Final = 30
"""Risk is taken from so many days before the tasks."""


@dataclass(frozen=True, slots=True)
class Plan:
    """A tasking and the period that it is for."""

    period: TimeInterval
    tasking: Tasking


def planned(path: Path) -> list[Coverage]:
    """Candidates: a file in the form of the ``coverage`` feed, a row for each stretch of each candidate.

    Raises:
        DataError: a row cannot be read; nothing is ranked then, for a missing candidate would bias the ranking.
        UsageError: there is no such file.
    """
    if not path.is_file():
        raise UsageError("there is no such file", where=str(path), todo="name a CSV file of planned coverage")
    found = []
    for row in feed("coverage").read(SourceFile.at(path), FeedContext()):
        if not isinstance(row, Reading) or not isinstance(row.item, Coverage):
            reason = getattr(row, "reason", "")
            raise DataError(f"a candidate cannot be read: {reason}", where=f"{path}, line {getattr(row, 'line', 0)}")
        found.append(row.item)
    if not found:
        raise DataError("no candidates", where=str(path), todo="one row for each stretch of each candidate")
    return found


def plan(
    folder: MissionFolder, store: Projections, where: Sector, entries: list[Coverage], like: Events, hours: float
) -> Plan:
    """Rank candidates by what they would tell of ``where``, with equal effort for both sides.

    Args:
        folder: the mission; its two parties are the sides.
        store: what stands and what happened.
        where: the sector whose cells count.
        entries: planned coverage (:func:`planned`).
        like: the supposed violation.
        hours: observer-hours to give out; 0 is all that the candidates would take.

    Raises:
        UsageError: the mission does not have two parties.
        DataError: no candidate has a position.
    """
    if len(folder.mission.parties) != 2:
        raise UsageError("parity needs two parties", where="mission.toml: parties", todo="name them there")
    first, second = (str(p.id) for p in folder.mission.parties)
    period = TimeInterval(start=min(c.interval.start for c in entries), end=max(c.interval.end for c in entries))
    cells = where.cells()
    offered = resolved(ledger(entries, folder.mission.observers))
    standing = book(folder, recorded(store, period), period)
    by_side = effort(standing, ("side",))
    stands = tuple(float(by_side.seeing_h[by_side.side == s].sum()) for s in (first, second))
    candidates = _candidates(offered, cells, period, like)
    return Plan(
        period,
        task(
            candidates,
            _risk(folder, store, cells, period, like),
            seen=_p(cells, watching(standing), period, like),
            sides=(first, second),
            hours=hours or float(candidates.hours.sum()),
            standing_h=(stands[0], stands[1]),
        ),
    )


def _candidates(offered: Ledger, cells: Grid, period: TimeInterval, like: Events) -> Candidates:
    names = sorted(set(offered.observer))
    parts = [offered.take(np.flatnonzero(offered.observer == n)) for n in names]
    if not any(np.isfinite(p.lat).any() for p in parts):
        raise DataError("no candidate has a position", todo="give lat, lon and radius_m of each")
    return Candidates(
        ids=np.array(names, dtype=object),
        side=np.array([str(p.side[0]) for p in parts], dtype=object),
        hours=np.array([float(p.hours.sum()) for p in parts]),
        p=np.stack([_p(cells, watching(p), period, like) for p in parts]),
    )


def _p(cells: Grid, watch: Watch, period: TimeInterval, like: Events) -> Real:
    """(cells,) probability that a violation at a random moment of the period would be seen."""
    times = max(1, round(MOMENTS * (period.end - period.start) / DAY))
    at_us = moments(to_us(period.start), to_us(period.end), times)
    return np.asarray(detection_map(cells, at_us, like, watch).mean(axis=0))


def _risk(folder: MissionFolder, store: Projections, cells: Grid, period: TimeInterval, like: Events) -> Real:
    start = period.start - timedelta(days=PAST_DAYS)
    before = TimeInterval(start=start, end=period.start)
    kinds = alike(KINDS[like.kind[0]])
    incidents = store.incidents(Filter(start=before.start, end=before.end))
    places = [g for i in incidents if i.kind.best in kinds and (g := gaussian(i.place)) is not None]
    watched = np.zeros(len(cells))
    entries = recorded(store, before)
    for n in range(PAST_DAYS):
        day = TimeInterval(start=start + n * DAY, end=start + (n + 1) * DAY)
        mine = [c for c in entries if c.interval.overlaps(day)]
        if mine:
            watched += looked(cells, watching(book(folder, mine, day)), day, like, count=FEW_MOMENTS).p.mean(axis=0)
    lat, lon = np.array([g.lat for g in places]), np.array([g.lon for g in places])
    return risk(cells, lat, lon, watched, days=(period.end - period.start) / DAY)
