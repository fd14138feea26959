"""Distance to a contact line of 1,300 km: geodesic to less than a metre up to 140 km away."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ceasewatch.geo.geodesic import GEOD, destination, distance_to_line_m
from ceasewatch.geo.polyline import Polyline, nearest, polyline, signed_at
from ceasewatch.model.table import Real

KM = 1000.0


@pytest.fixture(scope="module")
def contact() -> tuple[Real, Real]:
    """A line of 1,300 km that winds like one: 60 legs."""
    rng = np.random.default_rng(20_250_302)
    lat, lon = [46.0], [31.0]
    for bearing in rng.normal(60.0, 40.0, 60):
        at = destination(lat[-1], lon[-1], bearing, 1300.0 * KM / 60)
        lat.append(float(at[0]))
        lon.append(float(at[1]))
    return np.array(lat), np.array(lon)


@pytest.fixture(scope="module")
def scattered(contact: tuple[Real, Real]) -> tuple[Real, Real]:
    rng = np.random.default_rng(7)
    start = rng.integers(0, 60, 4000)
    return destination(contact[0][start], contact[1][start], rng.uniform(0, 360, 4000), rng.uniform(0, 140 * KM, 4000))


def test_against_the_iterated_perpendicular(contact: tuple[Real, Real], scattered: tuple[Real, Real]) -> None:
    lat, lon = scattered
    found = nearest(polyline(*contact), lat, lon)
    exact = distance_to_line_m(lat, lon, *contact)
    assert np.abs(found.distance_m(lat, lon, np.arange(len(lat))) - exact).max() < 1.0
    assert np.all(np.abs(found.rough_m - exact) < 2e-3 * exact + 1.0)


def test_against_geographiclib_point_by_point(contact: tuple[Real, Real], scattered: tuple[Real, Real]) -> None:
    """The least of GeographicLib's distances to the vertices and to points every 50 m between them."""
    places = list(zip(contact[1], contact[0], strict=True))
    between = [GEOD.npts(*a, *b, 440) for a, b in itertools.pairwise(places)]
    line = np.array([*places, *(p for leg in between for p in leg)])
    lat, lon = scattered[0][:40], scattered[1][:40]
    found = nearest(polyline(*contact), lat, lon).distance_m(lat, lon, np.arange(40))
    for k in range(40):
        least = GEOD.inv(np.full(len(line), lon[k]), np.full(len(line), lat[k]), line[:, 0], line[:, 1])[2].min()
        assert abs(found[k] - least) < 1.0


def test_left_is_left_as_the_line_is_drawn() -> None:
    line = polyline(np.array([48.0, 48.0]), np.array([30.0, 32.0]))
    found = nearest(line, np.array([48.3, 47.7, 48.3, 47.7]), np.array([31.0, 31.0, 30.1, 31.9]))
    assert found.left.tolist() == [True, False, True, False]
    back = nearest(polyline(np.array([48.0, 48.0]), np.array([32.0, 30.0])), np.array([48.3]), np.array([31.0]))
    assert back.left.tolist() == [False]


def test_over_the_date_line_and_nowhere() -> None:
    line = polyline(np.array([10.0, 10.0]), np.array([179.0, -179.0]))
    found = nearest(line, np.array([10.5, np.nan]), np.array([-180.0, 0.0]))
    across = distance_to_line_m(10.5, 180.0, np.array([10.0, 10.0]), np.array([179.0, 181.0]))
    assert found.distance_m(np.array([10.5]), np.array([-180.0]), np.array([0]))[0] == pytest.approx(across, abs=0.2)
    assert np.isnan(found.rough_m[1])


def _around(line: Polyline, lat: float, lon: float, centre: float, east: Real, north: Real) -> Real:
    out, room = np.empty(len(east)), len(line.vertices)
    plane, near = np.empty((room, 2)), np.empty(room, np.int64)
    signed_at(line.vertices, lat, lon, centre, True, east, north, out, plane, near)
    return out


@given(st.floats(-20e3, 20e3), st.floats(-20e3, 20e3))
def test_points_about_a_place_are_as_far_as_if_they_were_asked_alone(east: float, north: float) -> None:
    """A square zone of 10 km; the centre of the place is 3 km inside its southern side."""
    lat, lon = np.array([48.0, 48.0, 48.09, 48.09, 48.0]), np.array([30.0, 30.134, 30.134, 30.0, 30.0])
    line = polyline(lat, lon)
    here = (48.027, 30.067)
    own = float(distance_to_line_m(*here, lat, lon))
    found = _around(line, *here, -own, np.array([east]), np.array([north]))[0]
    bearing, far = np.degrees(np.arctan2(east, north)), float(np.hypot(east, north))
    there = destination(*here, bearing, far)
    alone = float(distance_to_line_m(*there, lat, lon))
    inside = bool(48.0 < there[0] < 48.09 and 30.0 < there[1] < 30.134)
    assert abs(found) == pytest.approx(alone, abs=0.004 * far + 20.0)
    assert (found < 0) == inside or alone < 60.0
