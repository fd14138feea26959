"""Days and clocks of a scenario as moments."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Final

from ceasewatch.model.time import to_us

HOUR_US: Final = 3_600_000_000
DAY_US: Final = 24 * HOUR_US


@dataclass(frozen=True, slots=True)
class Calendar:
    """Local time of a country without summer time.

    Attributes:
        first_day: local date of day 1.
        days: how many there are.
        ahead_us: local time less UTC.
    """

    first_day: dt.date
    days: int
    ahead_us: int

    @property
    def begin_us(self) -> int:
        """Local midnight at the beginning of day 1."""
        midnight = dt.datetime.combine(self.first_day, dt.time(), dt.UTC)
        return to_us(midnight) - self.ahead_us

    @property
    def end_us(self) -> int:
        """Local midnight after the last day."""
        return self.begin_us + self.days * DAY_US

    def moment(self, text: str) -> int:
        """``2 22:14`` in microseconds since 1970 UTC."""
        day, clock = text.split()
        hour, minute = map(int, clock.split(":"))
        return self.begin_us + (int(day) - 1) * DAY_US + hour * HOUR_US + minute * (HOUR_US // 60)

    def local(self, us: int) -> dt.datetime:
        """Local date and time, without a zone."""
        return dt.datetime(1970, 1, 1) + dt.timedelta(microseconds=int(us) + self.ahead_us)  # noqa: DTZ001

    def iso(self, us: int) -> str:
        """With the offset, to the second: ``2025-03-04T22:14:00-08:00``."""
        zone = dt.timezone(dt.timedelta(microseconds=self.ahead_us))
        return self.local(us).replace(tzinfo=zone, microsecond=0).isoformat()
