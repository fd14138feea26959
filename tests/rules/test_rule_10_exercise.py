"""Rule 10: what an exercise makes says so, and exercise and actual never mix."""

from __future__ import annotations

import gzip
import json
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pypdf
import pytest

from ceasewatch.pipeline.mission import MissionFolder

LISTS = ("incidents", "assessments", "coverage", "quarantine")


@pytest.mark.parametrize("command", [*LISTS, "status"])
def test_every_table_says_exercise(inside: Callable[..., str], command: str) -> None:
    assert "EXERCISE" in inside(command)


@pytest.mark.parametrize("form", ["json", "csv"])
@pytest.mark.parametrize("command", LISTS)
def test_every_other_form_says_it_too(inside: Callable[..., str], command: str, form: str) -> None:
    tier = ("--tier", "T1")
    assert "Exercise" in inside(command, *tier, "--format", form)


def test_health_says_it_in_the_word_of_all_products(inside: Callable[..., str]) -> None:
    assert json.loads(inside("status", "--format", "json"))["status"] == "Exercise"


def test_explanations_and_features_say_it(inside: Callable[..., str], public_ids: list[str]) -> None:
    assert "EXERCISE" in inside("show", public_ids[0])
    assert json.loads(inside("show", public_ids[0], "--format", "json"))["status"] == "Exercise"
    features = json.loads(inside("incidents", "--format", "geojson"))["features"]
    assert {f["properties"]["status"] for f in features} == {"Exercise"}


@pytest.mark.parametrize("language", ["en", "fr", "uk", "ru"])
def test_every_page_of_the_report_says_it(inside: Callable[..., str], tmp_path: Path, language: str) -> None:
    inside("report", "daily", "--date", "2025-03-05", "--language", language, "--out", tmp_path / "d.pdf")
    pages = pypdf.PdfReader(tmp_path / "d.pdf").pages
    assert all("EXERCISE" in page.extract_text() for page in pages)


@pytest.mark.parametrize(("was", "then"), [("exercise", "actual"), ("actual", "exercise")])
def test_a_mission_does_not_change_sides(tmp_path: Path, command_line: Any, was: str, then: str) -> None:
    flag = ("--exercise",) if was == "exercise" else ()
    assert command_line("init", tmp_path / "m", *flag, "--keys", tmp_path / "k").code == 0
    file = tmp_path / "m" / "mission.toml"
    kept = [line for line in file.read_text("utf-8").splitlines() if not line.startswith("status = ")]
    file.write_text("\n".join([f'status = "{then}"', *kept]), "utf-8")
    ended = command_line("status", "--mission", tmp_path / "m", keys=tmp_path / "k")
    assert ended.code == 3
    assert was in ended.err
    assert then in ended.err


HOTSPOT = "-45.01,-124.66,2025-03-05"


@pytest.fixture(scope="module")
def missions(tmp_path_factory: pytest.TempPathFactory, command_line: Any) -> dict[str, Path]:
    """An actual mission and one of an exercise, both with the feed of hotspots and nothing in them."""
    place = tmp_path_factory.mktemp("sides")
    for name, flag in (("actual", ()), ("exercise", ("--exercise",))):
        made = command_line("init", place / name, "--feed", "firms", "--keys", place / f"k-{name}", *flag)
        assert made.code == 0, made.err
    return {name: place / name for name in ("actual", "exercise")}


def marked_files(folder: Path) -> dict[str, Path]:
    """One file of an exercise in each form that says so."""
    column = f"latitude,longitude,acq_date,EXERCISE\n{HOTSPOT},drill\n"
    key = '{"latitude": "-45.01", "longitude": "-124.66", "acq_date": "2025-03-05", "EXERCISE": "drill"}\n'
    named, plain = folder / "EXERCISE-hotspots.csv", folder / "column.csv"
    named.write_text(f"latitude,longitude,acq_date\n{HOTSPOT}\n")
    plain.write_text(column)
    (folder / "key.jsonl").write_text(key)
    (folder / "packed.csv.gz").write_bytes(gzip.compress(column.encode()))
    with zipfile.ZipFile(folder / "archive.zip", "w") as archive:
        archive.writestr("inside.csv", column)
    names = ("column.csv", "key.jsonl", "packed.csv.gz", "archive.zip")
    return {"name": named} | {n: folder / n for n in names}


@pytest.mark.parametrize("form", ["name", "column.csv", "key.jsonl", "packed.csv.gz", "archive.zip"])
def test_a_file_of_an_exercise_enters_no_actual_mission(
    missions: dict[str, Path], command_line: Any, tmp_path: Path, form: str
) -> None:
    file = marked_files(tmp_path)[form]
    mission = missions["actual"]
    refused = command_line("--mission", mission, "ingest", "firms", file, keys=mission.parent / "k-actual")
    assert refused.code == 3
    assert "EXERCISE" in refused.err
    assert "nothing of it was recorded" in refused.err
    assert sizes(command_line, mission) == 0


def test_one_file_of_an_exercise_keeps_those_beside_it_out_as_well(
    missions: dict[str, Path], command_line: Any, tmp_path: Path
) -> None:
    mission = missions["actual"]
    real = tmp_path / "real.csv"
    real.write_text(f"latitude,longitude,acq_date\n{HOTSPOT}\n")
    both = (real, marked_files(tmp_path)["column.csv"])
    assert command_line("--mission", mission, "ingest", "firms", *both, keys=mission.parent / "k-actual").code == 3
    assert sizes(command_line, mission) == 0


def test_an_archive_that_mixes_both_enters_neither(
    missions: dict[str, Path], command_line: Any, tmp_path: Path
) -> None:
    with zipfile.ZipFile(tmp_path / "mixed.zip", "w") as archive:
        archive.writestr("a.csv", f"latitude,longitude,acq_date\n{HOTSPOT}\n")
        archive.writestr("b.csv", f"latitude,longitude,acq_date,EXERCISE\n{HOTSPOT},drill\n")
    for name, mission in missions.items():
        words = ("--mission", mission, "ingest", "firms", tmp_path / "mixed.zip")
        assert command_line(*words, keys=mission.parent / f"k-{name}").code == 3


def test_an_actual_file_enters_no_exercise(missions: dict[str, Path], command_line: Any, tmp_path: Path) -> None:
    mission = missions["exercise"]
    real = tmp_path / "military-exercise.csv"
    real.write_text(f"latitude,longitude,acq_date\n{HOTSPOT}\n")
    refused = command_line("--mission", mission, "ingest", "firms", real, keys=mission.parent / "k-exercise")
    assert refused.code == 3
    assert "does not say EXERCISE" in refused.err
    assert "actual mission" in refused.err
    assert sizes(command_line, mission) == 0


def test_what_a_mission_took_carries_its_status(demo: Any) -> None:
    folder = MissionFolder.open(demo.mission, demo.keys / "seventy_two_hours")
    with folder.open_record() as record:
        entries = list(record.read())
    assert {e.envelope.status for e in entries} == {"exercise"}
    told = [json.loads(e.payload) for e in entries if e.envelope.kind == "delivery"]
    assert {d["status"] for d in told} == {"exercise"}


def test_an_actual_mission_has_no_score(missions: dict[str, Path], command_line: Any, demo: Any) -> None:
    from ceasewatch.pipeline import catalogue

    truth = catalogue.folder_of("seventy_two_hours")
    refused = command_line("score", truth, "--mission", missions["actual"], keys=missions["actual"].parent / "k-actual")
    assert refused.code == 3
    assert "no ground truth" in refused.err


def sizes(command_line: Any, mission: Path) -> int:
    """Entries in the record."""
    told = command_line("--mission", mission, "status", "--format", "json", keys=mission.parent / f"k-{mission.name}")
    return int(json.loads(told.out)["entries"])
