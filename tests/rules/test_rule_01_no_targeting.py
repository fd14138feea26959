"""Rule 1: no face tells where a weapon stood; analysts get it at 1 km and 30 minutes."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

LAT, LON = "-44.98765", "-124.87654"
EXACT = re.compile(r"44\.98765|44\.9877\b|124\.87654|124\.8765\b|4498765|12487654")
MAPPING = """
version = 1
name = "radar"
identity = ["id"]
row_id = "id"
kind = { constant = "launch" }
text = "text"
[observer]
id = "unit"
kind = { constant = "radar" }
means = { constant = "measured" }
[time]
start = "at"
[place]
lat = "lat"
lon = "lon"
radius = { constant = "50" }
"""


@pytest.fixture(scope="module")
def tell(demo: Any, command_line: Any, tmp_path_factory: pytest.TempPathFactory) -> Callable[..., str]:
    """A mission with one located launch, months old."""
    place = tmp_path_factory.mktemp("launch")
    keys = place / "keys"
    made = command_line("init", place / "m", "--pack", "lorvane", "--keys", keys, "--feed", "firms")
    assert made.code == 0, made.err
    (place / "map.toml").write_text(MAPPING)
    row = f"l1,cb-1,2025-03-05T06:00:00Z,{LAT},{LON},launch seen at {LAT} {LON}"
    (place / "rows.csv").write_text(f"id,unit,at,lat,lon,text\n{row}\n")

    def run(*words: object) -> str:
        ran = command_line("--mission", place / "m", *words, keys=keys)
        assert ran.code == 0, ran.err + ran.out
        return str(ran.out)

    run("ingest", "table", place / "rows.csv", "--mapping", place / "map.toml")
    return run


@pytest.mark.parametrize("tier", [("T5",), ("T4",), ("T3",), ("T2", "--party", "A"), ("T1",)], ids=lambda t: t[0])
@pytest.mark.parametrize("form", ["table", "json", "geojson", "csv"])
def test_lists_never_tell_where(tell: Callable[..., str], tier: tuple[str, ...], form: str) -> None:
    told = tell("incidents", "--format", form, "--tier", *tier)
    assert not EXACT.search(told)


def test_analysts_get_a_cell_of_a_kilometre(tell: Callable[..., str]) -> None:
    (one,) = json.loads(tell("incidents", "--tier", "T1", "--format", "json"))
    assert one["kind"] == "launch"
    assert one["cell_m"] >= 1000
    (public,) = json.loads(tell("incidents", "--format", "json"))
    assert not public["cell"]
    assert public["no_position"] == "origin_of_fire"


@pytest.mark.parametrize("form", ["table", "json"])
def test_an_explanation_does_not_tell_it_either(tell: Callable[..., str], form: str) -> None:
    (one,) = json.loads(tell("incidents", "--format", "json"))
    for tier in ("T5", "T1"):
        assert not EXACT.search(tell("show", one["id"], "--tier", tier, "--format", form))


@pytest.mark.parametrize("tier", ["T5", "T1"])
def test_nor_does_a_report(tell: Callable[..., str], tier: str, tmp_path: Path) -> None:
    tell("report", "daily", "--date", "2025-03-05", "--tier", tier, "--out", tmp_path / "d.html")
    assert not EXACT.search((tmp_path / "d.html").read_text("utf-8"))


def test_the_pattern_finds_the_place() -> None:
    assert EXACT.search(LAT)
    assert EXACT.search(LON)
    assert EXACT.search("449876500")
