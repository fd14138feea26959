"""A pledge is held against totals of whole quarters; anything finer is refused."""

from __future__ import annotations

from datetime import date
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ceasewatch.agreement.clocks import ClockState, DutyResult, Fault, PledgeRule, pledge, quarter
from ceasewatch.model.assessment import Outcome
from ceasewatch.model.clause import Moment
from ceasewatch.model.count import Count
from ceasewatch.model.errors import DataError, RefusedError


@pytest.fixture(scope="module")
def rule(m: Any) -> PledgeRule:
    return PledgeRule(
        who=("G1",),
        to="P1",
        what="vehicles",
        total=m.n("100 items"),
        since=Moment(at=m.t("2026-01-01"), source="DECLARATION, point 2"),
        by=Moment(at=m.t("2026-11-15"), source="DECLARATION, point 2"),
        channel="deliveries",
    )


@pytest.fixture(scope="module")
def totals(m: Any) -> Any:
    """Totals of the quarters of 2026, ``None`` where nobody entered one."""

    def make(*amounts: int | Count | None, by: str = "G1", to: str = "P1") -> list[Any]:
        out = []
        for k, a in enumerate(amounts):
            if a is not None:
                q = quarter(date(2026, 3 * k + 1, 1), m.zero)
                count = Count.exactly(a) if isinstance(a, int) else a
                out.append(m.notice(f"q{k}", "delivery", by, q.end, to, about=q, subject="vehicles", amount=count))
        return out

    return make


def only(rule: PledgeRule, notices: Any, view: Any) -> DutyResult:
    (told,) = pledge(rule, notices, view)
    return told


@pytest.mark.parametrize(
    ("amounts", "complete", "outcome", "faults"),
    [
        ((40, 30, 30), False, Outcome.no_breach, ()),
        ((40, 30, 20, 20), False, Outcome.undetermined, (Fault.short,)),
        ((40, 30, 20, 5), False, Outcome.breach_likely, (Fault.short,)),
        ((40, 30, None, 5), False, Outcome.undetermined, (Fault.short,)),
        ((40, 30, None, 5), True, Outcome.breach_likely, (Fault.short,)),
        ((40, 30, Count(), 5), True, Outcome.undetermined, (Fault.short,)),
        ((40, 30, Count(lowest=10), 5), True, Outcome.undetermined, (Fault.short,)),
        ((40, 30, Count(lowest=10, highest=24), 5), True, Outcome.breach_likely, (Fault.short,)),
        ((), True, Outcome.breach_likely, (Fault.short,)),
    ],
)
def test_totals_against_a_deadline_within_a_quarter(
    m: Any, rule: PledgeRule, totals: Any, amounts: Any, complete: bool, outcome: Outcome, faults: Any
) -> None:
    logs = (m.log("deliveries", "2025-12-01", "2027-06-01"),) if complete else ()
    told = only(rule, totals(*amounts), m.view("2027-02-01", logs=logs))
    assert (told.outcome, told.faults, told.party) == (outcome, faults, "G1")


def test_before_the_deadline_it_runs(m: Any, rule: PledgeRule, totals: Any) -> None:
    told = only(rule, totals(10, 5), m.view("2026-08-01"))
    assert (told.state, told.outcome, told.p_high_ppm) == (ClockState.running, Outcome.no_breach, 0)
    assert told.reasons[0] == "G1 delivered at least 15 of 100 items of vehicles to P1"
    early = only(rule, totals(90, 15), m.view("2026-08-01"))
    assert (early.state, early.reasons[0][:20]) == (ClockState.met, "G1 delivered at leas")
    assert len(told.unverified) == 3


def test_a_correction_replaces_the_total_of_its_quarter(m: Any, rule: PledgeRule, totals: Any) -> None:
    first = totals(100)[0]
    later = msgspec.structs.replace(first, id="q0-corrected", at=first.at + m.h(5), amount=Count.exactly(20))
    assert only(rule, [later, first], m.view("2026-08-01")).state is ClockState.running
    assert only(rule, [later, first], m.view(first.at)).state is ClockState.met, "as it was known then"


def test_a_delivery_by_the_day_is_refused(m: Any, rule: PledgeRule, totals: Any) -> None:
    (whole,) = totals(10)
    for about in (None, m.span("2026-02-03", "2026-02-04"), m.span("2026-01-01", "2026-03-31")):
        with pytest.raises(RefusedError, match="not the total of a whole quarter"):
            pledge(rule, [msgspec.structs.replace(whole, about=about)], m.view("2026-08-01"))
    backwards = msgspec.structs.replace(rule, by=rule.since)
    with pytest.raises(DataError, match="ends before it begins"):
        pledge(backwards, [], m.view("2026-08-01"))


def test_quarters_are_those_of_the_agreements_zone(m: Any) -> None:
    q = quarter(date(2026, 5, 9), m.kyiv)
    assert (q.start, q.end) == (m.t("2026-03-31T21:00"), m.t("2026-06-30T21:00"))
    assert quarter(date(2026, 12, 31), m.zero).end == m.t("2027-01-01")


amounts = st.lists(st.none() | st.integers(0, 60), min_size=4, max_size=4)


@settings(max_examples=30)
@given(drawn=amounts, more=st.integers(0, 60), k=st.integers(0, 3), seed=st.randoms(), complete=st.booleans())
def test_delivering_more_is_never_worse_and_order_never_matters(
    m: Any, rule: PledgeRule, totals: Any, drawn: Any, more: int, k: int, seed: Any, complete: bool
) -> None:
    logs = (m.log("deliveries", "2025-12-01", "2027-06-01"),) if complete else ()
    view, given_ = m.view("2027-02-01", logs=logs), totals(*drawn)
    told = only(rule, given_, view)
    assert told == only(rule, seed.sample(given_, len(given_)), view)
    if drawn[k] is not None:
        drawn[k] += more
        better = only(rule, totals(*drawn), view)
        assert better.p_low_ppm <= told.p_low_ppm
        assert better.p_high_ppm <= told.p_high_ppm


@settings(max_examples=30)
@given(drawn=amounts)
def test_parties_swap(m: Any, rule: PledgeRule, totals: Any, swapped: Any, drawn: Any) -> None:
    both = msgspec.structs.replace(rule, who=("P1", "P2"), to="P3")
    given_ = totals(*drawn, by="P1", to="P3")
    view = m.view("2027-02-01")
    one = {r.party: r for r in pledge(both, given_, view)}
    other = {r.party: r for r in pledge(both, [swapped(n) for n in given_], view)}
    assert {swapped(p): swapped(r) for p, r in one.items()} == other
