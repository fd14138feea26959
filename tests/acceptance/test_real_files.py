"""Issue 2, "Must show": the real files in one mission, and three daily reports as they would have been made."""

from __future__ import annotations

import io
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from pypdf import PdfReader
from typer.testing import CliRunner

from ceasewatch.cli.main import app
from ceasewatch.model import FIRING, Role
from ceasewatch.pipeline.ingest import ingest
from ceasewatch.pipeline.mission import MissionFolder
from ceasewatch.pipeline.products import MadeDaily, make_daily
from ceasewatch.pipeline.project import rebuild
from ceasewatch.pipeline.queries import listed, view
from ceasewatch.store import Filter

pytestmark = pytest.mark.xdist_group("real-mission")

FILES = {
    "ucdp-articles": ("ucdp_event_articles_2014_2021.csv.gz", 4155, 1),
    "ucdp-ged": ("ucdp_ged_ukraine_2014_2021.csv.gz", 2989, 0),
    "viina": ("viina_2022.csv.gz", 2060, 0),
    "firms": ("firms_ukraine_2022.csv.gz", 133_979, 0),
    "air-alerts": ("air_raid_alerts_official_2022_2023.csv.gz air_raid_alerts_volunteer_2022_2023.csv.gz", 69_143, 0),
    "smm-text": ("osce_smm_sentences.jsonl", 36, 0),
}
"""Feed: files, rows that go in, rows that do not."""


@pytest.fixture(scope="module")
def mission(shared_data: Path, tmp_path_factory: pytest.TempPathFactory) -> MissionFolder:
    """A mission as the README makes it, with every real file in it."""
    home = tmp_path_factory.mktemp("real")
    words = ["init", str(home / "ukraine"), "--pack", "minsk-2014", "--zone", "Europe/Kyiv", "--country", "UA"]
    places = ["--gazetteer", str(shared_data / "geonames_ua.csv.gz"), "--areas", str(shared_data / "oblasts")]
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("CEASEWATCH_KEYS", str(home / "keys"))
        made = CliRunner().invoke(app, [*words, *places], catch_exceptions=False)
        assert made.exit_code == 0, made.output
        folder = MissionFolder.open(home / "ukraine")
    for feed, (names, new, quarantined) in FILES.items():
        done = ingest(folder, feed, [shared_data / n for n in names.split()], project=False)
        assert (done.new, done.quarantined, done.stopped) == (new, quarantined, ()), feed
    return folder


def report(folder: MissionFolder, day: date) -> MadeDaily:
    issued = datetime(day.year, day.month, day.day + 2, 6, tzinfo=UTC)
    return make_daily(folder, day, ("pdf", "html"), at=issued, as_reported=issued, approved_by="test")


def text(made: MadeDaily) -> str:
    pages = PdfReader(io.BytesIO(made.contents[0])).pages
    return " ".join(" ".join(page.extract_text().split()) for page in pages)


@pytest.mark.slow
def test_everything_becomes_incidents_and_the_fold_repeats(mission: MissionFolder) -> None:
    first = rebuild(mission)
    assert first.incidents > 50_000
    assert first.assessments > 1_000
    assert rebuild(mission).digest == first.digest
    with view(mission) as store:
        assert store.totals().observations == sum(new for _, new, _ in FILES.values())
        day = Filter(start=datetime(2018, 10, 4, tzinfo=UTC), end=datetime(2018, 10, 6, tzinfo=UTC))
        seen = listed(store, day)
    assert {i.kind.best for i in seen.incidents} & FIRING
    assert all(o.role is not Role.aggregate for o in seen.observations), "a reported total was fused with what it sums"


@pytest.mark.slow
def test_the_day_when_media_and_official_alerts_were_silent(mission: MissionFolder) -> None:
    made = report(mission, date(2022, 3, 14))
    silent = {f.health.feed for f in made.report.feeds if f.health.silent}
    assert {"viina", "air-alerts:official", "smm-text"} <= silent
    assert "air-alerts" not in silent
    assert "firms" not in silent
    assert "this is not a sign of quiet" in text(made)
    assert not [a for a in made.report.areas if a.effort != "unknown"], "nobody wrote down who was looking"


@pytest.mark.slow
def test_two_days_later_they_speak(mission: MissionFolder) -> None:
    made = report(mission, date(2022, 3, 16))
    delivered = {f.health.feed: f.health.reports for f in made.report.feeds if not f.health.silent}
    assert delivered["viina"] > 0
    assert delivered["air-alerts:official"] > 0
    assert made.report.incidents < made.report.reports, "alerts told by both channels are one"
    words = text(made)
    assert "16 Mar 2022, 19:30" in words
    assert "Effort" in words


@pytest.mark.slow
def test_a_day_of_2017_as_it_was_reported(mission: MissionFolder) -> None:
    made = report(mission, date(2017, 2, 2))
    assert made.report.incidents >= 1
    feeds = {f.health.feed: f.health for f in made.report.feeds}
    assert feeds["viina"].last is None, "a feed of 2022 had reported nothing by 2017"
    assert made.report.clauses
    assert "nobody has checked" in text(made)
