import msgspec
import numpy as np
import pytest

from ceasewatch.model.errors import DataError
from ceasewatch.model.table import KINDS
from ceasewatch.observers.offsets import offset_m
from ceasewatch.simulate.front import Front
from ceasewatch.simulate.happen import happenings
from ceasewatch.simulate.process import counts, events, immigrants, starts
from ceasewatch.simulate.world import Process, load_world

LINE = Front.through(np.array([[-44.0, -126.0], [-45.0, -125.0], [-45.0, -123.0]]))
SHELLING = Process(
    name="shelling", share=1.0, kinds={"explosion": 0.6, "impact": 0.4}, branching=0.5, delay_min=10.0, count_mean=5.0,
    count_dispersion=0.5, yield_kg=4.0,
)  # fmt: skip


def test_the_line_is_as_long_as_its_stretches_and_sides_lie_across():
    assert LINE.length_m == pytest.approx(136_000 + 157_500, rel=0.01)
    lat, lon = LINE.place(np.array([LINE.length_m - 1000.0] * 2), np.array([2000.0, -2000.0]))
    assert lat[0] > -45.0 > lat[1]
    east, north = offset_m(lat[:1], lon[:1], lat[1:], lon[1:])
    assert np.hypot(east, north)[0] == pytest.approx(4000.0, rel=0.01)


def test_daily_counts_are_over_dispersed_and_partly_zero():
    at = starts(SHELLING, LINE, 4000.0, 80.0, np.random.default_rng(3))
    cell = np.clip((at.along_m / 20_000.0).astype(int), 0, 14)
    day = np.clip(at.day.astype(int), 0, 79)
    table = np.zeros((15, 80))
    np.add.at(table, (cell, day), 1)
    assert table.sum(0).var() / table.sum(0).mean() > 3.0
    assert table.var() / table.mean() > 3.0
    assert (table == 0).mean() > np.exp(-table.mean()) + 0.2


def test_branching_multiplies_by_its_geometric_sum():
    rng = np.random.default_rng(5)
    total = np.mean([len(starts(SHELLING, LINE, 500.0, 10.0, rng)) for _ in range(20)])
    assert total == pytest.approx(500.0, rel=0.15)


def test_no_centre_has_more_than_it_can_hold_on_a_day():
    few = msgspec.structs.replace(SHELLING, hotspots=2, busiest=40, quiet=0.0, hotspot_km=0.0)
    first = immigrants(few, LINE, 5000.0, 10.0, np.random.default_rng(1))
    _, number = np.unique(np.column_stack([first.along_m, np.floor(first.day)]), axis=0, return_counts=True)
    assert number.max() == 20, "half of 40, for each sets off another on average"
    assert len(first) > 200


def test_a_world_without_room_is_refused():
    world = load_world("tuning-front")
    full = msgspec.structs.replace(world, processes=(msgspec.structs.replace(SHELLING, busiest=4, hotspots=3),))
    with pytest.raises(DataError, match="no room"):
        happenings(full, LINE, 5000, np.random.default_rng(1))


def test_offspring_come_after_and_near_what_set_them_off():
    at = starts(SHELLING, LINE, 2000.0, 10.0, np.random.default_rng(1))
    child = np.flatnonzero(at.parent >= 0)
    assert 0.35 < len(child) / len(at) < 0.65
    assert (at.parent[child] < child).all()
    wait = (at.day[child] - at.day[at.parent[child]]) * 1440.0
    assert (wait > 0).all()
    assert wait.mean() == pytest.approx(10.0, rel=0.15)
    assert np.std(at.along_m[child] - at.along_m[at.parent[child]]) == pytest.approx(500.0, rel=0.15)


def test_sizes_are_one_plus_negative_binomial():
    n = counts(SHELLING, 100_000, np.random.default_rng(1))
    assert n.min() == 1.0
    assert n.mean() == pytest.approx(5.0, rel=0.05)
    assert n.var() == pytest.approx(4.0 + 16.0 / 0.5, rel=0.1)


def test_events_inherit_the_sort_of_what_set_them_off():
    rng = np.random.default_rng(2)
    at = starts(SHELLING, LINE, 3000.0, 10.0, rng)
    made = events(SHELLING, LINE, at, 0, rng)
    child = np.flatnonzero(at.parent >= 0)
    alike = (made.kind[child] == made.kind[at.parent[child]]).mean()
    assert alike == pytest.approx(0.8 + 0.2 * (0.36 + 0.16), abs=0.04)
    assert {KINDS[k].value for k in np.unique(made.kind)} == {"explosion", "impact"}
    assert (made.end_us >= made.start_us).all()
    assert (made.end_us[made.count == 1] == made.start_us[made.count == 1]).all()
    assert np.median(made.yield_kg) == pytest.approx(4.0, rel=0.1)
