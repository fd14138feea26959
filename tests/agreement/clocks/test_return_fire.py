"""Scenario 8: return fire is lawful only after the mechanism was tried without success, and that depends on logs."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ceasewatch.agreement.clocks import (
    ClockState,
    ConditionName,
    Fault,
    Fire,
    Lawfulness,
    Leadership,
    ReturnFire,
    ReturnFireRule,
    as_duty,
    return_fire,
)
from ceasewatch.model.assessment import Outcome
from ceasewatch.model.notice import Notice
from ceasewatch.model.struct import PPM

START = "2020-08-01T12:00"


@pytest.fixture(scope="module")
def rule(m: Any) -> ReturnFireRule:
    return ReturnFireRule(
        mechanism=("jccc",),
        inform="contact-group",
        leadership=(Leadership(party="P1", by=("P1-command",)), Leadership(party="P2", by=("P2-command",))),
        attempt_within=m.n("24 h"),
        attempts="jccc-log",
        orders="orders",
        told="contact-log",
    )


@pytest.fixture(scope="module")
def fire(m: Any) -> Fire:
    return Fire(
        incident="inc-1",
        party="P1",
        interval=m.span(START, "2020-08-01T12:30"),
        provoked_low_ppm=PPM,
        provoked_high_ppm=PPM,
    )


@pytest.fixture(scope="module")
def book(m: Any) -> Any:
    """The three notices that make return fire lawful, so many hours before or after it; ``None`` leaves one out."""

    def make(
        tried: float | None = -2, ordered: float | None = -1, told: float | None = 3, by: str = "P1", **attempt: Any
    ) -> list[Notice]:
        start = m.t(START)
        more = {"outcome": "failed", "channel": "jccc-log"} | attempt
        out = []
        if tried is not None:
            out.append(m.notice("try", "coordination_attempt", by, start + m.h(tried), "jccc", **more))
        if ordered is not None:
            out.append(m.notice("order", "order", f"{by}-command", start + m.h(ordered), by, channel="orders"))
        if told is not None:
            out.append(m.notice("tell", "notification", by, start + m.h(told), "contact-group", subject="inc-1",
                                channel="contact-log"))  # fmt: skip
        return out

    return make


@pytest.fixture(scope="module")
def run(m: Any, rule: ReturnFireRule, fire: Fire) -> Any:
    def call(notices: list[Notice], complete: tuple[str, ...] = (), at: str = "2020-08-03", **more: Any) -> ReturnFire:
        logs = tuple(m.log(channel, "2020-07-27", "2020-09-01") for channel in complete)
        asked = msgspec.structs.replace(rule, **{k: v for k, v in more.items() if k in rule.__struct_fields__})
        what = msgspec.structs.replace(fire, **{k: v for k, v in more.items() if k in fire.__struct_fields__})
        return return_fire(asked, what, notices, m.view(at, logs=logs))

    return call


def conditions(told: ReturnFire) -> dict[str, tuple[int, int]]:
    return {c.name.name: (c.p_low_ppm // PPM, c.p_high_ppm // PPM) for c in told.conditions}


def test_all_conditions_met_is_lawful(run: Any, book: Any) -> None:
    told = run(book())
    assert (told.result, told.outcome, told.p_high_ppm) == (Lawfulness.lawful, Outcome.no_breach, 0)
    assert [c.name for c in told.conditions] == list(ConditionName)
    assert conditions(told) == dict.fromkeys(("offensive", "tried", "failed", "ordered", "informed"), (1, 1))
    assert told.conditions[1].notices == ("try",)
    assert (as_duty(told).state, as_duty(told).faults) == (ClockState.met, ())
    assert told.unverified == ("age of an attempt 24 h (TEXT, point 1)",)


def test_nobody_logged_an_attempt_is_undetermined(run: Any, book: Any) -> None:
    told = run(book(tried=None))
    assert (told.result, told.outcome) == (Lawfulness.undetermined, Outcome.undetermined)
    assert conditions(told)["tried"] == (0, 1)
    assert told.conditions[1].reason == (
        "nobody logged that P1 tried to coordinate before the fire, which does not prove that it was not so"
    )


def test_a_complete_log_without_an_attempt_is_a_breach(run: Any, book: Any) -> None:
    told = run(book(tried=None), complete=("jccc-log",))
    assert (told.result, told.outcome, told.p_low_ppm) == (Lawfulness.breach, Outcome.breach_likely, PPM)
    assert conditions(told)["tried"] == conditions(told)["failed"] == (0, 0)
    assert "the log jccc-log is declared complete" in told.conditions[1].reason
    duty = as_duty(told)
    assert (duty.outcome, duty.party, duty.subject) == (Outcome.breach_likely, "P1", "inc-1")
    assert (duty.faults, duty.reasons[0][:19]) == ((Fault.condition_failed,), "coordination_tried:")
    elsewhere = run(book(tried=None), complete=("orders", "contact-log"))
    assert elsewhere.result is Lawfulness.undetermined, "another channel's log proves nothing"


@pytest.mark.parametrize(
    ("attempt", "result", "failed"),
    [
        ({"outcome": "unanswered"}, Lawfulness.lawful, (1, 1)),
        ({"outcome": "succeeded"}, Lawfulness.breach, (0, 0)),
        ({"outcome": ""}, Lawfulness.undetermined, (0, 1)),
        ({"channel": ""}, Lawfulness.undetermined, (0, 1)),
        ({"outcome": "succeeded", "channel": ""}, Lawfulness.undetermined, (0, 1)),
    ],
)
def test_what_came_of_the_attempt(run: Any, book: Any, attempt: Any, result: Lawfulness, failed: Any) -> None:
    told = run(book(**attempt))
    assert (told.result, conditions(told)["failed"]) == (result, failed)


@pytest.mark.parametrize(
    ("tried", "tried_bounds", "result"),
    [
        (0, (1, 1), Lawfulness.lawful),
        (0.25, (0, 1), Lawfulness.undetermined),
        (1, (0, 0), Lawfulness.breach),
        (-25, (0, 0), Lawfulness.breach),
    ],
)
def test_the_attempt_must_come_before_the_fire_and_not_a_day_before(
    run: Any, book: Any, tried: float, tried_bounds: Any, result: Lawfulness
) -> None:
    told = run(book(tried=tried), complete=("jccc-log",))
    assert (conditions(told)["tried"], told.result) == (tried_bounds, result)


def test_an_outcome_that_was_known_only_after_the_fire(m: Any, run: Any, book: Any) -> None:
    told = run(book(outcome_at=m.t("2020-08-01T13:00")))
    assert conditions(told)["failed"] == (0, 1)
    assert told.result is Lawfulness.undetermined


def test_a_later_attempt_that_succeeded_takes_the_ground_away(m: Any, run: Any, book: Any) -> None:
    second = m.notice(
        "try-2", "coordination_attempt", "P1", "2020-08-01T11:30", "jccc", outcome="succeeded", channel="jccc-log"
    )
    assert run([*book(), second]).result is Lawfulness.breach


def test_a_success_while_the_fire_may_have_begun_leaves_it_open(m: Any, run: Any, book: Any) -> None:
    def attempt(id_: str, at: str, outcome: str) -> Notice:
        return m.notice(id_, "coordination_attempt", "P1", at, "jccc", outcome=outcome, channel="jccc-log")

    between = [attempt("b", "2020-08-01T12:05", "succeeded"), attempt("c", "2020-08-01T12:10", "failed")]
    told = run([*book(), *between])
    assert (conditions(told)["failed"], told.result) == ((0, 1), Lawfulness.undetermined)


def test_an_outcome_is_not_known_before_it_came_about(m: Any, run: Any, book: Any) -> None:
    later = m.notice(
        "b", "coordination_attempt", "P1", "2020-08-01T11:59", "jccc", outcome="succeeded", channel="jccc-log",
        outcome_at=m.t("2020-08-01T12:20"),
    )  # fmt: skip
    assert conditions(run([*book(), later], at="2020-08-01T12:10"))["failed"] == (1, 1)
    assert conditions(run([*book(), later], at="2020-08-01T12:25"))["failed"] == (0, 1)


def test_what_only_the_party_says_it_told_is_no_log(m: Any, run: Any, book: Any) -> None:
    own_word = m.notice("tell", "report", "P1", "2020-08-01T13:00", "contact-group", subject="inc-1")
    told = run([*book(told=None), own_word])
    assert (conditions(told)["informed"], told.result) == ((0, 1), Lawfulness.undetermined)


@pytest.mark.parametrize("missing", ["ordered", "told"])
def test_order_and_contact_group(run: Any, book: Any, missing: str) -> None:
    given_ = book(**{missing: None})
    assert run(given_).result is Lawfulness.undetermined
    whole = run(given_, complete=("orders", "contact-log"))
    assert whole.result is (Lawfulness.breach if missing == "ordered" else Lawfulness.undetermined)


def test_until_when_the_contact_group_is_told(m: Any, run: Any, book: Any) -> None:
    within = {"inform_within": m.n("24 h"), "complete": ("contact-log",)}
    assert run(book(told=24), **within).result is Lawfulness.lawful
    assert run(book(told=24.25), **within).result is Lawfulness.undetermined, "24 h from when in the half hour?"
    assert run(book(told=25), **within).result is Lawfulness.breach
    assert run(book(told=None), **within).result is Lawfulness.breach
    assert run(book(told=None), at="2020-08-02T11:00", **within).result is Lawfulness.undetermined, "it has time"
    assert "the text sets no time" in run(book(told=None)).conditions[4].reason


def test_somebody_elses_order_is_none(m: Any, run: Any, book: Any) -> None:
    other = m.notice("order", "order", "P1-battalion", "2020-08-01T11:00", "P1", channel="orders")
    assert run([*book(ordered=None), other], complete=("orders",)).result is Lawfulness.breach
    assert run([*book(ordered=None), other], complete=("orders",), leadership=()).result is Lawfulness.lawful


def test_without_an_offensive_or_without_the_party_it_is_no_such_case(run: Any, book: Any) -> None:
    calm = run(book(), provoked_low_ppm=0, provoked_high_ppm=0)
    assert calm.result is Lawfulness.breach
    doubtful = run(book(tried=None), complete=("jccc-log",), p_low_ppm=300_000, p_high_ppm=500_000)
    assert (doubtful.outcome, doubtful.p_low_ppm, doubtful.p_high_ppm) == (Outcome.breach_possible, 300_000, 500_000)
    somebody = run(book(tried=None), complete=("jccc-log",), p_low_ppm=0)
    assert (somebody.result, somebody.outcome) == (Lawfulness.undetermined, Outcome.undetermined)


times = st.none() | st.integers(-30, 30)
books = st.fixed_dictionaries(
    {"tried": times, "ordered": times, "told": times, "outcome": st.sampled_from(["failed", "succeeded", ""]),
     "channel": st.sampled_from(["jccc-log", ""])}
)  # fmt: skip
complete = st.lists(st.sampled_from(["jccc-log", "orders", "contact-log"]), unique=True).map(tuple)
ORDER = [Lawfulness.lawful, Lawfulness.undetermined, Lawfulness.breach]


@settings(max_examples=25)
@given(drawn=books, whole=complete, seed=st.randoms())
def test_order_never_matters(run: Any, book: Any, drawn: Any, whole: Any, seed: Any) -> None:
    given_ = book(**drawn)
    assert run(given_, whole) == run(seed.sample(given_, len(given_)), whole)


@settings(max_examples=25)
@given(drawn=books, whole=complete)
def test_parties_swap(run: Any, book: Any, swapped: Any, drawn: Any, whole: Any) -> None:
    told = run(book(**drawn), whole)
    assert run(book(**drawn, by="P2"), whole, party="P2") == swapped(told)


@settings(max_examples=25)
@given(drawn=books, whole=complete, earlier=st.integers(0, 20))
def test_trying_earlier_is_never_worse(run: Any, book: Any, drawn: Any, whole: Any, earlier: int) -> None:
    drawn |= {"outcome": "failed", "tried": drawn["tried"] or 0}
    late = run(book(**drawn), whole, attempt_within=None)
    early = run(book(**(drawn | {"tried": drawn["tried"] - earlier})), whole, attempt_within=None)
    assert early.p_low_ppm <= late.p_low_ppm
    assert early.p_high_ppm <= late.p_high_ppm
    assert ORDER.index(early.result) <= ORDER.index(late.result)


@settings(max_examples=25)
@given(drawn=books, whole=complete)
def test_a_complete_log_only_settles_what_was_open(run: Any, book: Any, drawn: Any, whole: Any) -> None:
    open_, told = run(book(**drawn)), run(book(**drawn), whole)
    for before, after in zip(open_.conditions, told.conditions, strict=True):
        assert before.p_low_ppm <= after.p_low_ppm <= after.p_high_ppm <= before.p_high_ppm


@settings(max_examples=25)
@given(drawn=books, shift=st.integers(-(10**6), 10**6))
def test_translation_of_time(m: Any, rule: ReturnFireRule, fire: Fire, book: Any, drawn: Any, shift: int) -> None:
    told = set()
    for move in (m.h(0), m.h(shift / 1000)):
        first = fire.interval.start + move
        moved = msgspec.structs.replace(fire, interval=m.span(first, first + m.h(0.5)))
        given_ = [msgspec.structs.replace(n, at=n.at + move) for n in book(**drawn)]
        result = return_fire(rule, moved, given_, m.view(first + m.h(40), zone=m.kyiv))
        told.add((result.result, result.outcome, tuple((c.name, c.p_low_ppm, c.p_high_ppm) for c in result.conditions)))
    assert len(told) == 1
