"""Scenario 12: an agreed exception of the Sinai type: 750 border guards where only police may be, with an end date.

750 border guards in zone C are the handbook's (3.3, 8); the dates and the strength found are ours.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import msgspec
import pytest

from ceasewatch.agreement.holdings import CeilingRule, Frame, HoldingAssessment, assess_holdings, books
from ceasewatch.model import Count, Outcome
from ceasewatch.model.holding import Declaration, Inspection
from ceasewatch.model.ids import PartyId

START, END = datetime(2005, 9, 1, tzinfo=UTC), datetime(2007, 9, 1, tzinfo=UTC)

RULE = {
    "primitive": "ceiling",
    "of": ["P1"],
    "zone": "C",
    "classes": ["persons"],
    "excludes": ["police"],
    "limit": {"value": "0", "unit": "persons", "source": "Annex I, II.1.c", "verified": False},
    "permissions": [
        {
            "id": "border-guards-2005",
            "summary": "750 border guards along the border in zone C",
            "source": "Agreed Arrangements",
            "of": ["P1"],
            "zone": "C",
            "classes": ["border_guards"],
            "allows": {"value": "750", "unit": "persons", "source": "Agreed Arrangements"},
            "valid_from": {"at": START.isoformat(), "source": "assumed"},
            "valid_to": {"at": END.isoformat(), "source": "assumed"},
        }
    ],
}


def inspected(n: int, at: datetime, class_: str = "border_guards", zone: str = "C") -> Inspection:
    return Inspection(
        id=f"{class_}-{n}-{at:%Y%m%d}", owner=PartyId("P1"), at=at, class_=class_, zone=zone, count=Count.exactly(n),
        verifier="force",
    )  # fmt: skip


def told(at: datetime, *entries: Inspection | Declaration, **change: object) -> HoldingAssessment:
    rule = msgspec.convert({**RULE, **change}, CeilingRule)
    (result,) = assess_holdings(rule, Frame(pack="sinai-1979", clause="zone-c"), books(entries, at=at))
    return result


def test_750_guards_are_no_breach_until_the_exception_ends_and_one_from_then_on() -> None:
    before, after = END - timedelta(days=1), END
    held = inspected(750, START + timedelta(days=30))
    a = told(before, held)
    assert (a.outcome, a.limit, a.allowed, a.count_high) == (Outcome.no_breach, 0, 750, 750)
    assert a.permissions == ("border-guards-2005",)
    assert any("in force until 2007-09-01" in reason for reason in a.reasons)
    assert "permission border-guards-2005: its end (assumed)" in a.unverified
    a = told(after, held)
    assert (a.outcome, a.allowed, a.permissions) == (Outcome.breach_likely, 0, ())
    assert any("ended 2007-09-01 00:00Z" in reason for reason in a.reasons)
    assert "permission border-guards-2005: its end (assumed)" in a.unverified, "the breach rests on that date"


def test_before_it_was_agreed_they_would_have_been_a_breach() -> None:
    assert told(START - timedelta(days=1), inspected(750, START - timedelta(days=5))).outcome is Outcome.breach_likely


@pytest.mark.parametrize(
    ("n", "class_", "outcome"),
    [
        (751, "border_guards", Outcome.breach_likely),
        (10, "regular", Outcome.breach_likely),
        (4000, "police", Outcome.undetermined),
    ],
)
def test_the_exception_is_for_so_many_of_that_class(n: int, class_: str, outcome: Outcome) -> None:
    """Police are not counted at all, so with police alone nobody has said anything of what is."""
    assert told(START + timedelta(days=40), inspected(n, START + timedelta(days=30), class_)).outcome is outcome


def test_it_is_for_that_zone_alone() -> None:
    at = START + timedelta(days=40)
    elsewhere = told(at, inspected(750, START + timedelta(days=30), zone="B"), zone="B")
    assert elsewhere.outcome is Outcome.breach_likely


@pytest.mark.parametrize(
    ("mandate", "outcome", "why"),
    [
        ({"instrument": "decree 1"}, Outcome.breach_likely, "decree 1 of N1, which is not ratified"),
        (
            {"instrument": "decree 1", "ratified": {"at": START.isoformat(), "source": "gazette"}},
            Outcome.no_breach,
            "in force until",
        ),
        (
            {
                "instrument": "decree 1",
                "ratified": {"at": START.isoformat(), "source": "gazette"},
                "expires": {"at": (START + timedelta(days=35)).isoformat(), "source": "decree 1, article 2"},
            },
            Outcome.breach_likely,
            "lapsed with decree 1 of N1",
        ),
    ],
)
def test_it_lapses_with_the_mandate_that_it_rests_on(mandate: dict[str, object], outcome: Outcome, why: str) -> None:
    permission = {**RULE["permissions"][0], "mandate": {"nation": "N1", **mandate}}  # type: ignore[index]
    a = told(START + timedelta(days=40), inspected(750, START + timedelta(days=30)), permissions=[permission])
    assert a.outcome is outcome
    assert any(why in reason for reason in a.reasons), a.reasons


def test_what_the_party_declares_itself_is_not_proof_for_it() -> None:
    stated = Declaration(
        id="d", owner=PartyId("P1"), at=START, class_="border_guards", zone="C", count=Count.exactly(750)
    )  # fmt: skip
    a = told(START + timedelta(days=40), stated)
    assert a.outcome is Outcome.undetermined
    assert [ask.kind for ask in a.asks] == ["inspect"]
    over = Declaration(
        id="d", owner=PartyId("P1"), at=START, class_="border_guards", zone="C", count=Count.exactly(751)
    )  # fmt: skip
    assert told(START + timedelta(days=40), over).outcome is Outcome.breach_likely, "it says so itself"
