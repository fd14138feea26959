"""``simulate`` and ``score``: what is written, what is measured, and how each can fail."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

import pytest


@pytest.fixture(scope="session")
def flood(tmp_path_factory: pytest.TempPathFactory, command_line: Any) -> Path:
    """One exercise, written out."""
    out = tmp_path_factory.mktemp("simulated") / "flood"
    ran = command_line("simulate", "false_flood", "--out", out)
    assert ran.code == 0, ran.err
    assert "EXERCISE false_flood" in ran.out
    assert "seed 4505" in ran.out
    return out


def contents(folder: Path) -> dict[str, bytes]:
    return {str(p.relative_to(folder)): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


def truth_rows(folder: Path) -> list[dict[str, str]]:
    return list(csv.DictReader((folder / "truth" / "observations.csv").read_text("utf-8").splitlines()))


def test_the_list_names_every_exercise(command_line: Any) -> None:
    told = command_line("simulate", "--list")
    assert told.code == 0
    assert all(n in told.out for n in ("quiet_week", "sea_and_air", "seventy_two_hours", "scripted"))
    listed = json.loads(command_line("simulate", "--list", "--format", "json").out)
    assert {e["name"] for e in listed} >= {"escalation", "lead_withdraws"}


def test_what_is_written(flood: Path) -> None:
    assert (flood / "README.md").read_text("utf-8").startswith("# EXERCISE: ")
    assert "seed 4505" in (flood / "README.md").read_text("utf-8")
    assert 'status = "exercise"' in (flood / "settings" / "mission.toml").read_text("utf-8")
    assert {p.name for p in (flood / "truth").iterdir()} == {"events.jsonl", "observations.csv", "coverage.csv"}
    delivered = [p for p in (flood / "feeds").rglob("*") if p.is_file()]
    assert len(delivered) > 5
    assert all(p.name.startswith("EXERCISE-") for p in delivered)


def test_the_same_seed_gives_the_same_bytes(flood: Path, tmp_path: Path, command_line: Any) -> None:
    assert command_line("simulate", "false_flood", "--out", tmp_path / "a", "--seed", "4505").code == 0
    assert contents(tmp_path / "a") == contents(flood)
    told = command_line("simulate", "false_flood", "--out", tmp_path / "b", "--seed", "7", "--format", "json")
    assert json.loads(told.out)["seed"] == 7
    assert contents(tmp_path / "b") != contents(flood)
    assert "seed 7" in (tmp_path / "b" / "README.md").read_text("utf-8")


def test_what_simulate_refuses(flood: Path, tmp_path: Path, command_line: Any) -> None:
    unknown = command_line("simulate", "nope", "--out", tmp_path / "x")
    assert unknown.code == 2
    assert "quiet_week" in unknown.err
    assert command_line("simulate", "false_flood", "--out", flood).code == 2
    assert command_line("simulate", "false_flood").code == 2
    assert command_line("simulate").code == 2
    scripted = command_line("simulate", "seventy_two_hours", "--out", tmp_path / "x", "--seed", "1")
    assert scripted.code == 2
    assert "scripted" in scripted.err
    (tmp_path / "file").write_text("x")
    assert command_line("simulate", "false_flood", "--out", tmp_path / "file").code == 2
    assert command_line("simulate", "false_flood", "--out", tmp_path / "file" / "below").code == 4


def test_score_delivers_fuses_and_measures(flood: Path, command_line: Any) -> None:
    told = command_line("score", flood)
    assert told.code == 0, told.err
    assert "EXERCISE false_flood" in told.out
    for word in ("pair F1", "B-cubed F1", "count error", "place error", "time error", "echo accuracy", "coverage"):
        assert word in told.out
    found = json.loads(command_line("score", flood, "--format", "json").out)
    assert found["status"] == "Exercise"
    assert found["unknown"] == 0
    assert found["observations"] == len({(r["feed"], r["row_id"] or r["line"]) for r in counted(flood)})
    assert 0 < found["pairs"][2] <= 1
    assert found["coverage"]["statements"] > 0


def counted(folder: Path) -> list[dict[str, str]]:
    """Rows that are grouped: no statements, nothing that was taken back."""
    rows = [r for r in truth_rows(folder) if r["role"] == "observation"]
    back = {r["row_id"] for r in rows if r["note"] == "retraction"}
    return [r for r in rows if r["row_id"] not in back or not r["row_id"]]


def incidents_file(path: Path, groups: dict[str, list[tuple[str, str]]]) -> Path:
    lines = (json.dumps({"incident": i, "members": m}) for i, m in groups.items())
    path.write_text("\n".join(lines) + "\n", "utf-8")
    return path


def true_groups(folder: Path) -> dict[str, list[tuple[str, str]]]:
    groups: dict[str, list[tuple[str, str]]] = {}
    for row in counted(folder):
        if row["event"]:
            groups.setdefault(row["event"], []).append((row["file"], row["row_id"] or row["line"]))
    return groups


def test_another_softwares_incidents_are_scored(flood: Path, tmp_path: Path, command_line: Any) -> None:
    perfect = incidents_file(tmp_path / "perfect.jsonl", true_groups(flood))
    best = json.loads(command_line("score", flood, "--incidents", perfect, "--format", "json").out)
    assert best["pairs"] == [1, 1, 1]
    assert best["bcubed"] == [1, 1, 1]
    assert best["incident_error"] == 0
    assert best["echo"] is None
    lone = incidents_file(tmp_path / "none.jsonl", {"i": []})
    worst = json.loads(command_line("score", flood, "--incidents", lone, "--format", "json").out)
    assert worst["pairs"][1] == 0
    assert worst["observations"] == best["observations"]
    everything = {"all": [m for members in true_groups(flood).values() for m in members]}
    lumped = incidents_file(tmp_path / "lumped.jsonl", everything)
    low = json.loads(command_line("score", flood, "--incidents", lumped, "--format", "json").out)
    assert low["pairs"][1] == 1
    assert low["pairs"][0] < 1


@pytest.mark.parametrize(
    ("line", "named"),
    [
        ('{"incident": "i", "members": [["nope.csv", "1"]]}', "no row '1' in 'nope.csv'"),
        ('{"incident": "i"}', "members"),
        ("not json", "1"),
    ],
)
def test_a_wrong_file_of_incidents_names_the_line(
    flood: Path, tmp_path: Path, command_line: Any, line: str, named: str
) -> None:
    file = tmp_path / "wrong.jsonl"
    file.write_text(line + "\n", "utf-8")
    refused = command_line("score", flood, "--incidents", file)
    assert refused.code == 3
    assert f"{file}:1" in refused.err
    assert named in refused.err


def test_a_row_in_two_incidents_is_refused(flood: Path, tmp_path: Path, command_line: Any) -> None:
    row = counted(flood)[0]
    member = (row["file"], row["row_id"] or row["line"])
    file = incidents_file(tmp_path / "twice.jsonl", {"a": [member], "b": [member]})
    refused = command_line("score", flood, "--incidents", file)
    assert refused.code == 3
    assert "two incidents" in refused.err


def test_what_score_refuses(flood: Path, tmp_path: Path, command_line: Any) -> None:
    assert command_line("score", tmp_path).code == 4
    assert command_line("score", flood, "--incidents", tmp_path / "nope.jsonl").code == 4
    assert command_line("score", flood, "--incidents", tmp_path / "a", "--mission", tmp_path).code == 2
    bare = tmp_path / "bare"
    (bare / "truth").mkdir(parents=True)
    event = {"event": "e", "kind": "explosion", "start_us": 0, "end_us": 0, "lat": 0.0, "lon": 0.0}
    (bare / "truth" / "observations.csv").write_text("feed,file,line,row_id,event,origin\n")
    (bare / "truth" / "events.jsonl").write_text(json.dumps(event) + "\n")
    unmarked = command_line("score", bare)
    assert unmarked.code == 3
    assert "EXERCISE" in unmarked.err
    (bare / "truth" / "events.jsonl").write_text('{"event": "e", "kind": "bang"}\n')
    assert command_line("score", bare).code == 3
    (bare / "truth" / "events.jsonl").write_text(json.dumps({**event, "EXERCISE": "drill"}) + "\n")
    (bare / "truth" / "observations.csv").write_text("feed,file,line,row_id,event,origin\npress,a.csv,2,,other,o\n")
    dangling = command_line("score", bare)
    assert dangling.code == 3
    assert "no event 'other'" in dangling.err
    (bare / "truth" / "observations.csv").write_text("a,b\n1,2\n")
    assert "missing" in command_line("score", bare).err


def test_the_demos_mission_is_scored_against_its_own_truth(demo: Any, tmp_path: Path, command_line: Any) -> None:
    out = tmp_path / "s72"
    assert command_line("simulate", "seventy_two_hours", "--out", out).code == 0
    told = command_line("score", out, "--mission", demo.mission, "--format", "json", keys=demo.keys)
    assert told.code == 0, told.err
    found = json.loads(told.out)
    assert (found["unknown"], found["events_reported"]) == (0, 12)
    assert found["pairs"][2] > 0.9
    assert found["place_inside"] > 0.8
