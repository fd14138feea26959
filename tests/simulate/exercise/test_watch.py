"""Who was watching when, and what was written down of it."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise

import numpy as np
import pytest

from ceasewatch.model.values import CoverageState
from ceasewatch.simulate.exercise.calendar import DAY_US, HOUR_US, Calendar
from ceasewatch.simulate.exercise.scenario import Fault, FaultKind, Scenario, Site
from ceasewatch.simulate.exercise.watch import Stretch, availability, logged, watched

Make = Callable[..., Scenario]


def of(stretches: list[Stretch], site: int) -> list[Stretch]:
    return [s for s in stretches if s.site == site]


def hours(stretches: list[Stretch]) -> float:
    return sum(s.end_us - s.start_us for s in stretches) / HOUR_US


def test_without_faults_everybody_watches_always(make_scenario: Make, calendar: Calendar) -> None:
    true = watched(make_scenario(), calendar)
    assert {s.state for s in true} == {CoverageState.observing}
    assert [hours(of(true, n)) for n in (0, 1)] == [72, 72]


@pytest.mark.parametrize(("duty", "length"), [((8, 20), 36), ((18, 4), 30), ((0, 24), 72), ((5, 5), 72)])
def test_hours_of_duty_may_pass_midnight(
    make_scenario: Make, calendar: Calendar, duty: tuple[float, float], length: float
) -> None:
    site = Site(id="p", model="patrol-ear", where="Garsk", hours=duty)
    assert hours(watched(make_scenario(sites=(site,)), calendar)) == length


@pytest.mark.parametrize(
    ("kind", "state"),
    [
        ("outage", CoverageState.down),
        ("denial", CoverageState.denied),
        ("withdrawn", CoverageState.down),
        ("jamming", CoverageState.degraded),
    ],
)
def test_a_fault_cuts_out_its_time_and_nothing_else(
    make_scenario: Make, calendar: Calendar, kind: FaultKind, state: CoverageState
) -> None:
    fault = Fault(kind=kind, sites=("cam",), since="2 06:00", until="2 18:00", share=0.25)
    true = watched(make_scenario(faults=(fault,)), calendar)
    hit = [s for s in true if s.state is state]
    assert [(s.site, s.start_us, s.end_us) for s in hit] == [
        (0, calendar.moment("2 06:00"), calendar.moment("2 18:00"))
    ]
    assert hours(of(true, 0)) == 72
    assert hit[0].works == (0.75 if kind == "jamming" else 0.0)


def test_stretches_of_a_site_follow_one_another(make_scenario: Make, calendar: Calendar) -> None:
    faults = (
        Fault(kind="jamming", since="1 12:00", until="2 12:00", share=0.5),
        Fault(kind="outage", since="2 06:00", until="2 18:00"),
    )
    mine = of(watched(make_scenario(faults=faults), calendar), 0)
    assert mine[0].start_us == calendar.begin_us
    assert all(a.end_us == b.start_us for a, b in pairwise(mine))
    noon = next(s for s in mine if s.start_us <= calendar.moment("2 11:00") < s.end_us)
    assert noon.state is CoverageState.down


def test_what_is_not_logged_or_logged_wrongly(make_scenario: Make, calendar: Calendar) -> None:
    faults = (
        Fault(kind="outage", sites=("cam",), since="2 00:00", until="3 00:00"),
        Fault(kind="mislogged", sites=("cam",), since="2 00:00", until="3 00:00"),
        Fault(kind="unlogged", sites=("node",), since="3 00:00"),
    )
    scenario = make_scenario(faults=faults)
    true = watched(scenario, calendar)
    told = logged(scenario, calendar, true)
    assert {s.state for s in of(true, 0)} == {CoverageState.observing, CoverageState.down}
    assert {s.state for s in of(told, 0)} == {CoverageState.observing}
    assert max(s.end_us for s in of(told, 1)) == calendar.moment("3 00:00")
    press = Site(id="paper", model="press", where="Garsk", logged=False)
    assert logged(make_scenario(sites=(press,)), calendar, watched(make_scenario(sites=(press,)), calendar)) == []


def test_availability_at_moments(make_scenario: Make, calendar: Calendar) -> None:
    fault = Fault(kind="degraded", sites=("cam",), since="1 10:00", until="1 11:00", share=0.6)
    true = watched(make_scenario(faults=(fault,)), calendar)
    at = np.array([calendar.moment("1 09:59"), calendar.moment("1 10:00"), calendar.begin_us - DAY_US])
    assert availability(true, 2, at) == pytest.approx(np.array([[1, 1], [0.4, 1], [0, 0]]))
