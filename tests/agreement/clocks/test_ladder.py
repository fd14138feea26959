"""The ladder of 24 and 72 hours, counted from the breach and from its first notice."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ceasewatch.agreement.clocks import Basis, ClockState, LadderEntry, Rung, StepEntry, climb
from ceasewatch.model.errors import DataError

RANK = [ClockState.not_started, ClockState.met, ClockState.running, ClockState.met_late, ClockState.late]


@pytest.fixture(scope="module")
def ladder(m: Any) -> LadderEntry:
    def step(id_: str, who: tuple[str, ...], **more: Any) -> StepEntry:
        return StepEntry(id=id_, action=f"{id_} it is", source="as reported", who=who, **more)

    return LadderEntry(
        id="response",
        title="Response to a breach",
        source="as reported",
        steps=(
            step("warning", ("P1", "G1"), within=m.n("24 h"), counted_from=Basis.first_notice),
            step("coalition", ("G1",), after="warning"),
            step("coordinated", ("G1", "G2"), within=m.n("72 h"), after="coalition", everyone=True),
        ),
    )


@pytest.fixture(scope="module")
def run(m: Any, ladder: LadderEntry) -> Any:
    """At so many hours after the breach, which was noticed 6 hours late; acts as (step, by, hours)."""
    breach = m.t("2026-03-01T00:00")

    def call(at: float, acts: Any = (), **more: Any) -> dict[str, Rung]:
        notices = [
            m.notice(f"n{k}", "response", by, breach + m.h(h), subject=f"case-1/{step}")
            for k, (step, by, h) in enumerate(acts)
        ]
        if "ended" in more:
            more["ended"] = breach + m.h(more["ended"])
        rungs = climb(ladder, m.span(breach), breach + m.h(6), notices, m.view(breach + m.h(at)), case="case-1", **more)
        return {r.step: r for r in rungs}

    return call


def both(rung: Rung) -> tuple[str, str]:
    return str(rung.from_breach.state), str(rung.from_notice.state)


def test_both_counts_are_shown(m: Any, run: Any) -> None:
    breach = m.t("2026-03-01T00:00")
    told = run(20)
    assert both(told["warning"]) == ("running", "running")
    assert (told["warning"].from_breach.due, told["warning"].from_notice.due) == (breach + m.h(24), breach + m.h(30))
    assert (told["coordinated"].from_breach.due, told["coordinated"].from_notice.due) == (
        breach + m.h(72), breach + m.h(78),
    )  # fmt: skip
    later = run(26)
    assert both(later["warning"]) == ("late", "running")
    assert not later["warning"].agreed
    assert later["warning"].stated is Basis.first_notice
    assert later["warning"].reasons[-1] == "counted from the breach it is late, from the first notice running"
    assert any("24 h" in u for u in told["warning"].from_breach.unverified)


def test_a_step_without_a_time_opens_when_the_one_before_is_over(m: Any, run: Any) -> None:
    assert both(run(20)["coalition"]) == ("not_started", "not_started")
    assert both(run(26)["coalition"]) == ("running", "not_started")
    taken = run(20, [("warning", "P1", 10)])["coalition"]
    assert both(taken) == ("running", "running")
    assert taken.from_breach.started == m.t("2026-03-01T10:00")
    assert taken.from_breach.due is None
    assert both(run(40, [("warning", "P1", 10), ("coalition", "G1", 30)])["coalition"]) == ("met", "met")


def test_who_must_act_and_whether_all_of_them(run: Any) -> None:
    assert both(run(20, [("warning", "P2", 10)])["warning"]) == ("running", "running"), "not P2's to do"
    acts = [("warning", "P1", 10), ("coalition", "G1", 30), ("coordinated", "G1", 60)]
    assert both(run(80, acts)["coordinated"]) == ("late", "late")
    assert both(run(80, [*acts, ("coordinated", "G2", 74)])["coordinated"]) == ("met_late", "met")


def test_a_step_before_its_turn_is_named(run: Any) -> None:
    early = run(40, [("coordinated", "G1", 30), ("coordinated", "G2", 31)])["coordinated"]
    assert early.early
    assert "taken before coalition, which goes before it" in early.reasons


def test_once_the_breach_has_ended_nothing_more_is_due(run: Any) -> None:
    told = run(100, ended=28)
    assert both(told["warning"]) == ("late", "lifted"), "it ran out by one count before the end, and not by the other"
    assert both(told["coordinated"]) == ("lifted", "lifted")
    assert both(run(27, ended=28)["coordinated"]) == ("running", "running"), "not known yet"


def test_without_a_breach_in_time_only_the_notice_counts(m: Any, ladder: LadderEntry) -> None:
    (warning, *_) = climb(ladder, None, m.t("2026-03-01T06:00"), [], m.view("2026-03-01T08:00"), case="c")
    assert both(warning) == ("not_started", "running")
    wide = climb(ladder, m.span("2026-03-01T00:00", "2026-03-01T10:00"), None, [], m.view("2026-03-02T05:00"), case="c")
    assert wide[0].from_breach.state is ClockState.undetermined


def test_a_step_after_nothing_is_refused(m: Any, ladder: LadderEntry) -> None:
    broken = msgspec.structs.replace(ladder, steps=ladder.steps[1:])
    with pytest.raises(DataError, match="no step 'warning' before coalition"):
        climb(broken, None, None, [], m.view("2026-03-01T08:00"), case="c")


hours = st.integers(0, 100)


@settings(max_examples=30)
@given(a=hours, b=hours, at=hours)
def test_an_earlier_act_is_never_worse(run: Any, a: int, b: int, at: int) -> None:
    early, late = (run(at, [("warning", "P1", h)])["warning"] for h in sorted((a, b)))
    for side in ("from_breach", "from_notice"):
        e, later = getattr(early, side), getattr(late, side)
        assert RANK.index(e.state) <= RANK.index(later.state)
        assert e.overdue_s <= later.overdue_s


@settings(max_examples=30)
@given(acts=st.lists(st.tuples(st.sampled_from(["warning", "coalition"]), st.sampled_from(["P1", "G1"]), hours),
                     max_size=5), at=hours, seed=st.randoms())  # fmt: skip
def test_order_of_the_notices_never_matters(m: Any, ladder: LadderEntry, acts: Any, at: int, seed: Any) -> None:
    start = m.t("2026-03-01T00:00")
    notices = [
        m.notice(f"n{k}", "response", by, start + timedelta(hours=h), subject=f"c/{step}")
        for k, (step, by, h) in enumerate(acts)
    ]
    one, other = (
        climb(ladder, m.span(start), start, given_, m.view(start + m.h(at)), case="c")
        for given_ in (notices, seed.sample(notices, len(notices)))
    )
    assert one == other
