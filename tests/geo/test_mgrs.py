"""Grid references: round trips, precision as radius, garbage refused."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ceasewatch.geo import geodesic
from ceasewatch.geo.mgrs import from_mgrs, to_mgrs
from ceasewatch.model import Position
from ceasewatch.model.errors import DataError

positions = st.builds(Position.of, st.floats(-90, 90), st.floats(-180, 180))


@given(positions, st.integers(1, 5))
def test_the_square_of_a_position_holds_it(position: Position, digits: int) -> None:
    found = from_mgrs(to_mgrs(position, digits))
    away = geodesic.distance_m(position.lat_deg, position.lon_deg, found.at.lat_deg, found.at.lon_deg)
    assert away <= found.radius_m
    assert found.radius_m <= 0.75 * 10 ** (5 - digits) + 2


@given(st.floats(-79, 83), st.floats(-179, 179), st.integers(1, 4))
def test_centre_lies_in_its_own_square(lat: float, lon: float, digits: int) -> None:
    text = to_mgrs(Position.of(lat, lon), digits)
    again = to_mgrs(from_mgrs(text).at, digits)
    if again[:5] == text[:5]:  # a square that is clipped at the edge of its zone may have its centre outside
        assert again == text


def test_a_known_reference() -> None:
    found = from_mgrs("37u cp 508 182")
    assert float(geodesic.distance_m(48.0, 37.0, found.at.lat_deg, found.at.lon_deg)) < 100
    assert found.radius_m == 72
    assert found.text == "37u cp 508 182"
    assert to_mgrs(Position.of(48.0, 37.0)) == "37UCP5081218235"
    assert to_mgrs(Position.of(48.0, 37.0), 0) == "37UCP"


@given(st.text(max_size=20))
def test_garbage_is_refused_and_nothing_else_happens(text: str) -> None:
    try:
        found = from_mgrs(text)
    except DataError:
        return
    assert found.radius_m > 0


@pytest.mark.parametrize(
    "text", ["", "37UCP123", "37ICP12", "61UCP12", "32XNN", "31VEG", "37UCP12345678901234", "48.0, 37.0"]
)
def test_malformed_references_are_refused(text: str) -> None:
    with pytest.raises(DataError, match="MGRS"):
        from_mgrs(text)


def test_precision_out_of_range_is_refused() -> None:
    with pytest.raises(DataError, match="use 0 to 5"):
        to_mgrs(Position.of(0, 0), 6)


def test_threads_do_not_disturb_each_other() -> None:
    spots = [Position.of(lat, lon) for lat in range(-90, 91, 6) for lon in range(-180, 180, 30)]
    alone = [to_mgrs(p) for p in spots]
    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(to_mgrs, spots)) == alone
        assert list(pool.map(lambda t: from_mgrs(t).at, alone)) == [from_mgrs(t).at for t in alone]
