"""Rule 3 from the other end: whatever is asked below T1, nothing that comes back names or places an observer.

Every list, form, report, language, error and page of the exercise, searched for ids and positions of its posts, and for
the hours in which one of them did not work.
"""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader

import ceasewatch
from ceasewatch.coverage.ledger import NO_WATCHERS
from ceasewatch.model.values import ObserverKind

LOG = Path(ceasewatch.__file__).parent / "exercises/seventy_two_hours/feeds/coverage/coverage.csv"
BELOW = [("T5",), ("T4",), ("T3",), ("T2", "--party", "A")]
FORMS = ("table", "json", "csv", "geojson")


def posts() -> Iterator[dict[str, str]]:
    with LOG.open(encoding="utf-8") as lines:
        yield from (r for r in csv.DictReader(lines) if ObserverKind(r["observer_kind"]) not in NO_WATCHERS)


WORDS = sorted({r["observer"] for r in posts()} | {r["note"] for r in posts() if len(r["note"]) > 4})
"""Ids, and notes on outages."""


def _near(lat: str, lon: str) -> re.Pattern[str]:
    """Both coordinates side by side, in degrees to 100 m or in ten-millionths; a corner of a cell may share one."""
    either = [
        rf"(?:{re.escape(f'{abs(float(v)):.3f}')}|{round(abs(float(v)) * 1e7) // 10_000}\d{{4}})" for v in (lat, lon)
    ]
    return re.compile(rf"{either[0]}.{{0,40}}?{either[1]}|{either[1]}.{{0,40}}?{either[0]}", re.DOTALL)


PLACES = {r["observer"]: _near(r["lat"], r["lon"]) for r in posts() if r["lat"]}


def leaks(text: str) -> list[str]:
    found = [s for s in WORDS if re.search(rf"(?<![\w.]){re.escape(s)}", text)]
    return found + [f"place of {who}" for who, place in PLACES.items() if place.search(text)]


def test_the_search_would_find_one(inside: Callable[..., str]) -> None:
    assert len(WORDS) > 10
    assert len(PLACES) > 10
    told = inside("coverage", "--map", "kelmar", "--date", "2025-03-05", "--tier", "T1")
    assert "p_seen" in told
    assert leaks("cam-nesk was down")
    assert leaks("at -44.948, -124.105")
    assert leaks('"lat_e7": -449480000, "lon_e7": -1241050000')
    assert not leaks("[-124.2, -44.948], [-124.3, -44.95]")
    assert not leaks("Aldermarch: partial")


@pytest.mark.parametrize("tier", BELOW, ids="-".join)
@pytest.mark.parametrize("command", ["incidents", "assessments", "quarantine", "coverage --date 2025-03-05"])
def test_no_list_in_any_form(tell: Callable[..., Any], tier: tuple[str, ...], command: str) -> None:
    for form in FORMS:
        if command.startswith("quarantine") and len(tier) > 1:
            continue
        ran = tell(*command.split(), "--tier", *tier, "--format", form)
        assert ran.code in {0, 2}, ran.err
        assert leaks(ran.out + ran.err) == []


@pytest.mark.parametrize("tier", [BELOW[0], BELOW[-1]], ids="-".join)
def test_no_explanation(tell: Callable[..., Any], inside: Callable[..., str], tier: tuple[str, ...]) -> None:
    ids = [i["id"] for i in json.loads(inside("incidents", "--tier", "T1", "--format", "json"))]
    assert len(ids) > 8
    for one in ids:
        ran = tell("show", one, "--tier", *tier, "--format", "json")
        assert leaks(ran.out + ran.err) == []


@pytest.mark.parametrize("language", ["en", "fr", "uk", "ru"])
def test_no_report_in_any_language(tell: Callable[..., Any], tmp_path: Path, language: str) -> None:
    for tier in (BELOW[0], BELOW[-1]):
        out = tmp_path / f"{tier[0]}.html"
        options = ("--date", "2025-03-05", "--language", language, "--tier", *tier, "--out", out)
        ran = tell("report", "daily", *options)
        assert ran.code == 0, ran.err
        text = out.read_text("utf-8")
        assert len(text) > 500
        assert leaks(text + ran.out + ran.err) == []


def test_no_pdf_nor_what_it_says_of_itself(tell: Callable[..., Any], tmp_path: Path) -> None:
    ran = tell("report", "daily", "--date", "2025-03-05", "--out", tmp_path / "d.pdf")
    assert ran.code == 0, ran.err
    read = PdfReader(tmp_path / "d.pdf")
    assert (
        leaks("".join(p.extract_text() for p in read.pages) + json.dumps(dict(read.metadata or {}), default=str)) == []
    )


WRONG = [
    ("quiet", "cam-nesk", "--on", "2025-03-05"),
    ("quiet", "Nowhere", "--on", "2025-03-05"),
    ("quiet", "kelmar", "--on", "2025-03-05"),
    ("quiet", "Tessary", "--on", "2025-03-05", "--observers", "3", "--kind", "boom"),
    ("coverage", "--map", "Tessary", "--date", "2025-03-05"),
    ("coverage", "--missed", "Tessary", "--date", "2025-03-05"),
    ("coverage", "--tasking", str(LOG), "--area", "Tessary"),
    ("coverage", "--date", "2025-13-05"),
    ("observers", "--learn"),
    ("observers", "cam-nesk"),
    ("show", "inc-nothing"),
    ("show", "cam-nesk"),
]


@pytest.mark.parametrize("tier", ["T5", "T3"])
@pytest.mark.parametrize("words", WRONG, ids=lambda w: "-".join(w[:3])[:40])
def test_no_error_tells_more_than_the_question(tell: Callable[..., Any], words: tuple[str, ...], tier: str) -> None:
    ran = tell(*words, "--tier", tier)
    said = re.sub("|".join(map(re.escape, words)), "", ran.out + ran.err)
    assert leaks(said) == []
    assert "Traceback" not in said


def test_a_candidate_file_is_not_read_before_the_tier_is_asked(tell: Callable[..., Any], tmp_path: Path) -> None:
    """An error about its rows would tell what the rows are about."""
    bad = tmp_path / "plan.csv"
    bad.write_text("observer,observer_kind,start,end,state\ncam-secret,camera,x,y,observing\n", "utf-8")
    ran = tell("coverage", "--tasking", bad, "--area", "Tessary", "--tier", "T5")
    assert ran.code == 2
    assert "cam-secret" not in ran.out + ran.err


@pytest.fixture(scope="module")
def tell(demo: Any, command_line: Any, tmp_path_factory: pytest.TempPathFactory) -> Callable[..., Any]:
    """Runs a command on a copy of the exercise; gives how it ended."""
    import shutil

    place = tmp_path_factory.mktemp("leaks")
    shutil.copytree(demo.path, place, symlinks=True, dirs_exist_ok=True)
    return lambda *words: command_line("--mission", place / "mission", *words, keys=place / "keys")
