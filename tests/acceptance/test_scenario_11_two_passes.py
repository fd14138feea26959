"""Scenario 11: a fortnightly inspection of the Golan type. Ceiling 75 tanks, 77 seen by a UAV in two passes.

The ceiling, its source and the 77 are the handbook's (3.2, 8); how the 77 divide into passes is ours.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import msgspec
import pytest

from ceasewatch.agreement.holdings import (
    AskKind,
    CeilingRule,
    Frame,
    HoldingRule,
    InspectionRule,
    Standing,
    assess_holdings,
    books,
    statement,
)
from ceasewatch.model import Count, Outcome
from ceasewatch.model.clause import Moment
from ceasewatch.model.holding import Inspection, Sighting
from ceasewatch.model.ids import PartyId

NIGHT = datetime(2024, 3, 4, 2, tzinfo=UTC)

RULE = b"""{
  "primitive": "ceiling", "of": ["P1"], "zone": "limitation-10km", "classes": ["tank"],
  "limit": {"value": "75", "unit": "items", "source": "UNDOF, letters: 10 km", "verified": false},
  "within": {"value": "14", "unit": "d", "source": "UNDOF, protocol", "verified": false}
}"""

FRAME = Frame(
    pack="undof-1974", clause="tanks-10km", valid_from=Moment(at=datetime(1974, 6, 25, tzinfo=UTC), source="UNDOF")
)


@pytest.fixture
def ceiling() -> CeilingRule:
    return msgspec.json.decode(RULE, type=CeilingRule)


def seen(id_: str, n: int, minutes: int, **more: object) -> Sighting:
    return Sighting(
        id=id_,
        owner=PartyId("P1"),
        at=NIGHT + timedelta(minutes=minutes),
        class_="tank",
        count=Count.exactly(n),
        zone="limitation-10km",
        observer="uav-3",
        **more,  # type: ignore[arg-type]
    )


def told(rule: HoldingRule, *entries: object, day: int = 1) -> object:
    (result,) = assess_holdings(rule, FRAME, books(entries, at=NIGHT + timedelta(days=day)))  # type: ignore[arg-type]
    return result


PASSES = (seen("out", 41, 0), seen("back", 36, 40))


def test_77_in_two_passes_against_75_is_undetermined_and_asks_for_a_recheck(ceiling: CeilingRule) -> None:
    a = told(ceiling, *PASSES)
    assert a.outcome is Outcome.undetermined
    assert a.standing is Standing.undetermined
    assert (a.count_low, a.count_high, a.limit) == (41, 77, 75)
    assert (a.p_low_ppm, a.p_high_ppm) == (0, 1_000_000), "nobody can tell how many were counted twice"
    (ask,) = a.asks
    assert ask.kind is AskKind.recheck
    assert "one pass or with serial numbers" in ask.text
    said = "; ".join(a.reasons)
    assert "2 passes saw 41 + 36 = 77" in said
    assert "at least 41, at most 77 different ones" in said
    assert "at most 75 items" in said
    assert "more than 75 only if at most 1 of 36" in said
    assert "limit 75 items (UNDOF, letters: 10 km)" in a.unverified


def test_the_recheck_settles_it_either_way(ceiling: CeilingRule) -> None:
    held = seen("recheck", 74, 60 * 24 * 15)
    assert told(ceiling, *PASSES, held, day=16).outcome is Outcome.no_breach, "older counts no longer count"
    more = seen("recheck", 76, 60 * 24 * 15)
    assert told(ceiling, *PASSES, more, day=16).outcome is Outcome.breach_likely


def test_serial_numbers_make_two_passes_exact(ceiling: CeilingRule) -> None:
    numbers = [f"T-{n}" for n in range(77)]
    first, second = seen("out", 41, 0, serials=tuple(numbers[:41])), seen("back", 36, 40, serials=tuple(numbers[41:]))
    a = told(ceiling, first, second)
    assert (a.outcome, a.count_low, a.count_high) == (Outcome.breach_likely, 77, 77)
    twice = seen("back", 36, 40, serials=tuple(numbers[39:75]))
    a = told(ceiling, first, twice)
    assert (a.outcome, a.count_low, a.count_high) == (Outcome.no_breach, 75, 75)


def test_what_flight_records_say_of_double_counting_narrows_the_bounds(ceiling: CeilingRule) -> None:
    def known(low: str, high: str) -> CeilingRule:
        double = {
            n: {"value": v, "unit": "probability", "source": "flight log"} for n, v in (("low", low), ("high", high))
        }
        return msgspec.convert({**msgspec.to_builtins(ceiling), "double_counting": double}, CeilingRule)

    a = told(known("0", "0.01"), *PASSES)
    assert a.p_high_ppm == 1_000_000
    assert a.p_low_ppm == round(1e6 * (0.99**36 + 36 * 0.01 * 0.99**35)), "no more than 1 of 36, by the binomial law"
    a = told(known("0.3", "1"), *PASSES)
    assert a.outcome is Outcome.no_breach
    assert any("flight log" in text for text in a.unverified)


def test_the_other_side_gets_the_result_without_locations(ceiling: CeilingRule) -> None:
    text = statement(told(ceiling, *PASSES)).text  # type: ignore[arg-type]
    assert "not determined; a recheck was asked for" in text
    assert "41" not in text
    assert "uav-3" not in text


def test_the_fortnightly_inspection_itself_is_owed() -> None:
    fortnight = msgspec.json.decode(
        b'{"primitive": "inspection", "of": ["P1"], "by": "force", "zone": "limitation-10km", '
        b'"every": {"value": "14", "unit": "d", "source": "UNDOF, protocol"}}',
        type=InspectionRule,
    )
    frame = Frame(pack="undof-1974", clause="inspect", valid_from=Moment(at=NIGHT, source="assumed"))

    def visit(day: int) -> Inspection:
        return Inspection(
            id=f"v{day}", owner=PartyId("P1"), at=NIGHT + timedelta(days=day), class_="tank", zone="limitation-10km",
            count=Count.exactly(70), verifier="force",
        )  # fmt: skip

    def outcomes(*days: int, at: int) -> list[tuple[str, Outcome]]:
        held = books([visit(d) for d in days], at=NIGHT + timedelta(days=at))
        return [(a.party, a.outcome) for a in assess_holdings(fortnight, frame, held)]

    assert outcomes(13, 27, at=30) == [("force", Outcome.no_breach)]
    assert outcomes(13, 28, at=30) == [("force", Outcome.breach_likely), ("force", Outcome.no_breach)]
    assert outcomes(13, at=28) == [("force", Outcome.breach_likely)]
