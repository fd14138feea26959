"""Outlines of geodesic regions: nowhere more than 1 m from the true curve at 140 km."""

from __future__ import annotations

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from pyproj import Geod

from ceasewatch.geo import geodesic, outline
from ceasewatch.model.errors import DataError

FAR_M = 140_000.0
WGS84 = Geod(ellps="WGS84")
latitudes = st.floats(-84.0, 84.0)
longitudes = st.floats(-180.0, 180.0)


def points_along(shape: outline.Shape) -> tuple[np.ndarray, np.ndarray]:
    """Vertices of the outline and points between them, without the cuts at the antimeridian: lat, lon."""
    fine = [shapely.segmentize(r, 0.004) for p in shapely.get_parts(shape) for r in (p.exterior, *p.interiors)]
    lon, lat = shapely.get_coordinates(fine).T
    real = np.abs(lon) < 179.999999
    return lat[real], lon[real]


@settings(max_examples=30)
@given(latitudes, longitudes, st.floats(1.0, FAR_M))
def test_circle_is_within_a_metre_of_geod(lat: float, lon: float, radius: float) -> None:
    at_lat, at_lon = points_along(outline.circle(lat, lon, radius))
    _, _, away = WGS84.inv(np.full_like(at_lon, lon), np.full_like(at_lat, lat), at_lon, at_lat)
    assert np.abs(np.asarray(away) - radius).max() < 1.0


@settings(max_examples=20)
@given(latitudes, longitudes, st.floats(0, 360), st.floats(1_000, 50_000), st.floats(100.0, FAR_M))
def test_line_buffer_is_within_a_metre_of_geod(
    lat: float, lon: float, bearing: float, length: float, width: float
) -> None:
    end = geodesic.destination(lat, lon, bearing, length)
    line_lat, line_lon = np.array([lat, float(end[0])]), np.array([lon, float(end[1])])
    at_lat, at_lon = points_along(outline.line_buffer(line_lat, line_lon, width))
    along_lat, along_lon = geodesic.densify(line_lat, line_lon, 500.0)
    some = slice(None, None, max(1, len(at_lat) // 100))
    brute = geodesic.distance_m(at_lat[some, None], at_lon[some, None], along_lat, along_lon).min(axis=1)
    exact = geodesic.distance_to_line_m(at_lat, at_lon, line_lat, line_lon)
    assert np.abs(exact - width).max() < 1.0
    assert (exact[some] <= brute + 1e-6).all()


@settings(max_examples=30)
@given(
    latitudes,
    longitudes,
    st.floats(0, 359),
    st.floats(1, 359),
    st.floats(0, 100_000),
    st.floats(100, 40_000),
)
def test_sector_holds_what_it_should(
    lat: float, lon: float, start: float, width: float, near: float, depth: float
) -> None:
    shape = outline.annular_sector(lat, lon, (start, start + width), (near, near + depth))
    shares = np.array([0.02, 0.5, 0.98])
    bearing, distance = np.meshgrid(start + width * shares, near + 2.0 + (depth - 4.0) * shares)
    inside = geodesic.destination(lat, lon, bearing.ravel(), distance.ravel())
    assert geodesic.point_in_polygon(*inside, shape).all()
    beyond = geodesic.destination(lat, lon, start + width * shares, near + depth + 1.5)
    assert not geodesic.point_in_polygon(*beyond, shape).any()
    if near > 100:
        short = geodesic.destination(lat, lon, start + width * shares, near - 2.0)
        assert not geodesic.point_in_polygon(*short, shape).any()
    if width < 350:
        aside = geodesic.destination(lat, lon, start + width + 5.0, near + depth / 2)
        assert not geodesic.point_in_polygon(*aside, shape)


def test_full_circle_with_a_nearest_range_is_a_ring() -> None:
    ring = outline.annular_sector(48.0, 37.0, (0.0, 360.0), (1_000.0, 4_000.0))
    wanted = np.pi * (4_000.0**2 - 1_000.0**2)
    assert geodesic.polygon_area_m2(ring) == pytest.approx(wanted, rel=1e-3)
    assert not geodesic.point_in_polygon(48.0, 37.0, ring)


@pytest.mark.parametrize("lon", [179.9, -179.9, 180.0])
def test_a_circle_over_the_antimeridian_is_cut_there(lon: float) -> None:
    shape = outline.circle(10.0, lon, 50_000.0)
    west, _, east, _ = shape.bounds
    assert (west, east) == (-180.0, 180.0)
    assert isinstance(shape, shapely.MultiPolygon)
    assert geodesic.polygon_area_m2(shape) == pytest.approx(np.pi * 50_000.0**2, rel=1e-3)
    assert geodesic.point_in_polygon([10.0, 10.0], [179.8, -179.8], shape).all()


def test_what_comes_near_a_pole_is_refused() -> None:
    with pytest.raises(DataError, match="contains a pole"):
        outline.circle(89.9, 10.0, 50_000.0)
    with pytest.raises(DataError, match="too near a pole"):
        outline.circle(-87.9, 10.0, 50_000.0)
    with pytest.raises(DataError, match="pole"):
        outline.line_buffer(np.array([87.0, 87.0]), np.array([0.0, 179.0]), 1_000.0)


def test_buffer_of_a_polygon_reaches_as_far_as_it_says() -> None:
    square = shapely.box(37.0, 48.0, 37.5, 48.3)
    wide = outline.polygon_buffer(square, 20_000.0)
    at_lat, at_lon = points_along(wide)
    edge = shapely.get_coordinates(shapely.segmentize(square.exterior, 0.01))
    away = geodesic.distance_to_line_m(at_lat, at_lon, edge[:, 1], edge[:, 0])
    assert np.abs(away - 20_000.0).max() < 1.0
    assert wide.contains(square)
    assert outline.polygon_buffer(square, 0.0) is square


def test_buffer_of_a_polygon_fills_part_of_its_hole() -> None:
    holed = shapely.box(37.0, 48.0, 38.0, 49.0).difference(shapely.box(37.4, 48.4, 37.6, 48.6))
    wide = outline.polygon_buffer(holed, 1_000.0)
    assert geodesic.point_in_polygon(48.405, 37.5, wide)
    assert not geodesic.point_in_polygon(48.5, 37.5, wide)


def test_widening_moves_the_outline_by_the_distance() -> None:
    disc = outline.circle(60.0, 20.0, 100_000.0)
    at_lat, at_lon = points_along(outline.widen(disc, 60.0, 20.0, 3_000.0))
    away = geodesic.distance_m(60.0, 20.0, at_lat, at_lon)
    assert np.abs(away - 103_000.0).max() < 1.5


def test_a_line_without_width_has_no_outline() -> None:
    with pytest.raises(DataError, match="without a width"):
        outline.line_buffer(np.array([1.0, 2.0]), np.array([1.0, 2.0]), 0.0)


def test_a_leg_of_no_length_is_a_circle() -> None:
    shape = outline.line_buffer(np.array([1.0, 1.0]), np.array([2.0, 2.0]), 500.0)
    assert geodesic.polygon_area_m2(shape) == pytest.approx(np.pi * 500.0**2, rel=1e-2)
