"""Spans of time as texts state them: hours elapse, days are counted by a calendar, and the two are not the same.

"Within 72 hours" ends 259,200 seconds later. "Within 3 days" ends when a day ends in the agreement's own zone, where a
day has 23 or 25 hours when the clocks change; which day is the first is a reading (:class:`DayRule`).

A time of the wall clock that never came (clocks go forward) stands for the first moment after the jump; one that came
twice, as a deadline, for its second pass: whoever is bound loses nothing by a change of the clocks.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from typing import Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from ceasewatch.model.clause import Number
from ceasewatch.model.errors import DataError, LimitError
from ceasewatch.model.time import from_us, to_us

MAX_DAYS: Final = 36_525
"""The longest span, a hundred years."""

_ELAPSED: Final = {"s": timedelta(seconds=1), "min": timedelta(minutes=1), "h": timedelta(hours=1)}
_DAY = timedelta(days=1)


class DayRule(StrEnum):
    """How a span in days is counted."""

    end_of_day = "end_of_day"
    """The day of the start is not counted, unless the span begins with that day; it ends when the last day does."""
    first_day_counts = "first_day_counts"
    """The day of the start is the first; the span ends when the last day does."""
    same_time = "same_time"
    """It ends at the same time of the wall clock, so many days later."""


def zone_named(name: str, where: str = "") -> ZoneInfo:
    """The zone of an agreement.

    Raises:
        DataError: there is no such zone.
    """
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise DataError(f"no time zone {name!r}", where=where, todo="use an IANA name, as Europe/Paris") from error


def after(
    start: datetime, span: Number, zone: ZoneInfo, days: DayRule = DayRule.end_of_day, where: str = ""
) -> datetime:
    """When a span that began at ``start`` ends, in UTC; that moment still belongs to it.

    Raises:
        DataError: the unit is not ``s``, ``min``, ``h`` or ``d``, or days are no whole number.
        LimitError: longer than :data:`MAX_DAYS`, or a moment outside the years 1000 to 9000.
    """
    _near(start, where)
    if span.unit != "d":
        return start.astimezone(UTC) + elapsed(span, where)
    n, wall = _days(span, where), start.astimezone(zone).replace(tzinfo=None)
    if days is DayRule.same_time:
        return instant(wall + n * _DAY, zone)
    whole = start == day_start(wall.date(), zone)
    last = wall.date() + (n - (whole or days is DayRule.first_day_counts)) * _DAY
    return max(start.astimezone(UTC), day_start(last + _DAY, zone))


def before(
    end: datetime, span: Number, zone: ZoneInfo, days: DayRule = DayRule.end_of_day, where: str = ""
) -> datetime:
    """The last moment from which the span still runs before ``end``, as a lead time; errors as in :func:`after`.

    By the calendar the day of ``end`` is not counted, so that the last moment is the end of the day so many days
    earlier; where the first day counts, it is one day later, but never after ``end``.
    """
    _near(end, where)
    if span.unit != "d":
        return end.astimezone(UTC) - elapsed(span, where)
    n, wall = _days(span, where), end.astimezone(zone).replace(tzinfo=None)
    if days is DayRule.same_time:
        return instant(wall - n * _DAY, zone, second=False)
    last = wall.date() - (n - (days is DayRule.first_day_counts)) * _DAY
    return min(end.astimezone(UTC), day_start(last + _DAY, zone))


def elapsed(span: Number, where: str = "") -> timedelta:
    """Length of a span in hours, minutes or seconds; errors as in :func:`after`."""
    if span.unit not in _ELAPSED:
        raise DataError(f"unit {span.unit!r} is no span of time", where=where, todo="use s, min, h or d")
    seconds = amount(span, where) * Decimal(_ELAPSED[span.unit] // timedelta(seconds=1))
    if seconds > MAX_DAYS * 86_400:
        raise LimitError(f"{span.value} {span.unit} is more than a hundred years", where=where, todo="correct it")
    return timedelta(microseconds=int(seconds * 1_000_000))


def says(span: Number, zone: ZoneInfo, days: DayRule = DayRule.end_of_day) -> str:
    """The span in words that tell hours from days."""
    if span.unit != "d":
        names = {"s": "seconds", "min": "minutes", "h": "hours"}
        return f"{span.value} {names.get(span.unit, span.unit)} as they elapse"
    counted = {
        DayRule.end_of_day: "the day of the start not counted unless it began with it, until the last day ends",
        DayRule.first_day_counts: "the day of the start counted, until the last day ends",
        DayRule.same_time: "until the same time of the wall clock",
    }
    return f"{span.value} days by the calendar of {zone.key}, {counted[days]}"


def day_start(day: date, zone: ZoneInfo) -> datetime:
    """The first moment of a day in the zone, in UTC; of a day that the zone skipped, the first after it."""
    return instant(datetime.combine(day, time()), zone, second=False)


def day_of(moment: datetime, zone: ZoneInfo) -> date:
    """The day that it is in the zone."""
    return moment.astimezone(zone).date()


def days_between(first: datetime, last: datetime, zone: ZoneInfo) -> Iterator[date]:
    """The days of the zone from that of ``first`` to that of ``last``, both included."""
    day, end = day_of(first, zone), day_of(last, zone)
    while day <= end:
        yield day
        day += _DAY


def instant(wall: datetime, zone: ZoneInfo, *, second: bool = True) -> datetime:
    """The moment, in UTC, at which a clock on the wall shows ``wall`` (without a zone).

    Args:
        wall: year to microsecond.
        zone: where the clock hangs.
        second: of a time that comes twice, the second pass.
    """
    first, other = (wall.replace(tzinfo=zone, fold=fold).astimezone(UTC) for fold in (0, 1))
    if first > other:
        return _jump(to_us(other), to_us(first), zone)
    return other if second else first


def _jump(low: int, high: int, zone: ZoneInfo) -> datetime:
    """The first moment after the clocks went forward, between two moments in microseconds."""
    offset = from_us(low).astimezone(zone).utcoffset()
    while high - low > 1:
        middle = (low + high) // 2
        if from_us(middle).astimezone(zone).utcoffset() == offset:
            low = middle
        else:
            high = middle
    return from_us(high)


def _near(moment: datetime, where: str) -> None:
    if not 1000 <= moment.year <= 9000:
        raise LimitError(f"{moment.isoformat()} is out of all reckoning", where=where, todo="correct the year")


def _days(span: Number, where: str) -> int:
    n = amount(span, where)
    if n != n.to_integral_value():
        raise DataError(f"{span.value} d is not a whole number of days", where=where, todo="write it in hours")
    if n > MAX_DAYS:
        raise LimitError(f"{span.value} d is more than a hundred years", where=where, todo="correct it")
    return int(n)


def amount(span: Number, where: str = "") -> Decimal:
    """The value of a number that is not negative; errors as in :func:`after`."""
    try:
        value = Decimal(span.value)
    except InvalidOperation as error:
        raise DataError(f"{span.value!r} is not a number", where=where, todo="write a decimal number") from error
    if not value.is_finite() or value < 0:
        raise DataError(f"{span.value} is not a finite, non-negative number", where=where, todo="correct it")
    return value
