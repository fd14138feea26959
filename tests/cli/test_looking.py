"""Days that have not come, that are not over, and that have 23 or 25 hours."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from ceasewatch.model import Mission, Tier
from ceasewatch.release import Gate
from ceasewatch.report.periods import periods
from ceasewatch.web.effort import newest_day

T1 = ("--tier", "T1", "--format", "json")
SQUARE = [[[-12.0, -48.0], [-11.8, -48.0], [-11.8, -47.9], [-12.0, -47.9], [-12.0, -48.0]]]
SPRING, AUTUMN = date(2021, 3, 28), date(2021, 10, 31)


@pytest.fixture
def ask(tmp_path: Path, command_line: Any) -> Any:
    """An actual mission of one unit in a zone with summer time, and a camera there that is logged around the clock."""
    place = {"type": "Polygon", "coordinates": SQUARE}
    unit = {"type": "Feature", "properties": {"name": "Coast"}, "geometry": place}
    (tmp_path / "areas.geojson").write_text(json.dumps({"type": "FeatureCollection", "features": [unit]}), "utf-8")
    made = command_line(
        "init", tmp_path / "m", "--feed", "coverage", "--zone", "Europe/Kyiv", "--keys", tmp_path / "k",
        "--areas", tmp_path / "areas.geojson",
    )  # fmt: skip
    assert made.code == 0, made.err
    now, around = datetime.now(UTC), timedelta(days=2)
    changes = [datetime(d.year, d.month, d.day, tzinfo=UTC) for d in (SPRING, AUTUMN)]
    spans = [(now - timedelta(days=3), now - timedelta(minutes=5)), *((d - around, d + around) for d in changes)]
    times = [f"{a:%Y-%m-%dT%H:%MZ},{b:%Y-%m-%dT%H:%MZ}" for a, b in spans]
    head = "observer,observer_kind,start,end,state,area,lat,lon,radius_m\n"
    rows = [f"cam,camera,{t},observing,Coast,-47.95,-11.9,15000\n" for t in times]
    (tmp_path / "c.csv").write_text(head + "".join(rows), "utf-8")
    run = lambda *words: command_line("--mission", tmp_path / "m", *words, keys=tmp_path / "k")  # noqa: E731
    assert run("ingest", "coverage", tmp_path / "c.csv").code == 0
    return run


def days(ask: Any, *words: str) -> list[Any]:
    ran = ask("quiet", "Coast", "--kind", "vehicle", *words, *T1)
    assert ran.code == 0, ran.err
    found: list[Any] = json.loads(ran.out)
    return found


@pytest.mark.parametrize(
    "command", [("quiet", "Coast", "--on"), ("coverage", "--date"), ("coverage", "--map", "Coast", "--date")]
)
def test_of_a_day_that_has_not_begun_nothing_is_said(ask: Any, command: tuple[str, ...]) -> None:
    ran = ask(*command, f"{datetime.now(UTC) + timedelta(days=3):%Y-%m-%d}", *T1)
    assert ran.code == 2
    assert "has not begun" in ran.err
    assert "not observed:" not in ran.out


def test_of_a_day_that_is_not_over_only_the_past_part_counts(ask: Any) -> None:
    """The camera watched nearly all of it so far; the hours to come are no hours unwatched."""
    now = datetime.now(UTC)
    mission = Mission(name="m", zone="Europe/Kyiv")
    running = next(d for n in range(3) if periods(d := now.date() + timedelta(days=n), mission)[0].end > now)
    ran = ask("quiet", "Coast", "--kind", "vehicle", "--on", f"{running}", *T1)
    assert ran.code == 0, ran.err
    (said,) = json.loads(ran.out)
    assert datetime.fromisoformat(said["end"]) <= datetime.now(UTC)
    assert datetime.fromisoformat(said["end"]) >= now


@pytest.mark.parametrize(("day", "hours"), [(SPRING, 23), (AUTUMN, 25)])
def test_a_day_on_which_clocks_change_is_as_long_as_it_is(ask: Any, day: date, hours: int) -> None:
    said = days(ask, "--on", f"{day}", "--days", "2")
    spans = [tuple(datetime.fromisoformat(s[end]) for end in ("start", "end")) for s in said]
    assert (spans[1][1] - spans[1][0]) == timedelta(hours=hours)
    assert spans[0][1] == spans[1][0], "no hour is told twice, none is left out"
    rows = json.loads(ask("coverage", "--date", f"{day}", *T1).out)
    assert [r["hours expected"] for r in rows if r["area"] == "Coast"] == [hours]


@pytest.mark.parametrize("cutoff", ["00:30", "03:30", "19:30"])
@pytest.mark.parametrize("day", [SPRING, AUTUMN])
@pytest.mark.parametrize("tier", [Tier.T1, Tier.T5])
def test_the_newest_day_is_over_for_long_enough_whenever_it_is_asked(cutoff: str, day: date, tier: Tier) -> None:
    mission = Mission(name="m", zone="Europe/Kyiv", cutoff=cutoff)
    start = datetime(day.year, day.month, day.day, tzinfo=UTC) - timedelta(days=1)
    for half_hours in range(0, 24 * 9, 1):
        gate = Gate(tier, at=start + timedelta(minutes=30 * half_hours), zone=mission.zone)
        newest = newest_day(gate, mission)
        assert periods(newest, mission)[0].end <= gate.newest
        assert periods(newest + timedelta(days=1), mission)[0].end > gate.newest
