"""Readings: who counts towards a ceiling on persons, and which term decides."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest

from ceasewatch.agreement.holdings import CeilingRule, HoldingReading, assess_holdings, books, compare
from ceasewatch.model import Outcome
from ceasewatch.model.assessment import Consensus
from ceasewatch.model.errors import DataError


def reading(party: str, **change: Any) -> HoldingReading:
    return msgspec.convert(
        {"party": party, "text": f"{party} says so", "source": "TEXT", "change": change}, HoldingReading
    )  # fmt: skip


@pytest.fixture
def told(frame: Any, day: Any, number: Any) -> Any:
    """A ceiling of 600,000 persons held against an inspected strength."""

    def run(entries: Any, readings: Any, **more: Any) -> Any:
        rule = msgspec.convert(
            {"primitive": "ceiling", "of": ["P1"], "classes": ["persons"], "limit": number(600_000, "persons"), **more},
            CeilingRule,
        )
        results = assess_holdings(rule, frame, books(entries, at=day(10)), readings)
        return results, compare(results, readings)

    return run


@pytest.fixture
def strength(entry: Any) -> Any:
    numbers = {"regular": 560_000, "reserves": 60_000, "border_guards": 30_000, "police": 90_000}
    return [entry("inspected", n, class_=name) for name, n in numbers.items()]


ALL = reading("P2")
ACTIVE = reading("P1", excludes=["reserves", "internal_security"])


def test_who_counts_decides_and_is_named(told: Any, strength: Any) -> None:
    (first, second), compared = told(strength, [ALL, ACTIVE])
    assert (first.reading, first.count_high, first.outcome) == ("P2", 740_000, Outcome.breach_likely)
    assert (second.reading, second.count_high, second.outcome) == ("P1", 560_000, Outcome.no_breach)
    assert (compared.accord, compared.terms) == (Consensus.depends_on_the_reading, ("excludes",))
    assert compared.reasons == (
        "as P1 reads it: no_breach, below 600000",
        "as P2 reads it: breach_likely, above 600000",
    )
    assert "the reading of P1 (TEXT)" in second.unverified


def test_where_it_makes_no_difference_they_agree(told: Any, strength: Any, entry: Any) -> None:
    few = [entry("inspected", 10, class_="regular"), entry("inspected", 10, class_="reserves")]
    assert told(few, [ALL, ACTIVE])[1].accord is Consensus.agreed_no_breach
    many = [*strength, entry("inspected", 50_000, class_="conscripts")]
    assert told(many, [ALL, ACTIVE])[1].accord is Consensus.agreed_breach
    stated = [entry("declared", 10, class_="regular")]
    assert told(stated, [ALL, ACTIVE])[1].accord is Consensus.undetermined


def test_a_strength_read_as_a_ceiling(told: Any, strength: Any, number: Any) -> None:
    limit = number(700_000, "persons")
    _, compared = told(strength, [reading("P1"), reading("P2", modality="ceiling")], modality="strength", limit=limit)
    assert (compared.accord, compared.terms) == (Consensus.depends_on_the_reading, ("modality",))


def test_without_readings_the_rule_is_as_written(told: Any, strength: Any) -> None:
    (only,), compared = told(strength, [])
    assert (only.reading, compared.accord, compared.terms) == ("", Consensus.agreed_breach, ())


def test_a_reading_changes_only_what_the_rule_has(told: Any, strength: Any, number: Any) -> None:
    with pytest.raises(DataError, match="no 'lead' to read otherwise"):
        told(strength, [reading("P1", lead=number(4, "h"))])
    with pytest.raises(msgspec.ValidationError):
        reading("P1", distance=number(4, "km"))
