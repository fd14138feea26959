"""Parity: effort on one side is said, rates are adjusted, and the parties' labels are only labels (scenario 16)."""

from __future__ import annotations

import pytest

from ceasewatch.coverage import Parity, assumed, audit, effort, filled, ledger
from ceasewatch.coverage.bounds import Seen
from ceasewatch.coverage.ledger import HOUR_US
from ceasewatch.model import to_us
from ceasewatch.model.ids import PartyId

SIDES = {"North": PartyId("A"), "South": PartyId("B")}


@pytest.fixture
def by_side(entry, day):
    def make(north_h, south_h):
        entries = [entry("a", 0, north_h), entry("b", 0, south_h, area="South")]
        book = filled(ledger(entries, sides=SIDES), to_us(day), to_us(day) + 24 * HOUR_US)
        return effort(book, ("side",))

    return make


def test_ninety_per_cent_on_one_side_warns(by_side):
    found = audit(by_side(18, 2), ("A", "B"))
    assert found.parity is Parity.lopsided
    assert "90% on the side of A" in found.caveat
    assert found.imbalance == pytest.approx(0.8)


@pytest.mark.parametrize(("south_h", "parity"), [(18, Parity.equal), (12, Parity.equal), (6, Parity.unequal)])
def test_smaller_differences(by_side, south_h, parity):
    found = audit(by_side(18, south_h), ("A", "B"))
    assert found.parity is parity
    assert (found.caveat == "") == (parity is Parity.equal)


def test_rates_undo_the_difference_in_effort(by_side):
    """Nine times as many seen where nine times as much could be seen: the adjusted rates are equal."""
    coverage = {"A": Seen(0.9, 0.85, 0.95, 0.9), "B": Seen(0.1, 0.06, 0.16, 0.1)}
    found = audit(
        by_side(18, 2), ("A", "B"), seen={"A": 45, "B": 5}, coverage=coverage, dispersion=assumed(3, "exercise")
    )
    a, b = (s.rate for s in found.sides)
    assert a
    assert b
    assert a.estimate == pytest.approx(b.estimate) == pytest.approx(50)
    assert b.high - b.low > 2 * (a.high - a.low), "of the side that was hardly watched less is known"


def test_no_rate_for_a_side_that_nobody_watched(by_side):
    coverage = {"A": Seen(0.9, 0.85, 0.95, 0.9)}
    found = audit(by_side(18, 2), ("A", "B"), seen={"A": 45, "B": 0}, coverage=coverage, dispersion=assumed(3, "x"))
    assert found.sides[1].rate is None


def test_labels_are_only_labels(by_side):
    one, other = audit(by_side(18, 2), ("A", "B")), audit(by_side(18, 2), ("B", "A"))
    assert one.parity is other.parity
    assert {s.side: s.share for s in one.sides} == {s.side: s.share for s in other.sides}


def test_effort_on_no_known_side_is_not_parity(entry, day):
    book = filled(ledger([entry("a", 0, 20, area="Nowhere")]), to_us(day), to_us(day) + 24 * HOUR_US)
    found = audit(effort(book, ("side",)), ("A", "B"))
    assert found.parity is Parity.not_known
    assert found.unplaced_h == 20
    assert "must not be compared" in found.caveat
