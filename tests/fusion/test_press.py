"""Articles that give a day and a vague place: headlines tell what belongs together."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import numpy as np

from ceasewatch.fusion.press import press_groups
from ceasewatch.geo.tabulate import tabulate
from ceasewatch.model import Belief, Means, Observation, ObserverKind, Point, Position, TimeInterval
from ceasewatch.model.ids import FeedId, ObservationId, ObserverId
from ceasewatch.model.table import ObservationTable


def _article(n: int, day: int, east_km: float, office: str, headline: str) -> Observation:
    end = datetime(2031, 3, 4, tzinfo=UTC) + timedelta(days=day + 1)
    return Observation(
        id=ObservationId(f"a{n:03d}"), feed=FeedId("press"), observer=ObserverId(office),
        observer_kind=ObserverKind.press, phenomenon=TimeInterval(start=end - timedelta(days=4), end=end),
        reported_at=end, means=Means.reported, kind=Belief.certain("armed_clash"), text=headline,
        place=Point(at=Position.of(-45.0, -125.0 + east_km / 78.6), radius_m=25_000),
    )  # fmt: skip


def _week() -> ObservationTable:
    rows = [
        (0, 0.0, "wire", "Mill strike kills four in Breskoye"),
        (0, 6.0, "gazette", "Four dead after strike on Breskoye mill"),
        (1, 2.0, "courier", "Breskoye mill strike: four funerals"),
        (0, 160.0, "wire", "Mine wounds farmer near Lisna"),
        (5, 1.0, "wire", "Shelling resumes along river"),
    ]
    return tabulate(_article(n, *row) for n, row in enumerate(rows))


def test_one_event_in_three_offices_is_one_group() -> None:
    assert press_groups(_week()).tolist() == [0, 0, 0, 3, 4]


def test_the_order_of_rows_is_of_no_account() -> None:
    table = _week()
    for seed in range(5):
        mixed = np.random.default_rng(seed).permutation(len(table))
        label = np.empty(len(table), np.int64)
        label[mixed] = press_groups(table.take(mixed))
        assert len(set(label.tolist())) == 3
        assert len(set(label[:3].tolist())) == 1


def test_no_rows_are_no_groups() -> None:
    assert len(press_groups(tabulate(()))) == 0
