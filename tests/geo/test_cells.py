"""Covers hold every point of the place."""

from __future__ import annotations

import h3.api.basic_int as h3
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from ceasewatch.geo import geodesic
from ceasewatch.geo.cells import cell_of, cover, cover_shape
from ceasewatch.geo.sample import sample_points
from ceasewatch.geo.shape import shape_of
from ceasewatch.model import BearingRange, Line, Place, Point, Position, Sector, UnknownPlace
from ceasewatch.model.errors import DataError, LimitError

positions = st.builds(Position.of, st.floats(-80, 80), st.floats(-180, 180))
metres = st.integers(0, 30_000)
places = st.one_of(
    st.builds(Point, at=positions, radius_m=metres),
    st.builds(
        lambda origin, start, width, near, depth: Sector(
            origin=origin,
            bearings=(BearingRange(from_cdeg=start, to_cdeg=(start + width) % 36_000),),
            range_from_m=near,
            range_to_m=near + depth,
        ),
        positions,
        st.integers(0, 35_999),
        st.integers(1, 35_999),
        metres,
        metres,
    ),
    st.builds(
        lambda p, d: Line(path=(p, Position.of(p.lat_deg + d, p.lon_deg / 1.001)), buffer_m=500),
        positions,
        st.floats(0.01, 0.1),
    ),
)


@settings(max_examples=60)
@given(places, st.sampled_from([4, 5, 6, 7]))
def test_cover_holds_every_point_of_the_region(place: Place, resolution: int) -> None:
    cells, shape = cover(place, resolution), shape_of(place)
    points = sample_points(place, 150)
    assert shape is not None
    assert points is not None
    corners = shapely.get_coordinates(shape)[:, ::-1][::7]
    inside = geodesic.point_in_polygon(*points, shape)
    sampled = [(float(a), float(b)) for a, b, i in zip(*points, inside, strict=True) if i]
    assert all(cell_of(lat, lon, resolution) in cells for lat, lon in [*sampled, *map(tuple, corners)])


def test_cover_is_not_far_larger_than_the_place() -> None:
    place = Point(at=Position.of(48, 37), radius_m=20_000)
    cells = cover(place, 7)
    centres = [h3.cell_to_latlng(c) for c in cells]
    away = [float(geodesic.distance_m(48, 37, lat, lon)) for lat, lon in centres]
    assert max(away) < 20_000 + 1.2 * h3.average_hexagon_edge_length(7, unit="m")


def test_nothing_to_cover() -> None:
    assert cover(UnknownPlace(why="not stated"), 5) == frozenset()


def test_a_cover_over_the_antimeridian() -> None:
    cells = cover(Point(at=Position.of(0, 180), radius_m=30_000), 5)
    assert {cell_of(0.1, 179.9, 5), cell_of(0.1, -179.9, 5), cell_of(0, 180, 5)} <= cells


def test_too_many_cells_and_bad_resolutions_are_refused() -> None:
    with pytest.raises(LimitError, match="coarser"):
        cover_shape(shapely.box(0, 0, 10, 10), 9)
    with pytest.raises(DataError, match="no resolution 16"):
        cell_of(0, 0, 16)
