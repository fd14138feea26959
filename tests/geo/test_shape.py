"""Region and moments of each sort of place."""

from __future__ import annotations

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from ceasewatch.geo import geodesic
from ceasewatch.geo.sample import sample_points
from ceasewatch.geo.shape import HORIZON_M, gaussian, shape_of
from ceasewatch.model import (
    AdminUnit,
    Area,
    BearingRange,
    Covariance,
    Line,
    Place,
    Point,
    Position,
    Sector,
    UnknownPlace,
)
from ceasewatch.model.errors import DataError

SSE = BearingRange(from_cdeg=14_625, to_cdeg=16_875)
SOUTH = BearingRange(from_cdeg=16_875, to_cdeg=19_125)


def ring(*corners: tuple[float, float]) -> tuple[Position, ...]:
    return tuple(Position.of(lat, lon) for lat, lon in (*corners, corners[0]))


SQUARE = ring((0.0, 10.0), (0.0, 11.0), (1.0, 11.0), (1.0, 10.0))
HOLE = ring((0.1, 10.1), (0.1, 10.6), (0.6, 10.6), (0.6, 10.1))
BY_THE_DATE_LINE = (
    (ring((5, 179), (5, 180), (6, 180), (6, 179)),),
    (ring((5, -180), (5, -178), (6, -178), (6, -180)),),
)
COVARIANCE = Covariance(ee_m2=9_000_000, en_m2=-2_000_000, nn_m2=1_000_000)
HERE = Position.of(48, 37)
PLACES: dict[str, Place] = {
    "point": Point(at=HERE, radius_m=4_000),
    "ellipse": Point(at=HERE, radius_m=9_000, covariance=COVARIANCE),
    "sector": Sector(origin=HERE, origin_radius_m=400, bearings=(SSE, SOUTH), range_from_m=2_000, range_to_m=4_000),
    "two sides": Sector(
        origin=Position.of(-60, 37), bearings=(SSE, BearingRange(from_cdeg=35_000, to_cdeg=2_000)), range_to_m=9_000
    ),
    "far sector": Sector(origin=Position.of(70, 179.5), bearings=(SSE,), range_from_m=90_000, range_to_m=140_000),
    "heard": Sector(origin=HERE),
    "square": Area(polygons=((SQUARE,),)),
    "holed": Area(polygons=((SQUARE, HOLE), (ring((3.0, 10.0), (3.0, 10.2), (3.2, 10.0)),))),
    "over the date line": Area(polygons=BY_THE_DATE_LINE),
    "line": Line(path=(HERE, Position.of(48.1, 37.5), Position.of(48.4, 37.2)), buffer_m=1_500),
}


@pytest.mark.parametrize("name", PLACES)
def test_moments_are_those_of_the_sample(name: str) -> None:
    place = PLACES[name]
    g, points = gaussian(place), sample_points(place, 40_000, seed=5)
    assert g is not None
    assert points is not None
    east, north = geodesic.to_plane(g.lat, g.lon, *points)
    sigma = (g.var_ee + g.var_nn) ** 0.5
    assert abs(east.mean()) < 0.004 * sigma
    assert abs(north.mean()) < 0.004 * sigma
    sampled = np.cov(east, north)
    wanted = np.array([[g.var_ee, g.var_en], [g.var_en, g.var_nn]])
    assert np.abs(sampled - wanted).max() < 0.02 * sigma**2


@pytest.mark.parametrize("name", PLACES)
def test_the_region_holds_the_sample(name: str) -> None:
    place = PLACES[name]
    shape, points = shape_of(place), sample_points(place, 5_000, seed=1)
    assert shape is not None
    assert points is not None
    share = float(geodesic.point_in_polygon(*points, shape).mean())
    assert share >= (0.949 if isinstance(place, Point) else 0.99)


def test_a_point_is_inside_its_radius_with_probability_095() -> None:
    lat, lon = sample_points(PLACES["point"], 20_000) or (np.zeros(0), np.zeros(0))
    share = float((geodesic.distance_m(48, 37, lat, lon) <= 4_000).mean())
    assert share == pytest.approx(0.95, abs=0.003)


def test_samples_are_deterministic_and_move_with_the_seed() -> None:
    one, same, other = (sample_points(PLACES["sector"], 100, seed=s) for s in (1, 1, 2))
    assert one is not None
    assert same is not None
    assert other is not None
    assert np.array_equal(one, same)
    assert not np.array_equal(one, other)


def test_a_sector_is_sampled_uniformly_over_its_area() -> None:
    lat, lon = sample_points(PLACES["heard"], 20_000) or (np.zeros(0), np.zeros(0))
    away = geodesic.distance_m(48, 37, lat, lon)
    assert away.max() <= HORIZON_M + 1e-6
    assert float((away < HORIZON_M / 2).mean()) == pytest.approx(0.25, abs=0.005)


def test_adjoining_directions_count_once() -> None:
    base = {"origin": Position.of(48, 37), "range_to_m": 5_000}
    once = gaussian(Sector(bearings=(SSE, SOUTH), **base))
    twice = gaussian(Sector(bearings=(SOUTH, SSE, SOUTH), **base))
    merged = gaussian(Sector(bearings=(BearingRange(from_cdeg=14_625, to_cdeg=19_125),), **base))
    assert once == twice == merged


@pytest.mark.parametrize(
    "place",
    [UnknownPlace(why="not stated"), Area(admin=AdminUnit(name="North", level="adm1"))],
    ids=["unknown", "name"],
)
def test_no_geometry_is_none_not_a_guess(place: Place) -> None:
    assert shape_of(place) is None
    assert gaussian(place) is None
    assert sample_points(place, 3) is None


def test_a_point_without_radius_is_a_point() -> None:
    place = Point(at=Position.of(1, 2), radius_m=0)
    assert shape_of(place) == shapely.Point(2, 1)
    g = gaussian(place)
    assert g is not None
    assert (g.lat, g.lon, g.var_ee, g.var_nn) == (1, 2, 0, 0)


def test_an_exact_range_still_has_a_region() -> None:
    place = Sector(origin=Position.of(48, 37), bearings=(SSE,), range_from_m=3_000, range_to_m=3_000)
    shape = shape_of(place)
    assert shape is not None
    assert shape.area > 0
    assert shape.is_valid


def test_an_outline_over_the_antimeridian_must_be_cut() -> None:
    with pytest.raises(DataError, match="antimeridian"):
        shape_of(Area(polygons=((ring((5, 179), (5, -179), (6, -179), (6, 179)),),)))


def test_an_outline_without_area_has_a_centre() -> None:
    flat = Area(polygons=((ring((1.0, 2.0), (1.0, 2.0), (1.0, 2.0)),),))
    g, points = gaussian(flat), sample_points(flat, 2)
    assert g is not None
    assert (g.lat, g.lon, g.var_ee) == (1.0, 2.0, 0.0)
    assert points is not None
    assert points[0].tolist() == [1.0, 1.0]


@settings(max_examples=40)
@given(
    st.floats(-80, 80),
    st.floats(-180, 180),
    st.integers(0, 35_999),
    st.integers(1, 35_999),
    st.integers(0, 100_000),
    st.integers(0, 40_000),
    st.integers(0, 5_000),
)
def test_sectors_anywhere_have_a_valid_region_that_holds_most_of_their_sample(
    lat: float, lon: float, start: int, width: int, near: int, depth: int, origin_radius: int
) -> None:
    place = Sector(
        origin=Position.of(lat, lon),
        origin_radius_m=origin_radius,
        bearings=(BearingRange(from_cdeg=start, to_cdeg=(start + width) % 36_000),),
        range_from_m=near,
        range_to_m=near + depth,
    )
    shape, points, g = shape_of(place), sample_points(place, 200), gaussian(place)
    assert shape is not None
    assert points is not None
    assert g is not None
    assert shape.is_valid
    assert g.var_ee * g.var_nn >= g.var_en**2 * (1 - 1e-9) - 1e-3
    if depth > 1_000:
        assert float(geodesic.point_in_polygon(*points, shape).mean()) > 0.94
