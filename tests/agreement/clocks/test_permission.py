"""Permissions have a scope and an end, need consent, lapse with their mandate, and never widen what is forbidden."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ceasewatch.agreement.clocks import (
    Activity,
    ClockState,
    Cover,
    DutyResult,
    PermissionKind,
    PermissionRule,
    narrowed,
    permission,
)
from ceasewatch.model.assessment import Outcome
from ceasewatch.model.clause import Moment
from ceasewatch.model.mandate import Mandate
from ceasewatch.model.struct import PPM

CAN, CANNOT, OPEN = (PPM, PPM), (0, 0), (0, PPM)


@pytest.fixture(scope="module")
def rule(m: Any) -> PermissionRule:
    return PermissionRule(
        id="repair-7",
        kind=PermissionKind.repair_window,
        source="PROTOCOL 7",
        activities=("repair",),
        zones=("substation",),
        valid_from=Moment(at=m.t("2026-03-01T08:00"), source="PROTOCOL 7"),
        valid_to=Moment(at=m.t("2026-03-01T16:00"), source="PROTOCOL 7"),
    )


@pytest.fixture(scope="module")
def work(m: Any) -> Any:
    def make(start: str = "2026-03-01T09:00", end: str | None = None, **more: Any) -> Activity:
        given_ = {"by": "P1", "subject": "repair", "zone": "substation"} | more
        return Activity(id="a-1", interval=m.span(start, end), **given_)

    return make


def held(cover: Cover) -> tuple[int, int]:
    return cover.p_low_ppm, cover.p_high_ppm


@pytest.mark.parametrize(
    ("start", "end", "bounds"),
    [
        ("2026-03-01T07:00", None, CANNOT),
        ("2026-03-01T08:00", None, CAN),
        ("2026-03-01T15:59", None, CAN),
        ("2026-03-01T16:00", None, CANNOT),
        ("2026-03-01T15:30", "2026-03-01T16:30", OPEN),
        ("2026-03-01T07:30", "2026-03-01T08:30", OPEN),
    ],
)
def test_before_within_and_after(m: Any, rule: PermissionRule, work: Any, start: str, end: Any, bounds: Any) -> None:
    told = permission(rule, work(start, end), [], m.view("2026-04-01"))
    assert held(told) == bounds
    assert (told.reasons == ("permission repair-7 (PROTOCOL 7) covers it",)) is (bounds == CAN)
    assert len(told.unverified) == 3


@pytest.mark.parametrize(
    ("more", "bounds"),
    [({"subject": "digging"}, CANNOT), ({"zone": "north"}, CANNOT), ({"zone": ""}, OPEN), ({"by": "P2"}, CANNOT)],
)
def test_scope(m: Any, rule: PermissionRule, work: Any, more: Any, bounds: Any) -> None:
    scoped = msgspec.structs.replace(rule, who=("P1",))
    assert held(permission(scoped, work(**more), [], m.view("2026-04-01"))) == bounds


@pytest.mark.parametrize(
    ("said", "complete", "bounds"),
    [
        ({"P1": "accepted", "P2": "accepted"}, False, CAN),
        ({"P1": "accepted", "P2": "refused"}, False, CANNOT),
        ({"P1": "accepted"}, False, OPEN),
        ({"P1": "accepted"}, True, CANNOT),
    ],
)
def test_consent(m: Any, rule: PermissionRule, work: Any, said: Any, complete: bool, bounds: Any) -> None:
    agreed = msgspec.structs.replace(rule, consent=("P1", "P2"), channel="notes")
    given_ = [m.notice(f"c-{by}", "consent", by, "2026-02-20", subject="repair-7", outcome=o) for by, o in said.items()]
    logs = (m.log("notes", "2026-01-01", "2026-04-01"),) if complete else ()
    view = m.view("2026-04-01", since=m.t("2026-01-01"), logs=logs)
    assert held(permission(agreed, work(), given_, view)) == bounds
    nobody_says_since_when = m.view("2026-04-01", logs=logs)
    if complete:
        assert held(permission(agreed, work(), given_, nobody_says_since_when)) == OPEN


def test_consent_may_be_withdrawn(m: Any, rule: PermissionRule, work: Any) -> None:
    agreed = msgspec.structs.replace(rule, consent=("P2",))
    given_ = [
        m.notice("yes", "consent", "P2", "2026-02-20", subject="repair-7", outcome="accepted"),
        m.notice("no", "consent", "P2", "2026-03-01T10:00", subject="repair-7", outcome="refused"),
    ]
    view = m.view("2026-04-01")
    before, after = "2026-03-01T09:00", "2026-03-01T11:00"
    spans = ((before, None), (after, None), (before, after))
    told = [held(permission(agreed, work(*span), given_, view)) for span in spans]
    assert told == [CAN, CANNOT, OPEN]


@pytest.mark.parametrize(
    ("ratified", "expires", "bounds", "words"),
    [
        (None, None, CANNOT, "is not ratified"),
        ("2026-02-01", None, CAN, "covers it"),
        ("2026-03-05", None, CANNOT, "the mandate by LAW 12 of N1 begins"),
        ("2025-02-01", "2026-02-28", CANNOT, "the mandate by LAW 12 of N1 ended"),
    ],
)
def test_a_foreign_forces_bases_lapse_with_the_mandate(
    m: Any, work: Any, ratified: Any, expires: Any, bounds: Any, words: str
) -> None:
    def date_(text: str | None) -> Moment | None:
        return Moment(at=m.t(text), source="LAW 12") if text else None

    bases = PermissionRule(
        id="bases",
        kind=PermissionKind.foreign_force,
        source="DECLARATION, point 4",
        mandate=Mandate(instrument="LAW 12", nation="N1", ratified=date_(ratified), expires=date_(expires)),
    )
    told = permission(bases, work(), [], m.view("2026-04-01"))
    assert held(told) == bounds
    assert words in told.reasons[0]
    assert any("LAW 12" in u for u in told.unverified) is bool(ratified)


def result(low: int, high: int) -> DutyResult:
    return DutyResult(
        clause="c", party="P1", subject="a-1", outcome=Outcome.undetermined, state=ClockState.late, p_low_ppm=low,
        p_high_ppm=high,
    )  # fmt: skip


def cover(low: int, high: int, name: str = "a") -> Cover:
    return Cover(permission=name, p_low_ppm=low, p_high_ppm=high, reasons=(f"{name} says so",), unverified=("date",))


def test_a_permission_that_covers_it_saves_it() -> None:
    saved = narrowed(result(PPM, PPM), [cover(PPM, PPM)])
    assert (saved.outcome, saved.p_high_ppm, saved.reasons[0]) == (Outcome.no_breach, 0, "a says so")
    assert saved.unverified == ("date",)
    half = narrowed(result(PPM, PPM), [cover(300_000, 600_000)])
    assert (half.p_low_ppm, half.p_high_ppm, half.outcome) == (400_000, 700_000, Outcome.breach_possible)
    same = result(10, 20)
    assert narrowed(same, []) == same


bounds = st.tuples(st.integers(0, PPM), st.integers(0, PPM)).map(sorted)


@settings(max_examples=30)
@given(own=bounds, covers=st.lists(bounds, min_size=1, max_size=4), seed=st.randoms())
def test_permissions_narrow_and_their_order_never_matters(own: Any, covers: Any, seed: Any) -> None:
    given_ = [cover(*c, name=f"p{k}") for k, c in enumerate(covers)]
    told = narrowed(result(*own), given_)
    fewer = narrowed(result(*own), given_[:-1])
    assert 0 <= told.p_low_ppm <= told.p_high_ppm
    assert told.p_low_ppm <= fewer.p_low_ppm
    assert told.p_high_ppm <= fewer.p_high_ppm
    assert told == narrowed(result(*own), seed.sample(given_, len(given_)))


@settings(max_examples=30)
@given(shift=st.integers(-(10**6), 10**6), start=st.integers(0, 600), wide=st.integers(0, 600))
def test_translation_of_time_and_swap(
    m: Any, rule: PermissionRule, work: Any, swapped: Any, shift: int, start: int, wide: int
) -> None:
    told = set()
    agreed = msgspec.structs.replace(rule, consent=("P2",), who=("P1",))
    for move in (m.h(0), m.h(shift / 1000)):
        moved = {
            name: Moment(at=getattr(rule, name).at + move, source="PROTOCOL 7") for name in ("valid_from", "valid_to")
        }
        first = m.t("2026-03-01T07:00") + move + m.h(start / 60)
        activity = msgspec.structs.replace(work(), interval=m.span(first, first + m.h(wide / 60)))
        yes = m.notice("y", "consent", "P2", m.t("2026-03-01T08:30") + move, subject="repair-7", outcome="accepted")
        asked, view = msgspec.structs.replace(agreed, **moved), m.view(m.t("2026-04-01") + move)
        own = permission(asked, activity, [yes], view)
        told.add(held(own))
        assert permission(swapped(asked), swapped(activity), [swapped(yes)], view) == swapped(own)
    assert len(told) == 1
