"""Each kind of evidence for a copy by itself, in Latin and in Cyrillic letters."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from types import SimpleNamespace

import msgspec
import pytest

from ceasewatch.fusion.echo import DEFAULT, origins
from ceasewatch.fusion.echo.languages import UNKNOWN
from ceasewatch.fusion.echo.reading import read
from ceasewatch.geo.tabulate import tabulate
from ceasewatch.model import Observation, Point, Position, TimeInterval
from ceasewatch.model.count import Count

LATIN = "Shelling of Vorotnyk damaged the market square; 7 rounds landed near homes, 12 residents are in hospital."
CYRILLIC = "Обстріл Воротника: пошкоджено ринкову площу, 7 снарядів впали біля будинків, 12 жителів у лікарні."
OTHER = {
    LATIN: "People in Vorotnyk spent an hour in cellars because of artillery. Our reader counted 5 and saw smoke.",
    CYRILLIC: "У Воротнику годину сиділи в підвалах через артилерію. Читач нарахував 5 і бачив дим над полем.",
}
"""Another witness of the same, in the same language."""


@pytest.fixture(params=[LATIN, CYRILLIC], ids=["latin", "cyrillic"])
def text(request: pytest.FixtureRequest) -> str:
    """What the first report says."""
    return str(request.param)


@pytest.fixture
def first(made: SimpleNamespace, text: str) -> Observation:
    """A report of seven rounds at one place and half an hour."""
    report: Observation = made.report("a", "Island Wire", made.Story(1, 4, 7, 7, 12, 600, 0), text, late_s=0.0)
    return report


def again(report: Observation, **changed: object) -> Observation:
    """``report`` as another outlet brings it two hours later: read again three minutes and 200 m off."""
    moved = report.phenomenon.start + timedelta(minutes=3), report.phenomenon.end + timedelta(minutes=3)
    assert isinstance(report.place, Point)
    assert report.reported_at is not None
    lat, lon = report.place.at.lat_e7 / 1e7, report.place.at.lon_e7 / 1e7
    told = {
        "id": "b",
        "observer": "Port Echo",
        "phenomenon": TimeInterval(start=moved[0], end=moved[1]),
        "reported_at": report.reported_at + timedelta(hours=2),
        "place": Point(at=Position.of(lat + 0.0018, lon), radius_m=2000),
    }
    return msgspec.structs.replace(report, **{**told, **changed})


def one(*reports: Observation) -> bool:
    """Whether all are one origin."""
    return len(set(origins(tabulate(reports)).tolist())) == 1


def test_the_same_words(first: Observation) -> None:
    assert one(first, again(first))


def test_two_witnesses_in_one_language_stay_two_origins(first: Observation, text: str) -> None:
    """Same happening, another length of it, other words and no number of their own."""
    end = first.phenomenon.end + timedelta(minutes=24)
    times = TimeInterval(start=first.phenomenon.start - timedelta(minutes=5), end=end)
    assert not one(first, again(first, text=OTHER[text], phenomenon=times, count=Count()))


def test_a_translation_is_known_by_what_it_keeps(first: Observation, text: str) -> None:
    other = CYRILLIC if text == LATIN else LATIN
    assert one(first, again(first, text=other))


def test_a_vaguer_time_and_another_gazetteer(first: Observation) -> None:
    day = TimeInterval(start=first.phenomenon.start - timedelta(hours=2), end=first.phenomenon.end + timedelta(hours=3))
    assert isinstance(first.place, Point)
    away = Point(at=Position.of(first.place.at.lat_e7 / 1e7 + 0.03, first.place.at.lon_e7 / 1e7), radius_m=2000)
    assert one(first, again(first, phenomenon=day, place=away))


def test_the_wrong_homonym_is_seen_through_by_the_words(first: Observation) -> None:
    assert isinstance(first.place, Point)
    away = Point(at=Position.of(first.place.at.lat_e7 / 1e7 + 0.5, first.place.at.lon_e7 / 1e7), radius_m=2000)
    assert one(first, again(first, place=away))
    assert not one(first, again(first, place=away, text="Shots in Old Mill, one man is hurt.", count=Count(best=1)))


def test_a_daily_bulletin_with_one_wording_is_another_story_each_day(first: Observation, text: str) -> None:
    """A service that fills a form: same words and place, other day and numbers; or other place on the same day."""
    later = TimeInterval(start=first.phenomenon.start + timedelta(days=1), end=first.phenomenon.end + timedelta(days=1))
    other = text.replace("7", "4").replace("12", "9")
    assert not one(first, again(first, phenomenon=later, text=other, count=Count(best=4)))
    hour = TimeInterval(
        start=first.phenomenon.start + timedelta(minutes=70), end=first.phenomenon.end + timedelta(minutes=70)
    )
    assert not one(first, again(first, phenomenon=hour, text=other, count=Count(best=4)))


def test_other_hours_in_the_text_are_other_stories(first: Observation, text: str) -> None:
    told, other = (msgspec.structs.replace(first, text=f"{hour} {text}") for hour in ("11:05", "10:40"))
    assert one(told, again(told))
    assert not one(told, again(other))


def test_a_copy_of_a_copy_need_not_resemble_the_original(first: Observation, text: str) -> None:
    """The second is in another language, the third copies the second's words and place."""
    other = CYRILLIC if text == LATIN else LATIN
    assert isinstance(first.place, Point)
    away = Point(at=Position.of(first.place.at.lat_e7 / 1e7 + 0.04, first.place.at.lon_e7 / 1e7), radius_m=2000)
    second = again(first, text=other)
    third = again(second, id="c", observer="Third Hand", place=away)
    assert one(first, second, third)


def test_an_address_that_both_name_outweighs_other_words(first: Observation, text: str) -> None:
    page = msgspec.structs.replace(first.source, urls=("https://island.example/s/77",))
    told = msgspec.structs.replace(first, source=page)
    day = TimeInterval(start=first.phenomenon.start - timedelta(hours=2), end=first.phenomenon.end + timedelta(hours=3))
    copy = again(told, text=OTHER[text], phenomenon=day, count=Count())
    alone = again(first, text=OTHER[text], phenomenon=day, count=Count())
    assert one(told, copy)
    assert not one(first, alone)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Shelling of the village was heard in the evening", 1),
        ("Le village a été bombardé dans la soirée, selon les habitants", 2),
        ("Увечері біля села чули вибухи, про це повідомили жителі", 5),
        ("Вечером возле села были слышны взрывы, об этом сообщили жители", 6),
        ("GRAD 122", UNKNOWN),
    ],
)
def test_languages_are_told_by_small_words(text: str, language: int) -> None:
    assert read(text).language == language


def test_a_family_forgives_no_more_than_its_doubt(first: Observation, text: str) -> None:
    """With no doubt allowed, the copy of the copy that contradicts the oldest is out."""
    other = CYRILLIC if text == LATIN else LATIN
    assert isinstance(first.place, Point)
    away = Point(at=Position.of(first.place.at.lat_e7 / 1e7 + 0.14, first.place.at.lon_e7 / 1e7), radius_m=2000)
    second = again(first, text=other)
    day = TimeInterval(start=first.phenomenon.start - timedelta(hours=2), end=first.phenomenon.end + timedelta(hours=3))
    third = again(second, id="c", observer="Third Hand", place=away, phenomenon=day, count=Count(best=40))
    strict = replace(DEFAULT, doubt=-8.0)
    assert len(set(origins(tabulate([first, second, third]), strict).tolist())) > 1
