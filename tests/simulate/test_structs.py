import numpy as np
import pytest

from ceasewatch.geo.tabulate import tabulate
from ceasewatch.simulate.structs import language_of, observations

EXACT = (
    "ids", "reported_us", "start_us", "end_us", "sense", "place_kind", "observer_kind", "role", "weapon", "feed",
    "observer", "origin", "source", "name", "text", "urls", "seq", "recorded_us",
)  # fmt: skip

WITHIN = {
    "lat": 1e-7, "lon": 1e-7, "var_ee": 1.0, "var_en": 1.0, "var_nn": 1.0, "count_best": 0.0, "count_lowest": 0.0,
    "count_highest": 0.0,
}  # fmt: skip


@pytest.fixture(scope="module")
def back(front):
    rows = observations(front)
    return rows, tabulate(rows, seq=front.table.seq, recorded_us=front.table.recorded_us)


@pytest.mark.parametrize("column", EXACT)
def test_columns_come_back(front, back, column):
    assert list(getattr(back[1], column)) == list(getattr(front.table, column))


@pytest.mark.parametrize(("column", "within"), WITHIN.items())
def test_numbers_come_back_within_rounding(front, back, column, within):
    assert np.allclose(getattr(back[1], column), getattr(front.table, column), rtol=0, atol=within, equal_nan=True)


def test_kinds_come_back(front, back):
    assert np.array_equal(back[1].kind_p, front.table.kind_p)


def test_language_is_that_of_the_script(back):
    assert {o.language for o in back[0]} == {"", "en", "ru"}
    assert language_of("Взрыв в Мерестед") == "ru"
    assert language_of("Blast") == "en"
