"""Observations in the middle of the South Pacific, where nothing happens."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from ceasewatch.model import (
    AdminUnit,
    Area,
    Belief,
    Means,
    Observation,
    ObserverKind,
    Place,
    Point,
    Position,
    TimeInterval,
    TimeSense,
)  # fmt: skip
from ceasewatch.model.ids import FeedId, ObservationId, ObserverId
from ceasewatch.model.observation import Weapon
from ceasewatch.model.table import IncidentTable

NOON = datetime(2031, 3, 4, 12, tzinfo=UTC)
LAT, LON = -45.0, -125.0
_M = 111_195.0


def point(east_km: float = 0.0, north_km: float = 0.0, radius_m: int = 1000) -> Point:
    """A point so far from the middle."""
    lat = LAT + north_km * 1000 / _M
    return Point(at=Position.of(lat, LON + east_km * 1000 / _M / np.cos(np.radians(LAT))), radius_m=radius_m)


def at(start_s: float = 0.0, length_s: float = 60.0, sense: TimeSense = TimeSense.within) -> TimeInterval:
    """An interval that starts so many seconds after noon."""
    start = NOON + timedelta(seconds=start_s)
    return TimeInterval(start=start, end=start + timedelta(seconds=length_s), sense=sense)


def day(n: int = 0) -> TimeInterval:
    """A whole UTC day."""
    start = NOON.replace(hour=0) + timedelta(days=n)
    return TimeInterval(start=start, end=start + timedelta(days=1))


def named(name: str, level: str = "adm1") -> Area:
    """A unit whose outline is not at hand."""
    return Area(admin=AdminUnit(name=name, level=level))


def observation(
    id_: str,
    observer: str,
    place: Place,
    when: TimeInterval,
    kind: str | Belief = "explosion",
    observer_kind: ObserverKind = ObserverKind.patrol,
    **more: Any,
) -> Observation:
    """One observation."""
    return Observation(
        id=ObservationId(id_),
        feed=FeedId("made"),
        observer=ObserverId(observer),
        observer_kind=observer_kind,
        phenomenon=when,
        means=Means.heard,
        place=place,
        kind=Belief.certain(kind) if isinstance(kind, str) else kind,
        **more,
    )


def groups(table: IncidentTable) -> set[frozenset[str]]:
    """The ids of the members of each incident."""
    m, ids = table.members, table.observations.ids
    return {frozenset(ids[m.row[m.of(n)]].tolist()) for n in range(len(table))}


def content(table: IncidentTable) -> list[tuple[object, ...]]:
    """All that an incident table says, comparable."""
    m, ids = table.members, table.observations.ids
    out: list[tuple[object, ...]] = []
    names = ("ids", "start_us", "end_us", "lat", "lon", "var_ee", "var_en", "var_nn", "count_lowest", "count_best",
             "count_highest", "area", "reports", "origins", "contradictions", "weapon", "weapon_p")  # fmt: skip
    for n in range(len(table)):
        span = m.of(n)
        row = [repr(getattr(table, name)[n]) for name in names]
        sure = [repr(p) for p in m.p[span].tolist()]
        members = list(zip(ids[m.row[span]].tolist(), sure, m.why[span].tolist(), strict=True))
        out.append((*row, table.kind_p[n].tobytes(), tuple(members)))
    return out


def front(n: int, seed: int) -> list[Observation]:
    """A dense front: several observers, kinds and sorts of place and time, and equal places now and then."""
    rng = np.random.default_rng(seed)
    kinds = {
        "explosion": ObserverKind.post, "impact": ObserverKind.camera, "burst": ObserverKind.patrol,
        "fire": ObserverKind.satellite_thermal, "casualty": ObserverKind.press, "air_alert": ObserverKind.civilian,
    }  # fmt: skip
    out = []
    for k in range(n):
        kind = str(rng.choice(list(kinds)))
        where: Place = point(*(rng.integers(-40, 40, 2) / 10.0), radius_m=int(rng.integers(100, 4000)))
        when = day(int(rng.integers(0, 2))) if rng.random() < 0.3 else at(float(rng.integers(0, 20)) * 300)
        if kind == "air_alert":
            where = named(str(rng.choice(["North", "South"])))
            when = at(float(rng.integers(0, 8)) * 40, 3000.0, TimeSense.throughout)
        classes = ("mortar", "mortar_120", "tank", "")[k % 4]
        weapon = Weapon(classes=Belief.certain(classes)) if classes else Weapon()
        who = f"w{rng.integers(0, 6)}"
        out.append(observation(f"o{k:04d}", who, where, when, kind, kinds[kind], weapon=weapon))
    return out


@pytest.fixture(scope="session")
def scene() -> SimpleNamespace:
    """The makers above."""
    return SimpleNamespace(
        point=point, at=at, day=day, named=named, observation=observation, groups=groups, content=content, front=front
    )
