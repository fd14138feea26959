"""A small invented mission in the open ocean: three areas, two cameras, a press feed and a silent sensor network."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from ceasewatch.fusion import fuse
from ceasewatch.geo.areas import AreaIndex
from ceasewatch.geo.tabulate import tabulate
from ceasewatch.model import (
    Assessment,
    Belief,
    Clause,
    Count,
    Coverage,
    CoverageState,
    FeedSetting,
    Harm,
    Line,
    Means,
    Mission,
    Observation,
    ObserverKind,
    Outcome,
    Point,
    Position,
    Role,
    Status,
    TimeInterval,
    UnknownPlace,
)
from ceasewatch.model.ids import FeedId, ObservationId, ObserverId
from ceasewatch.release import Gate
from ceasewatch.report.daily import build
from ceasewatch.report.daily_report import DailyReport
from ceasewatch.report.inputs import DailyInputs, NamedLine, Town
from ceasewatch.report.periods import periods

DAY = date(2031, 3, 4)
CUTOFF = datetime(2031, 3, 4, 19, 30, tzinfo=UTC)
Observe = Callable[..., Observation]


def square(name: str, west: float, south: float) -> dict[str, object]:
    ring = [[west, south], [west + 1, south], [west + 1, south + 1], [west, south + 1], [west, south]]
    return {
        "type": "Feature",
        "properties": {"name": name},
        "geometry": {"type": "Polygon", "coordinates": [ring]},
    }


@pytest.fixture(scope="session")
def areas() -> AreaIndex:
    squares = [square("Aldermarch", -30, 10), square("Brenland", -29, 10), square("Corfe", -30, 9)]
    return AreaIndex.from_geojson([{"type": "FeatureCollection", "features": squares}])


@pytest.fixture(scope="session")
def observe() -> Observe:
    def build_one(name: str, **other: object) -> Observation:
        at = other.pop("at", CUTOFF - timedelta(hours=6))
        lat, lon = other.pop("lat", 10.4123), other.pop("lon", -29.6123)
        kind = other.pop("kind", "explosion")
        fields: dict[str, object] = {
            "feed": FeedId("cameras"),
            "observer": ObserverId(f"cam-{name}"),
            "observer_kind": ObserverKind.camera,
            "phenomenon": TimeInterval(start=at, end=at),
            "means": Means.recorded,
            "place": Point(at=Position.of(lat, lon), radius_m=300),
            "kind": Belief.certain(kind),
            "reported_at": at + timedelta(minutes=5),
            "count": Count.exactly(3),
            "area_name": "Aldermarch",
        }
        return Observation(id=ObservationId(name), **{**fields, **other})

    return build_one


@pytest.fixture(scope="session")
def observations(observe: Observe) -> list[Observation]:
    before = CUTOFF - timedelta(hours=30)
    press = {"feed": FeedId("press"), "observer_kind": ObserverKind.press, "means": Means.reported}
    return [
        observe("o1"),
        observe("o2", at=CUTOFF - timedelta(hours=2), kind="shot", lat=10.7, lon=-29.3, count=Count(lowest=2)),
        observe("o3", at=before, count=Count.exactly(8)),
        observe("o4", kind="launch", lat=10.2, lon=-29.8, count=Count.exactly(4)),
        observe("o5", kind="armed_clash", count=Count(), lat=10.9, lon=-29.1, **press),
        observe("o6", kind="air_alert", feed=FeedId("alerts"), role=Role.statement, speaker="A",
                observer_kind=ObserverKind.party, means=Means.read, count=Count(), lat=10.5, lon=-28.5,
                area_name="Brenland"),
        observe("o7", kind="fire", feed=FeedId("satellite"), observer_kind=ObserverKind.satellite_thermal,
                count=Count(), lat=9.5, lon=-29.5, area_name="Corfe", means=Means.measured),
        observe("o8", kind="denial", count=Count(), lat=10.45, lon=-28.4, area_name="Brenland"),
        observe("o9", kind="casualty", count=Count.exactly(7), lat=10.1, lon=-29.1,
                harm=Harm(killed=Count.exactly(2), injured=Count.exactly(5)), **press),
        observe("o10", kind="explosion", place=UnknownPlace(why="no town named"), area_name="",
                unread=("near the mill",), at=CUTOFF - timedelta(hours=9), **press),
        observe("o11", role=Role.aggregate, kind="violation", count=Count.exactly(40),
                place=UnknownPlace(why="a total"), **press),
        observe("o12", at=before, feed=FeedId("sensors"), kind="burst", lat=10.6, lon=-29.9),
    ]  # fmt: skip


@pytest.fixture(scope="session")
def coverage() -> list[Coverage]:
    def interval(observer: str, area: str, state: CoverageState, from_h: int, to_h: int) -> Coverage:
        start = CUTOFF - timedelta(hours=from_h)
        return Coverage(
            observer=ObserverId(observer),
            observer_kind=ObserverKind.camera,
            interval=TimeInterval(start=start, end=CUTOFF - timedelta(hours=to_h)),
            state=state,
            area_name=area,
            degraded_by=("jamming",) if state is CoverageState.down else (),
        )

    return [
        interval("cam-secret-1", "Aldermarch", CoverageState.observing, 48, 0),
        interval("cam-secret-2", "Corfe", CoverageState.down, 24, 0),
        interval("cam-secret-2", "Corfe", CoverageState.observing, 48, 24),
    ]


@pytest.fixture(scope="session")
def mission() -> Mission:
    settings = (
        FeedSetting(id=FeedId("cameras"), expected_every_s=86400),
        FeedSetting(id=FeedId("sensors"), expected_every_s=3600),
        FeedSetting(id=FeedId("alerts"), side="A"),
        FeedSetting(id=FeedId("never")),
    )
    return Mission(name="Ocean mission", status=Status.exercise, cutoff="19:30", feeds=settings)


@pytest.fixture(scope="session")
def inputs(observations, coverage, mission, areas) -> DailyInputs:
    table = tabulate(observations, areas=areas)
    incidents = fuse(table)
    period, previous = periods(DAY, mission)
    first = incidents.ids[0]
    clauses = (
        Clause(id="1", pack="ocean", number="Article 1", summary="no fire", source="s", primitive="ban", verified=True),
        Clause(id="2", pack="ocean", number="Article 2", summary="keep 10 km", source="s", primitive="zone", zone="z"),
    )
    assessments = [
        Assessment(incident=i, pack="ocean", clause="1", outcome=Outcome.breach_likely, p_applies_ppm=990_000,
                   p_breach_ppm=870_000, reasons=("10.4123 north",))
        for i in incidents.ids
    ]  # fmt: skip
    assessments.append(
        Assessment(incident=first, pack="ocean", clause="2", reading="B", outcome=Outcome.undetermined,
                   p_applies_ppm=500_000, p_breach_ppm=500_000, unverified=("width",))
    )  # fmt: skip
    path = (Position.of(9.0, -29.2), Position.of(10.2, -29.1), Position.of(11.0, -28.9))
    return DailyInputs(
        mission=mission,
        period=period,
        previous=previous,
        observations=table,
        incidents=incidents,
        assessments=assessments,
        coverage=coverage,
        clauses=clauses,
        areas=areas,
        lines=(NamedLine(name="Line of contact", line=Line(path=path, buffer_m=3000)),),
        towns=(Town(name="Aldery", lat=10.5, lon=-29.5),),
        record_size=14,
        record_root="ab" * 32,
        code_version="0.1.0",
    )


@pytest.fixture(scope="session")
def public(areas, mission) -> Gate:
    return Gate(at=CUTOFF + timedelta(hours=24), zone=mission.zone, status=mission.status, areas=areas)


@pytest.fixture(scope="session")
def report(inputs, public) -> DailyReport:
    return build(inputs, public)


@pytest.fixture
def with_observations(inputs, areas) -> Callable[[Iterable[Observation]], DailyInputs]:
    """The same inputs with other observations."""

    def changed(observations: Iterable[Observation]) -> DailyInputs:
        table = tabulate(list(observations), areas=areas)
        return replace(inputs, observations=table, incidents=fuse(table), assessments=())

    return changed
