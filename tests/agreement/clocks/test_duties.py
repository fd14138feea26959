"""Duties to announce, to report and to answer: late, missing, to the wrong one; and what nobody logged."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ceasewatch.agreement.clocks import (
    Activity,
    Basis,
    ClockEntry,
    ClockState,
    DutyResult,
    Fault,
    NotificationRule,
    Pause,
    ReportRule,
    RespondRule,
    Trigger,
    answer,
    notification,
)
from ceasewatch.model.assessment import Outcome
from ceasewatch.model.count import Count
from ceasewatch.model.errors import DataError
from ceasewatch.model.notice import NoticeKind

ORDER = [Outcome.no_breach, Outcome.undetermined, Outcome.breach_possible, Outcome.breach_likely]


@pytest.fixture(scope="module")
def rule(m: Any) -> NotificationRule:
    return NotificationRule(
        activities=("exercise",),
        to=("mission", "other"),
        lead=m.n("42 d"),
        channel="notes",
        at_least=m.n("9000 persons"),
    )


@pytest.fixture(scope="module")
def exercise(m: Any) -> Activity:
    return Activity(
        id="ex-1", by="P1", subject="exercise", interval=m.span("2025-02-12T08:00"), size=Count.exactly(12_000)
    )


@pytest.fixture(scope="module")
def run(m: Any, rule: NotificationRule, exercise: Activity) -> Any:
    def call(told: dict[str, str], complete: bool = False, **more: Any) -> DutyResult | None:
        activity = msgspec.structs.replace(exercise, **more.pop("activity", {}))
        about = {"about": exercise.interval, "subject": "exercise"} | more
        given_ = [m.notice(f"to-{to}", "notification", "P1", at, to, **about) for to, at in told.items()]
        logs = (m.log("notes", "2024-01-01", "2025-06-01"),) if complete else ()
        return notification(rule, activity, given_, m.view("2025-03-01", since=m.t("2024-01-01"), logs=logs))

    return call


IN_TIME = "2025-01-01T23:00"


def test_told_in_time(m: Any, run: Any) -> None:
    told = run({"mission": "2024-12-01", "other": IN_TIME})
    assert (told.outcome, told.state, told.p_high_ppm) == (Outcome.no_breach, ClockState.met, 0)
    assert (told.due, told.done_at) == (m.t("2025-01-02T00:00"), m.t(IN_TIME))
    assert told.notices == ("to-mission", "to-other")
    assert {u.split(" (")[0] for u in told.unverified} == {"lead time 42 d", "threshold 9000 persons"}


def test_late_for_one_of_two(run: Any) -> None:
    told = run({"mission": "2024-12-01", "other": "2025-01-02T03:00"})
    assert (told.outcome, told.state, told.faults) == (Outcome.breach_likely, ClockState.met_late, (Fault.late,))
    assert "3 h after the deadline 2025-01-02 00:00Z" in told.reasons[0]


def test_nobody_logged_it_is_no_proof_unless_the_log_is_complete(run: Any) -> None:
    told, proven = run({}), run({}, complete=True)
    assert (told.outcome, told.p_low_ppm, told.p_high_ppm) == (Outcome.undetermined, 0, 1_000_000)
    assert "which does not prove that it was not done" in told.reasons[0]
    assert (proven.outcome, proven.faults) == (Outcome.breach_likely, (Fault.missing,))
    assert "the log is declared complete" in proven.reasons[0]


def test_the_wrong_one_was_told(run: Any) -> None:
    told = run({"mission": "2024-12-01", "somebody-else": "2024-12-01"}, complete=True)
    assert (told.outcome, told.faults) == (Outcome.breach_likely, (Fault.wrong_recipient,))
    assert "nobody logged that other was told, only that mission, somebody-else was" in told.reasons[0]


def test_a_notice_without_a_recipient_may_have_reached_anybody(run: Any) -> None:
    told = run({"mission": "2024-12-01", "": "2024-12-01"}, complete=True)
    assert (told.outcome, told.p_low_ppm) == (Outcome.undetermined, 0)


@pytest.mark.parametrize(
    ("more", "found"),
    [
        ({"about": None}, False),
        ({"about": None, "subject": "ex-1"}, True),
        ({"subject": "movement"}, False),
        ({"zone": "north"}, True),
        ({"zone": "north", "activity": {"zone": "south"}}, False),
    ],
)
def test_what_a_notice_is_about(run: Any, more: Any, found: bool) -> None:
    told = run({"mission": "2024-12-01", "other": IN_TIME}, **more)
    assert (told.state is ClockState.met) is found


def test_what_the_other_side_tells_meets_no_duty_of_this_one(
    m: Any, rule: NotificationRule, exercise: Activity, clock: ClockEntry
) -> None:
    others = [m.notice(to, "notification", "P2", "2024-12-01", to, subject="ex-1") for to in rule.to]
    told = notification(rule, exercise, others, m.view("2025-03-01"))
    assert told is not None
    assert (told.outcome, told.notices) == (Outcome.undetermined, ())
    trigger = Trigger(id="al-1", party="P1", began=m.span("2025-03-01T10:00"))
    reply = m.notice("a", "response", "P2", "2025-03-01T11:00", subject="al-1")
    answered = answer(RespondRule(clock="k"), clock, trigger, [reply], m.view("2025-03-09"))
    assert answered is not None
    assert answered.state is ClockState.late


@pytest.mark.parametrize(
    ("size", "low", "high"),
    [(Count.exactly(9_000), PPM := 1_000_000, PPM), (Count(), 0, PPM), (Count(lowest=5_000, highest=9_500), 0, PPM)],
)
def test_a_size_that_nobody_could_tell_leaves_it_open(run: Any, size: Count, low: int, high: int) -> None:
    told = run({}, complete=True, activity={"size": size})
    assert (told.p_low_ppm, told.p_high_ppm) == (low, high)


def test_where_the_duty_does_not_speak_of_it(m: Any, rule: NotificationRule, exercise: Activity) -> None:
    small = msgspec.structs.replace(exercise, size=Count(lowest=10, highest=8_999))
    other = msgspec.structs.replace(exercise, subject="parade")
    bound = msgspec.structs.replace(rule, who=("P2",))
    any_size = notification(msgspec.structs.replace(rule, at_least=None), small, [], m.view("2025-03-01"))
    assert any_size is not None
    assert notification(rule, small, [], m.view("2025-03-01")) is None
    assert notification(rule, other, [], m.view("2025-03-01")) is None
    assert notification(bound, exercise, [], m.view("2025-03-01")) is None
    assert notification(rule, exercise, [], m.view("2025-02-12T07:59")) is None, "nothing has happened yet"
    with pytest.raises(DataError, match="nobody is to be told"):
        notification(msgspec.structs.replace(rule, to=()), exercise, [], m.view("2025-03-01"))


def test_a_doubtful_activity_makes_a_doubtful_breach(run: Any) -> None:
    told = run({}, complete=True, activity={"p_low_ppm": 300_000, "p_high_ppm": 600_000})
    assert (told.outcome, told.p_low_ppm, told.p_high_ppm) == (Outcome.breach_possible, 300_000, 600_000)


def test_one_of_several_is_enough_where_the_text_says_so(m: Any, rule: NotificationRule, exercise: Activity) -> None:
    anyone = msgspec.structs.replace(rule, everyone=False)
    given_ = [m.notice("a", "notification", "P1", "2024-12-01", "other", subject="ex-1")]
    told = notification(anyone, exercise, given_, m.view("2025-03-01"))
    assert told is not None
    assert (told.outcome, told.state) == (Outcome.no_breach, ClockState.met)


@pytest.fixture(scope="module")
def clock(m: Any) -> ClockEntry:
    return ClockEntry(
        id="k", duty="tell of disciplinary action", source="MEASURES d", starts=Basis.breach, within=m.n("72 h"),
        pauses=("storm",),
    )  # fmt: skip


DISCIPLINE = ReportRule(clock="k", to=("coordinator",), channel="notes", says=(NoticeKind.discipline,))


@pytest.mark.parametrize(
    ("at", "told", "complete", "outcome", "state"),
    [
        ("2025-03-02", None, False, Outcome.no_breach, ClockState.running),
        ("2025-03-09", "2025-03-04T09:59", False, Outcome.no_breach, ClockState.met),
        ("2025-03-09", "2025-03-04T11:00", False, Outcome.undetermined, ClockState.undetermined),
        ("2025-03-09", "2025-03-05T00:00", False, Outcome.breach_likely, ClockState.met_late),
        ("2025-03-04T11:00", None, True, Outcome.undetermined, ClockState.undetermined),
        ("2025-03-09", None, False, Outcome.undetermined, ClockState.late),
        ("2025-03-09", None, True, Outcome.breach_likely, ClockState.late),
    ],
)
def test_a_report_within_72_hours_of_a_breach_known_to_two(
    m: Any, clock: ClockEntry, at: str, told: str | None, complete: bool, outcome: Outcome, state: ClockState
) -> None:
    trigger = Trigger(id="inc-1", party="P2", began=m.span("2025-03-01T10:00", "2025-03-01T12:00"))
    given_ = [m.notice("a", "discipline", "P2", told, "coordinator", subject="inc-1")] if told else []
    logs = (m.log("notes", "2025-02-01", "2025-03-05"), m.log("notes", "2025-03-04", "2025-04-01")) if complete else ()
    result = answer(DISCIPLINE, clock, trigger, given_, m.view(at, logs=logs))
    assert result is not None
    assert (result.outcome, result.state) == (outcome, state)
    assert (result.due, result.due_latest) == (m.t("2025-03-04T10:00"), m.t("2025-03-04T12:00"))


def test_a_gap_between_two_declarations_is_a_gap(m: Any, clock: ClockEntry) -> None:
    trigger = Trigger(id="inc-1", party="P2", began=m.span("2025-03-01T10:00"))
    logs = (m.log("notes", "2025-02-01", "2025-03-02"), m.log("notes", "2025-03-03", "2025-04-01"))
    result = answer(DISCIPLINE, clock, trigger, [], m.view("2025-03-09", logs=logs))
    assert result is not None
    assert result.outcome is Outcome.undetermined


def test_an_answer_to_an_allegation(m: Any, clock: ClockEntry) -> None:
    respond = RespondRule(clock="k", who=("P1",))
    trigger = Trigger(id="al-1", party="P1", began=m.span("2025-03-01T10:00"))
    reply = m.notice("a", "response", "P1", "2025-03-05T09:00", subject="al-1")
    late = answer(respond, clock, trigger, [reply], m.view("2025-03-09"))
    storm = Pause(why="storm", start=m.t("2025-03-02"), end=m.t("2025-03-03"))
    paused = answer(respond, clock, trigger, [reply], m.view("2025-03-09"), [storm])
    assert late is not None
    assert paused is not None
    assert (late.outcome, paused.outcome) == (Outcome.breach_likely, Outcome.no_breach)
    assert "it stood still for 1 d" in paused.reasons
    assert answer(respond, clock, msgspec.structs.replace(trigger, party="P2"), [], m.view("2025-03-09")) is None
    assert answer(respond, clock, trigger, [reply], m.view("2025-02-09")) is None


hours = st.integers(0, 1500)


@settings(max_examples=25)
@given(a=hours, b=hours, wide=st.integers(0, 60), everyone=st.booleans())
def test_an_earlier_notice_is_never_worse(
    m: Any, rule: NotificationRule, exercise: Activity, a: int, b: int, wide: int, everyone: bool
) -> None:
    start = exercise.interval.start
    activity = msgspec.structs.replace(exercise, interval=m.span(start, start + m.h(wide)))
    asked = msgspec.structs.replace(rule, to=("mission",), everyone=everyone)
    results = []
    for before in sorted((a, b), reverse=True):
        told = m.notice("a", "notification", "P1", start - m.h(before), "mission", subject="ex-1")
        results.append(notification(asked, activity, [told], m.view(start + m.h(100))))
    early, late = results
    assert early is not None
    assert late is not None
    assert (early.p_low_ppm, early.p_high_ppm) <= (late.p_low_ppm, late.p_high_ppm)
    assert early.p_high_ppm <= late.p_high_ppm
    assert ORDER.index(early.outcome) <= ORDER.index(late.outcome)


@settings(max_examples=25)
@given(drawn=st.lists(st.tuples(st.sampled_from(["P1", "P2"]), st.sampled_from(["mission", "other", "P1", ""]), hours),
                      max_size=6), seed=st.randoms(), complete=st.booleans())  # fmt: skip
def test_order_never_matters_and_parties_swap(
    m: Any, rule: NotificationRule, exercise: Activity, swapped: Any, drawn: Any, seed: Any, complete: bool
) -> None:
    start = exercise.interval.start
    given_ = [
        m.notice(f"n{k}", "notification", by, start - m.h(h), to, subject="ex-1") for k, (by, to, h) in enumerate(drawn)
    ]
    logs = (m.log("notes", "2020-01-01", "2025-06-01"),) if complete else ()
    view = m.view("2025-03-01", since=m.t("2020-01-01"), logs=logs)
    one = notification(rule, exercise, given_, view)
    assert one == notification(rule, exercise, seed.sample(given_, len(given_)), view)
    other = notification(rule, swapped(exercise), [swapped(n) for n in given_], view)
    assert other is not None
    assert other == swapped(one)


@settings(max_examples=25)
@given(shift=st.integers(-(10**6), 10**6), told=hours)
def test_translation_of_time(m: Any, rule: NotificationRule, exercise: Activity, shift: int, told: int) -> None:
    in_hours = msgspec.structs.replace(rule, lead=m.n("100 h"), to=("mission",))
    outcomes = set()
    for move in (m.h(0), m.h(shift / 1000)):
        start = exercise.interval.start + move
        activity = msgspec.structs.replace(exercise, interval=m.span(start))
        notice = m.notice("a", "notification", "P1", start - m.h(told), "mission", subject="ex-1")
        result = notification(in_hours, activity, [notice], m.view(start + m.h(1), zone=m.kyiv))
        assert result is not None
        assert result.due is not None
        outcomes.add((result.outcome, result.state, result.faults, result.due - move))
    assert len(outcomes) == 1
