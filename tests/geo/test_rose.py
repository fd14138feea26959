"""Directions in words."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ceasewatch.geo.rose import NAMES16, bearing_range, name16
from ceasewatch.model.errors import DataError

WORDS = {"N": "north", "E": "east", "S": "south", "W": "west"}


@pytest.mark.parametrize(("name", "degrees"), [(n, i * 22.5) for i, n in enumerate(NAMES16)])
def test_every_point_is_eleven_and_a_quarter_degrees_to_each_side(name: str, degrees: float) -> None:
    spelled = "-".join(WORDS[c] for c in name)
    for text in (name, name.lower(), spelled, spelled.replace("-", " "), spelled.replace("-", ""), f" {spelled} of "):
        found = bearing_range(text)
        assert found.width_cdeg == 2_250
        assert (found.from_cdeg + 1_125) % 36_000 == degrees * 100
    assert name16(degrees) == name


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("northerly directions", 31_500, 4_500),
        ("easterly", 4_500, 13_500),
        ("at southerly directions", 13_500, 22_500),
        ("south-easterly", 9_000, 18_000),
        ("north-westerly directions", 27_000, 0),
        ("south-south-east", 14_625, 16_875),
    ],
)
def test_phrases(text: str, low: int, high: int) -> None:
    found = bearing_range(text)
    assert (found.from_cdeg, found.to_cdeg) == (low, high)


@pytest.mark.parametrize(
    "text", ["", "up", "north-north", "northsouth", "NSE", "easterly directions and", "NNNE", "erly"]
)
def test_what_is_no_direction_is_refused(text: str) -> None:
    with pytest.raises(DataError, match="not a direction"):
        bearing_range(text)


@given(st.floats(-720, 720))
def test_the_name_of_a_bearing_holds_it(bearing: float) -> None:
    found = bearing_range(name16(bearing))
    assert (bearing * 100 - found.from_cdeg) % 36_000 <= found.width_cdeg + 1e-6


def test_dashes_of_typesetters_are_hyphens() -> None:
    assert bearing_range("north\u2011east") == bearing_range("NE") == bearing_range("north\u2013east")
