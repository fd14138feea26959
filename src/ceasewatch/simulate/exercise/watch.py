"""Who was really watching, when, and what the operators wrote down of it."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import Final

import numpy as np

from ceasewatch.model.table import Int, Real
from ceasewatch.model.values import CoverageState
from ceasewatch.simulate.exercise.calendar import DAY_US, HOUR_US, Calendar
from ceasewatch.simulate.exercise.scenario import Fault, FaultKind, Scenario, Site, matches

_STATES: Final[dict[FaultKind, tuple[CoverageState, str]]] = {
    "withdrawn": (CoverageState.down, "withdrawn"),
    "denial": (CoverageState.denied, "denial"),
    "outage": (CoverageState.down, "outage"),
    "jamming": (CoverageState.degraded, "jamming"),
    "degraded": (CoverageState.degraded, "weather"),
}
"""What faults make of watching; of several at one time the first of this list stands."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """One observer in one state, from one moment to the next.

    Attributes:
        works: share of what happens that it can perceive at all.
    """

    site: int
    start_us: int
    end_us: int
    state: CoverageState
    works: float = 1.0
    why: str = ""
    note: str = ""


def watched(scenario: Scenario, calendar: Calendar) -> list[Stretch]:
    """What was so: every site on duty, in order of site and time; days and changes of state begin a new stretch."""
    return [
        stretch
        for n, site in enumerate(scenario.sites)
        for start, end in _duty(site, calendar)
        for stretch in _split(n, site, start, end, scenario.faults, calendar)
    ]


def logged(scenario: Scenario, calendar: Calendar, true: list[Stretch]) -> list[Stretch]:
    """What the operators wrote down: without logs that are missing, and with those that are wrong."""
    kept = [s for s in true if scenario.sites[s.site].logged]
    for fault in scenario.faults:
        if fault.kind in ("unlogged", "mislogged"):
            kept = [x for s in kept if (x := _rewritten(s, fault, scenario.sites[s.site], calendar)) is not None]
    return kept


def availability(stretches: list[Stretch], sites: int, start_us: Int) -> Real:
    """(n, sites) share of signal that each site had at each moment: 0 where it was not on duty."""
    works = np.zeros((len(start_us), sites))
    for s in stretches:
        during = (start_us >= s.start_us) & (start_us < s.end_us)
        works[during, s.site] = s.works
    return works


def span(fault: Fault, calendar: Calendar) -> tuple[int, int]:
    """When the fault lasts."""
    since = calendar.moment(fault.since) if fault.since else calendar.begin_us
    return since, calendar.moment(fault.until) if fault.until else calendar.end_us


def _duty(site: Site, calendar: Calendar) -> list[tuple[int, int]]:
    """Stretches within local days."""
    begin, end = (int(h * HOUR_US) for h in site.hours)
    pieces = [(begin, end)] if begin < end else [(0, end), (begin, DAY_US)] if end < begin else [(0, DAY_US)]
    days = (calendar.begin_us + d * DAY_US for d in range(calendar.days))
    return [(day + a, day + b) for day in days for a, b in pieces if a < b]


def _split(
    number: int, site: Site, start: int, end: int, faults: tuple[Fault, ...], calendar: Calendar
) -> list[Stretch]:
    active = [(*span(f, calendar), f) for f in faults if f.kind in _STATES and matches(f, site)]
    cuts = sorted({start, end} | {t for a, b, _ in active for t in (a, b) if start < t < end})
    found = []
    for a, b in pairwise(cuts):
        now = [f for since, until, f in active if since <= a < until]
        found.append(_stretch(number, a, b, now))
    return found


def _stretch(number: int, start: int, end: int, faults: list[Fault]) -> Stretch:
    for kind, (state, why) in _STATES.items():
        for fault in faults:
            if fault.kind == kind:
                works = 1.0 - fault.share if state is CoverageState.degraded else 0.0
                return Stretch(number, start, end, state, works, why, fault.note)
    return Stretch(number, start, end, CoverageState.observing)


def _rewritten(stretch: Stretch, fault: Fault, site: Site, calendar: Calendar) -> Stretch | None:
    since, until = span(fault, calendar)
    if not matches(fault, site) or stretch.end_us <= since or stretch.start_us >= until:
        return stretch
    if fault.kind == "unlogged":
        return None
    return Stretch(stretch.site, stretch.start_us, stretch.end_us, CoverageState.observing)
