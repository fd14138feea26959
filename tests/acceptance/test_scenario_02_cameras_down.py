"""Scenario 2: the daily report of 16 June 2020. Three cameras were down; where they stood is *not observed*, not quiet.

Facts are the handbook's (1.3, 8); the words, the districts and which cameras worked are ours.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any

import pytest

DISTRICTS = {
    "Volnovakha": ("Petrivske", 47.65, 37.72),
    "Popasna": ("Zolote", 48.69, 38.51),
    "Bakhmut": ("Svitlodarsk", 48.43, 38.22),
    "Mariupol": ("Shyrokyne", 47.10, 37.82),
    "Shchastia": ("Raivka", 48.68, 39.20),
}
"""District: a town with a camera, and where it lies. The first three cameras were down."""
DOWN = ("Volnovakha", "Popasna", "Bakhmut")

REPORT = """Report date: 2020-06-16

During the reporting period, the SMM cameras in Petrivske, Zolote and Svitlodarsk were non-operational.

On the evening of 14 June, the SMM camera in Shyrokyne recorded five projectiles in flight, all 2-4km north.
"""

WORKING = """observer,observer_kind,start,end,state,area,lat,lon,radius_m,degraded_by,note
smm:camera:shyrokyne,camera,2020-06-13T19:30:00+03:00,2020-06-15T19:30:00+03:00,observing,Mariupol,47.10,37.82,6000,,
smm:camera:raivka,camera,2020-06-13T19:30:00+03:00,2020-06-15T19:30:00+03:00,observing,Shchastia,48.68,39.20,6000,,
"""


@pytest.fixture(scope="module")
def case(make_case: Callable[..., Any]) -> Any:
    made = make_case(
        "june", "--zone", "Europe/Kyiv", "--pack", "minsk-2014",
        towns=[f"{town.lower()},{town},{lat},{lon},,{name},," for name, (town, lat, lon) in DISTRICTS.items()],
        units={name: (lat, lon) for name, (_, lat, lon) in DISTRICTS.items()},
        feeds=("smm-text", "coverage"),
    )  # fmt: skip
    made.set_parameters("smm-text", regions=", ".join(DISTRICTS))
    made.deliver("smm-text", REPORT, "daily-142-2020.txt")
    made.deliver("coverage", WORKING, "cameras.csv")
    return made


def effort(case: Any, tier: str) -> dict[str, str]:
    rows = case.run("coverage", "--date", "2020-06-15", "--tier", tier, "--format", "json")
    return {row["area"]: row["effort"] for row in json.loads(rows)}


def row_of(html: str, area: str) -> str:
    """The row of ``area`` in the table of counts by area, as text."""
    table = html[html.index('id="violations"') :]
    found = re.search(rf"<tr[^>]*>\s*<t[hd][^>]*>\s*{area}\b.*?</tr>", table, re.S)
    assert found, f"no row of {area}"
    return " ".join(re.sub(r"<[^>]+>", " ", found[0]).split())


def test_three_cameras_down_are_three_areas_without_effort(case: Any) -> None:
    told = effort(case, "T1")
    assert {area: told[area] for area in DOWN} == dict.fromkeys(DOWN, "none")
    assert told["Mariupol"] == told["Shchastia"] == "partial", "one camera is not a whole unit"


@pytest.mark.parametrize("tier", ["T1", "T5"])
def test_the_report_says_not_observed_and_never_quiet(case: Any, tier: str) -> None:
    html = case.report("2020-06-15", tier)
    for area in DOWN:
        row = row_of(html, area)
        assert "not observed" in row
        assert not re.search(rf"{area} 0\b", row), "a zero would say that nothing happened"
        assert "quiet" not in row
    assert row_of(html, "Shchastia").startswith("Shchastia 0 "), "watched, and nothing seen: an explicit zero"
    assert row_of(html, "Mariupol").startswith("Mariupol 5 ")
    text = " ".join(re.sub(r"<[^>]+>", " ", html).split())
    assert "Not observed: Bakhmut, Popasna, Volnovakha. That nothing was recorded there says nothing." in text


def test_the_total_does_not_hide_the_hole(case: Any) -> None:
    row = row_of(case.report("2020-06-15"), "All areas")
    assert "partial" in row


@pytest.mark.parametrize("area", DOWN)
def test_asked_whether_it_was_quiet_the_answer_is_not_observed(case: Any, area: str) -> None:
    told = " ".join(case.run("quiet", area, "--on", "2020-06-15", "--tier", "T1").split())
    assert "not_observed" in told
    assert f"{area} was not observed" in told


def test_where_a_camera_worked_silence_is_worth_something(case: Any) -> None:
    (told,) = json.loads(case.run("quiet", "Shchastia", "--on", "2020-06-15", "--tier", "T1", "--format", "json"))
    assert told["p_seen_ppm"] > 0
    assert told["seen"] == 0
