"""What goes wrong after something was perceived: clocks, delays, corrections, lines that are taken back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Final

import numpy as np

from ceasewatch.observers.offsets import moved
from ceasewatch.simulate.exercise.calendar import DAY_US, HOUR_US, Calendar
from ceasewatch.simulate.exercise.lines import Line
from ceasewatch.simulate.exercise.scenario import Fault, FaultKind, Scenario, matches
from ceasewatch.simulate.exercise.watch import span
from ceasewatch.simulate.names import respelled

_Change = Callable[[Fault, Line, Calendar, np.random.Generator], list[Line]]
_NEED_ID: Final = frozenset({"corrected", "retracted"})
_WITHOUT_ID: Final = frozenset({"patrols", "hotspots"})
"""Sentences and hotspots have no id by which a later version could name them."""

_LATER_H: Final = 20.0
"""Hours until a correction or a retraction, unless the fault says otherwise; assumed."""

_WRONG_M: Final = 4_000.0
"""Standard deviation of the place in a version that is corrected later; assumed."""


def faulty(lines: list[Line], scenario: Scenario, calendar: Calendar, rng: np.random.Generator) -> list[Line]:
    """The lines as they are delivered.

    Args:
        lines: in any order; each as its observer meant it.
        scenario: whose faults happen.
        calendar: of the scenario.
        rng: source of chance.
    """
    for fault in scenario.faults:
        change = _CHANGES.get(fault.kind)
        if change is not None:
            lines = [x for line in lines for x in _apply(change, fault, line, calendar, rng)]
    return lines


def _apply(change: _Change, fault: Fault, line: Line, calendar: Calendar, rng: np.random.Generator) -> list[Line]:
    since, until = span(fault, calendar)
    concerned = line.site is not None and matches(fault, line.site) and since <= line.start_us < until
    if fault.kind in _NEED_ID and line.feed in _WITHOUT_ID:
        return [line]
    if not concerned or rng.random() >= (fault.share if fault.kind != "clock" else 1.0):
        return [line]
    return change(fault, line, calendar, rng)


def _clock(fault: Fault, line: Line, calendar: Calendar, rng: np.random.Generator) -> list[Line]:
    del rng
    days = (line.start_us - span(fault, calendar)[0]) / DAY_US
    wrong = int((fault.seconds + fault.drift_s_a_day * days) * 1e6)
    return [replace(line, start_us=line.start_us + wrong, end_us=line.end_us + wrong)]


def _late(fault: Fault, line: Line, calendar: Calendar, rng: np.random.Generator) -> list[Line]:
    del calendar, rng
    return [replace(line, reported_us=line.reported_us + int(fault.hours * HOUR_US))]


def _corrected(fault: Fault, line: Line, calendar: Calendar, rng: np.random.Generator) -> list[Line]:
    """A first version with a wrong place and a doubled count; the right one follows."""
    del calendar
    lat, lon = moved(np.array(line.lat), np.array(line.lon), *rng.normal(0.0, _WRONG_M, (2, 1)))
    wrong = replace(
        line,
        lat=round(float(lat[0]), 5),
        lon=round(float(lon[0]), 5),
        lowest=line.lowest * 2,
        best=line.best * 2,
        highest=line.highest * 2,
        note="corrected later",
    )
    return [wrong, replace(line, version=line.version + 1, reported_us=_later(fault, line), note="correction")]


def _retracted(fault: Fault, line: Line, calendar: Calendar, rng: np.random.Generator) -> list[Line]:
    del calendar, rng
    back = replace(line, version=line.version + 1, retracted=True, reported_us=_later(fault, line), note="retraction")
    return [replace(line, note="retracted later"), back]


def _respelled(fault: Fault, line: Line, calendar: Calendar, rng: np.random.Generator) -> list[Line]:
    """Names in the text as another transliteration has them."""
    del fault, calendar, rng
    words = (respelled(w) if w[:1].isupper() else w for w in line.text.split(" "))
    return [replace(line, text=" ".join(words))]


def _later(fault: Fault, line: Line) -> int:
    return line.reported_us + int((fault.hours or _LATER_H) * HOUR_US)


_CHANGES: Final[dict[FaultKind, _Change]] = {
    "clock": _clock,
    "late": _late,
    "corrected": _corrected,
    "retracted": _retracted,
    "respelled": _respelled,
}
