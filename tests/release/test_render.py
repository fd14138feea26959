"""Rows, GeoJSON and CSV of what came out of the gate."""

from __future__ import annotations

import csv
import io
from datetime import timedelta

import msgspec
import pytest
from shapely.geometry import shape

from ceasewatch.model import Count, Tier
from ceasewatch.release import Gate, render
from ceasewatch.release.released import ReleasedIncident


@pytest.fixture
def items(make, table, noon):
    gate = Gate(at=noon + timedelta(days=2))
    return gate.incidents(table([make("o1", area_name="=1+1"), make("o2", kind="launch", area_name="South")]))


def test_csv_is_defused_and_rectangular(items):
    read = list(csv.reader(io.StringIO(render.csv_text(items))))
    assert read[0] == list(render.COLUMNS)
    assert {len(row) for row in read} == {len(render.COLUMNS)}
    assert read[1][3] == "'=1+1"


def test_geojson_has_cells_and_null_geometries(items):
    features = msgspec.json.decode(render.geojson(items))["features"]
    assert shape(features[0]["geometry"]).is_valid
    assert features[1]["geometry"] is None
    assert features[1]["properties"]["no_position"] == "origin_of_fire"


def test_json_reads_back_as_what_was_released(items):
    assert msgspec.json.decode(render.json(items), type=list[ReleasedIncident]) == items


def test_exact_places_are_points_for_analysts(make, table, noon):
    items = Gate(Tier.T1, at=noon).incidents(table([make(lat=10.5, lon=-30.25)]))
    feature = msgspec.json.decode(render.geojson(items))["features"][0]
    assert feature["geometry"] == {"type": "Point", "coordinates": [-30.25, 10.5]}
    assert render.position_text(items[0]) == "10.5000 -30.2500"


@pytest.mark.parametrize(
    ("count", "text"),
    [
        (Count.exactly(7), "7"),
        (Count.exactly(0), "0"),
        (Count(best=30, approximate=True), "about 30"),
        (Count(lowest=3, highest=5), "3-5"),
        (Count(lowest=2), "at least 2"),
        (Count(highest=4), "at most 4"),
        (Count(lowest=1, best=2, highest=4), "2 (1-4)"),
        (Count(), ""),
    ],
)
def test_counts_in_words(count, text):
    assert render.count_text(count) == text
