"""GeoJSON: geometries, single features and sequences, damage, and a text that is never held whole."""

from __future__ import annotations

import gzip
import json
import tracemalloc

import pytest

from ceasewatch.model import Area, Line, Point, UnknownPlace
from ceasewatch.model.errors import DataError
from ceasewatch.sources import Limits

START = {"start": "2031-05-01T14:05Z", "kind": "explosion"}
SQUARE = [[[-12.4, -48.1], [-12.3, -48.1], [-12.3, -48.2], [-12.4, -48.2], [-12.4, -48.1]]]
BOW = [[[-12.4, -48.1], [-12.3, -48.2], [-12.3, -48.1], [-12.4, -48.2], [-12.4, -48.1]]]


def feature(kind: str, coordinates: object, /, **properties: object) -> dict[str, object]:
    geometry = {"type": kind, "coordinates": coordinates}
    return {"type": "Feature", "geometry": geometry, "properties": {**START, **properties}}


def collection(*features: object, **members: object) -> str:
    return json.dumps({"type": "FeatureCollection", **members, "features": list(features)})


def test_points_lines_and_areas(read) -> None:
    data = collection(
        feature("Point", [-12.4, -48.1, 30.0], radius_m=250, name="Old Mill"),
        feature("LineString", [[-12.4, -48.1], [-12.3, -48.2]]),
        feature("Polygon", SQUARE),
        feature("MultiPolygon", [SQUARE]),
        feature("MultiPoint", [[-12.4, -48.1]]),
        {"type": "Feature", "geometry": None, "properties": START},
        bbox=[1, 2, 3, 4],
        links=[{"href": "https://example.org"}],
    )
    readings, refused = read("geojson", data)
    assert refused == []
    places = [r.item.place for r in readings]
    assert [type(p) for p in places] == [Point, Line, Area, Area, Point, UnknownPlace]
    assert (places[0].radius_m, places[0].text, places[0].at.lat_deg) == (250, "Old Mill", -48.1)
    assert places[4].radius_m == 1000
    assert len(places[2].polygons[0][0]) == 5


@pytest.mark.parametrize(
    ("odd", "reason"),
    [
        (feature("Polygon", BOW), "crosses itself"),
        (feature("Polygon", [SQUARE[0][:-1]]), "not closed"),
        (feature("Polygon", []), "not a list"),
        (feature("Point", [-12.4]), "not a list"),
        (feature("Point", ["a", 1]), "not a number"),
        (feature("Point", [True, 1]), "not a number"),
        (feature("Point", [10**40, 1]), "between -180 and 180"),
        (feature("GeometryCollection", None), "not one place"),
        (feature("MultiPoint", [[1, 1], [2, 2]]), "not one place"),
        (feature("Point", [1, 1], start="2031-02-30T10:00Z"), "not a date and time"),
        (feature("Point", [1, 1], kind="kaboom"), "none of"),
        (feature("Point", [1, 1], text="x" * 200_000), "longer than"),
        ({"type": "Point", "coordinates": [1, 1]}, "not a Feature"),
        ({"type": "Feature", "geometry": None, "properties": 3}, "not an object"),
    ],
)
def test_a_bad_feature_costs_itself_alone(read, odd: object, reason: str) -> None:
    good = feature("Point", [-12.4, -48.1])
    readings, (bad,) = read("geojson", collection(good, odd, good))
    assert len(readings) == 2
    assert reason in bad.reason


def test_one_feature_and_one_feature_a_line(read) -> None:
    line = json.dumps(feature("Point", [-12.4, -48.1]))
    assert len(read("geojson", line)[0]) == 1
    readings, refused = read("geojson", f"{line}\n{line}\n")
    assert (len(readings), refused) == (2, [])
    assert [r.item.source.line for r in readings] == [1, 2]
    assert readings[0].identity != readings[1].identity
    assert len(read("geojson", f"\x1e{line}\n\x1e{line}\n")[0]) == 2


def test_half_a_collection_gives_its_whole_features(read) -> None:
    data = collection(*[feature("Point", [-12.4, -48.1])] * 5)
    readings, (bad,) = read("geojson", data[: len(data) - 60])
    assert len(readings) == 4
    assert "ends too early" in bad.reason


def test_text_between_features_and_brackets_that_do_not_match(read) -> None:
    one = json.dumps(feature("Point", [-12.4, -48.1]))
    readings, refused = read("geojson", f'{{"features": [{one}, hello, {one}]}}')
    assert (len(readings), [q.reason for q in refused]) == (2, ["this is no feature"])
    readings, refused = read("geojson", f'{{"features": [{one}}} {one}]}}')
    assert len(readings) == 1
    assert "do not match" in refused[0].reason


def test_quotes_and_braces_in_strings(read) -> None:
    text = 'a "quoted\\" { [ brace } \\'
    readings, refused = read("geojson", collection(*[feature("Point", [-12.4, -48.1], text=text)] * 3))
    assert refused == []
    assert [r.item.text for r in readings] == [text] * 3


@pytest.mark.parametrize("data", ["[1, 2]", "lat,lon\n1,2\n", "<kml/>"])
def test_what_is_no_geojson(read, data: str) -> None:
    with pytest.raises(DataError, match="not GeoJSON"):
        read("geojson", data)


def test_a_collection_without_features_says_so(read) -> None:
    readings, (bad,) = read("geojson", '{"type": "FeatureCollection", "things": [1]}')
    assert readings == []
    assert "no array of features" in bad.reason
    assert read("geojson", '{"type": "FeatureCollection", "features": []}') == ([], [])


def test_nesting_is_bounded(read) -> None:
    good = json.dumps(feature("Point", [-12.4, -48.1]))
    readings, refused = read("geojson", f'{{"features": [{good}, {"[" * 100_000}')
    assert len(readings) == 1
    assert "nested deeper" in refused[0].reason


def test_a_large_collection_is_never_held_whole(read) -> None:
    one = json.dumps(feature("Point", [-12.4, -48.1], text="x" * 20_000)).encode()
    data = gzip.compress(b'{"type": "FeatureCollection", "features": [' + b",\n".join([one] * 1500) + b"]}", 1)
    tracemalloc.start()
    readings, refused = read("geojson", data, limits=Limits(max_ratio=100_000, max_field_chars=100))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert (readings, len(refused)) == ([], 1500)
    assert peak < 12 << 20


def test_a_feature_beyond_the_limit(read) -> None:
    good, big = feature("Point", [-12.4, -48.1]), feature("Point", [-12.4, -48.1], text="x" * 5000)
    readings, (bad,) = read("geojson", collection(good, big, good), limits=Limits(max_object_bytes=2000))
    assert len(readings) == 2
    assert "larger than 2000 bytes" in bad.reason


def test_a_mapping_renames_properties(read) -> None:
    mapping = b"""
version = 1
name = "craters"
identity = ["@id"]
kind = { constant = "crater" }
[observer]
id = { constant = "uav-1" }
kind = { constant = "uav" }
means = { constant = "imaged" }
[time]
start = "taken"
zone = "Europe/Kyiv"
"""
    shape = {"type": "Feature", "id": 7, "properties": {"taken": "2031-05-01"}, "geometry": None}
    (reading,), _ = read("geojson", json.dumps(shape), mapping=mapping)
    assert reading.identity == ("craters", "7")
    assert (reading.item.kind.best, reading.item.observer) == ("crater", "uav-1")
    assert round(reading.item.phenomenon.width_s) == 86_400
