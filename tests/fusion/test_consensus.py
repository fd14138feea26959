"""Time of an incident whose observers' clocks disagree."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ceasewatch.fusion.consensus import agreed
from ceasewatch.fusion.entries import Entries

Votes = list[tuple[int, int, str]]
"""(start, end, origin)"""


def times(votes: Votes) -> tuple[int, int]:
    n = len(votes)
    origins = [o for _, _, o in votes]
    e = Entries(
        row=np.arange(n),
        incident=np.zeros(n, np.int64),
        first=np.array([0]),
        size=np.array([n]),
        p=np.ones(n),
        weight=np.array([1 / origins.count(o) for o in origins]),
        origins=np.array([len(set(origins))]),
        source=np.arange(n),
    )
    start, end = (np.array([v[k] for v in votes], np.int64) for k in (0, 1))
    low, high = agreed(start, end, e, np.array([0]))
    return int(low[0]), int(high[0])


@pytest.mark.parametrize(
    ("votes", "expected"),
    [
        ([(600, 601, "a"), (600, 602, "b"), (660, 661, "c"), (0, 3600, "press")], (600, 601)),
        ([(600, 601, "a"), (660, 661, "b"), (0, 3600, "press")], (600, 661)),
        ([(600, 601, "a"), (660, 661, "b")], (600, 661)),
        ([(600, 601, "a"), (600, 601, "b"), *[(900, 901, "copied")] * 7], (600, 601)),
        ([(600, 601, "a"), *[(900, 901, "copied")] * 3], (600, 901)),
        ([(0, 10, "a"), (10, 20, "b"), (30, 40, "c")], (10, 10)),
        ([(5, 5, "a"), (5, 5, "b"), (9, 9, "c")], (5, 5)),
    ],
    ids=[
        "one clock is off",
        "who is right",
        "nobody shares",
        "copies are one vote",
        "a third is no less",
        "touch",
        "instants",
    ],
)
def test_what_most_origins_share(votes: Votes, expected: tuple[int, int]) -> None:
    assert times(votes) == expected


interval = st.tuples(st.integers(0, 50), st.integers(0, 20)).map(lambda p: (p[0], p[0] + p[1]))


@given(st.lists(st.tuples(interval, st.sampled_from("abcdef")), min_size=1, max_size=8), st.randoms())
def test_it_is_a_function_of_the_set_and_as_good_as_any_moment(found, random) -> None:
    votes = [(*times_, origin) for times_, origin in found]
    low, high = times(votes)
    shuffled = random.sample(votes, len(votes))
    assert times(shuffled) == (low, high)
    weight = {o: 1 / sum(v[2] == o for v in votes) for _, _, o in votes}
    shared = [sum(weight[o] for a, b, o in votes if a <= t <= b) for t in range(71)]
    best = [t for t, share in enumerate(shared) if share > max(shared) - 1e-6]
    assert (low, high) == (best[0], best[-1])
