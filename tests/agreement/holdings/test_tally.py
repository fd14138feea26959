"""How many different items several passes saw."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from ceasewatch.agreement.holdings.tally import Pass, passes_of, tally

SERIALS = st.frozensets(st.sampled_from("abcdefgh"), max_size=4)


@st.composite
def one_pass(draw: st.DrawFn) -> Pass:
    serials = draw(SERIALS)
    low = len(serials) + draw(st.integers(0, 20))
    return Pass(low, low + draw(st.integers(0, 5)), serials)


PASSES = st.lists(one_pass(), max_size=5)


@given(PASSES, one_pass())
def test_more_passes_never_narrow_the_upper_bound_below_the_largest_pass(passes: list[Pass], more: Pass) -> None:
    before, after = tally(passes), tally([*passes, more])
    assert after.most_high >= max(p.high for p in [*passes, more])
    assert after.most_high >= before.most_high
    assert after.least_low >= before.least_low
    assert after.least_low <= after.most_low <= after.most_high
    assert after.least_low <= after.least_high <= after.most_high


@given(PASSES, st.randoms())
def test_the_order_of_passes_does_not_matter(passes: list[Pass], random: Any) -> None:
    shuffled = random.sample(passes, len(passes))
    assert tally(shuffled)[:6] == tally(passes)[:6]


@given(st.lists(st.frozensets(st.sampled_from("abcdefgh")), min_size=1, max_size=5))
def test_with_all_serial_numbers_read_it_is_exact(sets: list[frozenset[str]]) -> None:
    told = tally([Pass(len(s), len(s), s) for s in sets])
    different = len(frozenset().union(*sets))
    assert told[:4] == (different,) * 4


@given(st.lists(st.lists(st.integers(0, 9), max_size=8, unique=True), min_size=1, max_size=4))
def test_the_true_number_lies_between_the_bounds(seen: list[list[int]]) -> None:
    """Items 0 to 4 show their serial numbers, the others do not."""
    passes = [Pass(len(s), len(s), frozenset(str(i) for i in s if i < 5)) for s in seen]
    told, different = tally(passes), len({i for s in seen for i in s})
    assert told.least_low <= different <= told.most_high


def test_sightings_of_one_pass_add_up(entry: Any) -> None:
    together = [entry("seen", 20, pass_id="f1"), entry("seen", 21, pass_id="f1"), entry("seen", 36, pass_id="f2")]
    assert [(p.low, p.high) for p in passes_of(together)] == [(41, 41), (36, 36)]
    assert tally(passes_of(together)).most_high == 77
    assert len(passes_of([entry("seen", 1), entry("seen", 2)])) == 2, "without a pass each is one of its own"
