"""Alerts are statements over named units; coverage tells who was looking."""

from __future__ import annotations

import pytest

from ceasewatch.model import CoverageState, ObserverKind, Point, Role, TimeSense
from ceasewatch.model.errors import DataError

OFFICIAL = "oblast,raion,hromada,level,started_at,finished_at,source\n"
VOLUNTEER = "region,started_at,finished_at,naive\n"
AT = "2031-05-01 16:10:34+00:00"
TO = "2031-05-01 16:50:07+00:00"
COVERAGE = "observer,observer_kind,start,end,state,area,lat,lon,radius_m,degraded_by,note\n"


def test_an_official_alert(read) -> None:
    (reading,), _ = read("air-alerts", f"{OFFICIAL}Coast,Mill,Ford,hromada,{AT},{TO},official\n", side="B")
    alert = reading.item
    assert (alert.role, alert.speaker, alert.observer_kind) == (Role.statement, "B", ObserverKind.party)
    assert alert.phenomenon.sense is TimeSense.throughout
    assert alert.reported_at == alert.phenomenon.start
    assert (alert.place.admin.name, alert.place.admin.level) == ("Ford", "adm3")
    assert alert.place.admin.parents[:2] == ("Mill", "Coast")
    assert alert.area_name == "Coast"


def test_a_volunteers_row_is_the_same_sides_statement_passed_on(read) -> None:
    (reading,), _ = read("air-alerts", f"{VOLUNTEER}Coast,{AT},{TO},True\n", side="B")
    alert = reading.item
    assert (alert.role, alert.speaker, alert.observer_kind) == (Role.statement, "B", ObserverKind.civilian)
    assert ("naive", "True") in alert.properties
    assert any("naive" in n for n in alert.notes)


def test_a_later_end_has_the_same_identity(read) -> None:
    (still_on,), _ = read("air-alerts", f"{VOLUNTEER}Coast,{AT},,False\n")
    (ended,), _ = read("air-alerts", f"{VOLUNTEER}Coast,{AT},{TO},False\n")
    assert still_on.identity == ended.identity
    assert still_on.item.phenomenon.width_s == 0
    assert "no end" in " ".join(still_on.item.notes)


def test_columns_in_each_others_place_are_put_right_and_noted(read) -> None:
    (reading,), _ = read("air-alerts", f"{OFFICIAL}Mill raion,Coast oblast,Ford,hromada,{AT},{TO},official\n")
    assert reading.item.area_name == "Coast oblast"
    assert "each other's column" in " ".join(reading.item.notes)


@pytest.mark.parametrize(
    ("row", "field"),
    [
        (f"Coast,,,oblast,{TO},{AT},official", "finished_at"),
        (f"Coast,,,oblast,2031-05-01 16:10:34,{TO},official", "started_at"),
        (f"Coast,,,county,{AT},{TO},official", "level"),
        (f"Coast,,,raion,{AT},{TO},official", "raion"),
        (f",,,oblast,{AT},{TO},official", "region"),
        ("Coast,,,oblast,0001-01-01 00:00:00+14:00,,official", "started_at"),
    ],
)
def test_an_alert_that_cannot_be(read, row: str, field: str) -> None:
    readings, (bad,) = read("air-alerts", OFFICIAL + row + "\n")
    assert readings == []
    assert bad.field == field


def test_neither_format(read) -> None:
    with pytest.raises(DataError, match=r"neither oblast .* nor region"):
        read("air-alerts", f"place,started_at,finished_at\nCoast,{AT},{TO}\n")


def test_coverage_in_csv_and_json_lines_is_the_same(read) -> None:
    row = "cam-1,camera,2031-05-01T18:00Z,2031-05-02T04:00Z,degraded,Coast,-48.1,-12.4,6000,night|fog,lens\n"
    keys = COVERAGE.strip().split(",")
    line = "{" + ", ".join(f'"{k}": "{v}"' for k, v in zip(keys, row.strip().split(","), strict=True)) + "}\n"
    (csv,), _ = read("coverage", COVERAGE + row)
    (json,), _ = read("coverage", line, "c.jsonl")
    assert csv == json
    assert csv.item.state is CoverageState.degraded
    assert csv.item.degraded_by == ("night", "fog")
    assert isinstance(csv.item.place, Point)
    assert csv.item.place.radius_m == 6000


def test_coverage_that_nobody_located_has_no_place(read) -> None:
    (reading,), _ = read(
        "coverage", "observer,observer_kind,start,end,state\nt,patrol,2031-05-01T08:00Z,2031-05-01T09:00Z,down\n"
    )
    assert reading.item.place is None


@pytest.mark.parametrize(
    ("row", "field"),
    [
        ("t,patrol,2031-05-01T08:00Z,2031-05-01T07:00Z,down,,,,,,", "end"),
        ("t,patrol,2031-05-01T08:00,2031-05-01T09:00,down,,,,,,", "start"),
        ("t,patrol,2031-05-01T08:00Z,2031-05-01T09:00Z,quiet,,,,,,", "state"),
        ("t,goat,2031-05-01T08:00Z,2031-05-01T09:00Z,down,,,,,,", "observer_kind"),
        ("t,patrol,2031-05-01T08:00Z,2031-05-01T09:00Z,down,,-48.1,,500,,", "lon"),
        ("t,patrol,2031-05-01T08:00Z,2031-05-01T09:00Z,down,,-48.1,-12.4,,,", "radius_m"),
        (",patrol,2031-05-01T08:00Z,2031-05-01T09:00Z,down,,,,,,", "observer"),
    ],
)
def test_coverage_that_cannot_be(read, row: str, field: str) -> None:
    readings, (bad,) = read("coverage", COVERAGE + row + "\n")
    assert readings == []
    assert bad.field == field


def test_local_times_with_a_zone(read) -> None:
    row = "t,patrol,2031-05-01T08:00,2031-05-01T09:00,down,,,,,,\n"
    (reading,), _ = read("coverage", COVERAGE + row, zone="Europe/Kyiv")
    assert reading.item.interval.start.isoformat() == "2031-05-01T05:00:00+00:00"
