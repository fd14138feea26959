"""The state of holdings at a date."""

from __future__ import annotations

import random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ceasewatch.agreement.holdings import state
from ceasewatch.model import Count
from ceasewatch.model.errors import DataError
from ceasewatch.model.holding import Absence, Access, Remark


def test_declared_inspected_missing_and_moved(entry: Any, day: Any) -> None:
    declared = entry("declared", 10, day=1, site="s1", serials=tuple("abcdefghij"))
    checked = entry("inspected", day=5, site="s1", serials=tuple("abcdefgh"))
    moved = entry(
        "moved", day=7, site="s1", to_site="s2", to_zone="Z", serials=("a", "b"), arrived_at=day(9), escorted=True
    )
    (before,) = state([declared, checked], at=day(6))
    assert before.declared == Count.exactly(10)
    assert before.inspected == Count.exactly(8)
    assert before.missing == Count.exactly(2)
    assert before.absences == (Absence(remark=Remark.first_time_missing, n=2, serials=("i", "j")),)
    assert before.remarks == (Remark.first_time_missing, Remark.not_compliant)
    one, way = state([declared, checked, moved], at=day(8))
    assert (one.declared, one.inspected, one.moved_out) == (Count.exactly(8), Count.exactly(6), Count.exactly(2))
    assert (way.in_transit_since, way.serials, way.site) == (day(7), ("a", "b"), "")
    one, two = state([declared, checked, moved], at=day(9))
    assert (one.site, one.serials) == ("s1", tuple("cdefghij"))
    assert (two.site, two.serials, two.moved_in) == ("s2", ("a", "b"), Count.exactly(2))


def test_unless_monitors_went_along_what_was_found_may_still_be_there(entry: Any, day: Any) -> None:
    checked = entry("inspected", 8, day=5, site="s1")
    (one, _) = state([checked, entry("moved", 3, day=7, site="s1", to_site="s2")], at=day(8))
    assert one.inspected == Count(lowest=5, highest=8)


def test_again_missing_is_told_from_still_missing(entry: Any, day: Any) -> None:
    entries = [entry("declared", day=1, site="s1", serials=("a", "b", "c"))]
    for n, found in enumerate((("b", "c"), ("b",), ("a", "b"), ("b", "c"))):
        entries.append(entry("inspected", day=2 + n, site="s1", serials=found))
    told = [{a.remark: a.serials for a in state(entries, at=day(2 + n))[0].absences} for n in range(4)]
    assert told[0] == {Remark.first_time_missing: ("a",)}
    assert told[1] == {Remark.first_time_missing: ("c",), Remark.missing: ("a",)}
    assert told[2] == {Remark.missing: ("c",)}
    assert told[3] == {Remark.again_missing: ("a",)}


def test_without_serial_numbers_as_few_as_possible_are_called_new(entry: Any, day: Any) -> None:
    entries = [entry("declared", 10, day=1, site="s1")]
    entries += [entry("inspected", n, day=2 + k, site="s1") for k, n in enumerate((7, 9, 5))]
    told = [{a.remark: a.n for a in state(entries, at=day(2 + k))[0].absences} for k in range(3)]
    assert told == [
        {Remark.first_time_missing: 3},
        {Remark.missing: 1},
        {Remark.first_time_missing: 2, Remark.missing: 1, Remark.again_missing: 2},
    ]


def test_no_access_is_neither_found_nor_missing(entry: Any, day: Any) -> None:
    entries = [entry("declared", 10, day=1, site="s1"), entry("inspected", day=2, site="s1", access=Access.denied)]
    (one,) = state(entries, at=day(3))
    assert one.inspected is None
    assert one.missing == Count.exactly(0)
    assert one.remarks == (Remark.could_not_verify,)


def test_unmet_criteria_and_what_nobody_declared_have_their_words(entry: Any, day: Any) -> None:
    first = entry("inspected", 2, day=2, site="s1", unmet=("serials",))
    again = entry("inspected", 2, day=3, site="s1", recheck_of=first.id)
    assert state([first], at=day(3))[0].remarks == (Remark.could_not_verify, Remark.undeclared)
    assert state([first, again], at=day(3))[0].remarks == (Remark.undeclared, Remark.rechecked)


def test_partial_access_gives_no_upper_bound(entry: Any, day: Any) -> None:
    (one,) = state([entry("inspected", 4, day=2, site="s1", access=Access.partial)], at=day(3))
    assert one.inspected == Count(lowest=4, highest=None)


def test_corrections_supersede_and_earlier_knowledge_can_be_asked_for(entry: Any, day: Any) -> None:
    wrong = entry("declared", 10, id="d", recorded_at=day(1))
    right = entry("declared", 12, id="d2", supersedes="d", recorded_at=day(20))
    late = entry("declared", 13, id="d3", supersedes="d", recorded_at=day(30))
    assert [h.declared for h in state([right, wrong], at=day(9))] == [Count.exactly(12)]
    assert [h.declared for h in state([right, wrong], at=day(9), known=day(19))] == [Count.exactly(10)]
    assert [h.declared for h in state([late, wrong, right], at=day(9))] == [Count.exactly(13)]


def test_a_correction_may_move_an_entry_to_another_day(entry: Any, day: Any) -> None:
    wrong, right = entry("declared", 10, id="d", day=1), entry("declared", 10, id="d2", day=40, supersedes="d")
    assert state([wrong, right], at=day(9)) == ()


def test_circles_and_double_ids_are_refused(entry: Any, day: Any) -> None:
    other = entry("declared", 1, id="other")
    circle = [entry("declared", 1, id="a", supersedes="b"), entry("declared", 1, id="b", supersedes="a")]
    with pytest.raises(DataError, match="circle"):
        state([other, *circle], at=day(9))
    with pytest.raises(DataError, match="this id"):
        state([other, entry("declared", 2, id="other")], at=day(9))


def test_a_movement_goes_somewhere_and_does_not_arrive_before_it_leaves(entry: Any, day: Any) -> None:
    with pytest.raises(ValueError, match="where it began"):
        entry("moved", 1, site="s1", to_site="s1", to_zone="Z")
    with pytest.raises(ValueError, match="before it leaves"):
        entry("moved", 1, day=5, site="s1", to_site="s2", arrived_at=day(4))


def test_serial_numbers_and_counts_agree(entry: Any) -> None:
    with pytest.raises(ValueError, match="occurs twice"):
        entry("seen", 2, serials=("a", "a"))
    with pytest.raises(ValueError, match="at most 1"):
        entry("seen", 1, serials=("a", "b"))


@given(st.data())
def test_the_order_in_which_entries_come_does_not_matter(entry: Any, day: Any, data: st.DataObject) -> None:
    def one(k: int) -> Any:
        kind = data.draw(st.sampled_from(("declared", "inspected", "seen", "moved")))
        place = {"site": data.draw(st.sampled_from(("s1", "s2")))}
        to = {"to_site": "s3", "to_zone": "Z", "arrived_at": day(9)} if kind == "moved" else {}
        n = data.draw(st.integers(0, 5))
        older = {"supersedes": f"e{data.draw(st.integers(0, k - 1))}"} if k and data.draw(st.booleans()) else {}
        return entry(kind, n, id=f"e{k}", day=data.draw(st.integers(1, 8)), **place, **to, **older)

    entries = [one(k) for k in range(data.draw(st.integers(1, 8)))]
    shuffled = random.Random(data.draw(st.integers(0, 99))).sample(entries, len(entries))
    at = day(data.draw(st.integers(1, 10)))
    assert state(shuffled, at=at) == state(entries, at=at)
