"""Scenario 16: nine tenths of the effort on one side. A warning, adjusted rates, and a caveat that products carry."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import shapely

from ceasewatch.coverage import Audit, Parity, assumed, audit, effort, filled, grid, ledger, look, moments, watching
from ceasewatch.model import EXPLOSIONS, Kind, to_us
from ceasewatch.model.ids import PartyId
from ceasewatch.model.table import KINDS, WEAPONS
from ceasewatch.observers.events import Events
from ceasewatch.pipeline.queries import coverage as recorded
from ceasewatch.store import Filter

START = datetime(2021, 5, 1, tzinfo=UTC)
HOURS = 10
UNITS = {"North": (-44.80, -125.00), "South": (-45.20, -125.00)}
SIDES = {"North": PartyId("A"), "South": PartyId("B")}
TOWNS = ("n,Northtown,-44.80,-125.00,,North,,500", "s,Southtown,-45.20,-125.00,,South,,500")

SAID = {"North": (12, 9, 15), "South": (4,)}
"""Explosions of each report: 36 heard in the north by nine posts, 4 in the south by one."""


def posts() -> str:
    head = "observer,observer_kind,start,end,state,area,lat,lon,radius_m,degraded_by,note,side"
    end = START + timedelta(hours=HOURS)
    rows = [
        f"post-{n},patrol,{START.isoformat()},{end.isoformat()},observing,{unit},"
        f"{lat + 0.015 * (n % 3)},{lon},8000,,,{SIDES[unit]}"
        for n, unit in enumerate(["North"] * 9 + ["South"])
        for lat, lon in (UNITS[unit],)
    ]
    return "\n".join([head, *rows]) + "\n"


def heard() -> str:
    blocks = [
        f"On 1 May, between 0{2 * n + 1}:00 and 0{2 * n + 1}:30, positioned in {unit}town, the patrol heard {count} "
        f"undetermined explosions 3-5km {'east' if n % 2 else 'west'}."
        for unit, counts in SAID.items()
        for n, count in enumerate(counts)
    ]
    return "\n\n".join(["Report date: 2021-05-02", *blocks]) + "\n"


@pytest.fixture(scope="module")
def case(make_case: Callable[..., Any]) -> Any:
    made = make_case("parity", "--exercise", "--party", "A=Party A", "--party", "B=Party B", towns=TOWNS, units=UNITS,
                     feeds=("smm-text", "coverage"))  # fmt: skip
    made.set_parameters("smm-text", regions="North, South", zone="UTC")
    made.deliver("smm-text", heard(), "patrols.txt")
    made.deliver("coverage", posts(), "posts.csv")
    return made


@pytest.fixture(scope="module")
def found(case: Any) -> Audit:
    end = START + timedelta(hours=HOURS)
    entries = recorded(case.folder, Filter(start=START, end=end))
    book = filled(ledger(entries, sides=SIDES), to_us(START), to_us(end))
    like = Events.make(1, kind=KINDS.index(Kind.explosion), weapon=WEAPONS.index("mortar_120"), yield_kg=2.5)
    at = moments(to_us(START), to_us(end), 4)
    what = {
        SIDES[unit]: look(grid(shapely.box(lon - 0.12, lat - 0.09, lon + 0.12, lat + 0.09), 3_000), at, like, watch)
        for watch in (watching(book),)
        for unit, (lat, lon) in UNITS.items()
    }
    fire = [i for i in case.found.incidents if i.kind.best in EXPLOSIONS]
    return audit(
        effort(book, ("side",)),
        ("A", "B"),
        seen={side: sum(i.count.best for i in fire if i.area_name == unit) for unit, side in SIDES.items()},
        coverage={side: w.seen() for side, w in what.items()},
        dispersion=assumed(4.0, "counts of violations come in clusters; assumed for the scenario"),
    )


def test_nine_tenths_on_one_side_is_warned_of(found: Audit) -> None:
    north, _ = found.sides
    assert found.parity is Parity.lopsided
    assert north.share == pytest.approx(0.9)
    assert found.imbalance == pytest.approx(0.8)


def test_the_caveat_names_both_shares(found: Audit) -> None:
    assert "90% on the side of A" in found.caveat
    assert "10% on the side of B" in found.caveat
    assert "may be nothing but this" in found.caveat


def test_rates_are_adjusted_and_say_how_little_is_known(found: Audit) -> None:
    north, south = found.sides
    assert (north.seen, south.seen) == (36, 4), "a bare count would say: nine times as many in the north"
    assert north.rate is not None
    assert south.rate is not None
    assert north.p_seen > south.p_seen
    assert north.rate.estimate / south.rate.estimate < north.seen / south.seen
    assert south.rate.high / south.rate.estimate > north.rate.high / north.rate.estimate


@pytest.mark.parametrize("tier", ["T1", "T5"])
def test_the_report_carries_the_caveat(case: Any, tier: str) -> None:
    html = case.report("2021-05-01", tier)
    assert "Effort was not shared equally between the sides" in html
    assert ("(A: 90%, B: 10%)" in html) is (tier == "T1"), "how it was shared is for analysts"


def test_analysts_are_warned_where_they_ask_for_effort(case: Any) -> None:
    told = case.run("coverage", "--date", "2021-05-01", "--tier", "T1")
    assert "Effort was one-sided (90% on the side of A, 10% on the side of B)" in " ".join(told.split())
