"""Maps over a grid and a day, the smallest yield, and what may be said of a sector."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
import shapely

from ceasewatch.coverage import (
    NoneObserved,
    NotObserved,
    Observed,
    always,
    assumed,
    detectability,
    detection_map,
    grid,
    look,
    moments,
    smallest_yield,
    state,
)
from ceasewatch.coverage.ledger import HOUR_US
from ceasewatch.coverage.look import FLOOR
from ceasewatch.coverage.maps import copies, weighted
from ceasewatch.coverage.statements import Why
from ceasewatch.geo.geodesic import polygon_area_m2
from ceasewatch.model.errors import DataError
from ceasewatch.observers.events import Events
from ceasewatch.observers.sites import Sites

SECTOR = shapely.box(37.8, 47.9, 38.2, 48.1)
DAY = moments(0, 24 * HOUR_US, 4)
SHELL = Events.make(1, yield_kg=0.5)


def network(count, seed=0, models=("acoustic-node", "camera")):
    rng = np.random.default_rng(seed)
    where = {"lat": rng.uniform(47.9, 48.1, count), "lon": rng.uniform(37.8, 38.2, count)}
    return Sites.make(count, **where, model=[models[i % len(models)] for i in range(count)])


def test_cells_have_equal_areas_and_fill_the_sector():
    cells = grid(SECTOR, 2000)
    assert len(cells) * 4e6 == pytest.approx(polygon_area_m2(SECTOR), rel=0.08)
    assert cells.weight.sum() == pytest.approx(1)
    assert len(grid(shapely.box(0, 0, 1e-4, 1e-4), 5000)) == 1


@pytest.mark.parametrize(("shape", "step"), [(SECTOR, 0), (shapely.Polygon(), 100)])
def test_no_grid_of_nothing(shape, step):
    with pytest.raises(DataError, match="no grid"):
        grid(shape, step)


def test_the_map_is_detectability_of_each_cell_and_moment():
    cells, sites = grid(SECTOR, 6000), network(6)
    p = detection_map(cells, DAY, SHELL, sites)
    assert p.shape == (4, len(cells))
    assert p.ravel() == pytest.approx(detectability(copies(SHELL, cells, DAY), sites))


def test_the_smallest_yield_is_seen_with_ninety_per_cent_and_no_smaller_one():
    cells, sites = grid(SECTOR, 8000), network(8, models=("acoustic-node",))
    found = smallest_yield(cells, DAY, SHELL, sites)
    inside = np.isfinite(found) & (found > 1e-3)
    assert inside.any()
    for factor, good in ((1.0, True), (0.99, False)):
        events = replace(copies(SHELL, cells, DAY), yield_kg=np.tile(factor * found, len(DAY)))
        p = detectability(events.take(np.tile(inside, len(DAY))), sites).reshape(len(DAY), -1).mean(axis=0)
        assert ((p >= 0.9) == good).all()


def test_where_nobody_looks_no_yield_is_seen():
    cells = grid(SECTOR, 8000)
    assert np.isinf(smallest_yield(cells, DAY, SHELL, network(0))).all()


def test_more_observers_never_see_less():
    cells = grid(SECTOR, 5000)
    few, many = (look(cells, DAY, SHELL, network(12).take(np.arange(k))) for k in (4, 12))
    assert (many.p >= few.p - 1e-12).all()
    assert (few.p_low <= few.p).all()
    assert (few.p <= few.p_high).all()


def test_none_observed_says_what_it_is_worth():
    what = look(grid(SECTOR, 4000), DAY, SHELL, network(20))
    said = state(what, 0, assumed(8, "reference"))
    assert isinstance(said, NoneObserved)
    assert said.p_low < said.p_seen < said.p_high
    assert said.bound is not None
    assert said.bound.high > 3.0 / said.p_watched
    assert state(what, 0, None).bound is None
    found = state(what, 3, assumed(8, "reference"))
    assert isinstance(found, Observed)
    assert found.bound.low <= found.bound.estimate <= found.bound.high


def test_quiet_where_nobody_looked_is_impossible():
    """Nobody, too little, or too small a part: never a quiet sector, never a bound, whatever the count."""
    cells = grid(SECTOR, 4000)
    for sites, why in ((network(0), Why.nobody), (network(1, models=("camera",)), Why.below_floor)):
        for seen in (0, 5):
            said = state(look(cells, DAY, SHELL, sites), seen, assumed(8, "reference"))
            assert isinstance(said, NotObserved)
            assert (said.why, said.seen) == (why, seen)
            assert not hasattr(said, "bound")


@pytest.mark.parametrize("p", np.linspace(0, 0.98, 15))
def test_the_floor_is_a_floor(p):
    """For any probability at all: a statement other than *not observed* has a lower limit at or above the floor."""
    what = look(grid(SECTOR, 9000), DAY, SHELL, network(3))
    flat = replace(what, p=np.full_like(what.p, p), p_low=np.full_like(what.p, 0.8 * p), p_high=np.full_like(what.p, p))
    said = state(flat, 0, assumed(8, "x"))
    assert isinstance(said, NotObserved) == (0.8 * p < FLOOR)


def test_a_bound_speaks_of_the_watched_part_only():
    """Land that nobody watches, added to the sector, changes its p and its watched share but not the bound."""
    what = look(grid(SECTOR, 4000), DAY, SHELL, network(20))
    blind = np.zeros((len(DAY), what.p.shape[1] // 3))
    cells = what.p.shape[1] + blind.shape[1]
    wider = replace(
        what,
        p=np.hstack([what.p, blind]), p_low=np.hstack([what.p_low, blind]), p_high=np.hstack([what.p_high, blind]),
        weight=np.full(cells, 1 / cells),
    )  # fmt: skip
    one, other = state(what, 0, assumed(8, "x")), state(wider, 0, assumed(8, "x"))
    assert other.watched_share < one.watched_share
    assert other.p_seen < one.p_seen
    assert other.bound.high == pytest.approx(one.bound.high)


def test_weights_say_where_violations_are_expected():
    cells = grid(SECTOR, 4000)
    east = weighted(cells, np.where(cells.lon > 38.0, 1.0, 0.0))
    sites = Sites.make(1, model="camera", lat=48.0, lon=38.1)
    assert look(east, DAY, SHELL, sites).p_sector[0] > look(cells, DAY, SHELL, sites).p_sector[0]
    with pytest.raises(DataError, match="not all 0"):
        weighted(cells, np.zeros(len(cells)))


def test_independent_observers_are_asked_for():
    cells, w = grid(SECTOR, 5000), always(network(12))
    assert look(cells, DAY, SHELL, w, at_least=3).p_sector[0] < look(cells, DAY, SHELL, w).p_sector[0]
