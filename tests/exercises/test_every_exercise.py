"""What holds of every exercise: it can be played, its feeds can read it, and the truth knows every row."""

from __future__ import annotations

import csv
import io
import json
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from ceasewatch.geo.loaders import load_areas, load_gazetteer
from ceasewatch.model import FeedSetting, Observation
from ceasewatch.pipeline import catalogue
from ceasewatch.sources import FeedContext, Limits, Quarantined, Reading, SourceFile, feed
from ceasewatch.sources.marks import Marked, marked

SCRIPTED_FAULTS = {"seventy_two_hours": 1}
"""Rows that an exercise gets wrong on purpose."""


def rows_of(data: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(data.decode())))


@cache
def settings(name: str) -> dict[str, tuple[FeedSetting, FeedContext]]:
    mission = catalogue.mission_of(catalogue.folder_of(name))
    return {str(s.id): (s, context(name, s)) for s in mission.feeds}


def context(name: str, setting: FeedSetting) -> FeedContext:
    folder = catalogue.folder_of(name)
    mission = catalogue.mission_of(folder)
    beside = {p.name: p for p in catalogue.companions(folder)}
    mapping = beside[setting.mapping].read_bytes() if setting.mapping else None
    return FeedContext(
        zone=mission.zone,
        gazetteer=load_gazetteer(beside[mission.gazetteer[0]]),
        areas=load_areas(beside[mission.areas]),
        mapping=mapping,
        parties=mission.parties,
        parameters=setting.parameters,
    )


def read(name: str, played: dict[str, bytes]) -> Iterator[tuple[str, str, Reading | Quarantined]]:
    for path, data in sorted(played.items()):
        kind, feed_id, *rest = Path(path).parts
        if kind == "feeds":
            setting, how = settings(name)[feed_id]
            source = SourceFile.of(data, rest[0])
            reader = feed(setting.reader or setting.id)
            yield from ((feed_id, rest[0], row) for row in reader.read(source, how))


def test_there_are_at_least_seven_beside_the_scripted_one() -> None:
    played = [n for n in catalogue.names() if catalogue.about(n).seed]
    wanted = {"quiet_week", "escalation", "disputed_strike", "mirror_withdrawal", "false_flood", "lead_withdraws"}
    assert {*wanted, "sea_and_air"} <= set(played)


def test_it_says_what_it_asks(name: str) -> None:
    told = catalogue.about(name)
    assert told.title
    if told.seed:
        assert told.summary
        assert len(told.questions) >= 3
        assert all(q.endswith("?") for q in told.questions)


def test_every_delivered_file_says_exercise_in_its_content(played: dict[str, bytes]) -> None:
    for path, data in played.items():
        if path.startswith("feeds/"):
            assert marked(SourceFile.of(data, "renamed.dat"), Limits()) is Marked.all, path


def test_every_row_of_the_truth_says_exercise(name: str, played: dict[str, bytes]) -> None:
    rows = rows_of(played["truth/observations.csv"])
    events = [json.loads(line) for line in played["truth/events.jsonl"].splitlines()]
    assert {r["EXERCISE"] for r in (*rows, *events)} == {name}


def test_its_feeds_read_all_of_it(name: str, played: dict[str, bytes]) -> None:
    refused = [row for _, _, row in read(name, played) if isinstance(row, Quarantined)]
    assert len(refused) == SCRIPTED_FAULTS.get(name, 0), refused[:3]


def test_the_truth_knows_every_observation_and_nothing_else(name: str, played: dict[str, bytes]) -> None:
    told = {(r["feed"], r["file"], r["row_id"] or r["line"]) for r in rows_of(played["truth/observations.csv"])}
    seen = set()
    for feed_id, file, row in read(name, played):
        if isinstance(row, Reading) and isinstance(row.item, Observation):
            source = row.item.source
            key = (feed_id, file, source.row_id or str(source.line))
            assert key in told, key
            seen.add(key)
    bad_rows = {("acoustic", "acoustic.csv", "7")}
    assert told - seen <= bad_rows


def test_the_truth_names_events_that_are_in_it(played: dict[str, bytes]) -> None:
    events = {json.loads(line)["event"] for line in played["truth/events.jsonl"].splitlines()}
    named = {r["event"] for r in rows_of(played["truth/observations.csv"])} - {""}
    assert named <= events
    assert len(named) > 3


def test_the_same_seed_gives_the_same_bytes_and_another_one_others(name: str, played: dict[str, bytes]) -> None:
    folder = catalogue.folder_of(name)
    seed = catalogue.about(name).seed
    if not seed:
        assert catalogue.played(folder, None) == played
        return
    assert catalogue.played(folder, seed) == played
    if name in ("false_flood", "disputed_strike"):
        other = catalogue.played(folder, seed + 1)
        assert other["truth/observations.csv"] != played["truth/observations.csv"]


def test_scripted_happenings_keep_their_place_whatever_the_seed() -> None:
    folder = catalogue.folder_of("false_flood")
    farms = []
    for seed in (1, 2):
        events = catalogue.played(folder, seed)["truth/events.jsonl"].splitlines()
        farms.append([e for e in map(json.loads, events) if e["event"] == "farm"])
    assert farms[0] == farms[1] != []


@pytest.mark.parametrize("name", ["disputed_strike"], indirect=True)
def test_what_did_not_happen_is_marked_so_and_seen_by_nobody_who_watched(played: dict[str, bytes]) -> None:
    events = {e["event"]: e for e in map(json.loads, played["truth/events.jsonl"].splitlines())}
    assert events["drones-91"]["happened"] is False
    about = [r for r in rows_of(played["truth/observations.csv"]) if r["event"] == "drones-91"]
    assert {r["feed"] for r in about} == {"statements", "press"}
    assert len([r for r in about if r["note"] == "copy"]) == 52
    assert Counter(r["origin"] for r in about) == {"claim-91": 41, "denial-91": 13}


@pytest.mark.parametrize("name", ["lead_withdraws"], indirect=True)
def test_the_lead_reports_nothing_after_it_withdrew(played: dict[str, bytes]) -> None:
    sites = {o.id: o.owner for o in catalogue.mission_of(catalogue.folder_of("lead_withdraws")).observers}
    log = rows_of(played["truth/coverage.csv"])
    after = [r for r in log if r["start"] >= "2025-09-03T00:00" and sites.get(r["observer"]) == "N1"]
    assert after
    assert {r["state"] for r in after} == {"down"}
    others = [r for r in log if r["start"] >= "2025-09-03T00:00" and sites.get(r["observer"]) in ("N2", "N3", "N4")]
    assert "observing" in {r["state"] for r in others}


@pytest.mark.parametrize("name", ["mirror_withdrawal"], indirect=True)
def test_a_wrong_log_differs_from_the_truth(played: dict[str, bytes]) -> None:
    def states(path: str) -> set[tuple[str, str]]:
        return {(r["start"], r["state"]) for r in rows_of(played[path]) if r["observer"] == "uav-long"}

    true, told = states("truth/coverage.csv"), states("feeds/coverage/EXERCISE-coverage.csv")
    assert any(state == "degraded" for _, state in true)
    assert {state for _, state in told} == {"observing"}


@pytest.mark.parametrize("name", ["escalation"], indirect=True)
def test_corrections_and_retractions_come_in_later_files(played: dict[str, bytes]) -> None:
    rows = rows_of(played["truth/observations.csv"])
    later = [r for r in rows if r["version"] != "0"]
    assert {r["note"] for r in later} == {"correction", "retraction"}
    first = {(r["feed"], r["row_id"]): r for r in rows if r["version"] == "0"}
    for row in later:
        before = first[row["feed"], row["row_id"]]
        assert before["file"] != row["file"]
        assert (before["event"], before["origin"]) == (row["event"], row["origin"])


def test_copies_of_one_story_are_about_one_thing(played: dict[str, bytes]) -> None:
    """Also of a story behind which there is nothing: it is something that did not happen, not nothing."""
    by_origin: dict[str, set[str]] = {}
    rows = rows_of(played["truth/observations.csv"])
    for row in rows:
        by_origin.setdefault(row["origin"], set()).add(row["event"])
    copied = {r["origin"] for r in rows if r["note"] == "copy"}
    assert not [origin for origin in copied if len(by_origin[origin]) > 1 or by_origin[origin] == {""}]


@pytest.mark.parametrize("name", ["sea_and_air"], indirect=True)
@pytest.mark.parametrize(
    ("event", "by"),
    [
        ("freighter-out", "detections"),
        ("freighter-dark", "press"),
        ("freighter-night", "detections"),
        ("freighter-night", "press"),
        ("freighter-back", "detections"),
        ("spoofed", "detections"),
        ("spoofed", "press"),
        ("mine-strike", "press"),
        ("mine-adrift", "press"),
    ],
)
def test_the_dark_freighter_and_the_spoofing_can_be_told(played: dict[str, bytes], event: str, by: str) -> None:
    about = [r for r in rows_of(played["truth/observations.csv"]) if r["event"] == event]
    assert by in {r["feed"] for r in about}
    if event == "freighter-night":
        assert not [r for r in about if r["observer"].startswith("ais-")], "no receiver hears a ship that is dark"
