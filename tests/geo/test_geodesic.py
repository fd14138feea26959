"""Geodesic functions against pyproj's own ``Geod`` and against brute force."""

from __future__ import annotations

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from pyproj import Geod

from ceasewatch.geo import geodesic

WGS84 = Geod(ellps="WGS84")
latitudes = st.floats(-84.0, 84.0)
longitudes = st.floats(-180.0, 180.0)


@given(latitudes, longitudes, latitudes, longitudes)
def test_distance_and_bearing_equal_geod(lat1: float, lon1: float, lat2: float, lon2: float) -> None:
    azimuth, _, length = WGS84.inv(lon1, lat1, lon2, lat2)
    assert geodesic.distance_m(lat1, lon1, lat2, lon2) == pytest.approx(length, abs=1e-6)
    bearing = float(geodesic.bearing_deg(lat1, lon1, lat2, lon2))
    assert 0.0 <= bearing < 360.0
    assert abs((bearing - azimuth + 180.0) % 360.0 - 180.0) < 1e-9


@given(latitudes, longitudes, st.floats(0, 360), st.floats(0, 140_000))
def test_destination_is_the_inverse_of_distance(lat: float, lon: float, bearing: float, length: float) -> None:
    to_lat, to_lon = geodesic.destination(lat, lon, bearing, length)
    assert geodesic.distance_m(lat, lon, to_lat, to_lon) == pytest.approx(length, abs=1e-6)


@given(latitudes, longitudes, st.floats(-100_000, 100_000), st.floats(-100_000, 100_000))
def test_plane_round_trip(lat: float, lon: float, east: float, north: float) -> None:
    back = geodesic.to_plane(lat, lon, *geodesic.from_plane(lat, lon, east, north))
    assert np.hypot(back[0] - east, back[1] - north) < 1e-5


def test_functions_broadcast() -> None:
    lat = np.array([[10.0], [20.0]])
    assert geodesic.distance_m(lat, 0.0, [11.0, 12.0, 13.0], 1.0).shape == (2, 3)
    assert geodesic.destination(lat, 0.0, 90.0, 1.0)[0].shape == (2, 1)
    assert geodesic.distance_m(1.0, 1.0, 2.0, 2.0).shape == ()


@given(
    st.floats(-80, 80),
    longitudes,
    st.lists(st.tuples(st.floats(0, 360), st.floats(1_000, 60_000)), min_size=1, max_size=3),
    st.floats(0, 360),
    st.floats(0, 140_000),
)
def test_distance_to_line_equals_brute_force(
    lat: float, lon: float, legs: list[tuple[float, float]], bearing: float, away: float
) -> None:
    line = [(lat, lon)]
    for turn, length in legs:
        a, b = geodesic.destination(*line[-1], turn, length)
        line.append((float(a), float(b)))
    line_lat, line_lon = np.array(line).T
    point = geodesic.destination(lat, lon, bearing, away)
    fine = geodesic.densify(line_lat, line_lon, 20.0)
    brute = geodesic.distance_m(*point, *fine).min()
    exact = float(geodesic.distance_to_line_m(*point, line_lat, line_lon))
    assert exact <= brute + 1e-6
    assert exact >= brute - 10.0
    if brute > 1_000:
        assert exact == pytest.approx(brute, abs=0.06)


degrees = st.floats(-8, 8)


@given(st.lists(st.tuples(degrees, degrees), min_size=2, max_size=12), st.floats(-75, 75), longitudes, degrees, degrees)
def test_leaving_out_far_legs_changes_nothing(
    line: list[tuple[float, float]], lat0: float, lon0: float, north: float, east: float
) -> None:
    line_lat, line_lon = (np.array(line) + np.array([lat0, lon0])).T
    lat, lon = lat0 + north, lon0 + east
    together = float(geodesic.distance_to_line_m(lat, lon, line_lat, line_lon))
    legs = [slice(i, i + 2) for i in range(len(line) - 1)]
    alone = [float(geodesic.distance_to_line_m(lat, lon, line_lat[s], line_lon[s])) for s in legs]
    assert together == pytest.approx(min(alone), abs=1e-3)


def test_no_number_has_no_distance() -> None:
    found = geodesic.distance_to_line_m([np.nan, 0.0], [0.0, 0.0], [0.0, 1.0], [0.0, 0.0])
    assert np.isnan(found[0])
    assert found[1] == 0.0
    assert geodesic.distance_to_line_m([], [], [0.0, 1.0], [0.0, 0.0]).shape == (0,)


def test_point_on_the_line_is_at_distance_nought() -> None:
    lat, lon = np.array([48.0, 49.0]), np.array([37.0, 39.0])
    on_lat, on_lon = geodesic.densify(lat, lon, 7_777.0)
    assert geodesic.distance_to_line_m(on_lat, on_lon, lat, lon).max() < 1e-3


def test_densify_keeps_ends_and_bounds_steps() -> None:
    lat, lon = geodesic.densify([48.0, 48.0, 50.0], [179.0, -179.0, -179.0], 1_000.0)
    assert (lat[0], lon[0], lat[-1], lon[-1]) == (48.0, 179.0, 50.0, -179.0)
    steps = geodesic.distance_m(lat[:-1], lon[:-1], lat[1:], lon[1:])
    assert steps.max() <= 1_000.0 + 1e-6
    assert steps.sum() == pytest.approx(WGS84.line_length([179.0, -179.0, -179.0], [48.0, 48.0, 50.0]), abs=1e-4)


@given(latitudes, st.floats(-170, 170), st.floats(0.01, 2.0), st.floats(0.01, 2.0))
def test_polygon_area_equals_geod(lat: float, lon: float, height: float, width: float) -> None:
    box = shapely.box(lon, lat, lon + width, lat + height)
    expected, _ = WGS84.polygon_area_perimeter(*shapely.get_coordinates(box).T)
    assert geodesic.polygon_area_m2(box) == pytest.approx(abs(expected), rel=1e-9)


def test_a_hole_is_not_area_whichever_way_it_turns() -> None:
    outer, inner = shapely.box(0, 0, 2, 2), shapely.box(0.5, 0.5, 1, 1)
    for hole in (inner.exterior.coords, inner.exterior.coords[::-1]):
        holed = shapely.Polygon(outer.exterior.coords, [hole])
        wanted = geodesic.polygon_area_m2(outer) - geodesic.polygon_area_m2(inner)
        assert geodesic.polygon_area_m2(holed) == pytest.approx(wanted)


def test_point_in_polygon_counts_the_outline_and_not_nan() -> None:
    box = shapely.box(0, 0, 1, 1)
    inside = geodesic.point_in_polygon([0.5, 0.0, 2.0, np.nan], [0.5, 0.5, 0.5, 0.5], box)
    assert inside.tolist() == [True, True, False, False]
