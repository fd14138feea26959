"""Holdings and logs before the packs that ship: scenarios 8, 11 and 12 as a mission would ask them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import numpy as np
import pytest

from ceasewatch.agreement import load_pack
from ceasewatch.agreement.clocks import Activity, DutyResult, Fire, Heard, Observed
from ceasewatch.agreement.duties import Log, covers, silences
from ceasewatch.agreement.holdings import HoldingAssessment, books
from ceasewatch.model import Consensus, Count, Outcome, TimeInterval
from ceasewatch.model.errors import UsageError
from ceasewatch.model.holding import Inspection, Sighting
from ceasewatch.model.ids import ClauseId, PartyId
from ceasewatch.model.notice import CompleteLog, Notice, NoticeKind, NoticeOutcome
from ceasewatch.model.struct import PPM
from ceasewatch.model.time import to_us

FIRE = datetime(2020, 8, 1, 12, tzinfo=UTC)


def told(kind: NoticeKind, hours: float, to: str = "", by: str = "P1", **more: object) -> Notice:
    at = FIRE + timedelta(hours=hours)
    return Notice(id=f"{kind}", kind=kind, by=PartyId(by), to=PartyId(to), at=at, **more)  # type: ignore[arg-type]


TRIED = told(
    NoticeKind.coordination_attempt, -2, "JCCC", outcome=NoticeOutcome.failed, outcome_at=FIRE - timedelta(hours=1),
    channel="coordination",
)  # fmt: skip
ORDER = told(NoticeKind.order, -1, "P1", channel="orders")
INFORMED = told(NoticeKind.notification, 3, "TCG", subject="inc-1", channel="contact-group")


def returned(*notices: Notice, complete: tuple[str, ...] = ()) -> DutyResult:
    span = TimeInterval(start=FIRE, end=FIRE + timedelta(minutes=30))
    fire = Fire(incident="inc-1", party=PartyId("P1"), interval=span, provoked_low_ppm=PPM, provoked_high_ppm=PPM)
    whole = TimeInterval(start=FIRE - timedelta(days=5), end=FIRE + timedelta(days=30))
    logs = tuple(CompleteLog(channel=c, interval=whole, declared_by="keeper") for c in complete)
    log = Log(notices=notices, fires=(fire,), complete=logs, since=whole.start)
    found = load_pack("minsk-2014").assess(log, as_of=FIRE + timedelta(days=2))
    (result,) = [d for d in found if d.clause == ClauseId("measures-return-fire")]
    return result


def test_scenario_8_return_fire_after_a_failed_attempt_is_lawful() -> None:
    assert returned(TRIED, ORDER, INFORMED).outcome is Outcome.no_breach


def test_scenario_8_without_an_attempt_it_depends_on_whether_the_log_is_complete() -> None:
    assert returned(ORDER, INFORMED).outcome is Outcome.undetermined
    assert returned(ORDER, INFORMED, complete=("coordination",)).outcome is Outcome.breach_likely


def seen(n: int, pass_: int, at: datetime) -> Sighting:
    return Sighting(
        id=f"s{pass_}", owner=PartyId("P1"), at=at, class_="tank", zone="p1-10-km", count=Count.exactly(n),
        observer="uav", pass_id=f"pass {pass_}",
    )  # fmt: skip


def held(pack: str, clause: str, *entries: Inspection | Sighting, at: datetime) -> tuple[HoldingAssessment, Consensus]:
    found = load_pack(pack).assess(books(entries, at=at))
    ((result, together),) = [(r, h.together.accord) for h in found for r in h.results if r.clause == clause]
    return result, together


def test_scenario_11_77_tanks_in_two_passes_are_undetermined_and_ask_for_a_recheck() -> None:
    at = datetime(1990, 5, 5, tzinfo=UTC)
    result, together = held("undof-1974", "p1-tanks-10-km", seen(41, 1, at), seen(36, 2, at), at=at)
    assert (result.outcome, result.limit, result.count_low, result.count_high) == (Outcome.undetermined, 75, 41, 77)
    assert any(ask.kind == "recheck" for ask in result.asks)
    assert together is Consensus.undetermined


def test_scenario_11_76_tanks_in_one_pass_are_too_many() -> None:
    at = datetime(1990, 5, 5, tzinfo=UTC)
    result, _ = held("undof-1974", "p1-tanks-10-km", seen(76, 1, at), at=at)
    assert result.outcome is Outcome.breach_likely
    assert any("75" in text for text in result.unverified)


@pytest.mark.parametrize(
    ("day", "outcome"),
    [("2005-12-31", Outcome.no_breach), ("2006-01-02", Outcome.breach_likely), ("2004-06-01", Outcome.breach_likely)],
)
def test_scenario_12_750_guards_while_the_exception_lasts(day: str, outcome: Outcome) -> None:
    at = datetime.fromisoformat(day).replace(tzinfo=UTC)
    guards = Inspection(
        id="i", owner=PartyId("P1"), at=at, class_="border_guards", zone="zone-c", count=Count.exactly(750),
        verifier="force",
    )  # fmt: skip
    result, _ = held("sinai-1979", "zone-c-forces", guards, at=at)
    assert result.outcome is outcome


def test_a_log_is_read_until_a_moment() -> None:
    with pytest.raises(UsageError, match="until a moment"):
        load_pack("minsk-2014").assess(Log())  # type: ignore[call-overload]


def test_a_draft_is_assessed_in_no_form(incident: Callable[..., object]) -> None:
    for facts in (Log(), books((), at=FIRE), incident()):
        with pytest.raises(UsageError, match="binds nobody"):
            load_pack("plan-28-2025").assess(facts, as_of=FIRE)  # type: ignore[call-overload]


def days_of_silence(*, shot: bool) -> list[int]:
    """Days counted at Zolote, least and most, after eight watched days from 10 October 2016 on, by each reading."""
    start = datetime(2016, 10, 9, 21, tzinfo=UTC)  # midnight in Kyiv
    end = start + timedelta(days=8)
    at = np.array([to_us(start + timedelta(days=4, hours=5))] if shot else [], np.int64)
    sure = np.full(len(at), PPM)
    heard = Heard(np.array(["inc-1"] if shot else [], dtype=object), at, at, sure, sure)
    watched = Observed(np.array([to_us(start)]), np.array([to_us(end)]))
    pack = load_pack("minsk-2014").file
    clause = next(c for c in pack.clauses if c.id == "zolote-silence")
    found = silences(pack, clause, Log(areas={"zolote": (heard, watched, start)}), end)
    assert {s.zone for s in found} == {"zolote"}
    return [s.days[-1].count_high for s in found]


def test_scenario_5_a_shot_begins_the_seven_days_anew() -> None:
    quiet, broken = days_of_silence(shot=False), days_of_silence(shot=True)
    assert len(quiet) == len(broken) == 3
    assert all(after < before for before, after in zip(quiet, broken, strict=True))
    assert min(quiet) >= 7 > max(broken)


@pytest.mark.parametrize(("outcome", "p"), [(NoticeOutcome.granted, PPM), (NoticeOutcome.refused, 0)])
def test_who_may_cross_depends_on_the_consent_that_was_given(outcome: NoticeOutcome, p: int) -> None:
    span = TimeInterval(start=FIRE, end=FIRE)
    crossing = Activity(id="x", by=PartyId("P1"), subject="crossing", interval=span)
    consent = told(NoticeKind.consent, -5, by="MAC", subject="crossing", outcome=outcome, channel="mac")
    pack = load_pack("korea-1953").file
    log, at = Log(notices=(consent,), activities=(crossing,)), FIRE + timedelta(days=1)
    (found,) = [c for clause in pack.clauses for c in covers(pack, clause, log, at) if c.permission == "crossing"]
    assert (found.p_low_ppm, found.p_high_ppm) == (p, p)
