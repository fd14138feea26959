"""Scenario 5: seven days of silence of an area, a camera outage on day 5, one shot heard 300 m outside on day 6."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np
import pytest
import shapely

from ceasewatch.agreement import load_pack
from ceasewatch.agreement.clocks import Heard, Observed, SilenceRule, Unobserved, View, by_reading
from ceasewatch.coverage import (
    NoneObserved,
    NotObserved,
    Statement,
    assumed,
    grid,
    ledger,
    look,
    moments,
    resolved,
    watching,
)
from ceasewatch.coverage import state as stated
from ceasewatch.coverage.statements import Why
from ceasewatch.model import Kind, Outcome, to_us
from ceasewatch.model.clause import Number
from ceasewatch.model.ids import ClauseId
from ceasewatch.model.table import KINDS, WEAPONS
from ceasewatch.observers.events import Events
from ceasewatch.pipeline.queries import coverage as recorded
from ceasewatch.store import Filter

FIRST = datetime(2025, 3, 1, 8, tzinfo=UTC)
"""Midnight of 1 March where the exercise is."""
OUTAGE, SHOT = 5, 6

OVERDISPERSED = assumed(4.0, "counts of violations come in clusters; assumed for the scenario")

TOWNS = ("p,Kelmar Post,-44.9800,-125.0525,,Aldermarch,,50",)

REPORT = """Report date: 2025-03-07

At 14:20 on 6 March, positioned at Kelmar Post, the patrol heard one shot of small-arms fire 400m-1.2km south.
"""


def camera_log() -> str:
    head = "observer,observer_kind,start,end,state,area,lat,lon,radius_m,degraded_by,note"
    rows = [
        f"cam-kelmar,camera,2025-03-0{day}T00:00:00-08:00,2025-03-0{day + 1}T00:00:00-08:00,"
        + ("down,Aldermarch,-44.985,-125.0525,6000,outage,no power" if day == OUTAGE else
           "observing,Aldermarch,-44.985,-125.0525,6000,,")
        for day in range(1, 8)
    ]  # fmt: skip
    return "\n".join([head, *rows]) + "\n"


@pytest.fixture(scope="module")
def case(make_case: Callable[..., Any]) -> Any:
    made = make_case(
        "kelmar", "--exercise", "--pack", "lorvane", "--zone", "Etc/GMT+8", towns=TOWNS, feeds=("smm-text", "coverage")
    )
    made.set_parameters("smm-text", regions="Aldermarch")
    made.deliver("coverage", camera_log(), "cameras.csv")
    made.deliver("smm-text", REPORT, "patrols.txt")
    return made


def day(n: int) -> tuple[datetime, datetime]:
    """Of the seven, by the mission's clock."""
    return FIRST + timedelta(days=n - 1), FIRST + timedelta(days=n)


def statements(case: Any) -> dict[int, Statement]:
    """What may be said of mortar explosions in the area, day by day."""
    outline = load_pack("lorvane").zones["kelmar"].versions[0]
    cells = grid(shapely.Polygon(list(zip(outline.lon, outline.lat, strict=True))), 1_000)
    like = Events.make(1, kind=KINDS.index(Kind.explosion), weapon=WEAPONS.index("mortar_120"), count=1.0, yield_kg=2.5)
    entries = recorded(case.folder, Filter(start=FIRST, end=FIRST + timedelta(days=7)))
    watch = watching(resolved(ledger(entries)))
    found = {}
    for n in range(1, 8):
        start, end = day(n)
        inside = [i for i in case.of_kind(Kind.explosion) if start <= i.when.start < end]
        at = moments(to_us(start), to_us(end), 12)
        found[n] = stated(look(cells, at, like, watch), len(inside), OVERDISPERSED)
    return found


def test_the_day_of_the_outage_is_not_a_day_of_silence(case: Any) -> None:
    told = statements(case)
    assert isinstance(told[OUTAGE], NotObserved)
    assert told[OUTAGE].why is Why.nobody
    assert told[OUTAGE].p_seen == 0.0
    quiet = [n for n, s in told.items() if isinstance(s, NoneObserved)]
    assert quiet == [1, 2, 3, 4, 6, 7], "six days of silence, not seven"


def test_silence_is_worth_what_would_have_been_seen(case: Any) -> None:
    watched = statements(case)[1]
    assert isinstance(watched, NoneObserved)
    assert 0.2 < watched.p_low < watched.p_seen < watched.p_high < 1
    assert watched.bound is not None
    assert watched.bound.low == 0.0 < watched.bound.high


def test_the_shot_outside_is_inside_with_a_probability(case: Any) -> None:
    (shot,) = case.of_kind(Kind.shot)
    assert shot.when.start == datetime(2025, 3, SHOT, 22, 20, tzinfo=UTC)
    told = case.clause(shot, "kelmar-disengagement")
    assert 0.0 < told.p_breach_ppm / 1e6 < 0.3, "400 to 1,200 m south by ear: the outline is 1,100 m away"
    assert told.outcome is not Outcome.breach_likely
    assert any("with probability" in r and "outside its outline" in r for r in told.reasons)


def test_the_counter_of_an_operator_skips_the_day_of_the_outage(case: Any) -> None:
    asked = ("--on", "2025-03-07", "--days", "7", "--weapon", "mortar_120", "--tier", "T1", "--format", "json")
    told = [day["outcome"] for day in json.loads(case.run("quiet", "kelmar", *asked))]
    assert told[OUTAGE - 1] == "not_observed"
    assert told.count("none_observed") == 6


def test_the_agreements_count_depends_on_how_the_outage_is_read(case: Any) -> None:
    """Day by day from what was recorded: six days at most, or seven, or two, and one doubtful in each."""
    (shot,) = case.of_kind(Kind.shot)
    told = case.clause(shot, "kelmar-disengagement")
    heard = Heard(
        ids=np.array([shot.id], dtype=object),
        start_us=np.array([to_us(shot.when.start)]),
        end_us=np.array([to_us(shot.when.end)]),
        low_ppm=np.array([told.p_breach_ppm]),
        high_ppm=np.array([told.p_applies_ppm]),
    )
    book = resolved(ledger(recorded(case.folder, Filter(start=FIRST, end=FIRST + timedelta(days=7)))))
    observed = Observed(book.start_us[book.seeing], book.end_us[book.seeing])
    rule = SilenceRule(
        zone="kelmar",
        days=Number(value="7", unit="d", source="TEXT, article 4", verified=True),
        kinds=(Kind.shot, Kind.explosion),
        observed_share=Number(value="1", unit="probability", source="assumed"),
    )
    at = View(at=FIRST + timedelta(days=7), zone=ZoneInfo("Etc/GMT+8"), clause=ClauseId("kelmar-disengagement"))
    counts = {s.reading: s for s in by_reading(rule, heard, observed, FIRST, at)}
    days = [str(d.state) for d in counts[Unobserved.pauses].days[:7]]
    assert days == ["counted"] * 4 + ["not_observed", "undetermined", "counted"]
    assert [(counts[r].days[6].count_low, counts[r].days[6].count_high) for r in Unobserved] == [(1, 6), (1, 7), (1, 2)]
    quiet = counts[Unobserved.counts].days[6]
    assert (quiet.p_met_low_ppm, quiet.p_met_high_ppm) == (
        1_000_000 - told.p_applies_ppm,
        1_000_000 - told.p_breach_ppm,
    )
    assert {counts[r].met_at for r in Unobserved} == {None}
