"""What each source delivered. Silence is an alarm, never a zero."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

import numpy as np
from numpy.typing import NDArray

from ceasewatch.model import TimeInterval, from_us, to_us
from ceasewatch.model.ids import FeedId, PartyId
from ceasewatch.model.table import NO_TIME, Int, ObservationTable
from ceasewatch.release import FeedHealth, Gate
from ceasewatch.report.daily_report import FeedRow
from ceasewatch.report.inputs import DailyInputs


@dataclass(frozen=True, slots=True)
class Source:
    """A feed, or one voice within it that is waited for by itself (``air-alerts:official``)."""

    id: FeedId
    title: str
    rows: NDArray[np.bool_]
    expected_s: int
    side: PartyId
    owner: str = ""
    covers: str = ""
    one_sided: bool = False


def reported_us(table: ObservationTable) -> Int:
    """When each observation was reported; where the source does not say, the end of the phenomenon."""
    return np.where(table.reported_us == NO_TIME, table.end_us, table.reported_us)


def middle_us(start_us: Int, end_us: Int) -> Int:
    """Middle of each interval: it decides to which period something belongs."""
    return start_us + (end_us - start_us) // 2


def within(times_us: Int, period: TimeInterval) -> NDArray[np.bool_]:
    """Which times lie in a period, its start included and its end not."""
    return (times_us >= to_us(period.start)) & (times_us < to_us(period.end))


def feed_rows(inputs: DailyInputs, gate: Gate) -> tuple[FeedRow, ...]:
    """Every feed that the mission uses or that ever delivered, and the voices that are waited for, by id."""
    sources = sorted([*_feeds(inputs), *_voices(inputs, gate)], key=lambda s: s.id)
    health = gate.health([_health(inputs, s) for s in sources])
    return tuple(
        FeedRow(health=h, owner=s.owner, covers=s.covers, one_sided=s.one_sided)
        for s, h in zip(sources, health, strict=True)
    )


def _feeds(inputs: DailyInputs) -> Iterable[Source]:
    settings = {s.id: s for s in inputs.mission.feeds}
    for feed in {*settings, *(FeedId(str(f)) for f in set(inputs.observations.feed.tolist()))}:
        setting, manifest = settings.get(feed), inputs.manifests.get(feed)
        if manifest and manifest.delivers == "coverage":
            continue  # the effort behind each count says what it delivered
        expected_s = (setting.expected_every_s if setting else 0) or (manifest.expected_every_s if manifest else 0)
        side = setting.side if setting else PartyId("")
        yield Source(
            id=feed,
            title=manifest.title if manifest else str(feed),
            rows=inputs.observations.feed == feed,
            expected_s=expected_s,
            side=side,
            owner=manifest.owner if manifest else "",
            covers=manifest.covers if manifest else "",
            one_sided=bool(side or (manifest and manifest.side)),
        )


def _voices(inputs: DailyInputs, gate: Gate) -> Iterable[Source]:
    """Observers with a rhythm of their own; outside the mission only those without a place, which are no sensors."""
    for observer in inputs.mission.observers:
        if observer.expected_every_s and (gate.rule.observers or observer.place is None):
            feed, _, voice = observer.id.partition(":")
            manifest = inputs.manifests.get(FeedId(feed))
            yield Source(
                id=FeedId(observer.id),
                title=f"{manifest.title}: {voice}" if manifest and voice else observer.id,
                rows=inputs.observations.observer == observer.id,
                expected_s=observer.expected_every_s,
                side=observer.side,
                owner=observer.owner,
                one_sided=bool(observer.side),
            )


def _health(inputs: DailyInputs, source: Source) -> FeedHealth:
    """Reports are counted by when the phenomenon was, so that a day that is told late is not taken for a delivery."""
    table = inputs.observations
    middle = middle_us(table.start_us[source.rows], table.end_us[source.rows])
    reported = reported_us(table)[source.rows]
    past = reported[reported < to_us(inputs.period.end)]
    last = _last(past, inputs.last_reports.get(source.id), inputs.period)
    now, before = int(within(middle, inputs.period).sum()), int(within(middle, inputs.previous).sum())
    return FeedHealth(
        feed=source.id,
        title=source.title,
        reports=now,
        previous=before,
        last=last,
        expected_every_s=source.expected_s,
        side=source.side,
        silent=_silent(source.expected_s, now, before, last, inputs.period),
    )


def _silent(expected_s: int, now: int, before: int, last: datetime | None, period: TimeInterval) -> bool:
    """Quiet for longer than expected at the cut-off, or stopped: something in the last period, nothing in this one."""
    late = last is None or (period.end - last).total_seconds() > expected_s
    missed = now == 0 and (before > 0 or expected_s <= period.width_s)
    return (expected_s > 0 and (late or missed)) or (now == 0 and before > 0)


def _last(past_us: Int, told: datetime | None, period: TimeInterval) -> datetime | None:
    seen = from_us(int(past_us.max())) if len(past_us) else None
    known = [m for m in (seen, told) if m is not None and m < period.end]
    return max(known, default=None)
