"""``ceasewatch observers``: every number with its source; learning is for analysts, and named where it is used."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from ceasewatch.model import from_us
from ceasewatch.model.values import CapStatus
from ceasewatch.observers.registry import MODULES
from ceasewatch.pipeline import learned

Ask = Callable[..., Any]


def test_every_number_has_a_source(ask: Ask) -> None:
    ran = ask("observers", "--format", "json")
    rows = json.loads(ran.out)
    assert {r["model"] for r in rows} == set(MODULES)
    assert all(r["source"] for r in rows)
    assert any(r["source"] != "assumed" for r in rows)


def test_one_model_can_be_asked_for(ask: Ask) -> None:
    rows = json.loads(ask("observers", "acoustic-node", "--format", "json").out)
    assert {r["model"] for r in rows} == {"acoustic-node"}
    assert next(r for r in rows if r["parameter"] == "threshold_db")["unit"] == "dB"
    assert ask("observers", "crystal-ball").code == 2


def test_what_sensors_can_do_here_is_for_analysts(ask: Ask) -> None:
    for tier in ("T5", "T4", "T3"):
        ran = ask("observers", "--learn", "--tier", tier)
        assert ran.code == 2
        assert "T1" in ran.err
        assert ran.out == ""


def test_too_little_is_said_so(tell: Ask) -> None:
    ran = tell("observers", "--learn", "--tier", "T1")
    assert ran.code == 3
    assert "too little to learn from" in ran.err


def test_findings_are_refused(tell: Ask, tmp_path: Path) -> None:
    shots = tmp_path / "shots.csv"
    shots.write_text("at,lat,lon,kind,weapon,count,yield_kg,verdict\n2025-03-04T10:00Z,-45,-125,explosion,,1,2,x\n")
    ran = tell("observers", "--learn", "--from", shots, "--tier", "T1")
    assert ran.code == 3
    assert "never from findings" in ran.err


@pytest.mark.parametrize("option", [("--from", "x.csv"), ("--out", "x.yaml"), ("--since", "2025-03-04")])
def test_options_of_learning_need_learn(ask: Ask, option: tuple[str, str]) -> None:
    ran = ask("observers", *option)
    assert ran.code == 2
    assert "--learn" in ran.err


@pytest.mark.parametrize("words", [("--since", "9999-12-31"), ("--since", "2025-03-05", "--until", "2025-03-04")])
def test_a_period_that_ends_before_it_begins_is_refused(ask: Ask, words: tuple[str, ...]) -> None:
    ran = ask("observers", "--learn", *words, "--tier", "T1")
    assert ran.code == 2
    assert "error: --since: " in ran.err


def file_in(folder: Path, status: CapStatus) -> learned.LearnedObservers:
    """Learned numbers of the press, which never errs, in the folder as ``learned.yaml``."""
    numbers = tuple(
        learned.LearnedNumber(of="press", name=name, given=1.0, learned=value, low=0.1, high=9.0, support=99.0)
        for name, value in (("place_scale", 0.02), ("place_floor_m", 1.0), ("clock_sd_s", 1.0))
    )
    at = from_us(1_741_000_000_000_000)
    found = learned.signed(
        learned.LearnedObservers(
            mission="M", status=status, method="unlabelled", since=at, until=at, seed=1, record_size=1, record_root="",
            observations=1, used=1, numbers=numbers,
        )
    )  # fmt: skip
    learned.write(folder / "learned.yaml", found)
    settings = folder / "mission.toml"
    kept = [line for line in settings.read_text("utf-8").splitlines() if not line.startswith("learned = ")]
    settings.write_text("\n".join(['learned = "learned.yaml"', *kept]), "utf-8")
    return found


def test_what_was_learned_is_used_and_named(tell: Ask, demo_copy: Any) -> None:
    before = json.loads(tell("incidents", "--tier", "T1", "--format", "json").out)
    found = file_in(demo_copy.mission, CapStatus.exercise)
    assert tell("rebuild").code == 0
    after = json.loads(tell("incidents", "--tier", "T1", "--format", "json").out)
    shown = json.loads(tell("show", after[0]["id"], "--tier", "T1", "--format", "json").out)
    assert shown["explanation"]["code_version"].endswith(f".learned-{found.digest[:8]}")
    assert before != after, "of a press that never errs, fewer reports are about one happening"


def test_a_file_of_an_exercise_teaches_no_actual_mission(tell: Ask, demo_copy: Any) -> None:
    file_in(demo_copy.mission, CapStatus.actual)
    ran = tell("rebuild")
    assert ran.code == 3
    assert "exercise and actual never mix" in ran.err
