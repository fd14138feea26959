"""Missions at sea, and invented files to feed them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from ceasewatch.model import FeedSetting, Mission
from ceasewatch.model.ids import FeedId
from ceasewatch.pipeline.mission import MissionFolder

T0 = datetime(2021, 5, 1, tzinfo=UTC)
GED_COLUMNS = (
    "id,type_of_violence,side_a,side_b,source_office,source_date,source_headline,where_prec,where_coordinates,adm_1,"
    "country,latitude,longitude,event_clarity,date_prec,date_start,date_end,deaths_civilians,best,high,low"
)
FIRMS_COLUMNS = "latitude,longitude,acq_date,acq_time,satellite,instrument,confidence,frp,daynight,scan,track,version"

Files = Callable[..., Path]


@pytest.fixture
def mission() -> Mission:
    """Three feeds with inboxes."""
    names = ("ucdp-ged", "firms", "coverage")
    return Mission(name="Isle", feeds=tuple(FeedSetting(id=FeedId(n), inbox=n) for n in names))


@pytest.fixture
def new_folder(tmp_path: Path, mission: Mission) -> Callable[[str], MissionFolder]:
    """Makes a mission folder by name; keys beside it."""
    return lambda name: MissionFolder.create(tmp_path / name, mission, keys_dir=tmp_path / f"{name}-keys")


@pytest.fixture
def folder(new_folder: Callable[[str], MissionFolder]) -> MissionFolder:
    """An empty mission."""
    return new_folder("mission")


@pytest.fixture
def ged_row() -> Callable[..., str]:
    """One coded event; ``day`` counts from 1 May 2021, ``reported`` likewise."""

    def row(n: int, *, day: int = 0, lat: float = -48.1, dead: int = 2, reported: int | None = None) -> str:
        at, told = T0 + timedelta(days=day), T0 + timedelta(days=day + 1 if reported is None else reported)
        return (
            f"{n},1,North,South,Wire,{told:%Y-%m-%d},Event {n},1,Mill,Coast,Isle,{lat},-12.4,1,1,"
            f"{at.month}/{at.day}/{at.year},{at.month}/{at.day}/{at.year},0,{dead},{dead},{dead}"
        )

    return row


@pytest.fixture
def ged_file(tmp_path: Path) -> Files:
    """Writes coded events to a file."""

    def write(name: str, rows: Iterable[str]) -> Path:
        path = tmp_path / name
        path.write_text("\n".join([GED_COLUMNS, *rows]) + "\n")
        return path

    return write


@pytest.fixture
def hotspots() -> Callable[..., bytes]:
    """A file of hotspots: ``count`` of them, ``first`` numbers the earliest; each fifth lies beside the one before."""

    def make(first: int, count: int) -> bytes:
        rows = [_hotspot(n) for n in range(first, first + count)]
        return ("\n".join([FIRMS_COLUMNS, *rows]) + "\n").encode()

    return make


def _hotspot(n: int) -> str:
    cluster = n // 5
    at = T0 + timedelta(minutes=7 * cluster)
    lat, lon = -48.0 - (cluster % 40) * 0.05 - (n % 5) * 0.002, -12.0 - (cluster % 31) * 0.05
    return f"{lat:.4f},{lon:.4f},{at:%Y-%m-%d},{at:%H%M},N,VIIRS,n,{4 + n % 3}.1,N,0.39,0.36,2.0NRT"


@pytest.fixture
def members() -> Callable[[MissionFolder], set[frozenset[str]]]:
    """Incidents as sets of source rows, which do not depend on ids, keys or the order of arrival."""
    from ceasewatch.model import Observation, Point
    from ceasewatch.pipeline.project import open_projections

    def name(o: Observation) -> str:
        at = f"{o.place.at.lat_e7},{o.place.at.lon_e7}" if isinstance(o.place, Point) else ""
        return f"{o.feed}/{o.source.row_id}/{at}/{o.phenomenon.start.isoformat()}/{o.properties}"

    def sets(folder: MissionFolder) -> set[frozenset[str]]:
        with open_projections(folder) as store:
            names = {row.observation.id: name(row.observation) for row in store.all_observations()}
            assert len(set(names.values())) == len(names)
            return {frozenset(names[m.observation] for m in i.members) for i in store.incidents()}

    return sets
