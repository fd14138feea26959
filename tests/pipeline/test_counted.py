"""What counts as observed in a sector: nothing that may have been there is left out of "none observed"."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import Any

import pytest
import shapely

from ceasewatch.coverage import NoneObserved, Observed, ledger, state
from ceasewatch.coverage.dispersion import assumed
from ceasewatch.model import (
    Belief,
    Coverage,
    CoverageState,
    Ignorance,
    Incident,
    Kind,
    Member,
    ObserverKind,
    TimeInterval,
)
from ceasewatch.model.ids import IncidentId, ObservationId, ObserverId
from ceasewatch.model.place import Point, Position, UnknownPlace
from ceasewatch.pipeline.counting import Watched, counted
from ceasewatch.pipeline.sectors import Sector
from ceasewatch.pipeline.watching import looked, question

START = datetime(2031, 5, 1, tzinfo=UTC)
DAY = TimeInterval(start=START, end=START + timedelta(days=1))
HERE = Sector("kelmar", shapely.box(38.0, 48.0, 38.2, 48.2), unit=False)
INSIDE = Point(at=Position.of(48.1, 38.1), radius_m=100)


class Held:
    """A store that holds these incidents."""

    def __init__(self, *incidents: Incident) -> None:
        self._incidents = list(incidents)

    def incidents(self, _: object) -> list[Incident]:
        return self._incidents

    def observations_by_id(self, ids: list[ObservationId]) -> list[Any]:
        return [SimpleNamespace(observation=told(*i.split("|"))) for i in ids]


def told(observer: str, kind: str, hour: str) -> Any:
    """An observation as its id says: who, what it is, at which hour."""
    at = START + timedelta(hours=float(hour))
    return SimpleNamespace(
        id=ObservationId(f"{observer}|{kind}|{hour}"),
        observer=ObserverId(observer),
        observer_kind=ObserverKind(kind),
        phenomenon=TimeInterval(start=at, end=at),
    )


def at_work(*entries: tuple[str, str]) -> Watched:
    """Who watched the sector all day: observers and their kinds."""
    logs = [
        Coverage(
            observer=ObserverId(who), observer_kind=ObserverKind(kind), interval=DAY, state=CoverageState.observing,
            place=Point(at=Position.of(48.1, 38.1), radius_m=15_000),
        )
        for who, kind in entries
    ]  # fmt: skip
    return Watched.of(ledger(logs))


NOBODY = at_work()


def incident(kind: Kind, begin: float, end: float, place: Any = INSIDE, members: tuple[str, ...] = ()) -> Incident:
    part = tuple(Member(observation=ObservationId(m), p_ppm=1_000_000) for m in members)
    span = TimeInterval(start=START + timedelta(hours=begin), end=START + timedelta(hours=end))
    return Incident(id=IncidentId("i"), members=part, when=span, place=place, kind=Belief.certain(kind))


@pytest.mark.parametrize("kind", ["explosion", "shot", "overflight", "crossing"])
def test_an_unspecified_violation_may_be_of_any_kind(kind: str) -> None:
    found = counted(Held(incident(Kind.violation, 3, 4)), HERE, DAY, question(kind), NOBODY)  # type: ignore[arg-type]
    assert found.inside == 1


def test_what_may_have_been_in_the_period_is_perhaps_in_it() -> None:
    """Its middle is the day before, but the interval that holds it reaches into this day."""
    found = counted(Held(incident(Kind.explosion, -12, 6)), HERE, DAY, question("explosion"), NOBODY)  # type: ignore[arg-type]
    assert (found.inside, found.perhaps) == (0, 1)


def test_what_nobody_placed_is_told() -> None:
    somewhere = incident(Kind.explosion, 3, 4, UnknownPlace(why=Ignorance.undetermined))
    found = counted(Held(somewhere), HERE, DAY, question("explosion"), NOBODY)  # type: ignore[arg-type]
    assert (found.inside, found.perhaps, found.unplaced) == (0, 0, 1)


def test_what_press_and_parties_tell_is_not_divided_by_the_sight_of_posts() -> None:
    """Twenty that only the press reports, two that a patrol heard: the estimate rests on the two."""
    press = [incident(Kind.explosion, h, h, members=(f"wire|press|{h}",)) for h in range(20)]
    heard = [incident(Kind.explosion, h, h, members=(f"p1|patrol|{h}", f"wire|press|{h}")) for h in (3, 9)]
    found = counted(Held(*press, *heard), HERE, DAY, question("explosion"), at_work(("p1", "patrol")))  # type: ignore[arg-type]
    assert (found.inside, found.watch, found.watch_most) == (22, 2, 2)


def test_two_observers_asked_for_are_two_that_reported() -> None:
    one = incident(Kind.explosion, 3, 3, members=("p1|patrol|3",))
    both = incident(Kind.explosion, 9, 9, members=("p1|patrol|9", "cam|camera|9"))
    by = at_work(("p1", "patrol"), ("cam", "camera"))
    for at_least, seen in ((1, 2), (2, 1), (3, 0)):
        found = counted(Held(one, both), HERE, DAY, question("explosion"), by, at_least)  # type: ignore[arg-type]
        assert found.watch == seen
        assert found.inside == 2


def test_what_is_perhaps_inside_raises_the_upper_limit_only() -> None:
    sure = incident(Kind.explosion, 3, 3, members=("p1|patrol|3",))
    perhaps = incident(Kind.explosion, 4, 4, Point(at=Position.of(48.21, 38.1), radius_m=4000), ("p1|patrol|4",))
    by = at_work(("p1", "patrol"))
    found = counted(Held(sure, perhaps), HERE, DAY, question("explosion"), by)  # type: ignore[arg-type]
    assert (found.watch, found.watch_most) == (1, 2)
    like = question("explosion", "mortar_120")
    look, phi = looked(HERE.cells(5000), by.watch, DAY, like, count=2), assumed(2.0, "test")
    both, one = (state(look, t, phi) for t in (found.tally, 1))
    assert isinstance(both, Observed)
    assert isinstance(one, Observed)
    assert both.bound
    assert one.bound
    assert both.bound.high > one.bound.high
    assert (both.bound.low, both.bound.estimate) == (one.bound.low, one.bound.estimate)


def test_bounds_rest_on_the_watch_alone() -> None:
    """Whatever others report, the same was seen by the watch and the same may be said of the rate."""
    by, like, phi = at_work(("p1", "patrol")), question("explosion", "mortar_120"), assumed(2.0, "test")
    look = looked(HERE.cells(5000), by.watch, DAY, like, count=2)
    press = [incident(Kind.explosion, h, h, members=(f"wire|press|{h}",)) for h in range(20)]
    loud, silent = (counted(Held(*told), HERE, DAY, like, by) for told in (press, []))  # type: ignore[arg-type]
    said, nothing = (state(look, c.tally, phi) for c in (loud, silent))
    assert isinstance(said, Observed)
    assert said.seen == 20
    assert isinstance(nothing, NoneObserved)
    assert said.bound == nothing.bound
