"""Schedules of 14, 30 and 41 days: what starts a stage, order, lateness, and whether both sides step together."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ceasewatch.agreement.clocks import (
    ClockState,
    Fault,
    PhasedRule,
    Point,
    StageEntry,
    StageState,
    StartEntry,
    in_force,
    planned,
    results,
    schedule,
)
from ceasewatch.model.assessment import Outcome
from ceasewatch.model.clause import Moment
from ceasewatch.model.errors import DataError


def stage(m: Any, id_: str, starts: StartEntry, lasts: str, **more: Any) -> StageEntry:
    return StageEntry(id=id_, title=id_, source="ADDENDUM", starts=starts, lasts=m.n(lasts), **more)


@pytest.fixture(scope="module")
def addendum(m: Any) -> PhasedRule:
    """Two days of quiet, then 15 days in one region and 24 in the rest: 41 in all; tanks, guns, mortars in each."""
    weapons = ("tanks", "guns", "mortars")
    return PhasedRule(
        id="addendum",
        parties=("P1", "P2"),
        channel="mission",
        stages=(
            stage(m, "one", StartEntry(condition="quiet", delay=m.n("2 d")), "15 d", steps=weapons),
            stage(m, "two", StartEntry(stage="one", point=Point.due), "24 d", steps=weapons),
        ),
    )


@pytest.fixture(scope="module")
def area(m: Any) -> PhasedRule:
    """Disengagement: both sides within 12 hours of each other, confirmed by both, in three days."""
    return PhasedRule(
        id="area",
        parties=("P1", "P2"),
        mirror=m.n("12 h"),
        confirmed=True,
        channel="mission",
        stages=(stage(m, "withdraw", StartEntry(condition="silence"), "72 h", steps=("leave",)),),
    )


@pytest.fixture(scope="module")
def run(m: Any) -> Callable[..., list[StageState]]:
    """At so many hours after 1 October, when all conditions were met; acts as (stage/step, by, hours[, to])."""
    start = m.t("2015-10-01T00:00")

    def call(rule: PhasedRule, at: float, acts: Any = (), **more: Any) -> list[StageState]:
        notices = [
            m.notice(
                f"n{k}", "acknowledgement" if to else "step_done", by, start + m.h(h), *to, subject=f"{rule.id}/{step}"
            )
            for k, (step, by, h, *to) in enumerate(acts)
        ]
        met = {"quiet": start, "silence": start}
        return list(schedule(rule, met, notices, m.view(start + m.h(at), since=start, **more)))

    return call


def faults(state: StageState) -> set[tuple[str, str, str]]:
    return {(f.party, f.step, str(f.fault)) for f in state.failings}


def test_two_15_and_24_days_make_41(m: Any, addendum: PhasedRule) -> None:
    (_, one), (_, two) = planned(addendum, {"quiet": m.t("2015-10-01T00:00")}, m.zero)
    assert (one.begun, one.due) == (m.t("2015-10-03T00:00"), m.t("2015-10-18T00:00"))
    assert (two.begun, two.due) == (m.t("2015-10-18T00:00"), m.t("2015-11-11T00:00"))
    assert two.due - m.t("2015-10-01T00:00") == m.h(41 * 24)
    assert planned(addendum, {"quiet": None}, m.zero)[1][1].due is None


def test_41_days_across_a_change_of_clocks_are_41_days_and_an_hour(m: Any, addendum: PhasedRule) -> None:
    start = m.t("2015-09-30T21:00")
    (_, two) = planned(addendum, {"quiet": start}, m.kyiv)[1]
    assert two.due is not None
    assert two.due - start == m.h(41 * 24 + 1), "25 October 2015 had 25 hours in Kyiv"


def test_begin_by_the_second_day_and_finish_in_14(m: Any, run: Any) -> None:
    start = Moment(at=m.t("2015-02-15T00:00"), source="PACKAGE, point 2")
    rule = PhasedRule(
        id="package",
        parties=("P1", "P2"),
        stages=(stage(m, "s", StartEntry(date=start), "14 d", begin_within=m.n("2 d"), steps=("begin", "finish")),),
    )
    begun = [m.notice("a", "step_done", "P1", "2015-02-16T08:00", subject="package/s/begin")]
    (s,) = schedule(rule, {}, begun, m.view("2015-02-18T00:00"))
    assert (s.state, s.due) == (ClockState.running, m.t("2015-03-01T00:00"))
    assert faults(s) == {("P2", "begin", "missing")}
    assert (s.failings[0].p_low_ppm, s.failings[0].p_high_ppm) == (0, 1_000_000), "nobody logged, which proves nothing"
    assert any("start 2015-02-15" in u for u in s.unverified)


def test_which_stage_is_in_force(run: Any, addendum: PhasedRule) -> None:
    assert [in_force(run(addendum, 24 * d)) for d in (0, 1, 2, 10)] == [(), (), ("one",), ("one",)]
    done = [(f"one/{w}", p, 24 * 3 + k) for k, w in enumerate(("tanks", "guns", "mortars")) for p in ("P1", "P2")]
    assert in_force(run(addendum, 24 * 10, done)) == ()
    assert in_force(run(addendum, 24 * 20, done)) == ("two",)
    assert in_force(run(addendum, 24 * 20)) == ("one", "two"), "the first is late and still owed"


def test_a_stage_that_waits_for_another_to_be_completed(m: Any, run: Any, addendum: PhasedRule) -> None:
    first, second = addendum.stages
    waits = msgspec.structs.replace(second, starts=StartEntry(stage="one", point=Point.completed))
    rule = msgspec.structs.replace(addendum, stages=(waits, first))
    assert in_force(run(rule, 24 * 40)) == ("one",)
    assert [s.stage for s in run(rule, 0)] == ["two", "one"], "in the order of the pack"


def test_order_within_a_stage(m: Any, run: Any, addendum: PhasedRule) -> None:
    acts = [("one/guns", "P1", 60), ("one/tanks", "P1", 70), ("one/tanks", "P2", 20)]
    one = run(addendum, 100, acts)[0]
    assert faults(one) == {("P1", "guns", "out_of_order"), ("P2", "tanks", "out_of_order")}
    reasons = " ".join(f.reason for f in one.failings)
    assert "P1 took guns 2015-10-03 12:00Z (2015-10-03 12:00 UTC), before tanks" in reasons
    assert "P2 took tanks before its stage began" in reasons


def test_late_and_missing_are_each_partys_own(m: Any, run: Any, addendum: PhasedRule) -> None:
    acts = [(f"one/{w}", "P1", 100 + k) for k, w in enumerate(("tanks", "guns", "mortars"))]
    acts += [("one/tanks", "P2", 100), ("one/guns", "P2", 24 * 18)]
    one = run(addendum, 24 * 19, acts)[0]
    assert one.state is ClockState.late
    assert faults(one) == {("P2", "guns", "late"), ("P2", "mortars", "missing")}
    bounds = {f.step: (f.p_low_ppm, f.p_high_ppm) for f in one.failings}
    assert bounds == {"guns": (1_000_000, 1_000_000), "mortars": (0, 1_000_000)}
    whole = m.log("mission", "2015-09-01T00:00", "2015-12-01T00:00")
    sure = run(addendum, 24 * 19, acts, logs=(whole,))[0]
    assert {f.p_low_ppm for f in sure.failings} == {1_000_000}


def test_the_side_that_stepped_is_not_blamed_for_the_one_that_did_not(run: Any, area: PhasedRule) -> None:
    (alone,) = run(area, 20, [("withdraw/leave", "P1", 5)])
    assert faults(alone) == {("P2", "leave", "not_mirrored")}
    (late,) = run(area, 30, [("withdraw/leave", "P1", 5), ("withdraw/leave", "P2", 18)])
    assert faults(late) == {("P2", "leave", "not_mirrored")}
    assert late.failings[0].p_low_ppm == 1_000_000
    (nobody,) = run(area, 30)
    assert not nobody.failings
    (together,) = run(area, 30, [("withdraw/leave", "P1", 5), ("withdraw/leave", "P2", 17)])
    assert not together.failings


def test_a_step_is_completed_when_both_have_confirmed_it(m: Any, run: Any, area: PhasedRule) -> None:
    done = [("withdraw/leave", "P1", 5), ("withdraw/leave", "P2", 6)]
    (one_word,) = run(area, 100, [*done, ("withdraw/leave", "P1", 8, "P2")])
    assert (one_word.state, one_word.completed) == (ClockState.late, None)
    assert not one_word.failings, "both have left in time; what is missing is a confirmation"
    (both,) = run(area, 100, [*done, ("withdraw/leave", "P1", 8, "P2"), ("withdraw/leave", "P2", 90, "P1")])
    assert (both.state, both.completed) == (ClockState.met, m.t("2015-10-04T18:00"))


def test_results_for_each_party(m: Any, run: Any, addendum: PhasedRule) -> None:
    acts = [(f"one/{w}", "P1", 100 + k) for k, w in enumerate(("tanks", "guns", "mortars"))] + [("two/tanks", "P2", 99)]
    view = m.view(m.t("2015-10-01T00:00") + m.h(24 * 17.5))
    states = run(addendum, 24 * 17.5, acts)
    told = {(r.party, r.subject): (r.outcome, r.state, r.faults) for r in results(addendum, states, view)}
    assert told == {
        ("P1", "addendum/one"): (Outcome.no_breach, ClockState.met, ()),
        ("P2", "addendum/one"): (Outcome.undetermined, ClockState.late, (Fault.missing,)),
        ("P1", "addendum/two"): (Outcome.no_breach, ClockState.running, ()),
        ("P2", "addendum/two"): (Outcome.breach_likely, ClockState.running, (Fault.out_of_order,)),
    }
    waiting = results(addendum, run(addendum, 30, [("one/tanks", "P2", 5)]), view)
    assert [(r.party, r.outcome, r.state) for r in waiting] == [("P2", Outcome.undetermined, ClockState.not_started)]
    assert "nobody knows that what starts its stage had come about" in waiting[0].reasons[0]


DATE = Moment(at=datetime(2015, 10, 1, tzinfo=UTC), source="ADDENDUM")


@pytest.mark.parametrize(
    ("starts", "words"),
    [
        (StartEntry(), "exactly one"),
        (StartEntry(date=DATE, condition="quiet"), "exactly one"),
        (StartEntry(stage="two"), "nothing starts one, two"),
        (StartEntry(stage="nowhere"), "nothing starts one, two"),
    ],
)
def test_what_starts_by_nothing_or_in_a_circle_is_refused(
    m: Any, addendum: PhasedRule, starts: StartEntry, words: str
) -> None:
    one, two = addendum.stages
    rule = msgspec.structs.replace(addendum, stages=(msgspec.structs.replace(one, starts=starts), two))
    with pytest.raises(DataError, match=words):
        planned(rule, {}, m.zero)
    with pytest.raises(DataError, match=words):
        schedule(rule, {}, [], m.view("2015-10-01"))


steps = st.sampled_from(["one/tanks", "one/guns", "one/mortars", "two/tanks"])
acts = st.lists(st.tuples(steps, st.sampled_from(["P1", "P2"]), st.integers(0, 1200)), max_size=8)


@settings(max_examples=25)
@given(drawn=acts, at=st.integers(0, 1300), seed=st.randoms())
def test_order_of_notices_never_matters_and_parties_swap(
    m: Any, run: Any, addendum: PhasedRule, swapped: Any, drawn: Any, at: int, seed: Any
) -> None:
    start = m.t("2015-10-01T00:00")
    notices = [
        m.notice(f"n{k}", "step_done", by, start + m.h(h), subject=f"addendum/{step}")
        for k, (step, by, h) in enumerate(drawn)
    ]
    view = m.view(start + m.h(at))
    one = schedule(addendum, {"quiet": start}, notices, view)
    assert one == schedule(addendum, {"quiet": start}, seed.sample(notices, len(notices)), view)
    other = schedule(addendum, {"quiet": start}, [swapped(n) for n in notices], view)
    for a, b in zip(one, other, strict=True):
        mirrored = swapped(a)
        assert (mirrored.state, mirrored.due, mirrored.completed) == (b.state, b.due, b.completed)
        assert {tuple(s.done) for s in map(sorted_step, mirrored.steps)} == {tuple(s.done) for s in b.steps}
        assert set(mirrored.failings) == set(b.failings)


def sorted_step(step: Any) -> Any:
    return msgspec.structs.replace(step, done=tuple(sorted(step.done)))


@settings(max_examples=25)
@given(drawn=acts, at=st.integers(0, 1300), earlier=st.integers(0, 400))
def test_an_earlier_last_step_is_never_late_where_the_later_was_not(
    run: Any, addendum: PhasedRule, drawn: Any, at: int, earlier: int
) -> None:
    moved = [(s, p, max(0, h - earlier)) for s, p, h in drawn]
    now, then = run(addendum, at, moved)[0], run(addendum, at, drawn)[0]
    tardy = {Fault.late}
    assert {(f.party, f.step) for f in now.failings if f.fault in tardy} <= {
        (f.party, f.step) for f in then.failings if f.fault in tardy | {Fault.missing}
    }
