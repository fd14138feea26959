"""From happenings to lines: faults after the fact, stories and copies, sentences, rows and their truth."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest

from ceasewatch.model.values import Means, ObserverKind, Role
from ceasewatch.simulate.exercise.calendar import HOUR_US, Calendar
from ceasewatch.simulate.exercise.country import Country
from ceasewatch.simulate.exercise.faults import faulty
from ceasewatch.simulate.exercise.lines import Line
from ceasewatch.simulate.exercise.package import Package, delivered
from ceasewatch.simulate.exercise.perceive import perceived
from ceasewatch.simulate.exercise.play import play
from ceasewatch.simulate.exercise.scenario import Activity, Coverage, Fault, Happening, Post, Scenario
from ceasewatch.simulate.exercise.sentences import expressible, sentence
from ceasewatch.simulate.exercise.stage import stage
from ceasewatch.simulate.exercise.stories import Newsroom, posted, written
from ceasewatch.simulate.exercise.watch import watched
from ceasewatch.simulate.world import Process

Make = Callable[..., Scenario]
AHEAD_US = -8 * HOUR_US


@pytest.fixture
def line(make_scenario: Make, calendar: Calendar) -> Line:
    """A camera south of Garsk saw one explosion 5 km south of it."""
    start = calendar.moment("1 22:14")
    return Line(
        feed="patrols", row_id="x1", observer="cam", observer_kind=ObserverKind.camera, means=Means.recorded,
        event="e", origin="cam/1", start_us=start, end_us=start, reported_us=start + HOUR_US, lat=-45.005, lon=-124.62,
        radius_m=400, kind="explosion", lowest=1, best=1, highest=1, site=make_scenario().sites[0],
    )  # fmt: skip


def at_node(line: Line, scenario: Scenario) -> Line:
    return replace(line, feed="detections", site=scenario.sites[1], observer="node")


# -- what happens ------------------------------------------------------------------------------------------------------

PROCESS = Process(name="fire", share=1.0, kinds={"burst": 1.0}, quiet=0.0, dispersion=50.0, hotspots=5)


def test_an_activity_grows_by_its_factor(make_scenario: Make, country: Country, calendar: Calendar) -> None:
    made = make_scenario(activities=(Activity(a_day=60.0, growth=2.0, process=PROCESS, by=("A",)),))
    happened = stage(made, country, calendar, np.random.default_rng(4))
    day = (happened.events.start_us - calendar.begin_us) // (24 * HOUR_US)
    assert np.bincount(day) == pytest.approx([60, 120, 240], rel=0.35)
    assert set(happened.by) == {"A"}
    assert len(set(happened.ids)) == len(happened)
    assert np.all(np.diff(happened.events.start_us) >= 0)


def test_an_activity_keeps_to_its_days(make_scenario: Make, country: Country, calendar: Calendar) -> None:
    made = make_scenario(activities=(Activity(a_day=30.0, first_day=2, last_day=2, process=PROCESS),))
    happened = stage(made, country, calendar, np.random.default_rng(4))
    day = (happened.events.start_us - calendar.begin_us) // (24 * HOUR_US)
    assert set(day.tolist()) <= {1, 2}  # what is set off late in the evening may end after midnight
    assert np.mean(day == 1) > 0.9


def test_a_denial_is_a_happening_at_each_patrol(make_scenario: Make, country: Country, calendar: Calendar) -> None:
    made = make_scenario(faults=(Fault(kind="denial", sites=("*",), since="2 09:00", until="2 18:00"),))
    happened = stage(made, country, calendar, np.random.default_rng(4))
    assert happened.ids.tolist() == ["denial-0-cam"]  # the node reports elsewhere and goes nowhere
    assert happened.cause.tolist() == ["impediment"]


# -- what goes wrong afterwards ----------------------------------------------------------------------------------------


def spoiled(line: Line, scenario: Scenario, calendar: Calendar) -> list[Line]:
    return faulty([line], scenario, calendar, np.random.default_rng(1))


def test_a_wrong_clock_shifts_and_drifts(line: Line, make_scenario: Make, calendar: Calendar) -> None:
    made = make_scenario(faults=(Fault(kind="clock", seconds=10.0, drift_s_a_day=24.0),))
    (late,) = spoiled(line, made, calendar)
    hours = (line.start_us - calendar.begin_us) / HOUR_US
    assert late.start_us - line.start_us == pytest.approx((10 + hours) * 1e6, abs=1)
    assert late.reported_us == line.reported_us


def test_a_late_line_is_reported_later_and_says_the_same(line: Line, make_scenario: Make, calendar: Calendar) -> None:
    (late,) = spoiled(line, make_scenario(faults=(Fault(kind="late", hours=30.0),)), calendar)
    assert late == replace(line, reported_us=line.reported_us + 30 * HOUR_US)


def test_a_correction_follows_a_wrong_version(line: Line, make_scenario: Make, calendar: Calendar) -> None:
    made = make_scenario(faults=(Fault(kind="corrected"),))
    wrong, right = spoiled(at_node(line, made), made, calendar)
    assert (wrong.version, right.version, wrong.best, right.best) == (0, 1, 2, 1)
    assert right.reported_us > wrong.reported_us
    assert (wrong.row_id, wrong.event, wrong.origin) == (right.row_id, right.event, right.origin)
    assert (right.lat, right.lon) == (line.lat, line.lon) != (wrong.lat, wrong.lon)


def test_a_retraction_takes_the_line_back(line: Line, make_scenario: Make, calendar: Calendar) -> None:
    made = make_scenario(faults=(Fault(kind="retracted"),))
    first, back = spoiled(at_node(line, made), made, calendar)
    assert (first.retracted, back.retracted) == (False, True)


@pytest.mark.parametrize("kind", ["corrected", "retracted"])
def test_a_sentence_has_no_id_to_correct(line: Line, make_scenario: Make, calendar: Calendar, kind: str) -> None:
    assert spoiled(line, make_scenario(faults=(Fault(kind=kind),)), calendar) == [line]  # type: ignore[arg-type]


def test_a_fault_of_others_changes_nothing(line: Line, make_scenario: Make, calendar: Calendar) -> None:
    faults = (Fault(kind="late", nation="N2", hours=9.0), Fault(kind="clock", seconds=5.0, since="2 00:00"))
    assert spoiled(line, make_scenario(faults=faults), calendar) == [line]


# -- words -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({}, "At 22:14 on 7 April, the mission camera in Garsk recorded one undetermined explosion 4-6km south."),
        (
            {"kind": "burst", "best": 12, "lowest": 10, "highest": 15, "weapon": "hmg"},
            "the mission camera in Garsk recorded about 12 bursts of heavy-machine-gun fire, all 4-6km south.",
        ),
        ({"kind": "impact", "best": 3}, "recorded three explosions assessed as impacts, all 4-6km south."),
        ({"kind": "denial"}, "On 7 April, at a checkpoint near Garsk, the patrol was denied passage."),
    ],
)
def test_sentences(line: Line, country: Country, calendar: Calendar, changes: dict[str, object], words: str) -> None:
    changed = replace(line, **changes)
    assert expressible(changed)
    assert sentence(changed, country, calendar).endswith(words)


def test_an_interval_is_told_as_one(line: Line, country: Country, calendar: Calendar) -> None:
    long = replace(line, end_us=line.start_us + 20 * 60_000_000)
    assert sentence(long, country, calendar).startswith("On 7 April, between 22:14 and 22:34,")


def test_what_no_sentence_says_goes_to_the_instruments_feed(line: Line, country: Country, calendar: Calendar) -> None:
    assert not expressible(replace(line, kind="vessel"))
    package = Package()
    delivered([replace(line, kind="vessel"), line], "drill", country, calendar, package)
    assert set(package.feeds) == {"patrols", "detections"}


# -- press and copies --------------------------------------------------------------------------------------------------


def story(line: Line, n: int) -> Line:
    kind, site = ObserverKind.press, None
    return replace(line, feed="press", row_id=f"s{n}", origin=f"o{n}", observer_kind=kind, observer="Paper", site=site)


def test_copies_keep_event_and_origin_and_say_it_otherwise(
    line: Line, make_scenario: Make, country: Country, calendar: Calendar
) -> None:
    from ceasewatch.simulate.exercise.scenario import Coverage

    made = make_scenario(press=Coverage(copied=1.0, copies=5.0, translated=0.5))
    newsroom = Newsroom.of(country, calendar)
    told = written([story(line, n) for n in range(20)], made, newsroom, np.random.default_rng(3))
    copies = [x for x in told if x.note == "copy"]
    assert len(copies) > 40
    first = {x.origin: x for x in told if x.note != "copy"}
    assert all(x.text and x.url for x in told)
    assert all(x.event == "e" and x.reported_us > first[x.origin].reported_us for x in copies)
    assert len({x.row_id for x in told}) == len(told)
    assert {x.language for x in copies} == {"en", "ru"}
    assert 0 < sum(x.url == first[x.origin].url for x in copies) < len(copies)


def test_a_partys_word_is_a_statement_and_its_copies_are_press(
    make_scenario: Make, country: Country, calendar: Calendar
) -> None:
    post = Post(
        id="c", at="2 08:00", outlet="Ministry", text="They fired. We did not. Witnesses agree.", kind="explosion",
        where="Garsk", about="1 20:00", until="1 23:00", observer="party", speaker="A", says="allegation", copies=25,
    )  # fmt: skip
    lines = posted(make_scenario(posts=(post,)), country, Newsroom.of(country, calendar), np.random.default_rng(2))
    first, *copies = lines
    assert (first.feed, first.role, first.speaker) == ("statements", Role.statement, "A")
    assert {(x.feed, x.role, x.speaker, x.origin, x.event) for x in copies} == {
        ("press", Role.observation, "", "c", "c")
    }
    assert len(copies) == 25
    assert len({x.text for x in copies}) > 3


# -- the whole ---------------------------------------------------------------------------------------------------------


def test_every_line_is_in_a_file_and_in_the_truth_once(make_scenario: Make, country: Country) -> None:
    blast = Happening(id="blast", at="1 11:00", where="3 km S of Garsk", kind="explosion", weapon="mortar_120", count=9)
    made = make_scenario(happenings=(blast,), faults=(Fault(kind="corrected", sites=("node",)),))
    package = play("drill", made, country, ahead_us=AHEAD_US, seed=3)
    truth = list(csv.DictReader(io.StringIO(package.truth["observations.csv"].decode())))
    at = {(r["feed"], r["file"], int(r["line"])) for r in truth}
    assert len(at) == len(truth)
    for feed, held in package.feeds.items():
        for name, data in held.items():
            text = data.decode().splitlines()
            rows = range(2, len(text) + 1) if name.endswith(".csv") else [
                n for n, words in enumerate(text, 1) if words and not words.startswith(("Status", "Report"))
            ]  # fmt: skip
            if feed != "coverage":
                assert {n for f, k, n in at if (f, k) == (feed, name)} == set(rows)
    assert any(r["event"] == "blast" and r["feed"] in ("patrols", "detections") for r in truth)


def test_a_site_that_is_out_of_order_reports_nothing(make_scenario: Make, country: Country) -> None:
    blasts = tuple(
        Happening(id=f"b{h}", at=f"1 {h:02d}:30", where="4 km S of Garsk", kind="explosion", count=20, yield_kg=50.0)
        for h in range(24)
    )
    down = Fault(kind="outage", sites=("node",), since="1 06:00", until="1 18:00")

    def heard(scenario: Scenario) -> set[str]:
        data = play("drill", scenario, country, ahead_us=AHEAD_US, seed=3).truth["observations.csv"].decode()
        return {r["event"] for r in csv.DictReader(io.StringIO(data)) if r["observer"] == "node"} - {""}

    always, partly = heard(make_scenario(happenings=blasts)), heard(make_scenario(happenings=blasts, faults=(down,)))
    day = {f"b{h}" for h in range(6, 18)}
    assert always & day
    assert not partly & day
    assert partly - day


def test_a_story_of_nothing_that_is_copied_is_a_rumour(
    line: Line, make_scenario: Make, country: Country, calendar: Calendar
) -> None:
    scenario = make_scenario(press=Coverage(copied=0.5, copies=3.0))
    stories = [
        replace(line, row_id=f"s{n}", origin=f"o{n}", event="", observer_kind=ObserverKind.press, feed="press")
        for n in range(40)
    ]
    rng = np.random.default_rng(2)
    made = written(stories, scenario, Newsroom.of(country, calendar), rng)
    copied = {x.origin for x in made if x.note == "copy"}
    assert 5 < len(copied) < 35
    for x in made:
        assert x.event == (f"rumour-s{x.origin[1:]}" if x.origin in copied else "")


def test_what_is_noticed_by_some_is_reported_by_them_only(
    make_scenario: Make, country: Country, calendar: Calendar
) -> None:
    def reporters(*noticed_by: ObserverKind) -> set[str]:
        bang = Happening(
            id="h", at="1 12:00", where="2 km S of Garsk", kind="explosion", yield_kg=50.0, noticed_by=noticed_by
        )
        made = make_scenario(happenings=(bang,))
        happened = stage(made, country, calendar, np.random.default_rng(4))
        found: set[str] = set()
        for seed in range(8):
            lines = perceived(made, country, calendar, happened, watched(made, calendar), np.random.default_rng(seed))
            found |= {x.observer for x in lines if x.event == "h"}
        return found

    assert reporters() == {"cam", "node"}
    assert reporters(ObserverKind.acoustic) == {"node"}
    assert reporters(ObserverKind.ais) == set()
