"""Sentences of our own in the grammar of monitoring reports; places and numbers are invented.

The report is of Saturday 6 October 2018, so local time is UTC+3 and the reporting period is 4 October 16:30Z to
5 October 16:30Z.
"""

from __future__ import annotations

from datetime import date
from zoneinfo import ZoneInfo

import pytest

from ceasewatch.model import Ignorance, Role, TimeSense
from ceasewatch.sources.smm_text.parse import parse
from ceasewatch.sources.smm_text.statement import ReportMeta, Statement

WHAT = [
    ("The SMM heard 12 shots of small-arms fire 2km SSE.", "12 shots of small-arms fire", "shot", (12, 12, 12)),
    ("The SMM heard about 50 bursts of heavy-machine-gun fire.", None, "burst", (40, 50, 60)),
    ("The SMM heard approximately 7 explosions.", None, "explosion", (6, 7, 8)),
    ("The SMM heard several undetermined explosions.", None, "explosion", (3, None, 9)),
    ("The SMM heard multiple explosions.", None, "explosion", (2, None, None)),
    ("The SMM heard a number of explosions.", None, "explosion", (None, None, None)),
    ("The SMM heard a couple of shots.", None, "shot", (2, 2, 3)),
    ("The SMM heard at least 15 shots.", None, "shot", (15, 15, None)),
    ("The SMM heard over 4,600 shots.", None, "shot", (4600, 4600, None)),
    ("The SMM heard up to 20 shots.", None, "shot", (0, None, 20)),
    ("The SMM heard 10-15 explosions.", None, "explosion", (10, None, 15)),
    ("The SMM heard between 10 and 15 explosions.", None, "explosion", (10, None, 15)),
    ("The SMM heard twenty-five explosions.", None, "explosion", (25, 25, 25)),
    ("The SMM heard two hundred shots.", None, "shot", (200, 200, 200)),
    ("The SMM heard an explosion.", "an explosion", "explosion", (1, 1, 1)),
    ("The SMM heard explosions.", "explosions", "explosion", (2, None, None)),
    ("The camera recorded a muzzle flash.", "a muzzle flash", "muzzle_flash", (1, 1, 1)),
    ("The camera recorded three illumination flares in flight.", None, "illumination_flare", (3, 3, 3)),
    ("The camera recorded nine tracer rounds.", None, "tracer", (9, 9, 9)),
    ("The camera recorded one airburst.", None, "airburst", (1, 1, 1)),
    ("The SMM saw two fresh craters.", "two fresh craters", "crater", (2, 2, 2)),
    ("The SMM saw 11 tanks (T-72).", "11 tanks (T-72)", "weapon", (11, 11, 11)),
    ("The SMM saw anti-tank mines.", None, "mine", (2, None, None)),
    ("The SMM saw an armoured combat vehicle.", None, "vehicle", (1, 1, 1)),
]


def only(text: str, report: ReportMeta) -> Statement:
    parsed = parse(text, report)
    assert not parsed.unread, parsed.unread
    (said,) = (*parsed.statements, *parsed.aggregates)
    return said


@pytest.mark.parametrize(("text", "span", "kind", "count"), WHAT, ids=[w[0] for w in WHAT])
def test_what_and_how_many(
    text: str, span: str | None, kind: str, count: tuple[int | None, ...], report: ReportMeta
) -> None:
    said = only(text, report)
    assert said.kinds == (kind,)
    assert (said.count.lowest, said.count.best, said.count.highest) == count
    assert said.unread == ()
    if span:
        assert text[said.start : said.end] == span


WEAPONS = [
    ("two explosions assessed as outgoing mortar rounds", ["mortar"], "", 0),
    ("two explosions assessed as impacts of 120mm mortar rounds", ["mortar_120"], "", 120),
    ("six bursts of anti-aircraft gun (ZU-23, 23mm) fire", ["aa_gun"], "ZU-23", 23),
    ("six bursts of infantry fighting vehicle (BMP-2) cannon (30mm) fire", ["ifv_cannon"], "BMP-2", 30),
    ("one explosion assessed as outgoing fire of a recoilless gun (SPG-9, 73mm)", ["recoilless"], "SPG-9", 73),
    ("two multiple launch rocket systems (BM-21 Grad, 122mm)", ["mlrs_122"], "BM-21", 122),
    ("four self-propelled howitzers (2S1 Gvozdika, 122mm)", ["howitzer_122"], "2S1", 122),
    ("three howitzers (152mm)", ["howitzer_152"], "", 152),
]  # fmt: skip


@pytest.mark.parametrize(("phrase", "classes", "model", "calibre"), WEAPONS, ids=[w[0] for w in WEAPONS])
def test_weapons(phrase: str, classes: list[str], model: str, calibre: int, report: ReportMeta) -> None:
    said = only(f"The SMM saw {phrase}.", report)
    assert [h.value for h in said.weapon.classes.hypotheses] == classes
    assert (said.weapon.model, said.weapon.calibre_mm) == (model, calibre)


def test_a_weapon_that_fired_was_not_thereby_seen(report: ReportMeta) -> None:
    said = only("The SMM heard two explosions from tanks 3km west.", report)
    assert said.kinds == ("explosion",)
    assert said.sight is not None


def test_what_could_not_be_told_is_kept_apart(report: ReportMeta) -> None:
    untyped = only("The SMM heard two explosions assessed as outgoing mortar (type undetermined).", report)
    assert untyped.weapon.classes.best == "mortar"
    assert untyped.weapon.classes.ignorance is Ignorance.undetermined
    unknown = only("The SMM heard two explosions (weapon N/K).", report)
    assert unknown.weapon.classes.hypotheses == ()
    assert unknown.weapon.classes.ignorance is Ignorance.not_known
    undetermined = only("The SMM heard two explosions, weapon undetermined.", report)
    assert undetermined.weapon.classes.ignorance is Ignorance.undetermined


WHEN = [
    ("On 4 October, the SMM heard two shots.", "2018-10-03T21:00", "2018-10-04T21:00"),
    ("On 25 March, the SMM heard two shots.", "2018-03-24T22:00", "2018-03-25T21:00"),
    ("On 31 December, the SMM heard two shots.", "2017-12-30T22:00", "2017-12-31T22:00"),
    ("On 5 September 2017, the SMM heard two shots.", "2017-09-04T21:00", "2017-09-05T21:00"),
    ("On the evening of 4 October, the SMM heard two shots.", "2018-10-04T15:00", "2018-10-04T21:00"),
    ("On the night of 4-5 October, the SMM heard two shots.", "2018-10-04T17:00", "2018-10-05T03:00"),
    ("On the night of 30 September-1 October, the SMM heard two shots.", "2018-09-30T17:00", "2018-10-01T03:00"),
    ("In the afternoon of 5 September, the SMM heard two shots.", "2018-09-05T09:00", "2018-09-05T15:00"),
    ("At 10:10 on 5 October, the SMM heard two shots.", "2018-10-05T07:10", "2018-10-05T07:11"),
    ("At about 10:10 on 5 October, the SMM heard two shots.", "2018-10-05T06:55", "2018-10-05T07:26"),
    ("On 5 October, between 10:25 and 11:00, the SMM heard two shots.", "2018-10-05T07:25", "2018-10-05T08:00"),
    ("On 5 October, the SMM heard two shots between 10:25 and 11:00.", "2018-10-05T07:25", "2018-10-05T08:00"),
    ("Between 23:40 and 00:20 on 3 October, the SMM heard two shots.", "2018-10-03T20:40", "2018-10-03T21:20"),
    ("Between the evenings of 3 and 5 October, the camera recorded two shots.", "2018-10-03T15:00", "2018-10-05T21:00"),
    ("The SMM heard two shots.", "2018-10-04T16:30", "2018-10-05T16:30"),
    ("During the day on 3 October, the SMM heard two shots.", "2018-10-03T03:00", "2018-10-03T17:00"),
    ("On 30 February, the SMM heard two shots.", "2018-10-04T16:30", "2018-10-05T16:30"),
    ("In the afternoon, the SMM heard two shots.", "2018-10-05T09:00", "2018-10-05T15:00"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "start", "end"), WHEN, ids=[w[0] for w in WHEN])
def test_when_in_utc(text: str, start: str, end: str, report: ReportMeta) -> None:
    said = only(text, report)
    assert (said.interval.start.isoformat()[:16], said.interval.end.isoformat()[:16]) == (start, end)


def test_each_time_goes_with_its_own_count(report: ReportMeta) -> None:
    text = "On 5 October the SMM heard three explosions 2km south and, at 11:00, two bursts 1km north."
    day, minute = parse(text, report).statements
    assert day.interval.width_s == 86_400
    assert minute.interval.start.isoformat() == "2018-10-05T08:00:00+00:00"
    first, second = parse("On 5 October the SMM heard two shots at 10:10 and three bursts at 10:15.", report).statements
    assert [s.interval.start.minute for s in (first, second)] == [10, 15]


def test_sense_of_the_interval(report: ReportMeta) -> None:
    assert only("The SMM heard an explosion.", report).interval.sense is TimeSense.within
    assert only("The SMM heard two explosions.", report).interval.sense is TimeSense.series
    assert only("The SMM saw two craters.", report).interval.sense is TimeSense.within


WHERE = [
    ("The SMM heard two shots 2-4km SSE.", (2000, 4000), ["SSE"]),
    ("The SMM heard two shots 150-200m south-south-east.", (150, 200), ["SSE"]),
    ("The SMM heard two shots about 5km north.", (4000, 6000), ["N"]),
    ("The SMM heard two shots at an assessed distance of 3km west.", (2500, 3500), ["W"]),
    ("The SMM heard two shots, all 1-4.5km east, east-south-east, and south-west.", (1000, 4500), ["E", "ESE", "SW"]),
    ("The SMM heard two shots at northerly directions.", None, ["N~"]),
    ("The SMM heard two shots in a north-westerly direction.", None, ["NW~"]),
    ("The SMM heard two shots 3 kilometres north east.", (2500, 3500), ["NE"]),
]


@pytest.mark.parametrize(("text", "range_m", "directions"), WHERE, ids=[w[0] for w in WHERE])
def test_where_seen_from_the_observer(
    text: str, range_m: tuple[int, int] | None, directions: list[str], report: ReportMeta
) -> None:
    sight = only(text, report).sight
    assert sight is not None
    assert sight.range_m == range_m
    assert [d.point + ("~" if d.wide else "") for d in sight.directions] == directions


def test_the_observers_place_is_not_that_of_the_happening(report: ReportMeta) -> None:
    text = (
        "The SMM camera 1.5km north-east of Milltown (non-government-controlled, formerly Mill, 31km south-east of"
        " Harbour) recorded two explosions 2km west."
    )
    said = only(text, report)
    (place,) = said.observer_at
    assert said.at is None
    assert (place.name, place.former, place.control) == ("Milltown", "Mill", "non-government-controlled")
    assert place.reference is not None
    assert place.reference.town == "Harbour"
    assert place.offset is not None
    assert place.offset.range_m == (1450, 1550)
    said = only("The SMM in Harbour heard two shots in areas south of Milltown.", report)
    assert said.at is not None
    assert (said.at.name, said.observer_at[0].name) == ("Milltown", "Harbour")


def test_one_direction_list_holds_for_all_that_it_follows(report: ReportMeta) -> None:
    text = "The camera in Harbour recorded two bursts 1km north and three shots and one explosion, all 3km south."
    points = [s.sight.directions[0].point for s in parse(text, report).statements if s.sight]
    assert points == ["N", "S", "S"]


def test_flights_belong_to_what_flew(report: ReportMeta) -> None:
    text = "The camera recorded nine projectiles in flight (from north to south and mostly west to east) and a burst."
    projectiles, burst = parse(text, report).statements
    assert len(projectiles.flights) == 2
    assert burst.flights == ()


def test_who_looks_and_how(report: ReportMeta) -> None:
    assert only("The SMM heard two shots.", report).observer_kind == "patrol"
    assert only("An SMM mini-UAV spotted two tanks.", report).observer_kind == "uav"
    assert only("Two shots were recorded by the SMM camera in Harbour.", report).observer_kind == "camera"
    assert only("The SMM observed two shots.", report).means == "reported"
    assert only("The SMM observed two tanks.", report).means == "saw"


def test_totals_are_aggregates_and_so_is_their_breakdown(report: ReportMeta) -> None:
    text = (
        "In Westland region, the SMM recorded 120 ceasefire violations, including about 20 explosions, compared with"
        " the previous reporting period (90 ceasefire violations). About 15 explosions were recorded 3km west of"
        " Milltown."
    )
    parsed = parse(text, report)
    assert not parsed.statements
    total, explosions, before, breakdown = parsed.aggregates
    assert {s.region for s in parsed.aggregates} == {"Westland"}
    assert (total.count.best, explosions.count.best, before.count.best, breakdown.count.best) == (120, 20, 90, 15)
    assert before.interval.end == total.interval.start
    assert all(s.role is Role.aggregate for s in parsed.aggregates)


def test_a_camera_beside_a_total_is_an_observation(report: ReportMeta) -> None:
    text = "The SMM recorded nine ceasefire violations in Westland region. The SMM camera in Harbour recorded a burst."
    parsed = parse(text, report)
    assert [s.kinds for s in parsed.statements] == [("burst",)]


def test_monday_reports_cover_two_days() -> None:
    monday = ReportMeta(date(2018, 10, 8), ZoneInfo("Europe/Kyiv"), (date(2014, 3, 21), date(2022, 3, 31)))
    start, end = monday.period
    assert (end - start).days == 2


def test_none_is_a_zero_in_totals_and_silence_to_the_ear(report: ReportMeta) -> None:
    for text in ("did not record any ceasefire violations", "recorded no ceasefire violations"):
        total = only(f"The SMM {text} in Westland region.", report)
        assert (total.count.lowest, total.count.best, total.count.highest) == (0, 0, 0)
    silence = only("The SMM heard no explosions.", report)
    assert silence.kinds == ("silence",)
    assert silence.interval.sense is TimeSense.throughout


NOT_SEEN = [
    "Two residents told the SMM that they had heard five explosions.",
    "According to the commander, the patrol heard three explosions.",
    "Since the beginning of the year, the SMM has recorded 1,200 ceasefire violations.",
    "The SMM could not confirm that it heard two explosions.",
    "Five explosions.",
    "The SMM saw that 12 howitzers (D-30, 122mm) were missing from a holding area.",
    "The SMM visited a school in Harbour.",
    "People gathered in Harbour.",
]


@pytest.mark.parametrize("text", NOT_SEEN)
def test_what_the_mission_did_not_perceive_is_flagged_not_read(text: str, report: ReportMeta) -> None:
    parsed = parse(text, report)
    assert not parsed.statements
    assert not parsed.aggregates
    assert [text[f.start : f.end] for f in parsed.unread] == [text]


def test_words_without_a_rule_are_kept_as_unread(report: ReportMeta) -> None:
    said = only("The SMM saw a crater beside a damaged kindergarten in Harbour.", report)
    assert " ".join(said.unread).split() == ["beside", "damaged", "kindergarten"]


def test_impediments(report: ReportMeta) -> None:
    text = "At a checkpoint near Milltown (non-government-controlled), two men denied the SMM passage."
    said = only(text, report)
    assert said.kinds == ("denial",)
    assert said.control == "non-government-controlled"
    assert said.observer_at[0].near


def test_part_of_a_count_is_not_counted_twice(report: ReportMeta) -> None:
    said = only("The SMM heard ten explosions, including three impacts, 4km north.", report)
    assert said.count.best == 10
    assert ("part", "three impacts") in said.properties
    assert said.sight is not None


def test_a_count_over_several_places_is_the_count_of_none(report: ReportMeta) -> None:
    text = "About 20 explosions were recorded 2km south of Harbour and 3km north of Milltown."
    first, second = parse(text, report).statements
    assert [s.at.name for s in (first, second) if s.at] == ["Harbour", "Milltown"]
    assert first.count.best is second.count.best is None
    assert first.count.highest == 24
    assert "shared" in first.notes[-1]


def test_a_report_without_a_date_joins_nothing_in_time(undated: ReportMeta) -> None:
    said = only("On 5 October, the SMM heard two shots.", undated)
    assert said.interval.width_s > 8 * 365 * 86_400
    assert "no date" in said.notes[0]


def test_a_sentence_without_an_end_is_not_read(report: ReportMeta) -> None:
    text = "The SMM heard two shots and " * 4_000
    parsed = parse(text, report)
    assert not parsed.statements
    assert "longer than" in parsed.unread[0].why


def test_a_total_that_is_all_explosions_says_how_many(report: ReportMeta) -> None:
    text = "In Eastland region, the SMM recorded about 35 ceasefire violations, all of which were explosions."
    total, explosions = parse(text, report).aggregates
    assert (explosions.count.lowest, explosions.count.best, explosions.count.highest) == (28, 35, 42)
    assert total.kinds == ("violation",)


def test_a_qualifier_may_come_first(report: ReportMeta) -> None:
    said = only("On 3 October, in violation of withdrawal lines, the SMM saw three tanks (T-64) in Harbour.", report)
    assert said.qualifiers == ("in_violation_of_withdrawal_lines",)


def test_weapons_missing_from_a_site_are_not_weapons_seen(report: ReportMeta) -> None:
    parsed = parse("The SMM noted the absence of 12 howitzers (D-30, 122mm) from a holding area.", report)
    assert not parsed.statements
    assert parsed.unread
