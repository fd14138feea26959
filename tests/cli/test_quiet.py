"""``ceasewatch quiet`` and the analysts' part of ``ceasewatch coverage``, on the exercise."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from typing import Any

import pytest

Ask = Callable[..., Any]
T1 = ("--tier", "T1", "--format", "json")


@pytest.fixture(scope="module")
def tell(demo: Any, command_line: Any, tmp_path_factory: pytest.TempPathFactory) -> Ask:
    """Runs a command on one copy of the exercise: asking at T1 is logged there."""
    place = tmp_path_factory.mktemp("quiet")
    shutil.copytree(demo.path, place, symlinks=True, dirs_exist_ok=True)
    return lambda *words: command_line("--mission", place / "mission", *words, keys=place / "keys")


def found(ran: Any) -> Any:
    assert ran.code == 0, ran.err
    return json.loads(ran.out)


def test_a_zone_is_a_sector_and_each_day_is_a_line(tell: Ask) -> None:
    said = found(tell("quiet", "kelmar", "--on", "2025-03-05", "--days", "2", "--dispersion", "5", *T1))
    assert [s["end"][:10] for s in said] == ["2025-03-05", "2025-03-06"]
    for one in said:
        assert one["status"] == "Exercise"
        if one["outcome"] == "none_observed":
            assert one["p_low_ppm"] <= one["p_seen_ppm"] <= one["p_high_ppm"]
            assert one["high_milli"] > 0


def test_where_nobody_worked_nothing_is_concluded(tell: Ask) -> None:
    (said,) = found(tell("quiet", "Corvale", "--on", "2025-03-05", *T1))
    assert said["outcome"] == "not_observed"
    assert said["high_milli"] is None
    assert "Neither quiet nor violations can be concluded" in said["text"]


def test_words_go_with_their_meaning(tell: Ask) -> None:
    (said,) = found(tell("quiet", "kelmar", "--on", "2025-03-05", "--weapon", "mortar_120", "--dispersion", "5", *T1))
    assert said["outcome"] != "not_observed"
    assert f"p = {said['p_seen_ppm'] / 1e6:.2f}" in said["text"]
    assert "%)" in said["text"], "the word is told with its range"


def test_without_history_no_bound_is_made_up(tell: Ask) -> None:
    (said,) = found(tell("quiet", "kelmar", "--on", "2025-03-05", "--weapon", "mortar_120", *T1))
    assert said["high_milli"] is None
    assert "not bounded" in said["text"]


def test_more_observers_asked_for_is_less_probable(tell: Ask) -> None:
    one, two = (
        found(tell("quiet", "Tessary", "--on", "2025-03-05", "--observers", k, *T1))[0]["p_seen_ppm"] for k in (1, 2)
    )
    assert two < one


def test_what_nobody_saw_is_a_spread_of_models(tell: Ask) -> None:
    said = found(tell("coverage", "--missed", "Corvale", "--date", "2025-03-05", *T1))
    assert len({s["model"] for s in said}) > 1
    for one in said:
        assert one["status"] == "Exercise"
        assert one["low"] <= (one["total"] or one["low"])
        assert one["assumes"]


def test_without_overlap_the_missed_part_is_not_known(tell: Ask) -> None:
    ran = tell("coverage", "--missed", "Tessary", "--date", "2025-03-05", "--days", "3", "--tier", "T1")
    assert ran.code == 3
    assert "cannot be estimated" in ran.err


def test_a_map_as_features(tell: Ask) -> None:
    features = found(tell("coverage", "--map", "kelmar", "--date", "2025-03-05", "--tier", "T1", "--format", "geojson"))
    assert {f["properties"]["status"] for f in features["features"]} == {"Exercise"}
    assert all(0 <= f["properties"]["p_seen"] <= 1 for f in features["features"])


@pytest.mark.parametrize(
    ("words", "todo"),
    [
        (("quiet", "Nowhere", "--on", "2025-03-05", "--tier", "T1"), "no sector 'Nowhere'"),
        (("quiet", "kelmar", "--kind", "boom", "--tier", "T1"), "no kind 'boom'"),
        (("quiet", "kelmar", "--weapon", "slingshot", "--tier", "T1"), "no weapon class 'slingshot'"),
        (("coverage", "--tasking", "absent.csv", "--area", "Tessary", "--tier", "T1"), "there is no such file"),
        (("coverage", "--tasking", "absent.csv", "--tier", "T1"), "for which sector?"),
    ],
)
def test_mistakes_are_named(tell: Ask, words: tuple[str, ...], todo: str) -> None:
    ran = tell(*words)
    assert ran.code == 2
    assert todo in ran.err


def test_a_candidate_that_cannot_be_read_stops_the_ranking(tell: Ask, tmp_path: Any) -> None:
    path = tmp_path / "candidates.csv"
    path.write_text(
        "observer,observer_kind,start,end,state,area,lat,lon,radius_m,side\n"
        "p,patrol,2025-03-06T16:00Z,2025-03-07T00:00Z,resting,Tessary,-44.98,-124.6,8000,A\n",
        "utf-8",
    )
    ran = tell("coverage", "--tasking", path, "--area", "Tessary", "--tier", "T1")
    assert ran.code == 3
    assert "a candidate cannot be read" in ran.err


def test_tasking_keeps_parity(tell: Ask, tmp_path: Any) -> None:
    head = "observer,observer_kind,start,end,state,area,lat,lon,radius_m,side\n"
    when = "2025-03-06T16:00Z,2025-03-07T00:00Z,observing"
    rows = [f"n{n},patrol,{when},Tessary,-44.9{n},-124.6,8000,A" for n in range(3)]
    rows.append(f"s0,patrol,{when},Maristan,-45.05,-124.6,8000,B")
    path = tmp_path / "candidates.csv"
    path.write_text(head + "\n".join(rows) + "\n", "utf-8")
    tasks = found(tell("coverage", "--tasking", path, "--area", "Tessary", *T1))
    by_side = {s: sum(t["hours"] for t in tasks if t["side"] == s) for s in "AB"}
    assert by_side["A"] == by_side["B"]


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("--on", "foo"), "--on"),
        (("--on", "0001-01-02", "--days", "92"), "--on"),
        (("--on", "9999-12-31"), "--on"),
        (("--on", "2025-03-05", "--observers", "1000000000"), "--observers"),
        (("--on", "2025-03-05", "--dispersion", "nan"), "--dispersion"),
        (("--on", "2025-03-05", "--dispersion", "inf"), "--dispersion"),
        (("--on", "2025-03-05", "--dispersion", "0.5"), "--dispersion"),
    ],
)
def test_words_that_cannot_be_are_refused_by_their_option(ask: Ask, words: tuple[str, ...], says: str) -> None:
    ran = ask("quiet", "kelmar", *words, "--tier", "T1")
    assert ran.code == 2
    assert says in ran.err
