"""Links: what the cells and the index find is what comparing every two reports finds."""

from __future__ import annotations

import numpy as np
import pytest

from ceasewatch.fusion import cells, packed
from ceasewatch.fusion.asked import find_links
from ceasewatch.fusion.evidence import Evidence, numbers
from ceasewatch.fusion.grid import near
from ceasewatch.fusion.index import Index
from ceasewatch.fusion.links import links_in, odds
from ceasewatch.fusion.parameters import DEFAULT
from ceasewatch.fusion.patterns import Patterns
from ceasewatch.model.table import Int, Real

GATE, CUT = 3.3, 0.0


def reports(seed: int, n: int, lat: float, lon: float) -> Evidence:
    """Reports of all sharpnesses about a few happenings around (lat, lon), some of them by name."""
    rng = np.random.default_rng(seed)
    table = Patterns(DEFAULT.errors.confusion).table
    real, code = np.zeros((n, packed.REALS)), np.full((n, packed.CODES), -1, np.int64)
    at = rng.integers(0, 12, n)
    sd = 10.0 ** rng.uniform(2.0, 4.6, n)
    real[:, packed.LAT] = np.clip(lat + rng.normal(0, 0.3, 12)[at] + rng.normal(0, 1, n) * sd / 111e3, -90, 90)
    wide = 111e3 * np.maximum(0.05, np.cos(np.radians(real[:, packed.LAT])))
    real[:, packed.LON] = lon + rng.normal(0, 0.4, 12)[at] + rng.normal(0, 1, n) * sd / wide
    real[:, packed.LON] = (real[:, packed.LON] + 180.0) % 360.0 - 180.0
    real[:, packed.COS] = np.cos(np.radians(real[:, packed.LAT]))
    real[:, packed.EE] = real[:, packed.NN] = sd**2
    real[:, packed.TAIL], real[:, packed.FACTOR2] = 0.05, 16.0
    length = 10.0 ** rng.uniform(1.0, 5.0, n)
    begin = rng.uniform(0, 2e5, 12)[at] - rng.uniform(0, 1, n) * length
    real[:, packed.START], real[:, packed.END] = begin, begin + length
    real[:, packed.CLOCK2], real[:, packed.CLOCK_TAIL], real[:, packed.CLOCK_FACTOR2] = 900.0, 0.05, 100.0
    real[:, packed.COUNT], real[:, packed.RATE], real[:, packed.PEAK] = np.nan, -4.0, np.inf
    real[:, packed.SPREAD] = np.log(sd**2 * length)
    code[:, packed.PATTERN], code[:, packed.LASTING], code[:, packed.WEAPON] = 0, 0, 0
    named = rng.random(n) < 0.1
    code[named, packed.NAME] = at[named] + (1 << 17) * (at[named] % 2)
    real[named, packed.LAT] = np.nan
    return Evidence(real, code, table, numbers(DEFAULT))


def given(e: Evidence) -> tuple[Real, Int, Real, Real, Real, Real]:
    """Evidence as compiled code takes it."""
    return e.real, e.code, e.kinds, e.prior, e.weapons, e.numbers


PLACES = [(48.0, 37.0), (0.1, 179.95), (-64.0, -179.9), (89.2, 10.0), (-89.6, 179.0)]


@pytest.mark.parametrize("age_rows", [20, 16_384])
@pytest.mark.parametrize("place", PLACES)
def test_cells_find_what_comparing_every_two_reports_finds(
    place: tuple[float, float], age_rows: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cells, "_AGE_ROWS", age_rows)
    e = reports(7, 260, *place)
    rows = np.arange(0, len(e), dtype=np.int64)[3:-2]
    pairs, found = links_in(*given(e), rows, GATE, CUT)
    wanted = {
        (i, j)
        for i in rows.tolist()
        for j in rows.tolist()
        if i < j and near(e.real, e.code, i, j, GATE) and odds(*given(e), i, j, CUT) > CUT
    }
    assert len(wanted) > 100
    assert [tuple(p) for p in pairs.tolist()] == sorted(wanted)
    assert (found > CUT).all()


@pytest.mark.parametrize("place", PLACES)
def test_index_finds_the_other_ends(place: tuple[float, float]) -> None:
    e = reports(8, 260, *place)
    rows = np.arange(len(e), dtype=np.int64)
    pairs, _ = links_in(*given(e), rows, GATE, CUT)
    index = Index(GATE)
    index.insert(e.real, e.code, rows)
    asked = rows[::7]
    met = find_links(*given(e), index.names, index.heads, index.follower, index.levels, asked, GATE, CUT)
    mine = np.isin(pairs, asked)
    assert sorted(met.tolist()) == sorted([*pairs[mine[:, 0], 1].tolist(), *pairs[mine[:, 1], 0].tolist()])


def test_no_reports_have_no_links() -> None:
    e = reports(9, 5, 48.0, 37.0)
    pairs, found = links_in(*given(e), np.zeros(0, np.int64), GATE, CUT)
    assert pairs.shape == (0, 2)
    assert found.shape == (0, 1)
