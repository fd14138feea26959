"""What one sentence says, before any place is looked up: the result of the pure parser."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from ceasewatch.model import Count, Flight, Kind, Means, ObserverKind, Qualifier, Role, TimeInterval, Weapon
from ceasewatch.model.time import utc
from ceasewatch.sources.smm_text.chunks import Sight
from ceasewatch.sources.smm_text.localities import Locality

CUT_OFF: Final = (19, 30)
"""Local time at which a report closes, on the eve of its issue (handbook 1.3)."""
SUNDAY: Final = 6
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class ReportMeta:
    """What is known of the report that a paragraph stands in.

    Attributes:
        issued: date of issue; ``None`` where it is not known.
        zone: zone of its local times.
        mandate: first and last day that an undated report can speak of.
        cut_off: hour and minute, local, at which the report closes on the eve of its issue.
    """

    issued: date | None
    zone: ZoneInfo
    mandate: tuple[date, date]
    cut_off: tuple[int, int] = CUT_OFF

    @property
    def period(self) -> tuple[datetime, datetime]:
        """The reporting period in UTC: from the cut-off of the issue before to this one's; none on Sundays."""
        if self.issued is None:
            return self._mandate_utc
        return self._closes(_issue_before(self.issued)), self._closes(self.issued)

    @property
    def previous(self) -> tuple[datetime, datetime]:
        """The period of the issue before."""
        if self.issued is None:
            return self._mandate_utc
        before = _issue_before(self.issued)
        return self._closes(_issue_before(before)), self._closes(before)

    @property
    def day_before(self) -> tuple[datetime, datetime]:
        """The 24 hours before the reporting period."""
        if self.issued is None:
            return self._mandate_utc
        start = self.period[0]
        return start - _DAY, start

    @property
    def latest(self) -> date:
        """The last day that the report can speak of."""
        return self.issued or self.mandate[1]

    @property
    def _mandate_utc(self) -> tuple[datetime, datetime]:
        first, last = self.mandate
        start = datetime(first.year, first.month, first.day, tzinfo=UTC)
        return start, datetime(last.year, last.month, last.day, tzinfo=UTC) + _DAY

    def _closes(self, issued: date) -> datetime:
        eve = issued - _DAY
        return utc(datetime(eve.year, eve.month, eve.day, *self.cut_off, tzinfo=self.zone))


def _issue_before(issued: date) -> date:
    before = issued - _DAY
    return before - _DAY if before.weekday() == SUNDAY else before


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """One counted thing that the mission perceived, or a total that it reports.

    Attributes:
        start, end: character offsets of the noun phrase in the paragraph.
        sentence: offsets of its sentence.
        observer_at: where the observer was; several if the text does not say which.
        at: place that the happening is stated from or in; ``None`` if only the observer's place is known.
        sight: distance and directions from ``at`` or from the observer.
        region: first-level unit that the sentence speaks of.
        unread: parts of the sentence that no rule reads.
    """

    start: int
    end: int
    sentence: tuple[int, int]
    observer_kind: ObserverKind
    means: Means
    kinds: tuple[Kind, ...]
    interval: TimeInterval
    role: Role = Role.observation
    count: Count = field(default_factory=Count)
    qualifiers: tuple[Qualifier, ...] = ()
    weapon: Weapon = field(default_factory=Weapon)
    flights: tuple[Flight, ...] = ()
    observer_at: tuple[Locality, ...] = ()
    at: Locality | None = None
    sight: Sight | None = None
    region: str = ""
    control: str = ""
    unread: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    properties: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Outage:
    """A camera that was not working during the reporting period."""

    camera: Locality
    interval: TimeInterval
    sentence: tuple[int, int]


@dataclass(frozen=True, slots=True)
class Flag:
    """A stretch of the paragraph from which nothing was taken, and why."""

    start: int
    end: int
    why: str


@dataclass(frozen=True, slots=True)
class Parsed:
    """All that was read in one paragraph.

    Attributes:
        statements: what was perceived, role ``observation``.
        aggregates: totals that the report gives; never fused with what they sum up.
        outages: cameras that did not work.
        unread: sentences from which nothing was taken.
    """

    statements: tuple[Statement, ...] = ()
    aggregates: tuple[Statement, ...] = ()
    outages: tuple[Outage, ...] = ()
    unread: tuple[Flag, ...] = field(default=())
