"""Small synthetic incidents; one observation each unless a test groups them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta

import numpy as np
import pytest

from ceasewatch.geo.tabulate import tabulate
from ceasewatch.model import (
    Belief,
    Count,
    Means,
    Observation,
    ObserverKind,
    Place,
    Point,
    Position,
    TimeInterval,
    to_us,
)
from ceasewatch.model.ids import FeedId, ObservationId, ObserverId
from ceasewatch.model.table import IncidentTable, Members

NOON = datetime(2031, 3, 4, 12, 0, tzinfo=UTC)
Make = Callable[..., Observation]
Table = Callable[..., IncidentTable]


@pytest.fixture
def noon() -> datetime:
    return NOON


@pytest.fixture
def make() -> Make:
    """An observation with sane defaults; keywords replace them."""

    def build(
        name: str = "o1",
        *,
        lat: float = 10.0,
        lon: float = -30.0,
        kind: str = "explosion",
        at: datetime = NOON,
        minutes: int = 0,
        count: Count | None = None,
        place: Place | None = None,
        **other: object,
    ) -> Observation:
        return Observation(
            id=ObservationId(name),
            feed=FeedId("table"),
            observer=ObserverId("cam-1"),
            observer_kind=ObserverKind.camera,
            phenomenon=TimeInterval(start=at, end=at + timedelta(minutes=minutes)),
            means=Means.recorded,
            place=place or Point(at=Position.of(lat, lon), radius_m=200),
            kind=Belief.certain(kind),
            count=count or Count.exactly(1),
            **{"reported_at": at, "area_name": "North", **other},
        )

    return build


@pytest.fixture
def table() -> Table:
    """An IncidentTable with one incident per observation; ``recorded`` is when the log had them."""

    def build(observations: Sequence[Observation], recorded: datetime | None = None) -> IncidentTable:
        t = tabulate(
            observations, recorded_us=None if recorded is None else np.full(len(observations), to_us(recorded))
        )
        n = len(t)
        members = Members(
            offsets=np.arange(n + 1, dtype=np.int64),
            row=np.arange(n, dtype=np.int64),
            p=np.ones(n),
            why=np.full(n, "", dtype=object),
        )
        return IncidentTable(
            ids=np.array([f"inc-{i}" for i in t.ids], dtype=object),
            start_us=t.start_us,
            end_us=t.end_us,
            lat=t.lat,
            lon=t.lon,
            var_ee=t.var_ee,
            var_en=t.var_en,
            var_nn=t.var_nn,
            kind_p=t.kind_p,
            count_lowest=t.count_lowest,
            count_best=t.count_best,
            count_highest=t.count_highest,
            area=t.area,
            reports=np.ones(n, np.int64),
            origins=np.ones(n, np.int64),
            contradictions=np.array([()] * n + [None], dtype=object)[:n],
            weapon=np.full((n, 3), -1, np.int8),
            weapon_p=np.zeros((n, 3), np.float32),
            members=members,
            observations=t,
        )

    return build
