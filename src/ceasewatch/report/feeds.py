"""What each feed delivered. Silence is an alarm, never a zero."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import numpy as np

from ceasewatch.model import FeedSetting, TimeInterval, from_us, to_us
from ceasewatch.model.ids import FeedId
from ceasewatch.model.table import NO_TIME, Int, ObservationTable
from ceasewatch.release import FeedHealth, Gate
from ceasewatch.report.daily_report import FeedRow
from ceasewatch.report.inputs import DailyInputs


def reported_us(table: ObservationTable) -> Int:
    """When each observation was reported; where the source does not say, the end of the phenomenon."""
    return np.where(table.reported_us == NO_TIME, table.end_us, table.reported_us)


def within(times_us: Int, period: TimeInterval) -> np.ndarray:
    """Which times lie in a period, its start included and its end not."""
    found: np.ndarray = (times_us >= to_us(period.start)) & (times_us < to_us(period.end))
    return found


def feed_rows(inputs: DailyInputs, gate: Gate) -> tuple[FeedRow, ...]:
    """Every feed that the mission uses or that ever delivered, by its id."""
    settings = {s.id: s for s in inputs.mission.feeds}
    times = reported_us(inputs.observations)
    feeds = sorted({*settings, *(FeedId(str(f)) for f in np.unique(inputs.observations.feed.astype(str)))})
    health = [_health(inputs, f, settings.get(f), times[inputs.observations.feed == f]) for f in feeds]
    return tuple(_row(inputs, h) for h in gate.health(health))


def _health(inputs: DailyInputs, feed: FeedId, setting: FeedSetting | None, times_us: Int) -> FeedHealth:
    manifest = inputs.manifests.get(feed)
    expected_s = (setting.expected_every_s if setting else 0) or (manifest.expected_every_s if manifest else 0)
    past = times_us[times_us < to_us(inputs.period.end)]
    last = _last(from_us(int(past.max())) if len(past) else None, inputs.last_reports.get(feed), inputs.period)
    now, before = int(within(past, inputs.period).sum()), int(within(past, inputs.previous).sum())
    late = last is None or (inputs.period.end - last).total_seconds() > expected_s
    return FeedHealth(
        feed=feed,
        title=manifest.title if manifest else str(feed),
        reports=now,
        previous=before,
        last=last,
        expected_every_s=expected_s,
        side=setting.side if setting else FeedHealth(feed=feed).side,
        silent=(expected_s > 0 and late) or (now == 0 and before > 0),
    )


def _last(seen: datetime | None, told: datetime | None, period: TimeInterval) -> datetime | None:
    known = [m for m in (seen, told) if m is not None and m < period.end]
    return max(known, default=None)


def _row(inputs: DailyInputs, health: FeedHealth) -> FeedRow:
    manifest = inputs.manifests.get(health.feed)
    return FeedRow(
        health=health,
        owner=manifest.owner if manifest else "",
        covers=manifest.covers if manifest else "",
        one_sided=bool(health.side or (manifest and manifest.side)),
    )


def silent(rows: Sequence[FeedRow]) -> list[FeedRow]:
    """Feeds that are an alarm."""
    return [r for r in rows if r.health.silent]
