"""Entries of a ledger, made in one line each; days count from one date."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import msgspec
import pytest

from ceasewatch.agreement.holdings import CeilingRule, Frame, HoldingAssessment, assess_holdings, books
from ceasewatch.model import Count
from ceasewatch.model.holding import Declaration, Inspection, Movement, Sighting
from ceasewatch.model.ids import PartyId

D0 = datetime(2020, 1, 1, tzinfo=UTC)

KINDS = {"declared": Declaration, "inspected": Inspection, "seen": Sighting, "moved": Movement}
DEFAULTS: dict[str, dict[str, Any]] = {"inspected": {"verifier": "V"}, "seen": {"observer": "uav"}}


@pytest.fixture(scope="session")
def day() -> Callable[[float], datetime]:
    """The moment so many days after the first date."""
    return lambda n: D0 + timedelta(days=n)


@pytest.fixture(scope="session")
def entry() -> Callable[..., Any]:
    """``entry("seen", 41, day=3, owner="P2", class_="tank", zone="Z", ...)``; ids count up unless given."""
    made = iter(range(10**9))

    def make(kind: str, n: int | Count | None = None, *, day: float = 1, owner: str = "P1", **more: Any) -> Any:
        serials = tuple(more.get("serials", ()))
        given = len(serials) if n is None and serials else n
        count = given if isinstance(given, Count) else Count() if given is None else Count.exactly(given)
        fields = {"class_": "tank", "zone": "Z", "id": f"{kind}-{next(made):06}", **DEFAULTS.get(kind, {}), **more}
        return KINDS[kind](owner=PartyId(owner), at=D0 + timedelta(days=day), count=count, **fields)

    return make


@pytest.fixture(scope="session")
def number() -> Callable[..., dict[str, Any]]:
    """A number as a pack has it."""
    return lambda value, unit="items", **more: {"value": str(value), "unit": unit, "source": "TEXT", **more}


@pytest.fixture(scope="session")
def frame() -> Frame:
    return Frame(pack="made", clause="c1")


@pytest.fixture(scope="session")
def ceiling(number: Callable[..., Any], frame: Frame) -> Callable[..., HoldingAssessment]:
    """``ceiling(entries, limit=75, at=10, owner="P1", ...)``: one result of a ceiling on tanks in zone Z."""

    def run(
        entries: Any, limit: Any = 75, *, at: float = 10, owner: str = "P1", inside: Any = None, **more: Any
    ) -> Any:
        asked = limit if isinstance(limit, dict) else number(limit)
        rule = {"primitive": "ceiling", "of": [owner], "zone": "Z", "classes": ["tank"], "limit": asked, **more}
        held = books(tuple(entries), at=D0 + timedelta(days=at), **({"inside": inside} if inside else {}))
        (result,) = assess_holdings(msgspec.convert(rule, CeilingRule), frame, held)
        return result

    return run
