"""Fusion of alerts of which only area, feed and start are told, after the clocks of the feeds are set alike."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import numpy as np

from benchmarks.alerts import Alerts
from benchmarks.fronts import Fused
from ceasewatch.fusion.clocks import Offset, offset
from ceasewatch.geo.tabulate import tabulate
from ceasewatch.model import AdminUnit, Area, Belief, Means, Observation, ObserverKind, TimeInterval, TimeSense
from ceasewatch.model.ids import FeedId, ObservationId, ObserverId
from ceasewatch.model.table import Int

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_FEEDS = ("official", "volunteer")
_KINDS = (ObserverKind.party, ObserverKind.civilian)
WINDOW_S = 1200.0
"""Half of the window in which lateness is looked for; chosen on 2022."""

_LASTS = timedelta(minutes=1)
"""Stands in for every end, which is hidden."""


def lateness(made: Alerts) -> Offset:
    """By how much the volunteers' clock is late, from the starts alone and without knowing which belong together."""
    a, b = made.feed == 0, made.feed == 1
    return offset(made.area[a], made.start_us[a], made.area[b], made.start_us[b], window_s=WINDOW_S)


def fused(made: Alerts, late_s: float) -> tuple[Int, Int]:
    """Pairs of official and volunteer alerts that fusion puts into one incident."""
    labels = Fused.of(tabulate(_report(made, row, late_s) for row in range(len(made.feed)))).labels
    order = np.lexsort((made.feed, labels))
    both = (labels[order][1:] == labels[order][:-1]) & (made.feed[order][1:] != made.feed[order][:-1])
    return order[:-1][both], order[1:][both]


def _report(made: Alerts, row: int, late_s: float) -> Observation:
    feed = int(made.feed[row])
    start = _EPOCH + timedelta(microseconds=int(made.start_us[row])) - timedelta(seconds=late_s if feed else 0.0)
    return Observation(
        id=ObservationId(f"alert-{row:06d}"),
        feed=FeedId(_FEEDS[feed]),
        observer=ObserverId(f"alerts:{_FEEDS[feed]}"),
        observer_kind=_KINDS[feed],
        phenomenon=TimeInterval(start=start, end=start + _LASTS, sense=TimeSense.throughout),
        means=Means.reported,
        place=Area(admin=AdminUnit(name=made.areas[int(made.area[row])], level="adm1")),
        kind=Belief.certain("air_alert"),
    )
