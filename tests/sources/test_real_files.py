"""The real files are read without hand work: rows in = readings + quarantined, and what is set aside has a reason."""

from __future__ import annotations

import csv
import gzip
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

import pytest

from ceasewatch.model import Area, Observation, ObserverKind, Point, Role, TimeSense
from ceasewatch.sources import FeedContext, Quarantined, Reading, SourceFile, feed

FILES = [
    ("air-alerts", "air_raid_alerts_official_2022_2023.csv.gz", 34_855, 0),
    ("air-alerts", "air_raid_alerts_volunteer_2022_2023.csv.gz", 34_288, 0),
    ("firms", "firms_ukraine_2019.csv.gz", 127_967, 0),
    ("firms", "firms_ukraine_2020.csv.gz", 120_028, 0),
    ("firms", "firms_ukraine_2022.csv.gz", 133_979, 0),
    ("ucdp-articles", "ucdp_event_articles_2014_2021.csv.gz", 4_155, 1),
    ("ucdp-ged", "ucdp_ged_ukraine_2014_2021.csv.gz", 2_989, 0),
    ("viina", "viina_2022.csv.gz", 2_060, 0),
    ("viina", "viina_2023.csv.gz", 650, 0),
    ("viina", "viina_daily_2022_2024.csv", 1_042, 0),
]


def open_file(shared_data: Path, name: str) -> Path:
    path = shared_data / name
    if not path.is_file():
        pytest.skip(f"{name} is not in {shared_data}")
    return path


def observations(shared_data: Path, feed_id: str, name: str, **context: object) -> list[Observation]:
    source = SourceFile.at(open_file(shared_data, name))
    found = feed(feed_id).read(source, FeedContext(**context))  # type: ignore[arg-type]
    return [r.item for r in found if isinstance(r, Reading) and isinstance(r.item, Observation)]


@pytest.mark.parametrize(("feed_id", "name", "accepted", "refused"), FILES)
def test_every_row_is_accounted_for(shared_data: Path, feed_id: str, name: str, accepted: int, refused: int) -> None:
    path = open_file(shared_data, name)
    readings, quarantined, identities = 0, [], set()
    for found in feed(feed_id).read(SourceFile.at(path), FeedContext()):
        if isinstance(found, Quarantined):
            quarantined.append(found)
        else:
            readings += 1
            identities.add(found.identity)
    opened = gzip.open if path.suffix == ".gz" else open
    with opened(path, "rt", encoding="utf-8", newline="") as stream:
        rows = sum(1 for _ in csv.reader(stream)) - 1
    assert (readings, len(quarantined)) == (accepted, refused)
    assert readings + len(quarantined) == rows
    assert len(identities) == readings, "no row takes another's place"
    assert all(q.reason and q.line and q.excerpt for q in quarantined)


def test_daily_totals_of_reports_are_aggregates(shared_data: Path) -> None:
    totals = observations(shared_data, "viina", "viina_daily_2022_2024.csv")
    assert {o.role for o in totals} == {Role.aggregate}
    assert totals[0].count.best == 1_484
    assert totals[0].observer == "viina:daily"


def test_the_article_of_1753_is_set_aside_by_its_date(shared_data: Path) -> None:
    path = open_file(shared_data, "ucdp_event_articles_2014_2021.csv.gz")
    found = feed("ucdp-articles").read(SourceFile.at(path), FeedContext())
    (only,) = [q for q in found if isinstance(q, Quarantined)]
    assert (only.line, only.field) == (2353, "article_date")
    assert "1753-01-01" in only.reason


def test_equal_articles_are_reports_of_their_own(shared_data: Path) -> None:
    path = open_file(shared_data, "ucdp_event_articles_2014_2021.csv.gz")
    ordinals = Counter(
        r.identity[1] != "0"
        for r in feed("ucdp-articles").read(SourceFile.at(path), FeedContext())
        if isinstance(r, Reading)
    )
    assert ordinals[True] == 410


def test_a_second_delivery_has_the_same_identities(shared_data: Path) -> None:
    path = open_file(shared_data, "viina_2023.csv.gz")
    once, twice = (
        [r.identity for r in feed("viina").read(SourceFile.at(path), FeedContext()) if isinstance(r, Reading)]
        for _ in range(2)
    )
    assert once == twice


def test_ged_dates_deaths_and_places(shared_data: Path) -> None:
    events = observations(shared_data, "ucdp-ged", "ucdp_ged_ukraine_2014_2021.csv.gz")
    assert Counter(o.kind.best for o in events) == {"armed_clash": 2989}
    first = events[0].phenomenon
    assert first.start == datetime(2014, 1, 21, 22, tzinfo=UTC), "22 January 2014 begins at 22:00Z in Kyiv"
    assert round(first.width_s) == 86_400
    assert min(o.phenomenon.start.year for o in events) >= 2013
    assert max(o.phenomenon.end.year for o in events) <= 2022
    places = Counter(type(o.place).__name__ for o in events)
    assert places == {"Area": 472, "Point": 2517}
    radii = Counter(o.place.radius_m for o in events if isinstance(o.place, Point))
    assert radii == {25_000: 1542, 5_000: 730, 75_000: 228, 30_000: 16, 100_000: 1}
    widened = [o for o in events if any("out of order" in n for n in o.notes)]
    assert len(widened) == 13
    assert all(o.reported_at is not None for o in events)
    assert sum(o.phenomenon.sense is TimeSense.series for o in events) == 222
    assert sum(any("1753" in n for n in o.notes) for o in events) == 1


def test_articles_do_not_use_the_coders_dates_unless_told(shared_data: Path) -> None:
    name = "ucdp_event_articles_2014_2021.csv.gz"
    articles = observations(shared_data, "ucdp-articles", name)
    assert all(o.reported_at == o.phenomenon.end for o in articles)
    assert all(86_400 * 3.9 < o.phenomenon.width_s < 86_400 * 4.1 for o in articles)
    assert all("coder's" in o.notes[0] for o in articles)
    assert all(o.harm is None for o in articles)
    coded = observations(shared_data, "ucdp-articles", name, parameters={"use_coder_dates": "true"})
    assert sum(o.phenomenon.width_s < 86_400 for o in coded) > 3000
    blind = observations(shared_data, "ucdp-articles", name, parameters={"use_coder_place": "false"})
    assert {type(o.place).__name__ for o in blind} == {"UnknownPlace"}


def test_viina_languages_flags_and_sources(shared_data: Path) -> None:
    reports = observations(shared_data, "viina", "viina_2022.csv.gz")
    languages = Counter(o.language for o in reports)
    assert languages["uk"] + languages["ru"] + languages["mul"] > 0.96 * len(reports)
    assert all(o.said_of.best is None for o in reports), "no party is named by the file alone"
    assert {type(o.place) for o in reports} == {Point}
    assert Counter(len(o.source.outlets) for o in reports) == {1: 1978, 2: 72, 3: 10}
    assert not [o for o in reports if o.phenomenon.original == "20220314"]


def test_alerts_are_statements_over_named_units(shared_data: Path) -> None:
    official = observations(shared_data, "air-alerts", "air_raid_alerts_official_2022_2023.csv.gz", side="A")
    assert {(o.role, o.speaker, o.observer_kind) for o in official} == {(Role.statement, "A", ObserverKind.party)}
    levels = Counter(o.place.admin.level for o in official if isinstance(o.place, Area) and o.place.admin)
    assert levels == {"adm1": 29_876, "adm3": 4_083, "adm2": 896}
    assert all(o.area_name.endswith("oblast") or o.area_name == "Kyiv City" for o in official)
    assert min(o.phenomenon.start for o in official) == datetime(2022, 3, 15, 16, 10, 34, tzinfo=UTC)
    volunteer = observations(shared_data, "air-alerts", "air_raid_alerts_volunteer_2022_2023.csv.gz", side="A")
    assert sum(("naive", "True") in o.properties for o in volunteer) == 1471
    assert sum(any("naive" in n for n in o.notes) for o in volunteer) == 1471
