"""No leak: what leaves the gate is a function of the cell, whatever is combined with it (handbook 8, scenario 15)."""

from __future__ import annotations

from datetime import timedelta

import h3.api.basic_int as h3
import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from shapely import Polygon

from ceasewatch.geo.geodesic import distance_m, polygon_area_m2
from ceasewatch.model import Belief, Count, Harm, Hypothesis, Tier
from ceasewatch.model.place import E7
from ceasewatch.release import Gate, render
from ceasewatch.release.cells import coarsen, fine_cell, outline, parse

SAME_FIXTURES = settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
LATITUDES = st.floats(-75, 75)
LONGITUDES = st.floats(-179.9, 179.9)
LATE = timedelta(days=2)


@SAME_FIXTURES
@given(LATITUDES, LONGITUDES, st.integers(0, 6), st.floats(0, 0.9), st.sampled_from([Tier.T3, Tier.T5]))
def test_moving_within_the_cell_changes_no_byte(make, table, noon, lat, lon, corner, share, tier):
    cell = fine_cell(lat, lon)
    mid_lat, mid_lon = h3.cell_to_latlng(cell)
    edge_lat, edge_lon = h3.cell_to_boundary(cell)[corner % len(h3.cell_to_boundary(cell))]
    moved = (mid_lat + share * (edge_lat - mid_lat), mid_lon + share * (edge_lon - mid_lon))
    if abs(edge_lon - mid_lon) > 1 or fine_cell(*moved) != cell:
        return
    gate = Gate(tier, at=noon + LATE)
    first = gate.incidents(table([make(lat=mid_lat, lon=mid_lon)]))
    second = gate.incidents(table([make(lat=moved[0], lon=moved[1])]))
    for show in (render.json, render.geojson, render.csv_text):
        assert show(first) == show(second)


@SAME_FIXTURES
@given(LATITUDES, LONGITUDES)
def test_joined_releases_leave_no_less_than_the_finer_one(make, table, noon, lat, lon):
    incidents = table([make(lat=lat, lon=lon)])
    shown = {
        tier: Gate(tier, at=noon + LATE, party="A" if tier is Tier.T2 else "").incidents(incidents)[0].cell
        for tier in (Tier.T2, Tier.T3, Tier.T5)
    }
    assert shown[Tier.T2] == shown[Tier.T3]
    assert parse(shown[Tier.T5]) == coarsen(parse(shown[Tier.T3]), 5)
    ring = outline(parse(shown[Tier.T3]))
    if max(x for x, _ in ring) - min(x for x, _ in ring) < 1:
        assert polygon_area_m2(Polygon(ring)) > 3.0e6


@SAME_FIXTURES
@given(LATITUDES, LONGITUDES)
def test_the_only_coordinates_are_those_of_the_cell(make, table, noon, lat, lon):
    (item,) = Gate(at=noon + LATE).incidents(table([make(lat=lat, lon=lon)]))
    there = h3.cell_to_latlng(parse(item.cell))
    assert distance_m(item.lat_e7 / E7, item.lon_e7 / E7, *there) < 20
    assert item.radius_m == 0


class Halves:
    """Two units that meet inside the cells: the unit of the position would leave a sliver."""

    def areas_at(self, lat, lon):
        return np.where(np.asarray(lon) < -30.0, "West", "East").astype(object)


@SAME_FIXTURES
@given(st.floats(-30.2, -29.8))
def test_the_unit_told_is_a_function_of_the_cell(make, table, noon, lon):
    name = Halves().areas_at([10.0], [lon])[0]
    (item,) = Gate(at=noon + LATE, areas=Halves()).incidents(table([make(lon=lon, area_name=name)]))
    mid_lat, mid_lon = h3.cell_to_latlng(parse(item.cell))
    assert item.area == Halves().areas_at([mid_lat], [mid_lon])[0]


def test_a_cell_at_sea_takes_the_unit_of_its_children(make, table, noon):
    class Island:
        def areas_at(self, lat, lon):
            mid = h3.cell_to_latlng(coarsen(fine_cell(10.0, -30.0), 5))
            return np.where(distance_m(lat, lon, *mid) > 4000, "Isle", "").astype(object)

    (item,) = Gate(at=noon + LATE, areas=Island()).incidents(table([make(area_name="Other")]))
    assert item.area == "Isle"


@SAME_FIXTURES
@given(st.integers(0, 72), st.integers(0, 72), st.sampled_from([Tier.T1, Tier.T3, Tier.T4, Tier.T5]))
def test_what_was_released_once_is_never_withdrawn_by_time(make, table, noon, first_h, later_h, tier):
    incidents = table([make("o1"), make("o2", kind="launch"), make("o3", kind="uxo")])
    early, late = sorted((first_h, later_h))

    def ids(hours: int) -> set[str]:
        return {i.id for i in Gate(tier, at=noon + timedelta(hours=hours)).incidents(incidents)}

    assert ids(early) <= ids(late)


def test_swapping_the_parties_swaps_them_and_nothing_else(make, table, noon):
    def shown(a: str, b: str) -> bytes:
        said = Belief(hypotheses=(Hypothesis(value=a, p_ppm=700_000), Hypothesis(value=b, p_ppm=200_000)))
        incidents = table([make("o1", said_of=said, control=a, speaker=b)])
        gate = Gate(Tier.T2, at=noon + LATE, party=a, sides={"inc-o1": a})
        return render.json(gate.incidents(incidents))

    assert shown("A", "B") == shown("B", "A")


@pytest.mark.parametrize("tier", [Tier.T3, Tier.T4, Tier.T5])
def test_words_of_sources_never_leave(make, table, noon, tier):
    secret = "kitchen window of No 7"
    said = make(kind="uxo", text=secret, notes=(secret,), properties=(("who", secret),))
    items = Gate(tier, at=noon + LATE).incidents(table([said]))
    out = render.json(items) + render.geojson(items) + render.csv_text(items).encode()
    assert secret.encode() not in out
    assert b"cam-1" not in out


@SAME_FIXTURES
@given(st.lists(st.integers(1, 12), min_size=1, max_size=6))
def test_a_total_less_what_is_told_gives_back_no_small_number(make, table, noon, numbers):
    """Whoever subtracts the incidents' own numbers from the total learns a sum of 5 and more, or nothing."""
    hurt = [make(f"o{n}", harm=Harm(killed=Count.exactly(killed))) for n, killed in enumerate(numbers)]
    shown = Gate(at=noon + LATE).screen(table(hurt))
    open_numbers = [i.killed.best for i in shown.items if i.killed.best is not None]
    small = [n for n in numbers if n < 5]
    if shown.killed.best is not None:
        assert shown.killed.best == sum(numbers)
        assert not small or shown.killed.best - sum(open_numbers) >= 5
    else:
        assert 0 < sum(small) < 5
        assert shown.killed.lowest <= sum(numbers) <= shown.killed.highest
        assert shown.killed.lowest - sum(open_numbers) == 1
