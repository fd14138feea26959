"""``/`` and ``/reports/``: the public tier, no script, whoever asks."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from ceasewatch.pipeline.project import open_projections
from ceasewatch.web.front import front_page
from ceasewatch.web.page import FeedLine, IncidentLine
from ceasewatch.web.render import front_html

HOSTILE = "<script>alert(1)</script><img src=x onerror=alert(2)>\"'"
HEADERS = ("content-security-policy", "x-content-type-options", "referrer-policy", "cache-control")


@pytest.fixture(scope="module")
def page(served: Any) -> str:
    answer = served.get("/")
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    return str(answer.text)


def test_no_script_and_nothing_from_elsewhere(page: str) -> None:
    assert "<script" not in page
    assert not re.search(r"\son\w+=|javascript:|style=", page)
    assert not re.findall(r"(?:src|href)=\"(?!/|#)", page)


@pytest.mark.parametrize("path", ["/", "/health", "/metrics", "/nope", "/static/site.css", "/reports/nope"])
def test_every_answer_forbids_scripts_frames_and_caching(served: Any, path: str) -> None:
    headers = served.get(path).headers
    assert [name for name in HEADERS if name not in headers] == []
    assert headers["content-security-policy"].startswith("default-src 'none'; style-src 'self'")
    assert headers["cache-control"] == "no-store"


def test_it_says_exercise_tier_and_cutoff(page: str) -> None:
    assert "EXERCISE" in page.split("<h1>", maxsplit=1)[0]
    assert "tier T5" in page


def test_it_shows_feeds_effort_incidents_and_reports(page: str, served: Any) -> None:
    for part in ("Acoustic network", "no rhythm expected", "<b>Corvale</b> unknown", "Maristan", "jamming"):
        assert part in page, part
    linked = re.findall(r'href="(/reports/[^"]+)"', page)
    assert sorted(linked) == [f"/reports/EXERCISE-daily-2025-03-05-t5-en.{form}" for form in ("html", "pdf")]
    types = {served.get(link).headers["content-type"] for link in linked}
    assert types == {"application/pdf", "text/html; charset=utf-8"}
    policy = served.get("/reports/EXERCISE-daily-2025-03-05-t5-en.html").headers["content-security-policy"]
    assert policy.startswith("default-src 'none'; style-src 'unsafe-inline';"), "its style is inside, script is not"


def test_no_place_no_observer_no_young_thing(page: str, served: Any) -> None:
    assert not re.search(r"-?\d{1,3}\.\d{3,}", page)
    with open_projections(served.folder) as store:
        observers = {row.observation.observer for row in store.all_observations()}
    assert len(observers) > 5
    assert [o for o in observers if o in page] == []
    early = front_page(served.folder, datetime(2025, 3, 3, tzinfo=UTC))
    assert early.incidents == ()


def test_a_silent_feed_is_told_first(served: Any) -> None:
    late = front_page(served.folder, datetime.now(UTC).replace(year=datetime.now(UTC).year + 1, day=1))
    assert late.alarms == ("Patrols, cameras and mini-UAV of the mission",)
    html = front_html(late)
    assert html.index("Silent feeds: Patrols") < html.index("Latest report")


def test_effort_is_of_the_newest_day_that_may_be_told(served: Any) -> None:
    of_day = front_page(served.folder, datetime(2025, 3, 7, 4, 0, tzinfo=UTC))
    assert of_day.effort_day == "2025-03-05"
    assert {e.area: e.state for e in of_day.effort}["Corvale"] == "none"
    earlier = front_page(served.folder, datetime(2025, 3, 7, 3, 0, tzinfo=UTC))
    assert earlier.effort_day == "2025-03-04", "its cut-off is 23.5 h old"


def test_hostile_text_is_escaped(served: Any) -> None:
    from msgspec.structs import replace

    page = front_page(served.folder, datetime.now(UTC))
    line = IncidentLine(
        id="i", days=HOSTILE, area=HOSTILE, kind=HOSTILE, count=HOSTILE, reports=1, origins=1, remarks=HOSTILE
    )
    feed = FeedLine(id="f", title=HOSTILE, state=HOSTILE, covers=HOSTILE, last_day=HOSTILE)
    html = front_html(replace(page, mission=HOSTILE, incidents=(line,), feeds=(feed,), alarms=(HOSTILE,)))
    assert "<script" not in html
    assert "<img" not in html
    assert html.count("&lt;script&gt;") >= 10


@pytest.mark.parametrize(
    "path",
    [
        "/reports/../mission.toml",
        "/reports/..%2f..%2fmission.toml",
        "/reports/%2e%2e/%2e%2e/mission.toml",
        "/reports/....//mission.toml",
        "/reports/%00",
        "/static/../app.py",
        "/static/..%2fapp.py",
        "/static/%2e%2e%2fapp.py",
    ],
)
def test_no_way_out_of_the_folders(port: int, served: Any, path: str) -> None:
    import http.client

    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    connection.request("GET", path)
    answer = connection.getresponse()
    text = answer.read().decode()
    connection.close()
    assert answer.status in (400, 404), text
    assert "lorvane" not in text.lower()
    assert "import" not in text


def test_only_what_was_published_is_served(served: Any) -> None:
    public: Path = served.folder.out / "public"
    (served.folder.out / "secret.pdf").write_bytes(b"T1")
    (public / "link.pdf").symlink_to(served.folder.out / "secret.pdf")
    (public / "notes.txt").write_text("not a report")
    try:
        assert served.get("/reports/link.pdf").status_code == 404
        assert served.get("/reports/notes.txt").status_code == 404
        assert served.get("/reports/secret.pdf").status_code == 404
    finally:
        (public / "link.pdf").unlink()
        (public / "notes.txt").unlink()


@pytest.mark.parametrize("path", ["/schema", "/schema/openapi.json", "/docs", "/openapi.json", "/redoc"])
def test_no_catalogue_of_routes(served: Any, path: str) -> None:
    assert served.get(path).status_code == 404
