"""``init``: a mission that later commands can open, and nothing half made."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest


def settings(folder: Path) -> dict[str, Any]:
    return tomllib.loads((folder / "mission.toml").read_text("utf-8"))


def test_pack_brings_its_parties_and_all_feeds_without_mapping(tmp_path: Path, command_line: Any) -> None:
    made = command_line("init", tmp_path / "m", "--pack", "lorvane", "--zone", "Etc/GMT+8", "--keys", tmp_path / "k")
    assert made.code == 0, made.err
    told = settings(tmp_path / "m")
    assert [p["id"] for p in told["parties"]] == ["A", "B"]
    assert told["packs"] == ["lorvane"]
    feeds = {f["id"] for f in told["feeds"]}
    assert {"firms", "viina", "smm-text", "coverage"} <= feeds
    assert not feeds & {"table", "geojson"}


def test_keys_lie_elsewhere_and_are_found_again(tmp_path: Path, command_line: Any) -> None:
    made = command_line("init", tmp_path / "m", "--keys", tmp_path / "k")
    assert f"CEASEWATCH_KEYS={tmp_path / 'k'}" in made.out
    assert not [f for f in (tmp_path / "m").rglob("*") if f.suffix in (".key", ".pem")]
    assert command_line("record", "checkpoint", "--mission", tmp_path / "m", keys=tmp_path / "k").code == 0
    lost = command_line("record", "checkpoint", "--mission", tmp_path / "m", keys=tmp_path / "nowhere")
    assert lost.code == 4
    assert "keys" in lost.err


def test_without_keys_option_they_go_below_the_home(tmp_path: Path, command_line: Any) -> None:
    made = command_line("init", tmp_path / "m")
    assert made.code == 0, made.err
    assert str(command_line.home) in made.out
    assert command_line("record", "checkpoint", "--mission", tmp_path / "m").code == 0


def test_gazetteer_and_areas_are_copied_into_the_mission(tmp_path: Path, command_line: Any, demo: Any) -> None:
    made = command_line(
        "init", tmp_path / "m", "--keys", tmp_path / "k", "--gazetteer", demo.mission / "gazetteer.csv",
        "--areas", demo.mission / "areas.geojson",
    )  # fmt: skip
    assert made.code == 0, made.err
    told = settings(tmp_path / "m")
    assert told["gazetteer"] == ["places/gazetteer.csv"]
    assert told["areas"] == "places/areas.geojson"
    for name in ("gazetteer.csv", "areas.geojson"):
        assert (tmp_path / "m" / "places" / name).read_bytes() == (demo.mission / name).read_bytes()


def test_exercise_is_the_marks_of_settings_and_record(tmp_path: Path, command_line: Any) -> None:
    command_line("init", tmp_path / "m", "--exercise", "--keys", tmp_path / "k")
    assert settings(tmp_path / "m")["status"] == "exercise"
    assert "EXERCISE" in command_line("status", "--mission", tmp_path / "m", keys=tmp_path / "k").out


@pytest.mark.parametrize(
    ("words", "code", "says"),
    [
        (("--pack", "nope"), 2, "nope"),
        (("--feed", "nope"), 2, "nope"),
        (("--feed", "table"), 2, "mapping"),
        (("--party", "X"), 2, "CODE=Name"),
        (("--gazetteer", "no-such.csv"), 2, "no-such.csv"),
        (("--language", "xx"), 2, "xx"),
        (("--zone", "Moon/Base"), 3, "Moon/Base"),
        (("--cutoff", "25:00"), 3, "25:00"),
    ],
)
def test_a_wrong_word_makes_no_mission(
    tmp_path: Path, command_line: Any, words: tuple[str, ...], code: int, says: str
) -> None:
    ended = command_line("init", tmp_path / "m", "--keys", tmp_path / "k", *words)
    assert ended.code == code
    assert says in ended.err
    assert not ended.out
    assert not (tmp_path / "m" / "mission.toml").exists()
    assert not (tmp_path / "k").exists()


def test_keys_inside_the_mission_and_a_second_mission_are_refused(tmp_path: Path, command_line: Any) -> None:
    inside = command_line("init", tmp_path / "m", "--keys", tmp_path / "m" / "keys")
    assert inside.code == 2
    assert "inside the mission" in inside.err
    assert command_line("init", tmp_path / "m", "--keys", tmp_path / "k").code == 0
    again = command_line("init", tmp_path / "m", "--keys", tmp_path / "k")
    assert again.code == 3
    assert "already" in again.err
