"""What it costs to fuse and assess a mission of the shape of the real one, in bulk and one report at a time."""

from __future__ import annotations

import resource
import sys
import time
from datetime import UTC, datetime, timedelta

import numpy as np

from benchmarks.declare import Benchmark, Figures
from ceasewatch.agreement import load_pack
from ceasewatch.fusion import Fuser, fuse, to_incidents
from ceasewatch.geo.tabulate import tabulate
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
from ceasewatch.model.table import ObservationTable

SHAPE = {"fires": 134_000, "alerts": 69_000, "media": 2_000, "events": 7_000}
"""Observations of a mission that holds a year of hotspots, two years of alerts, and the press."""

_START = datetime(2022, 1, 1, tzinfo=UTC)
_M_PER_DEG = 111_195.0


def real_shape(scale: float) -> list[Observation]:
    """Observations in those numbers times ``scale``: burning seasons, clusters, copies; seeded."""
    rng = np.random.default_rng(20_220_224)
    numbers = {name: int(n * scale) for name, n in SHAPE.items()}
    made = [*_fires(rng, numbers["fires"]), *_alerts(rng, numbers["alerts"] // 2)]
    made += _reports(rng, numbers["media"], "armed_clash", ObserverKind.press)
    return made + _reports(rng, numbers["events"], "casualty", ObserverKind.researcher)


def _make(
    n: int, feed: str, observer: str, of: ObserverKind, when: TimeInterval, place: Place, kind: str
) -> Observation:
    return Observation(
        id=ObservationId(f"{feed}-{n:07d}"), feed=FeedId(feed), observer=ObserverId(observer), observer_kind=of,
        phenomenon=when, means=Means.reported, place=place, kind=Belief.certain(kind),
    )  # fmt: skip


def _day(n: int) -> TimeInterval:
    start = _START + timedelta(days=int(n))
    return TimeInterval(start=start, end=start + timedelta(days=1))


def _fires(rng: np.random.Generator, n: int) -> list[Observation]:
    """Clusters of pixels on days drawn from two burning seasons."""
    fire = np.sort(rng.integers(0, max(1, n // 3), n))
    many = int(fire[-1]) + 1
    days = np.where(rng.random(many) < 0.7, rng.normal(85, 12, many), rng.normal(235, 25, many)) % 365
    lat = rng.uniform(46, 52, many)[fire] + rng.normal(0, 700, n) / _M_PER_DEG
    lon = rng.uniform(24, 40, many)[fire] + rng.normal(0, 1000, n) / _M_PER_DEG
    whole = [_day(d) for d in range(366)]
    return [
        _make(k, "fires", "satellite", ObserverKind.satellite_thermal, whole[int(days[fire[k]])],
              Point(at=Position.of(lat[k], lon[k]), radius_m=1000), "fire")
        for k in range(n)
    ]  # fmt: skip


def _alerts(rng: np.random.Generator, n: int) -> list[Observation]:
    """The same alerts told by two feeds, whose clocks differ."""
    areas = [Area(admin=AdminUnit(name=f"Area {k}", level="adm1")) for k in range(25)]
    out = []
    for k, at_s in enumerate(np.sort(rng.uniform(0, 2 * 365 * 86_400, n)).tolist()):
        area = areas[int(rng.integers(0, 25))]
        for feed, late_s in (("official", 0.0), ("volunteer", float(rng.normal(23, 20)))):
            start = _START + timedelta(seconds=at_s + late_s)
            when = TimeInterval(start=start, end=start + timedelta(minutes=50), sense=TimeSense.throughout)
            out.append(_make(k, feed, feed, ObserverKind.civilian, when, area, "air_alert"))
    return out


def _reports(rng: np.random.Generator, n: int, kind: str, of: ObserverKind) -> list[Observation]:
    """Reports of days and towns near a front."""
    towns = rng.uniform((47.2, 37.0), (49.0, 39.5), (300, 2))
    out = []
    for k in range(n):
        lat, lon = towns[min(299, int(rng.exponential(60)))]
        place = Point(at=Position.of(lat, lon), radius_m=int(rng.choice([2000, 5000, 25_000])))
        out.append(_make(k, kind, f"{kind} {k % 40}", of, _day(int(rng.integers(0, 365))), place, kind))
    return out


def fuse_real_shape(short: bool) -> Figures:
    """CPU seconds of each step, and of one report that comes in while the rest is held."""
    table = tabulate(real_shape(0.01 if short else 1.0))
    start = time.process_time()
    incidents = fuse(table)
    fused = time.process_time()
    structs = to_incidents(incidents)
    viewed = time.process_time()
    assessments = load_pack("minsk-2014").assess(incidents)
    assessed = time.process_time()
    return {
        "observations": len(table),
        "incidents": len(structs),
        "assessments": len(assessments),
        "fuse_cpu_s": fused - start,
        "structs_cpu_s": viewed - fused,
        "assess_cpu_s": assessed - viewed,
        "peak_rss_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        * (1024 if sys.platform == "linux" else 1)
        / 1e6,
        "add_one_ms": _online(table) * 1000,
    }


def _online(table: ObservationTable) -> float:
    """CPU seconds to add one observation to all the others; mean of five."""
    fuser = Fuser()
    last = np.arange(len(table)) >= len(table) - 5
    fuser.add(table.take(~last))
    start = time.process_time()
    for row in np.flatnonzero(last):
        fuser.add(table.take(np.array([row])))
    return (time.process_time() - start) / 5


BENCHMARK = Benchmark(
    name="fuse",
    work="fusion of 212 thousand observations in the shape of the real files (hotspots, alerts, press), their Structs, "
    "and all clauses of minsk-2014; then one more report at a time",
    held_against="20 CPU seconds and 1.5 GB for fusion, 3 CPU seconds for the Structs",
    measure=fuse_real_shape,
    limits={"fuse_cpu_s": 20.0, "structs_cpu_s": 3.0, "peak_rss_mb": 1500.0},
)
