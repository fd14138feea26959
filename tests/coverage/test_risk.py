"""Prior risk: unseen is not safe."""

from __future__ import annotations

import numpy as np
import pytest
import shapely

from ceasewatch.coverage import grid
from ceasewatch.coverage.risk import PRIOR_DAYS, PRIOR_EVENTS, risk

CELLS = grid(shapely.box(37.8, 47.9, 38.2, 48.1), 2500)
NONE = np.zeros(0)


def test_watched_and_quiet_is_safer_than_unwatched():
    watched = np.where(CELLS.lon < 38.0, 60.0, 0.0)
    r = risk(CELLS, NONE, NONE, watched)
    assert r[CELLS.lon >= 38.0] == pytest.approx(1 - np.exp(-PRIOR_EVENTS / PRIOR_DAYS))
    assert (r[CELLS.lon < 38.0] < r[CELLS.lon >= 38.0].min()).all()


def test_violations_raise_it_around_them_and_are_counted_once():
    lat, lon = np.full(20, 48.0), np.full(20, 38.0)
    exposure = np.full(len(CELLS), 30.0)
    before, after = risk(CELLS, NONE, NONE, exposure), risk(CELLS, lat, lon, exposure)
    nearest = np.argmin((CELLS.lat - 48.0) ** 2 + (CELLS.lon - 38.0) ** 2)
    assert np.argmax(after) == nearest
    rates = -np.log1p(-after) + np.log1p(-before)
    assert rates.sum() * (30 + PRIOR_DAYS) == pytest.approx(20)


def test_a_violation_far_away_tells_nothing():
    exposure = np.full(len(CELLS), 30.0)
    far = risk(CELLS, np.array([45.0]), np.array([30.0]), exposure)
    assert far == pytest.approx(risk(CELLS, NONE, NONE, exposure))
