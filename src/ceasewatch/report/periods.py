"""The reporting period: from one local cut-off to the next. A period may have 23 or 25 hours when clocks change."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from ceasewatch.model import Mission, TimeInterval
from ceasewatch.model.errors import UsageError


def cutoff(day: date, mission: Mission) -> datetime:
    """Moment of the cut-off on ``day`` in the mission's zone, in UTC.

    A cut-off that the change of clocks skips falls as much later; one that comes twice is the first of them.
    """
    try:
        local = time.fromisoformat(mission.cutoff)
    except ValueError as error:
        raise UsageError(
            f"{mission.cutoff!r} is not a time of day", where="mission.toml: cutoff", todo="write it as 19:30"
        ) from error
    return datetime.combine(day, local, ZoneInfo(mission.zone)).astimezone(UTC)


def periods(day: date, mission: Mission, days: int = 1) -> tuple[TimeInterval, TimeInterval]:
    """The period that ends at the cut-off on ``day``, and the one of as many days before it.

    Args:
        day: date of the cut-off in the mission's zone.
        mission: its zone and hour.
        days: length; more than one after a weekend or a holiday.
    """
    ends = [cutoff(day - timedelta(days=days * n), mission) for n in range(3)]
    return TimeInterval(start=ends[1], end=ends[0]), TimeInterval(start=ends[2], end=ends[1])
