"""Access: denial, delay and condition are breaches of their own; scenario 14's 20 hours of a clock of 24."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ceasewatch.agreement.clocks import (
    AccessRule,
    Basis,
    Bounds,
    ClockEntry,
    ClockState,
    DutyResult,
    Fault,
    access,
    denials,
    hindered,
)
from ceasewatch.model.assessment import Outcome


@pytest.fixture(scope="module")
def rule(m: Any) -> AccessRule:
    return AccessRule(within=m.n("2 h"), channel="access")


@pytest.fixture(scope="module")
def finding(m: Any) -> ClockEntry:
    return ClockEntry(id="finding", duty="find", source="as reported", starts=Basis.first_notice, within=m.n("24 h"))


@pytest.fixture(scope="module")
def request_(m: Any) -> Any:
    return m.notice("ask", "access_request", "mission", "2026-03-01T00:00", "P1", subject="case-1")


@pytest.fixture(scope="module")
def answers(m: Any) -> Any:
    def make(*given_: tuple[str, float]) -> list[Any]:
        start = m.t("2026-03-01T00:00")
        return [
            m.notice(f"a{k}", "access_answer", "P1", start + m.h(h), "mission", subject="ask", outcome=o)
            for k, (o, h) in enumerate(given_)
        ]

    return make


def test_scenario_14_denied_for_20_hours_of_24(
    m: Any, rule: AccessRule, finding: ClockEntry, request_: Any, answers: Any
) -> None:
    start = request_.at
    given_ = answers(("denied", 2), ("granted", 22))
    view = m.view(start + m.h(24))
    own = access(rule, request_, given_, view)
    assert own is not None
    assert (own.party, own.outcome) == ("P1", Outcome.breach_likely), "obstruction is its own breach"
    assert set(own.faults) == {Fault.denied, Fault.delayed, Fault.obstruction}
    assert "P1 denied access from 2026-03-01 02:00Z (2026-03-01 02:00 UTC) for 20 h" in own.reasons
    stretches = [(request_.to, p) for p in denials(request_, given_, view)]
    told = hindered(finding, start, stretches, Bounds(250_000, 700_000), view)
    assert (told.outcome, told.obstructed, told.by) == (Outcome.undetermined, True, ("P1",))
    assert (told.denied_s, told.open_s) == (20 * 3600, 4 * 3600)
    assert (told.p_low_ppm, told.p_high_ppm) == (250_000, 700_000), "a denial proves nothing about the case"
    assert told.reasons == (
        "obstruction recorded: access denied by P1 for 20 h of 1 d",
        "that access was denied says nothing about who did what is alleged: undetermined",
    )
    assert (told.clock.due, told.if_paused.due) == (start + m.h(24), start + m.h(44)), "both readings of the clock"
    late = hindered(finding, start, stretches, Bounds(0, 1), m.view(start + m.h(30)))
    assert (late.clock.state, late.if_paused.state) == (ClockState.late, ClockState.running)
    assert late.denied_s == 20 * 3600


def test_what_is_known_without_access_stays(m: Any, finding: ClockEntry, request_: Any, answers: Any) -> None:
    view = m.view(request_.at + m.h(24))
    stretches = [("P1", p) for p in denials(request_, answers(("denied", 2)), view)]
    assert stretches[0][1].end is None
    for assessed, outcome in (
        (Bounds(900_000, 1_000_000), Outcome.breach_likely),
        (Bounds(0, 10_000), Outcome.no_breach),
    ):
        told = hindered(finding, request_.at, stretches, assessed, view)
        assert (told.outcome, told.obstructed, told.denied_s) == (outcome, True, 22 * 3600)
        assert told.reasons[-1] == "what is known without access suffices"
    free = hindered(finding, request_.at, [], Bounds(250_000, 700_000), view)
    assert (free.outcome, free.obstructed, free.by) == (Outcome.breach_possible, False, ())
    assert free.reasons == ("access was not denied while the clock ran",)


def test_a_denial_that_was_over_before_the_clock_started_takes_nothing(
    m: Any, finding: ClockEntry, request_: Any, answers: Any
) -> None:
    view = m.view(request_.at + m.h(40))
    stretches = [("P1", p) for p in denials(request_, answers(("denied", 1), ("granted", 4)), view)]
    told = hindered(finding, request_.at + m.h(6), stretches, Bounds(250_000, 700_000), view)
    assert (told.obstructed, told.denied_s, told.open_s, told.by) == (False, 0, 24 * 3600, ())
    partly = hindered(finding, request_.at + m.h(3), stretches, Bounds(250_000, 700_000), view)
    assert (partly.obstructed, partly.denied_s) == (True, 3600)


@pytest.mark.parametrize(
    ("given_", "hours", "outcome", "faults"),
    [
        ([("granted", 1)], 30, Outcome.no_breach, ()),
        ([("granted", 3)], 30, Outcome.breach_likely, (Fault.delayed, Fault.obstruction)),
        ([("delayed", 1), ("granted", 2)], 30, Outcome.no_breach, ()),
        ([("delayed", 1)], 30, Outcome.breach_likely, (Fault.delayed, Fault.obstruction)),
        ([("conditional", 1)], 30, Outcome.breach_likely, (Fault.conditional, Fault.obstruction)),
        ([("denied", 1), ("granted", 2)], 30, Outcome.breach_likely, (Fault.denied, Fault.obstruction)),
        ([], 30, Outcome.undetermined, (Fault.missing,)),
        ([], 1, Outcome.no_breach, ()),
        ([("granted", 3)], 2, Outcome.no_breach, ()),
    ],
)
def test_how_access_went(
    m: Any, rule: AccessRule, request_: Any, answers: Any, given_: Any, hours: int, outcome: Outcome, faults: Any
) -> None:
    told = access(rule, request_, answers(*given_), m.view(request_.at + m.h(hours)))
    assert told is not None
    assert (told.outcome, told.faults) == (outcome, faults)


def test_conditions_that_the_text_allows(m: Any, rule: AccessRule, request_: Any, answers: Any) -> None:
    allowing = msgspec.structs.replace(rule, conditions=True)
    told = access(allowing, request_, answers(("conditional", 1)), m.view(request_.at + m.h(9)))
    assert told is not None
    assert (told.outcome, told.state) == (Outcome.no_breach, ClockState.met)
    other = msgspec.structs.replace(rule, who=("P2",))
    assert access(other, request_, [], m.view(request_.at + m.h(9))) is None


def test_no_answer_in_a_complete_log(m: Any, rule: AccessRule, request_: Any) -> None:
    log = m.log("access", "2026-02-01", "2026-04-01")
    told = access(rule, request_, [], m.view(request_.at + m.h(9), logs=(log,)))
    assert told is not None
    assert (told.outcome, told.state) == (Outcome.breach_likely, ClockState.late)


words = st.lists(
    st.tuples(st.sampled_from(["granted", "denied", "delayed", "conditional"]), st.integers(0, 30)), max_size=5
)


@settings(max_examples=25)
@given(drawn=words, at=st.integers(0, 40), seed=st.randoms())
def test_order_never_matters_and_parties_swap(
    m: Any, rule: AccessRule, request_: Any, answers: Any, swapped: Any, drawn: Any, at: int, seed: Any
) -> None:
    given_, view = answers(*drawn), m.view(request_.at + m.h(at))
    one = access(rule, request_, given_, view)
    assert one is not None
    assert one == access(rule, request_, seed.sample(given_, len(given_)), view)
    assert swapped(one) == access(rule, swapped(request_), [swapped(n) for n in given_], view)


@settings(max_examples=25)
@given(drawn=words, a=st.integers(0, 30), b=st.integers(0, 30))
def test_letting_in_earlier_is_never_worse(
    m: Any, rule: AccessRule, request_: Any, answers: Any, drawn: Any, a: int, b: int
) -> None:
    view = m.view(request_.at + m.h(40))
    closed = [d for d in drawn if d[0] == "denied"]
    results: list[DutyResult] = []
    for hour in sorted((a, b)):
        told = access(rule, request_, answers(*closed, ("granted", hour)), view)
        assert told is not None
        results.append(told)
    early, late = results
    assert early.p_low_ppm <= late.p_low_ppm
    assert early.p_high_ppm <= late.p_high_ppm


@settings(max_examples=25)
@given(drawn=words, shift=st.integers(-(10**6), 10**6), at=st.integers(24, 40))
def test_translation_of_time(
    m: Any, rule: AccessRule, finding: ClockEntry, request_: Any, answers: Any, drawn: Any, shift: int, at: int
) -> None:
    told = []
    for move in (m.h(0), m.h(shift / 1000)):
        asked = msgspec.structs.replace(request_, at=request_.at + move)
        given_ = [msgspec.structs.replace(n, at=n.at + move) for n in answers(*drawn)]
        view = m.view(asked.at + m.h(at), zone=m.kyiv)
        own = access(rule, asked, given_, view)
        assert own is not None
        left = hindered(finding, asked.at, [("P1", p) for p in denials(asked, given_, view)], Bounds(0, 1), view)
        told.append((own.outcome, own.faults, left.denied_s, left.open_s, left.if_paused.left_s))
    assert told[0] == told[1]
