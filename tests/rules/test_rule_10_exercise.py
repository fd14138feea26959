"""Rule 10: what an exercise makes says so, and exercise and actual never mix."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pypdf
import pytest

LISTS = ("incidents", "assessments", "coverage", "quarantine")


@pytest.mark.parametrize("command", [*LISTS, "status"])
def test_every_table_says_exercise(inside: Callable[..., str], command: str) -> None:
    assert "EXERCISE" in inside(command)


@pytest.mark.parametrize("form", ["json", "csv"])
@pytest.mark.parametrize("command", LISTS)
def test_every_other_form_says_it_too(inside: Callable[..., str], command: str, form: str) -> None:
    tier = ("--tier", "T1")
    assert "Exercise" in inside(command, *tier, "--format", form)


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
