"""Arcs: unions of bearing ranges."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from ceasewatch.geo.bearings import arcs_deg, holds
from ceasewatch.model.place import BearingRange

ranges = st.builds(BearingRange, from_cdeg=st.integers(0, 35_999), to_cdeg=st.integers(0, 35_999))


def in_range(bearing_cdeg: int, r: BearingRange) -> bool:
    return (bearing_cdeg - r.from_cdeg) % 36_000 <= r.width_cdeg


@given(st.lists(ranges, min_size=1, max_size=5), st.integers(0, 35_999))
def test_arcs_hold_what_some_range_holds(bearings: list[BearingRange], probe: int) -> None:
    inside = any((probe / 100 - low) % 360 <= high - low + 1e-9 for low, high in arcs_deg(bearings))
    assert inside == any(in_range(probe, b) for b in bearings)


@given(st.lists(ranges, min_size=1, max_size=5))
def test_arcs_are_disjoint_and_in_range(bearings: list[BearingRange]) -> None:
    arcs = arcs_deg(bearings)
    assert all(0 <= low < 360 and low < high <= low + 360 for low, high in arcs)
    assert sum(high - low for low, high in arcs) <= 360 + 1e-9
    middles = [(low + high) / 2 % 360 for low, high in arcs]
    for i, (low, high) in enumerate(arcs):
        assert all((m - low) % 360 > high - low for j, m in enumerate(middles) if j != i)


def test_no_bearing_is_every_bearing() -> None:
    assert arcs_deg(()) == ((0.0, 360.0),)
    assert holds((), 123.0)


def test_slack_widens_both_ends() -> None:
    north = (BearingRange(from_cdeg=35_000, to_cdeg=1_000),)
    assert [holds(north, b) for b in (350.0, 0.0, 10.0, 349.0, 11.0)] == [True, True, True, False, False]
    assert holds(north, 335.0, 15.0)
    assert holds(north, 25.0, 15.0)
    assert not holds(north, 26.0, 15.0)
    assert all(holds(north, b, 170.0) for b in np.arange(0, 360, 10.0))
