"""``incidents``, ``assessments``, ``coverage``, ``show``, ``status``: what each tier is told, in each format."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Ask = Callable[..., Any]
NODE = "node-1"


def found(ran: Any) -> Any:
    assert ran.code == 0, ran.err
    return json.loads(ran.out)


@pytest.fixture(scope="module")
def public(ask: Ask) -> list[dict[str, Any]]:
    return found(ask("incidents", "--format", "json"))


def test_public_incidents_have_cells_and_days_and_no_more(public: list[dict[str, Any]]) -> None:
    assert len(public) > 5
    for one in public:
        assert one["tier"] == "T5"
        assert one["cell_m"] >= 5000 or (one["cell_m"], one["lat_e7"], one["lon_e7"]) == (0, None, None)
        assert not any(one[name] for name in ("start", "end", "radius_m", "contradictions"))
        assert len(one["from_day"]) == 10


def test_analysts_get_exact_places_and_it_is_logged(tell: Ask, public: list[dict[str, Any]]) -> None:
    before = int(found(tell("record", "audit", "--format", "json"))["entries"])
    inside = found(tell("incidents", "--tier", "T1", "--format", "json"))
    assert {i["id"] for i in inside} >= {i["id"] for i in public}
    assert any(i.get("lat_e7") and not i.get("cell") and i["start"] for i in inside)
    assert int(found(tell("record", "audit", "--format", "json"))["entries"]) == before + 1


def test_public_queries_leave_no_entry(ask: Ask) -> None:
    before = found(ask("record", "audit", "--format", "json"))["entries"]
    for command in ("incidents", "assessments", "coverage", "quarantine"):
        assert ask(command).code == 0
    assert found(ask("record", "audit", "--format", "json"))["entries"] == before


def test_formats_say_the_same(ask: Ask, public: list[dict[str, Any]]) -> None:
    ids = [i["id"] for i in public]
    rows = list(csv.DictReader(io.StringIO(ask("incidents", "--format", "csv").out)))
    features = found(ask("incidents", "--format", "geojson"))["features"]
    table = ask("incidents").out
    assert [r["id"] for r in rows] == ids == [f["id"] for f in features]
    assert all(i in table for i in ids)
    assert {f["geometry"]["type"] for f in features if f["geometry"]} == {"Polygon"}


def test_filters(ask: Ask, public: list[dict[str, Any]]) -> None:
    corvale = found(ask("incidents", "--area", "Corvale", "--format", "json"))
    assert {i["id"] for i in corvale} < {i["id"] for i in public}
    fires = found(ask("incidents", "--kind", "fire", "--format", "json"))
    assert {i["kind"] for i in fires} == {"fire"}
    assert len(found(ask("incidents", "--limit", "2", "--format", "json"))) == 2
    assert found(ask("incidents", "--until", "2025-03-01", "--format", "json")) == []


def test_young_incidents_are_not_public(act: Ask, hotspots: Callable[..., Any]) -> None:
    assert act("ingest", "firms", hotspots(hours=1)).code == 0
    assert found(act("incidents", "--format", "json")) == []
    assert len(found(act("incidents", "--tier", "T1", "--format", "json"))) == 3


def test_as_of_shows_what_the_record_held(act: Ask, hotspots: Callable[..., Any]) -> None:
    act("ingest", "firms", hotspots("first.csv", hours=60))
    between = found(act("status", "--format", "json"))["last_entry"]
    act("ingest", "firms", hotspots("second.csv", hours=60, lat=-55.0))
    assert len(found(act("incidents", "--tier", "T1", "--format", "json"))) == 6
    assert len(found(act("incidents", "--tier", "T1", "--as-of", between, "--format", "json"))) == 3
    assert found(act("incidents", "--tier", "T1", "--as-of", "2020-01-01", "--format", "json")) == []


def test_as_reported_shows_what_sources_had_said(ask: Ask, public: list[dict[str, Any]]) -> None:
    then = found(ask("incidents", "--as-reported", "2025-03-05T12:00Z", "--format", "json"))
    assert 0 < len(then) < len(public)
    assert max(i["from_day"] for i in then) <= "2025-03-05"


def test_assessments_name_clause_outcome_and_unchecked_numbers(tell: Ask) -> None:
    rows = found(tell("assessments", "--tier", "T1", "--format", "json"))
    assert {r["clause"] for r in rows} >= {"ceasefire", "kelmar-disengagement"}
    assert all(r["status"] == "Exercise" for r in rows)
    one = found(tell("assessments", "--tier", "T1", "--clause", "ceasefire", "--format", "json"))
    assert {r["clause"] for r in one} == {"ceasefire"}
    assert "certain for practical purposes (99% and above)" in tell("assessments", "--tier", "T1").out


def test_public_assessments_say_why_zone_clauses_are_missing(ask: Ask) -> None:
    assert "not told beside a cell" in ask("assessments").out


def test_coverage_is_a_word_outside_and_hours_inside(tell: Ask) -> None:
    outside = found(tell("coverage", "--date", "2025-03-05", "--format", "json"))
    assert {tuple(sorted(r)) for r in outside} == {("area", "effort", "status")}
    assert {r["area"]: r["effort"] for r in outside}["Corvale"] == "none"
    inside = found(tell("coverage", "--date", "2025-03-05", "--tier", "T1", "--format", "json"))
    assert "denied 24" in {r["area"]: r["hours by state"] for r in inside}["Corvale"]


def test_coverage_of_a_day_nobody_wrote_about_is_unknown(ask: Ask) -> None:
    assert {r["effort"] for r in found(ask("coverage", "--date", "2025-06-01", "--format", "json"))} == {"unknown"}


def test_show_explains_to_analysts_members_joins_and_clauses(tell: Ask) -> None:
    most = max(found(tell("incidents", "--tier", "T1", "--format", "json")), key=lambda i: int(i.get("reports", 1)))
    told = tell("show", most["id"], "--tier", "T1").out
    for part in (
        "Members (",
        NODE,
        "km from the first report",
        "What contradicts",
        "Clauses:",
        "because",
        "[press.csv:",
    ):
        assert part in told, part
    assert ":camera:" in told, "an observer's id is no emoji"


def test_show_tells_the_public_what_is_withheld_and_why(ask: Ask, public: list[dict[str, Any]]) -> None:
    told = ask("show", public[0]["id"]).out
    assert "shown as a cell of at least 5 km" in told
    assert NODE not in told
    assert "Members" not in told
    as_json = found(ask("show", public[0]["id"], "--format", "json"))
    assert as_json["members"] == []
    assert as_json["explanation"] is None


def test_unknown_incident(ask: Ask) -> None:
    ended = ask("show", "inc-nope")
    assert ended.code == 2
    assert "inc-nope" in ended.err


def test_status_in_each_format(ask: Ask) -> None:
    told = ask("status").out
    assert "EXERCISE" in told
    assert "A silent feed is an alarm" in told
    assert len(found(ask("status", "--format", "json"))["feeds"]) == 5
    rows = list(csv.DictReader(io.StringIO(ask("status", "--format", "csv").out)))
    assert [r["feed"] for r in rows] == ["patrols", "acoustic", "press", "hotspots", "coverage"]
    assert ask("status", "--format", "geojson").code == 2


def test_a_feed_that_is_silent_is_an_alarm_on_stderr(act: Ask) -> None:
    told = act("status")
    assert "SILENT" in told.out
    assert "alarm: feed firms is silent" in told.err


def test_a_wide_interval_is_shown_as_a_span(tmp_path: Path, command_line: Any) -> None:
    mission, keys = tmp_path / "m", tmp_path / "k"
    row = "n1,acoustic,measured,2021-05-01T00:00Z,2021-06-01T00:00Z,explosion"
    (tmp_path / "EXERCISE-t.csv").write_text(f"observer,observer_kind,means,start,end,kind\n{row}\n", "utf-8")
    (tmp_path / "t.toml").write_text(
        'version = 1\nname = "t"\nkind = "kind"\n[observer]\nid = "observer"\nkind = "observer_kind"\nmeans = "means"\n'
        '[time]\nstart = "start"\nend = "end"\n'
    )
    assert command_line("init", mission, "--exercise", "--feed", "firms", "--keys", keys).code == 0
    words = ("--mission", mission, "ingest", "table", tmp_path / "EXERCISE-t.csv", "--mapping", tmp_path / "t.toml")
    assert command_line(*words, keys=keys).code == 0
    told = command_line("--mission", mission, "incidents", "--tier", "T1", "--limit", "5", keys=keys)
    assert told.code == 0, told.err
    assert "2021-05-01 to 2021-06-01" in told.out
