"""Who of those that reported a happening was part of the watch: press and a camera that was down were not."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from ceasewatch.coverage import filled, ledger, watching
from ceasewatch.coverage.ledger import HOUR_US
from ceasewatch.coverage.witnesses import Heard, witnesses
from ceasewatch.model import Observer, ObserverKind, to_us
from ceasewatch.model.ids import ObserverId

PATROL, CAMERA, PRESS, SATELLITE = (
    ObserverKind.patrol, ObserverKind.camera, ObserverKind.press, ObserverKind.satellite_thermal,
)  # fmt: skip


@pytest.fixture
def count(entry, day: datetime):
    """How many of the watch reported one happening at 10:00, of (observer, kind, hour) reports."""
    entries = [
        entry("cam", 0, 12, kind="camera", at=(48.0, 38.0)),
        entry("cam", 12, 24, "down", kind="camera", at=(48.0, 38.0)),
        entry("cam-2", 0, 24, kind="camera", at=(48.0, 38.0)),
        entry("p1", 6, 18, at=(48.0, 38.1)),
        entry("wire", 0, 24, kind="press", at=(48.0, 38.1)),
    ]
    twins = [Observer(id=ObserverId(i), kind=CAMERA, independence="mast 7") for i in ("cam", "cam-2")]
    start = to_us(day)
    book = filled(ledger(entries, twins), start, start + 24 * HOUR_US, twins)

    def make(*reports):
        at = [to_us(day + timedelta(hours=h)) for _, _, h in reports]
        heard = [Heard(0, who, kind, t, t) for (who, kind, _), t in zip(reports, at, strict=True)]
        return int(witnesses(book, watching(book), heard, 1)[0])

    return make


@pytest.mark.parametrize(
    ("reports", "watchers"),
    [
        ([("cam", CAMERA, 10)], 1),
        ([("cam", CAMERA, 13)], 0),
        ([("wire", PRESS, 10)], 0),
        ([("party A", ObserverKind.party, 10)], 0),
        ([("firms:N", SATELLITE, 10)], 0),
        ([("cam", CAMERA, 10), ("cam-2", CAMERA, 10)], 1),
        ([("cam", CAMERA, 10), ("p1", PATROL, 10), ("wire", PRESS, 10)], 2),
        ([("smm:patrol:North", PATROL, 10)], 1),
        ([("smm:patrol:North", PATROL, 20)], 0),
        ([("smm:camera:North", CAMERA, 10), ("cam", CAMERA, 10)], 1),
        ([("smm:patrol:North", PATROL, 10), ("smm:patrol:South", PATROL, 10)], 2),
    ],
)
def test_only_those_who_were_watching_count(count, reports, watchers):
    assert count(*reports) == watchers
