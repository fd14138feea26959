"""Notified movements, the same for a party and for a foreign force."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest

from ceasewatch.agreement.holdings import MovementRule, assess_holdings, books
from ceasewatch.model import Count, Outcome


@pytest.fixture
def told(frame: Any, day: Any, number: Any) -> Any:
    def run(*entries: Any, **more: Any) -> Any:
        fields = {"primitive": "notified_movement", "of": ["P1", "F"], "lead": number(42, "d"), **more}
        return assess_holdings(msgspec.convert(fields, MovementRule), frame, books(entries, at=day(100)))

    return run


@pytest.mark.parametrize("owner", ["P1", "F"])
def test_42_days_ahead(told: Any, entry: Any, day: Any, owner: str) -> None:
    def move(notified: float | None) -> Any:
        at = None if notified is None else day(notified)
        return entry("moved", 300, day=60, owner=owner, site="s1", to_site="s2", notified_at=at)

    (timely,), (late,), (never,) = told(move(18)), told(move(18.1)), told(move(None))
    assert (timely.outcome, late.outcome, never.outcome) == (
        Outcome.no_breach,
        Outcome.breach_likely,
        Outcome.breach_likely,
    )
    assert timely.party == owner
    assert "not notified, as far as the record has it" in never.reasons[0]
    assert "42 d (TEXT)" in never.unverified


@pytest.mark.parametrize(
    ("count", "outcomes"),
    [
        (Count.exactly(249), []),
        (Count.exactly(250), [Outcome.breach_likely]),
        (Count(lowest=200, highest=300), [Outcome.undetermined]),
    ],
)
def test_only_from_so_many_on(told: Any, entry: Any, number: Any, count: Count, outcomes: list[Outcome]) -> None:
    moved = entry("moved", count, day=60, site="s1", to_site="s2")
    assert [a.outcome for a in told(moved, threshold=number(250), classes=["tank"])] == outcomes


def test_of_other_classes_places_and_owners_it_says_nothing(told: Any, entry: Any) -> None:
    moved = entry("moved", 5, day=60, site="s1", to_site="s2", to_zone="Y")
    assert told(moved, classes=["mlrs"]) == ()
    assert told(moved, zone="X") == ()
    assert len(told(moved, zone="Y")) == len(told(moved, zone="Z")) == 1, "out of a zone as well as into it"
    assert told(moved, of=["P2"]) == ()
    assert told(entry("inspected", 5)) == ()
