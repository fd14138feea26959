"""Dates and times as sources write them, into UTC. A value that fits no stated form is refused, never guessed."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from ceasewatch.model.errors import RowError, UsageError
from ceasewatch.model.time import TimeInterval, TimeSense

EARLIEST, LATEST = date(1900, 1, 1), date(2100, 12, 31)
"""No source that a mission reads tells of anything outside these years."""

_TICK = timedelta(microseconds=1)
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ](.*))?", re.ASCII)
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})", re.ASCII)
_SLASHED = re.compile(r"(\d{1,2})[/.](\d{1,2})[/.](\d{4})(?:[T ]+(.*))?", re.ASCII)
_CLOCK = re.compile(r"(\d{1,2}):(\d{2})(?::(\d{2})(?:\.\d+)?)?\s*([AaPp][Mm])?", re.ASCII)


@lru_cache(maxsize=64)
def zone(name: str) -> ZoneInfo:
    """The IANA zone ``name``.

    Raises:
        UsageError: there is none of that name.
    """
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise UsageError(f"there is no time zone {name!r}", todo="give an IANA name, such as Europe/Kyiv") from error


@lru_cache(maxsize=65536)
def parse_date(text: str, field: str = "", *, day_first: bool = False, earliest: date = EARLIEST) -> date:
    """The day in ``2015-02-16``, ``20150216``, ``2/16/2015 12:00:00 AM`` or, with ``day_first``, ``16/02/2015``.

    A time beside the date must be a time, and is then left out.

    Raises:
        RowError: no such form, no such day, or outside ``earliest`` to 2100.
    """
    day, clock = _day(text.strip(), field, day_first)
    if clock:
        _clock(clock, field)
    if not earliest <= day <= LATEST:
        raise RowError(f"the date {day.isoformat()} is not between {earliest} and {LATEST}", field=field)
    return day


def _day(text: str, field: str, day_first: bool) -> tuple[date, str]:
    if found := _ISO.fullmatch(text):
        year, month, day, clock = found.groups()
    elif found := _COMPACT.fullmatch(text):
        (year, month, day), clock = found.groups(), ""
    elif found := _SLASHED.fullmatch(text):
        first, second, year, clock = found.groups()
        day, month = (first, second) if day_first else (second, first)
    else:
        raise RowError(f"not a date: {text[:60]!r}", field=field)
    try:
        return date(int(year), int(month), int(day)), clock or ""
    except ValueError as error:
        raise RowError(f"no such day: {text[:60]!r}", field=field) from error


def _clock(text: str, field: str) -> time:
    found = _CLOCK.fullmatch(text.strip())
    if not found:
        raise RowError(f"not a time of day: {text[:60]!r}", field=field)
    hour, half = int(found[1]), (found[4] or "").lower()
    if half:
        if not 1 <= hour <= 12:
            raise RowError(f"no such time of day: {text[:60]!r}", field=field)
        hour = hour % 12 + (12 if half == "pm" else 0)
    try:
        return time(hour, int(found[2]), int(found[3] or 0))
    except ValueError as error:
        raise RowError(f"no such time of day: {text[:60]!r}", field=field) from error


@lru_cache(maxsize=65536)
def parse_instant(text: str, field: str = "", local: str = "") -> datetime:
    """A moment in UTC from ISO 8601 text.

    Args:
        text: with an offset or ``Z``, or without one if ``local`` names the zone.
        field: the column to blame.
        local: IANA zone of a text without offset; where the clock is put back the earlier reading is taken.

    Raises:
        RowError: no such moment, no offset and no zone, a time that the zone skips, or outside 1900 to 2100.
    """
    try:
        moment = datetime.fromisoformat(text.strip())
    except ValueError as error:
        raise RowError(f"not a date and time: {text[:60]!r}", field=field) from error
    if not EARLIEST.year <= moment.year <= LATEST.year:
        raise RowError(f"the year {moment.year} is not between {EARLIEST.year} and {LATEST.year}", field=field)
    if moment.tzinfo is None:
        if not local:
            raise RowError(f"the time {text[:60]!r} has no UTC offset", field=field)
        return in_zone(moment, local, field)
    return moment.astimezone(UTC)


def in_zone(moment: datetime, local: str, field: str = "") -> datetime:
    """The naive local ``moment`` in UTC.

    Raises:
        RowError: the zone's clocks skipped it.
    """
    there = moment.replace(tzinfo=zone(local))
    result = there.astimezone(UTC)
    if result.astimezone(zone(local)).replace(tzinfo=None) != moment:
        raise RowError(f"{moment.isoformat(sep=' ')} does not exist in {local}: the clocks went forward", field=field)
    return result


@lru_cache(maxsize=65536)
def day_start(day: date, local: str) -> datetime:
    """The first moment of the local ``day``, in UTC."""
    return datetime.combine(day, time(), zone(local)).astimezone(UTC)


def day_end(day: date, local: str) -> datetime:
    """The last microsecond of the local ``day``, in UTC; the day may have 23 or 25 hours."""
    return day_start(day + timedelta(days=1), local) - _TICK


@lru_cache(maxsize=65536)
def days(first: date, last: date, local: str, sense: TimeSense = TimeSense.within, original: str = "") -> TimeInterval:
    """The whole local days ``first`` to ``last``. Cached: files repeat days a thousand times.

    Raises:
        RowError: ``last`` is before ``first``.
    """
    if last < first:
        raise RowError(f"it ends on {last.isoformat()}, before it starts on {first.isoformat()}")
    return TimeInterval(
        start=day_start(first, local), end=day_end(last, local), sense=sense, original=original, zone=local
    )
