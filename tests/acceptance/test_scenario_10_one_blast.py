"""Scenario 10: one blast, heard by two patrols, recorded by a camera and by three acoustic nodes."""

from __future__ import annotations

from collections.abc import Callable
from importlib import resources
from typing import Any

import pytest

from ceasewatch.model import FeedSetting, Kind
from ceasewatch.model.ids import FeedId

TOWNS = (
    "t1,Garsk,-44.96,-124.62,23000,Tessary,Гарск,2000",
    "t2,Istrel,-45.24,-124.78,9400,Maristan,,2000",
)

TEXT = """Report date: 2025-03-06

At 22:14 on 4 March, positioned in Garsk, the patrol heard one undetermined explosion 6-8km south-south-west.

At 22:14 on 4 March, the mission camera in Garsk recorded one explosion assessed as an impact, 6-8km south-south-west.

At 22:14 on 4 March, positioned in Istrel, the patrol heard one undetermined explosion 22-28km north-north-east.
"""

NODES = """node,detected_at,lat,lon,error_m,class,probability,count
node-1,2025-03-05T06:14:22Z,-45.0162,-124.6655,1800,explosion,0.93,1
node-2,2025-03-05T06:14:23Z,-45.0128,-124.6540,2200,explosion,0.90,1
node-3,2025-03-05T06:14:24Z,-45.0190,-124.6689,2500,explosion,0.84,1
"""
"""22:14 at the patrols is 06:14 UTC of the next day; each node places the blast by itself, off by a kilometre or so."""


@pytest.fixture
def case(make_case: Callable[..., Any]) -> Any:
    made = make_case("blast", "--exercise", "--pack", "lorvane", "--zone", "Etc/GMT+8", towns=TOWNS)
    mapping = resources.files("ceasewatch.exercises") / "seventy_two_hours" / "acoustic.toml"
    nodes = FeedSetting(id=FeedId("nodes"), reader="table", mapping="nodes.toml")
    made.add_feed(nodes, {"nodes.toml": mapping.read_text("utf-8")})
    made.set_parameters("smm-text", regions="Tessary, Maristan")
    return made


def check(case: Any) -> None:
    (blast,) = case.found.incidents
    assert blast.kind.best in {Kind.explosion, Kind.impact}
    assert blast.reports == 6, "raw count"
    assert blast.count.best == 1, "merged count"
    assert blast.count.lowest == blast.count.highest == 1, "six reports of one are one, not one to six"
    assert blast.origins == 6, "nobody copied anybody"
    assert sorted(o.observer_kind.value for o in case.members(blast)) == [*["acoustic"] * 3, "camera", *["patrol"] * 2]
    assert len({o.observer for o in case.members(blast)}) == 6
    assert all(m.p_ppm > 900_000 for m in blast.members)


def test_six_reports_are_one_incident(case: Any) -> None:
    case.deliver("smm-text", TEXT, "patrols.txt")
    case.deliver("nodes", NODES, "nodes.csv")
    check(case)


def test_in_whatever_order_and_batches_they_arrive(case: Any) -> None:
    head, *rows = NODES.strip().splitlines()
    case.deliver("nodes", "\n".join([head, rows[2]]), "late.csv")
    for n, block in enumerate(reversed(TEXT.strip().split("\n\n")[1:])):
        case.deliver("smm-text", f"{TEXT.splitlines()[0]}\n\n{block}\n", f"part-{n}.txt")
    case.deliver("nodes", "\n".join([head, *rows[:2]]), "early.csv")
    check(case)


def test_the_list_shows_raw_and_merged(case: Any) -> None:
    case.deliver("smm-text", TEXT, "patrols.txt")
    case.deliver("nodes", NODES, "nodes.csv")
    (blast,) = case.found.incidents
    told = case.run("show", blast.id, "--tier", "T1")
    assert "6 raw reports, merged into 1 incident of count 1, from 6 independent origins" in told
    head, row = case.run("incidents", "--tier", "T1", "--format", "csv").splitlines()
    cells = dict(zip(head.split(","), row.split(","), strict=True))
    assert (cells["count"], cells["reports"], cells["origins"]) == ("1", "6", "6")


def test_the_same_blast_an_hour_later_is_another_one(case: Any) -> None:
    case.deliver("smm-text", TEXT, "patrols.txt")
    case.deliver("nodes", NODES + NODES.splitlines()[1].replace("06:14", "07:14") + "\n", "nodes.csv")
    assert [i.reports for i in case.found.incidents] == [6, 1]
