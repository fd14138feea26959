"""Moments and intervals. Everything is UTC inside; the original wording is kept beside it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Annotated

import msgspec

from ceasewatch.model.errors import DataError
from ceasewatch.model.struct import Noun

Utc = Annotated[datetime, msgspec.Meta(tz=True)]
"""A moment with a zone; values made by :func:`utc` are in UTC."""

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


def utc(moment: datetime) -> datetime:
    """``moment`` in UTC; a naive value is refused, for its zone would be a guess.

    Raises:
        DataError: ``moment`` has no zone.
    """
    if moment.tzinfo is None:
        raise DataError(f"time {moment.isoformat()} has no zone", todo="state the zone of the source")
    return moment.astimezone(UTC)


def to_us(moment: datetime) -> int:
    """Microseconds since 1970-01-01T00:00Z."""
    return (moment - EPOCH) // _MICROSECOND


def from_us(value: int) -> datetime:
    """The inverse of :func:`to_us`."""
    return EPOCH + timedelta(microseconds=int(value))


class TimeSense(StrEnum):
    """What an interval says about the thing that happened."""

    within = "within"
    """One moment, somewhere inside the interval: the width is uncertainty."""
    series = "series"
    """Several happenings spread over the interval, as in "15 explosions between 10:25 and 11:00"."""
    throughout = "throughout"
    """A state that lasted for the whole interval, as an alert or an outage."""


class TimeInterval(Noun, frozen=True, kw_only=True):
    """A closed interval ``start <= t <= end`` in UTC.

    Attributes:
        start: earliest moment.
        end: latest moment, never before ``start``.
        sense: what the width means.
        original: the words or digits of the source; empty if the source gave UTC itself.
        zone: IANA name of the zone in which ``original`` is written; empty if it named its own offset.
    """

    start: Utc
    end: Utc
    sense: TimeSense = TimeSense.within
    original: str = ""
    zone: str = ""

    def __post_init__(self) -> None:
        if self.start.utcoffset() or self.end.utcoffset():
            raise ValueError("an interval's ends are in UTC")
        if self.end < self.start:
            raise ValueError(f"the interval ends ({self.end.isoformat()}) before it starts ({self.start.isoformat()})")

    @property
    def width_s(self) -> float:
        """Length in seconds."""
        return (self.end - self.start).total_seconds()

    def overlaps(self, other: TimeInterval) -> bool:
        """Whether the two share at least one moment."""
        return self.start <= other.end and other.start <= self.end
