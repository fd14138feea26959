"""Who was looking, as the public may know it: a word an area, and of a past day only."""

from __future__ import annotations

from datetime import date, timedelta
from zoneinfo import ZoneInfo

from ceasewatch.model import Mission
from ceasewatch.pipeline.mission import MissionFolder
from ceasewatch.release import EffortState, Gate
from ceasewatch.report.periods import periods
from ceasewatch.store import Filter, Projections
from ceasewatch.web.page import EffortLine


def newest_day(gate: Gate, mission: Mission) -> date:
    """Local date of the newest cut-off that is so long ago that the tier may know of the day it ends."""
    day = gate.newest.astimezone(ZoneInfo(mission.zone)).date()
    return day if periods(day, mission)[0].end <= gate.newest else day - timedelta(days=1)


def effort_lines(folder: MissionFolder, store: Projections, gate: Gate, day: date) -> tuple[EffortLine, ...]:
    """A line for each area that somebody was posted in or that the mission has an outline of."""
    period, _ = periods(day, folder.mission)
    found = gate.coverage(store.coverage(Filter(start=period.start, end=period.end)), period)
    units = folder.areas.names if folder.areas else ()
    states = {**dict.fromkeys(units, EffortState.unknown), **{e.area: e.state for e in found}}
    return tuple(EffortLine(area=area, state=state) for area, state in sorted(states.items()))
