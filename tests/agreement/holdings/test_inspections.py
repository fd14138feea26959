"""Inspections that are owed: fortnightly, twice a month, within 48 hours of a request."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import msgspec
import pytest

from ceasewatch.agreement.holdings import InspectionRule, assess_holdings, books
from ceasewatch.model import Outcome
from ceasewatch.model.clause import Moment
from ceasewatch.model.errors import DataError
from ceasewatch.model.holding import Access, InspectionRequest


@pytest.fixture
def told(frame: Any, day: Any) -> Any:
    framed = replace(frame, valid_from=Moment(at=day(0), source="TEXT"), time_zone="Africa/Cairo")

    def run(entries: Any, at: float, *, requests: Any = (), framed: Any = framed, **more: Any) -> Any:
        rule = msgspec.convert({"primitive": "inspection", "of": ["P1"], "by": "V", **more}, InspectionRule)
        return assess_holdings(rule, framed, books(tuple(entries), at=day(at), requests=requests))

    return run


def test_overdue_by_so_many_days(told: Any, entry: Any, number: Any) -> None:
    every = number(14, "d")
    late, now = told([entry("inspected", 1, day=20)], 30, every=every)
    assert (late.party, late.outcome) == ("V", Outcome.breach_likely)
    assert "6.0 days overdue" in late.reasons[0]
    assert (now.outcome, now.due_at.day) == (Outcome.no_breach, 4), "20 January and 14 days"
    assert "14 d (TEXT)" in late.unverified


def test_who_denied_access_answers_for_it(told: Any, entry: Any, number: Any) -> None:
    denied = entry("inspected", day=13, access=Access.denied)
    (late,) = told([denied], 15, every=number(14, "d"))
    assert (late.party, late.outcome) == ("P1", Outcome.breach_likely)
    assert "access was not given on 2020-01-14" in late.reasons[1]


def test_managed_access_is_enough_where_the_text_has_it(told: Any, entry: Any, number: Any) -> None:
    managed = entry("inspected", 1, day=13, access=Access.managed)
    assert [a.outcome for a in told([managed], 15, every=number(14, "d"))] == [Outcome.no_breach]
    (strict,) = told([managed], 15, every=number(14, "d"), managed_access=False)
    assert strict.outcome is Outcome.breach_likely


def test_inspections_by_others_elsewhere_or_of_others_do_not_count(told: Any, entry: Any, number: Any) -> None:
    others = [entry("inspected", 1, day=13, **x) for x in ({"verifier": "W"}, {"zone": "Y"}, {"owner": "P2"})]
    (late,) = told(others, 15, every=number(14, "d"), zone="Z")
    assert late.outcome is Outcome.breach_likely


def test_twice_a_month_by_the_calendar_of_the_agreement(told: Any, entry: Any, number: Any) -> None:
    """The clause binds from 2 a.m. in Cairo on 1 January, so February is the first full month."""
    visits = [entry("inspected", 1, day=d) for d in (31 + 4, 31 + 4.1, 31 + 20, 60 + 3)]
    feb, march, april = told(visits, 31 + 29 + 31 + 2, per_month=number(2, "times"))
    assert (feb.outcome, march.outcome, april.outcome) == (
        Outcome.no_breach,
        Outcome.breach_likely,
        Outcome.no_breach,
    )
    assert feb.reasons[0].endswith("2 of 2 in the month from 2020-01-31 22:00Z"), "two on one day count once"
    assert march.reasons[0].startswith("1 of 2")
    assert "not overdue" in april.reasons[1]


@pytest.mark.parametrize(
    ("answered", "at", "outcome"),
    [
        (7, 20, Outcome.no_breach),
        (7.01, 20, Outcome.breach_likely),
        (None, 6.9, Outcome.no_breach),
        (None, 7.1, Outcome.breach_likely),
    ],
)
def test_within_48_hours_of_a_request(
    told: Any, entry: Any, number: Any, day: Any, answered: float | None, at: float, outcome: Outcome
) -> None:
    asked = InspectionRequest(id="r1", by="P2", owner="P1", at=day(5), zone="Z")
    visits = [entry("inspected", 1, day=answered, request="r1")] if answered else []
    (a,) = told(visits, at, requests=[asked], on_request=number(48, "h"), zone="Z")
    assert (a.outcome, a.subject, a.due_at) == (outcome, "r1", day(7))


def test_one_made_before_it_was_asked_for_answers_nothing(told: Any, entry: Any, number: Any, day: Any) -> None:
    asked = InspectionRequest(id="r1", by="P2", owner="P1", at=day(5))
    (a,) = told([entry("inspected", 1, day=4)], 9, requests=[asked], on_request=number(48, "h"))
    assert a.outcome is Outcome.breach_likely


def test_what_was_overdue_before_the_clause_lapsed_stays_so(told: Any, frame: Any, day: Any, number: Any) -> None:
    ended = replace(
        frame, valid_from=Moment(at=day(0), source="TEXT"), valid_to=Moment(at=day(20), source="TEXT")
    )  # fmt: skip
    (a,) = told([], 40, framed=ended, every=number(14, "d"))
    assert a.outcome is Outcome.breach_likely
    assert "6.0 days overdue" in a.reasons[0]


def test_a_duty_needs_a_beginning(told: Any, frame: Any, number: Any) -> None:
    with pytest.raises(DataError, match="when inspections begin"):
        told([], 5, framed=frame, every=number(14, "d"))
