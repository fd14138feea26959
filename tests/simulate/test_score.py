"""Measures of agreement against brute force over pairs and rows."""

from __future__ import annotations

import itertools
import math
import time
from dataclasses import dataclass
from statistics import mean

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ceasewatch.model.errors import DataError
from ceasewatch.model.table import Members
from ceasewatch.simulate import score

LABELS = st.integers(-1, 5)


@st.composite
def two_groupings(draw: st.DrawFn) -> tuple[list[int], list[int]]:
    rows = draw(st.integers(0, 14))
    column = st.lists(LABELS, min_size=rows, max_size=rows)
    return draw(column), draw(column)


@st.composite
def two_overlapping(draw: st.DrawFn) -> tuple[list[set[int]], list[set[int]]]:
    rows = draw(st.integers(0, 10))
    column = st.lists(st.sets(st.integers(0, 4), max_size=3), min_size=rows, max_size=rows)
    return draw(column), draw(column)


def together(labels: list[int], i: int, j: int) -> bool:
    return i == j or (labels[i] == labels[j] != -1)


def f1(precision: float, recall: float) -> float:
    return 2 * precision * recall / (precision + recall) if precision + recall else 0.0


@given(two_groupings())
def test_pairs_as_counted_one_by_one(groupings: tuple[list[int], list[int]]) -> None:
    truth, found = groupings
    pairs = list(itertools.combinations(range(len(truth)), 2))
    put, belong = ([together(x, i, j) for i, j in pairs] for x in (found, truth))
    right = sum(a and b for a, b in zip(put, belong, strict=True))
    expected = (right / sum(put) if any(put) else 1.0, right / sum(belong) if any(belong) else 1.0)
    assert score.pair_scores(truth, found) == pytest.approx((*expected, f1(*expected)))


@given(two_groupings())
def test_bcubed_as_counted_row_by_row(groupings: tuple[list[int], list[int]]) -> None:
    truth, found = groupings
    rows = range(len(truth))
    if not truth:
        assert score.bcubed([], []) == (1, 1, 1)
        return

    def share(given_: list[int], asked: list[int], i: int) -> float:
        mates = [j for j in rows if together(given_, i, j)]
        return mean(together(asked, i, j) for j in mates)

    expected = (mean(share(found, truth, i) for i in rows), mean(share(truth, found, i) for i in rows))
    assert score.bcubed(truth, found) == pytest.approx((*expected, f1(*expected)))


@given(two_groupings())
def test_the_roles_exchanged_exchange_precision_and_recall(groupings: tuple[list[int], list[int]]) -> None:
    for measure in (score.pair_scores, score.bcubed):
        there, back = measure(*groupings), measure(*groupings[::-1])
        assert (there.precision, there.recall) == pytest.approx((back.recall, back.precision))


@given(two_overlapping())
def test_extended_bcubed_as_defined(sets: tuple[list[set[int]], list[set[int]]]) -> None:
    truth, found = ([s or {100 + i} for i, s in enumerate(side)] for side in sets)

    def one(given_: list[set[int]], asked: list[set[int]]) -> float:
        def of(i: int) -> float:
            mates = [j for j in range(len(given_)) if given_[i] & given_[j]]
            shared = [(len(given_[i] & given_[j]), len(asked[i] & asked[j])) for j in mates]
            return mean(min(g, a) / g for g, a in shared)

        return mean(of(i) for i in range(len(given_))) if given_ else 1.0

    expected = (one(found, truth), one(truth, found))
    assert score.extended_bcubed(*sets) == pytest.approx((*expected, f1(*expected)))


def test_extended_bcubed_in_blocks_is_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    rng = np.random.default_rng(5)
    sets = [set(rng.integers(0, 9, rng.integers(0, 4)).tolist()) for _ in range(60)]
    other = [set(rng.integers(0, 9, rng.integers(0, 4)).tolist()) for _ in range(60)]
    whole = score.extended_bcubed(sets, other)
    monkeypatch.setattr("ceasewatch.simulate.score.extended._BLOCK_PAIRS", 50)
    assert score.extended_bcubed(sets, other) == pytest.approx(whole)


@given(two_groupings())
def test_extended_bcubed_of_single_labels_is_bcubed(groupings: tuple[list[int], list[int]]) -> None:
    truth, found = groupings
    assert score.extended_bcubed([{x} for x in truth], [{x} for x in found]) == pytest.approx(
        score.bcubed(truth, found)
    )


@given(st.lists(st.tuples(st.floats(0, 1), st.booleans()), max_size=40), st.integers(1, 25))
def test_calibration_as_counted_bin_by_bin(said: list[tuple[float, bool]], bins: int) -> None:
    edges = np.linspace(0, 1, bins + 1)
    bin_of = [min(sum(p >= e for e in edges) - 1, bins - 1) for p, _ in said]
    gaps = []
    for b in range(bins):
        inside = [s for s, where in zip(said, bin_of, strict=True) if where == b]
        if inside:
            gaps.append(len(inside) * abs(mean(p for p, _ in inside) - mean(r for _, r in inside)))
    p, right = [s[0] for s in said], [s[1] for s in said]
    if not said:
        assert math.isnan(score.ece(p, right, bins))
        assert math.isnan(score.brier(p, right))
        return
    assert score.ece(p, right, bins) == pytest.approx(sum(gaps) / len(said))
    assert score.brier(p, right) == pytest.approx(mean((x - r) ** 2 for x, r in said))
    assert score.reliability(p, right, bins).number.sum() == len(said)


@given(two_groupings())
def test_echo_accuracy_as_counted(groupings: tuple[list[int], list[int]]) -> None:
    truth, found = ([x if x != -1 else 100 + i for i, x in enumerate(side)] for side in groupings)

    def most(of: list[int], value: list[int], label: int) -> int:
        held = [v for o, v in zip(of, value, strict=True) if o == label]
        return min(set(held), key=lambda v: (-held.count(v), v))

    copies = [i for i, o in enumerate(truth) if truth.count(o) > 1]
    result = score.echo_accuracy(*groupings)
    if copies:
        assert result.right == pytest.approx(mean(most(truth, found, truth[i]) == found[i] for i in copies))
    else:
        assert math.isnan(result.right)
    if truth:
        wrong = mean(most(found, truth, f) != o for o, f in zip(truth, found, strict=True))
        assert result.false == pytest.approx(wrong)
    assert (result.origins_true, result.origins_found) == (len(set(truth)), len(set(found)))


@given(two_groupings())
def test_matches_are_each_others_best(groupings: tuple[list[int], list[int]]) -> None:
    truth, found = groupings
    rows = [(t, f) for t, f in zip(truth, found, strict=True) if t != -1 != f]

    def best(label: int, side: int) -> int:
        other = [r[1 - side] for r in rows if r[side] == label]
        return min(set(other), key=lambda x: (-other.count(x), x))

    expected = [(t, f, rows.count((t, f))) for t, f in sorted(set(rows)) if best(t, 0) == f and best(f, 1) == t]
    assert [tuple(map(int, m)) for m in zip(*score.matches(truth, found), strict=True)] == expected


@dataclass
class Incidents:
    members: Members


def held(offsets: np.ndarray, row: np.ndarray, p: np.ndarray) -> Members:
    return Members(offsets, row, p, np.full(len(row), "", object))


@st.composite
def stated(draw: st.DrawFn) -> tuple[Incidents, list[int], list[int], score.Alternatives]:
    rows = draw(st.integers(1, 10))
    where = np.array(draw(st.lists(st.integers(0, 3), min_size=rows, max_size=rows)))
    order, sizes = np.argsort(where, kind="stable"), np.bincount(where, minlength=4)
    p = np.array(draw(st.lists(st.sampled_from([0.001, 0.2, 0.9]), min_size=rows, max_size=rows)))
    event = draw(st.lists(st.integers(-1, 2), min_size=rows, max_size=rows))
    origin = draw(st.lists(st.integers(-1, 2), min_size=rows, max_size=rows))
    also = [(i, c) for i in range(rows) for c in range(4) if where[i] != c and draw(st.booleans())]
    other = score.Alternatives(
        np.array([i for i, _ in also], np.int64), np.array([c for _, c in also], np.int64), np.full(len(also), 0.1)
    )
    return Incidents(held(np.concatenate([[0], np.cumsum(sizes)]), order, p)), event, origin, other


@given(stated())
def test_memberships_as_voted(case: tuple[Incidents, list[int], list[int], score.Alternatives]) -> None:
    incidents, event, origin, also = case
    about = [e if e != -1 else 100 + i for i, e in enumerate(event)]
    source = [o if o != -1 else 100 + i for i, o in enumerate(origin)]
    members = incidents.members
    parts = [members.row[a:b].tolist() for a, b in itertools.pairwise(members.offsets)]

    def right(i: int, c: int) -> bool:
        ballots = {(source[j], about[j]) for j in parts[c] if j != i}
        votes = [e for _, e in ballots]
        return votes.count(about[i]) > 0 and votes.count(about[i]) == max(votes.count(e) for e in votes)

    said = [
        (i, c, p)
        for c, (a, b) in enumerate(itertools.pairwise(members.offsets))
        for i, p in zip(members.row[a:b], members.p[a:b], strict=True)
        if b - a > 1
    ]
    said += list(zip(also.row, also.incident, also.p, strict=True))
    expected = [(int(i), int(c), float(p), right(i, c)) for i, c, p in said if p >= 0.01]
    got = score.memberships(incidents, event, origin=origin, alternatives=also)
    rows = zip(got.row, got.incident, got.p, got.right, strict=True)
    assert [(int(i), int(c), float(p), bool(r)) for i, c, p, r in rows] == expected


def test_copies_of_one_origin_have_one_vote() -> None:
    incidents = Incidents(held(np.array([0, 4]), np.array([0, 1, 2, 3]), np.full(4, 0.9)))
    by_copies = score.memberships(incidents, [7, 7, 7, 8], origin=[1, 1, 1, 2])
    assert by_copies.right.tolist() == [True, True, True, False]
    by_origins = score.memberships(incidents, [7, 7, 8, 8], origin=[1, 1, 2, 3])
    assert by_origins.right.tolist() == [False, False, True, True]


def test_errors_of_place_time_and_count() -> None:
    assert score.place_error_m([-45.0, np.nan], [-125.0, 1], [-45.01, 2], [-125.0, 2])[0] == pytest.approx(
        1111.5, abs=2
    )
    assert score.spread([1, -3, np.nan, 2]) == (3, 2, pytest.approx(2.8))
    assert score.time_error_s([0], [10_000_000], [4_000_000], [6_000_000]) == pytest.approx([0])
    assert score.time_error_s([0], [0], [-2_000_000], [0]) == pytest.approx([-1])
    counted = score.count_error([10, 4, 3], [5, 5, np.nan], [5, 8, 1], [12, 9, 1])
    assert counted == (pytest.approx(2), 0.5, pytest.approx(-1 / 14))
    assert all(math.isnan(x) for x in score.count_error([], [], [], []))
    assert score.spread([]).number == 0


def test_the_share_inside_the_ellipse_is_95_in_100_for_true_gaussians() -> None:
    from ceasewatch.geo.geodesic import from_plane

    rng = np.random.default_rng(3)
    n, covariance = 4000, np.array([[9e4, -5e4], [-5e4, 16e4]])
    east, north = rng.multivariate_normal([0, 0], covariance, n).T
    lat, lon = from_plane(-45.0, -125.0, east, north)

    parts = (np.full(n, covariance[i, j]) for i, j in ((0, 0), (0, 1), (1, 1)))
    places = score.Ellipses(np.full(n, -45.0), np.full(n, -125.0), *parts)
    assert np.mean(score.inside_ellipse(lat, lon, places)) == pytest.approx(0.95, abs=0.012)


def test_wrong_columns_are_refused() -> None:
    with pytest.raises(DataError, match="2 true labels for 1"):
        score.pair_scores([1, 2], [1])
    with pytest.raises(DataError, match="integers"):
        score.bcubed([0.5], [1])
    with pytest.raises(DataError, match="between 0 and 1"):
        score.ece([1.5], [True])
    with pytest.raises(DataError, match="0 bins"):
        score.reliability([0.5], [True], 0)
    with pytest.raises(DataError, match="shape"):
        score.brier([0.5], [True, False])
    with pytest.raises(DataError, match="origins"):
        score.memberships(Incidents(held(np.array([0]), np.array([], int), np.array([]))), [1], origin=[1, 2])


def test_a_million_rows_take_less_than_two_seconds_each() -> None:
    rng = np.random.default_rng(0)
    truth, found = (rng.integers(-1, 400_000, 1_000_000) for _ in range(2))
    order = np.argsort(found, kind="stable")
    offsets = np.searchsorted(found[order], np.arange(-1, 400_001))
    incidents = Incidents(held(offsets, order, rng.random(1_000_000)))
    for work in (
        lambda: score.pair_scores(truth, found),
        lambda: score.bcubed(truth, found),
        lambda: score.ece(rng.random(1_000_000), truth > 5),
        lambda: score.echo_accuracy(truth, found),
        lambda: score.memberships(incidents, truth, origin=found),
    ):
        began = time.process_time()
        work()
        assert time.process_time() - began < 2.0
