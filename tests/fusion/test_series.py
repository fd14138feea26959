"""Counts over overlapping intervals: what adds, what does not, and the three series near Zolote."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from ceasewatch.fusion.series import HEARS, Counted, reconcile

MINUTE = 60_000_000
NAN = float("nan")

Row = tuple[int, int, float, float, float, int, bool, bool]


def counted(rows: list[Row]) -> Counted:
    """One incident; rows of (start minute, end minute, lowest, best, highest, source, series, part)."""
    start, end, low, best, high, source, series, part = zip(*rows, strict=True)
    return Counted(
        incident=np.zeros(len(rows), np.int64),
        start_us=np.array(start, np.int64) * MINUTE,
        end_us=np.array(end, np.int64) * MINUTE,
        lowest=np.array(low, float),
        best=np.array(best, float),
        highest=np.array(high, float),
        source=np.array(source, np.int64),
        series=np.array(series, bool),
        part=np.array(part, bool),
    )


def numbers(*rows: Row) -> tuple[float, float, float]:
    """Lowest, best, highest of one incident."""
    low, best, high = reconcile(counted(list(rows)), 1)
    return float(low[0]), float(best[0]), float(high[0])


def exactly(n: float, start: int, end: int, source: int, *, series: bool = True, part: bool = False) -> Row:
    return start, end, n, n, n, source, series, part


PATROL_FIRST = exactly(7, 610, 610, 1)
PATROL_SECOND = exactly(15, 625, 660, 1)
CAMERA = exactly(9, 515, 613, 2)


def test_series_near_zolote_are_thirty_one() -> None:
    """Handbook 1.4: one patrol's seven at 10:10 and fifteen from 10:25; the camera's nine overlap neither fully."""
    low, best, high = numbers(CAMERA, PATROL_FIRST, PATROL_SECOND)
    assert (low, best, high) == (24, 31, 31)


def test_one_patrols_two_series_add() -> None:
    assert numbers(PATROL_FIRST, PATROL_SECOND) == (22, 22, 22)


def test_one_series_that_two_heard_is_not_added() -> None:
    low, best, high = numbers(exactly(7, 600, 630, 1), exactly(9, 600, 630, 2))
    assert (low, best) == (9, 9)
    assert 9 <= high <= 9 / HEARS


def test_half_overlapping_series_share_what_they_share() -> None:
    assert numbers(exactly(10, 600, 620, 1), exactly(10, 610, 630, 2))[:2] == (10, 15)


def test_one_source_counts_once_however_often_it_is_copied() -> None:
    copies = [exactly(5, 600, 630, 1)] + [exactly(12, 600, 630, 1)] * 20
    assert numbers(*copies) == (5, 5, 5)


def test_a_moment_within_a_wide_interval_is_not_spread() -> None:
    assert numbers(exactly(1, 0, 360, 1, series=False), exactly(1, 200, 201, 2, series=False))[:2] == (1, 1)


def test_a_moment_outside_of_a_series_adds() -> None:
    assert numbers(exactly(15, 625, 660, 1), exactly(2, 700, 701, 2, series=False)) == (17, 17, 17)


def test_a_part_says_how_many_at_least() -> None:
    assert numbers(exactly(20, 600, 700, 1), exactly(11, 600, 700, 2, part=True))[:2] == (20, 20)
    assert numbers(exactly(5, 600, 700, 1), exactly(11, 600, 700, 2, part=True))[0] == 11


def test_what_is_not_told_stays_open() -> None:
    low, best, high = numbers((600, 700, 4.0, NAN, NAN, 1, True, False), exactly(3, 600, 700, 2))
    assert (low, best) == (4, 4)
    assert np.isnan(high)
    assert all(np.isnan(reconcile(counted([(0, 1, NAN, NAN, NAN, 1, True, False)]), 2)).ravel())


def test_one_count_stays_as_it_was_told() -> None:
    for told in ((NAN, 12.0, NAN), (2.0, NAN, NAN), (3.0, 4.0, 9.0)):
        assert np.array_equal(numbers((600, 700, *told, 1, True, False)), told, equal_nan=True)


def test_a_best_count_alone_is_lowest_and_highest_beside_others() -> None:
    assert numbers((600, 700, NAN, 12.0, NAN, 1, True, False), exactly(4, 800, 900, 2)) == (16, 16, 16)


@st.composite
def incidents(draw: st.DrawFn) -> list[Row]:
    """Up to seven counts within three hours."""
    rows = []
    for _ in range(draw(st.integers(1, 7))):
        start, length = draw(st.integers(0, 180)), draw(st.integers(0, 90))
        low, more, most = draw(st.integers(1, 20)), draw(st.integers(0, 5)), draw(st.integers(0, 5))
        rows.append((start, start + length, float(low), float(low + more), float(low + more + most),
                     draw(st.integers(0, 3)), draw(st.booleans()), False))  # fmt: skip
    return rows


@given(incidents())
def test_bounds_are_in_order_and_within_the_sum(rows: list[Row]) -> None:
    low, best, high = numbers(*rows)
    assert low <= best <= high
    assert best <= sum(r[3] for r in rows) + 0.5
    assert high <= max(best, sum(r[4] for r in rows) / HEARS)


@given(incidents(), st.integers(0, 6), st.integers(1, 9))
def test_a_larger_count_never_makes_the_numbers_smaller(rows: list[Row], which: int, more: int) -> None:
    start, end, low, best, high, source, series, part = rows[which % len(rows)]
    larger = list(rows)
    larger[which % len(rows)] = (start, end, low + more, best + more, high + more, source, series, part)
    assert all(a <= b for a, b in zip(numbers(*rows), numbers(*larger), strict=True))


@given(incidents(), incidents())
def test_times_apart_add(early: list[Row], late: list[Row]) -> None:
    shifted = [(r[0] + 600, r[1] + 600, *r[2:]) for r in late]
    low, best, _ = numbers(*early, *shifted)
    first, second = numbers(*early), numbers(*late)
    assert low == first[0] + second[0]
    assert abs(best - first[1] - second[1]) <= 1.0


@given(incidents(), st.randoms(use_true_random=False))
def test_the_order_of_different_sources_is_of_no_account(rows: list[Row], shuffle: object) -> None:
    named = [(*r[:5], n, *r[6:]) for n, r in enumerate(rows)]
    mixed = list(named)
    shuffle.shuffle(mixed)  # type: ignore[attr-defined]
    assert numbers(*named) == numbers(*mixed)


def test_lowest_is_the_heaviest_set_of_counts_apart() -> None:
    """The greedy rule solves the linear programme: held against all subsets."""
    rng = np.random.default_rng(4)
    for _ in range(60):
        start = rng.integers(0, 100, 6)
        rows = [exactly(float(n), int(s), int(s + d), k) for k, (s, d, n) in
                enumerate(zip(start, rng.integers(2, 60, 6), rng.integers(1, 9, 6), strict=True))]  # fmt: skip
        heaviest = 0.0
        for mask in range(64):
            chosen = sorted(r for k, r in enumerate(rows) if mask >> k & 1)
            if all(a[1] <= b[0] for a, b in pairwise(chosen)):
                heaviest = max(heaviest, sum(r[2] for r in chosen))
        assert numbers(*rows)[0] == heaviest


def test_many_incidents_at_once_are_each_alone() -> None:
    one = counted([CAMERA, PATROL_FIRST, PATROL_SECOND])
    both = Counted(*(np.concatenate([getattr(one, n)] * 2) for n in Counted.__dataclass_fields__))
    both = replace(both, incident=np.array([0, 0, 0, 2, 2, 2]))
    low, best, high = reconcile(both, 3)
    assert best[[0, 2]].tolist() == [31, 31]
    assert np.isnan([low[1], best[1], high[1]]).all()
