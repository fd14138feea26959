"""``agreement check``, ``diff``, ``test``, ``show --map``, ``simulate`` and ``coverage``, as their users type them."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest

Ask = Callable[..., Any]


@pytest.fixture
def copy(tmp_path: Path) -> Callable[..., Path]:
    """A copy of the exercise's pack with texts of its pack.yaml replaced."""

    def make(*changes: tuple[str, str]) -> Path:
        folder = tmp_path / "copy"
        shutil.copytree(str(files("ceasewatch").joinpath("packs", "lorvane")), folder)
        text = (folder / "pack.yaml").read_text(encoding="utf-8")
        for old, new in changes:
            assert old in text
            text = text.replace(old, new)
        (folder / "pack.yaml").write_text(text, encoding="utf-8")
        return folder

    return make


def test_check_names_file_line_clause_and_what_to_do(command_line: Any, copy: Callable[..., Path]) -> None:
    place = copy(('distance: {value: "15"', 'distance: {value: "0"'))
    ended = command_line("agreement", "check", place, "--format", "json")
    assert ended.code == 3
    found = json.loads(ended.out)
    flaw = found["flaws"][0]
    assert (flaw["grade"], flaw["clause"], flaw["file"]) == ("error", "artillery-withdrawal", "pack.yaml")
    line = (place / "pack.yaml").read_text().splitlines()[flaw["line"] - 1]
    assert line.strip() == "- id: artillery-withdrawal"
    assert flaw["todo"]
    assert found["unverified"]["numbers"] > 0
    assert "can never apply" in command_line("agreement", "check", place).out


def test_check_warns_and_ends_with_0(command_line: Any, copy: Callable[..., Path]) -> None:
    told = command_line("agreement", "check", copy(("sources:\n", "sources:\n  LETTER: a letter\n")))
    assert told.code == 0
    assert "source 'LETTER' is cited nowhere" in told.out
    assert "0 errors, 1 warnings" in told.out


def test_a_refused_pack_is_told_with_its_line(command_line: Any, copy: Callable[..., Path]) -> None:
    ended = command_line("agreement", "check", copy(("zone: kelmar\n", "zone: nowhere\n")))
    assert ended.code == 3
    assert "pack.yaml, line " in ended.err
    assert "(kelmar-disengagement)" in ended.err
    assert "what to do: zones: " in ended.err


def test_diff_says_what_is_not_the_same_kind_of_obligation(command_line: Any) -> None:
    told = command_line("agreement", "diff", "plan-28-2025", "plan-20-2025")
    assert told.code == 0
    assert "not the same kind of obligation" in told.out
    found = json.loads(command_line("agreement", "diff", "plan-28-2025", "plan-20-2025", "--format", "json").out)
    assert {"obligation", "number", "dropped"} <= {c["what"] for c in found["changes"]}


def test_examples_are_tried_and_failures_end_with_3(command_line: Any, copy: Callable[..., Path]) -> None:
    held = command_line("agreement", "test", "lorvane", "plan-28-2025", "--format", "json")
    assert held.code == 0
    found = json.loads(held.out)
    assert {t["pack"] for t in found["trials"]} == {"lorvane", "plan-28-2025"}
    assert all(t["held"] for t in found["trials"])
    failed = command_line("agreement", "test", copy(("breach_likely", "no_breach")))
    assert failed.code == 3
    assert "failed" in failed.out


def test_show_writes_a_map_and_says_rules_in_words(command_line: Any, tmp_path: Path) -> None:
    path = tmp_path / "map.geojson"
    assert command_line("agreement", "show", "lorvane", "--map", path).code == 0
    features = json.loads(path.read_text())["features"]
    assert {f["properties"]["id"] for f in features} >= {"lorvane", "kelmar", "line-of-contact"}
    said = command_line("agreement", "show", "plan-20-2025", "peacetime-strength").out
    assert "a strength of (being above or below it is reported and breaches nothing by itself) 800000 persons" in said
    unwritable = command_line("agreement", "show", "lorvane", "--map", tmp_path / "none" / "map.geojson")
    assert unwritable.code == 4


def test_simulate_binds_nobody_and_records_no_result(demo_copy: Any, command_line: Any) -> None:
    def ask(*words: object) -> Any:
        return command_line("--mission", demo_copy.mission, "agreement", "simulate", *words, keys=demo_copy.keys)

    refused = ask("plan-28-2025")
    assert refused.code == 2
    assert "--tier T1" in refused.err
    rows = json.loads(ask("plan-28-2025", "--tier", "T1", "--format", "json").out)
    assert {r["notice"] for r in rows} == {"simulated: binds nobody"}
    assert {r["status"] for r in rows} == {"Exercise"}
    assert {r["clause"] for r in rows} == {"ceasefire"}
    assert sum(r["incidents"] for r in rows) > 0
    none = json.loads(ask("plan-28-2025", "--tier", "T1", "--to", "1950-01-01", "--format", "json").out)
    assert none == []
    assert ask("plan-28-2025", "--from", "2031-01-01", "--to", "2030-01-01").code == 2
    listed = command_line("--mission", demo_copy.mission, "assessments", "--format", "json", keys=demo_copy.keys).out
    assert "plan-28-2025" not in listed


def test_coverage_of_a_pack_is_for_analysts(demo_copy: Any, command_line: Any) -> None:
    def ask(*words: object) -> Any:
        return command_line("--mission", demo_copy.mission, "agreement", "coverage", *words, keys=demo_copy.keys)

    refused = ask("minsk-2014")
    assert refused.code == 2
    assert refused.out == ""
    rows = {r["clause"]: r for r in json.loads(ask("minsk-2014", "--tier", "T1", "--format", "json").out)}
    assert rows["measures-return-fire"]["verified by"] == "documents"
    assert "notices" in rows["measures-return-fire"]["needs"]
    assert rows["ceasefire"]["seen by"]
    told = command_line("--mission", demo_copy.mission, "status", "--format", "json", keys=demo_copy.keys)
    assert told.code == 0


def test_simulate_takes_an_exercise_without_a_mission(command_line: Any, tmp_path: Path) -> None:
    place = tmp_path / "exercise"
    assert command_line("simulate", "seventy_two_hours", "--out", place).code == 0
    before = sorted(p.name for p in place.iterdir())
    told = command_line("agreement", "simulate", "plan-28-2025", "--exercise", place)
    assert told.code == 0
    assert "EXERCISE. simulated: binds nobody" in told.out
    assert "Left out: 1 clauses" in told.out
    assert sorted(p.name for p in place.iterdir()) == before
    assert command_line("agreement", "simulate", "lorvane", "--exercise", place, "--mission", place).code == 2
