"""What a reader must not miss: sources that are silent. Those of which nothing was ever heard share one alarm."""

from __future__ import annotations

from datetime import datetime

from ceasewatch.release.fields import day
from ceasewatch.release.policy import POLICY
from ceasewatch.report.daily_report import DailyReport, FeedRow
from ceasewatch.report.document import Alarm
from ceasewatch.report.words import Words


def alarms(report: DailyReport, w: Words) -> tuple[Alarm, ...]:
    """Silence, the widest first."""
    silent = [row for row in report.feeds if row.health.silent]
    never = _whole_feeds([row for row in silent if row.health.last is None])
    heard = [row for row in silent if row.health.last is not None]
    found = [] if any(row.health.reports for row in report.feeds) else [w("alarm.all_silent")]
    found += _never(never, w) + [_since(row, report, w) for row in heard]
    return tuple(Alarm(text=text) for text in found)


def _whole_feeds(rows: list[FeedRow]) -> list[FeedRow]:
    """Without the single voices of a feed that is named itself."""
    named = {row.health.feed for row in rows}
    return [row for row in rows if row.health.feed.partition(":")[0] not in named - {row.health.feed}]


def _never(rows: list[FeedRow], w: Words) -> list[str]:
    titles = [row.health.title for row in rows]
    if len(titles) > 1:
        return [w("alarm.silent_several", feeds="; ".join(titles))]
    return [w("alarm.silent", feed=title) for title in titles]


def _since(row: FeedRow, report: DailyReport, w: Words) -> str:
    health = row.health
    moment = last_report(health.last, report, w)
    if health.reports:
        return w("alarm.late", feed=health.title, moment=moment, hours=f"{health.expected_every_s / 3600:g}")
    return w("alarm.silent_last", feed=health.title, moment=moment)


def last_report(moment: datetime | None, report: DailyReport, w: Words) -> str:
    """When a source last reported: to the minute inside the mission, to the day outside."""
    if moment is None:
        return w("cell.never")
    return w.moment(moment, report.zone) if POLICY[report.tier].observers else w.day(day(moment, report.zone))
