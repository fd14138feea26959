"""Feed health outside the mission: how it was when the delay began, to the day, with nothing of what came since."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import msgspec

from ceasewatch.release.released import FeedHealth


def coarse(feed: FeedHealth, newest: datetime, zone: str) -> FeedHealth:
    """``last`` as the first moment of its day in ``zone``, never later than ``newest``."""
    last = None if feed.last is None else _day(min(feed.last, newest), zone)
    return msgspec.structs.replace(feed, last=last)


def _day(moment: datetime, zone: str) -> datetime:
    local = moment.astimezone(ZoneInfo(zone)).replace(hour=0, minute=0, second=0, microsecond=0)
    return local.astimezone(ZoneInfo("UTC"))
