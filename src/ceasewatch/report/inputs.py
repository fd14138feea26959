"""What a daily report is made from: values, no files, no clock."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from ceasewatch.geo.areas import AreaIndex
from ceasewatch.model import Assessment, Clause, Coverage, Line, Mission, Release, TimeInterval
from ceasewatch.model.ids import FeedId, PartyId
from ceasewatch.model.table import IncidentTable, ObservationTable
from ceasewatch.sources.manifest import FeedManifest


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedLine:
    """A line that the map draws, with a neutral name, e.g. the line of contact; its buffer is its uncertainty."""

    name: str
    line: Line


@dataclass(frozen=True, slots=True, kw_only=True)
class Town:
    """A settlement that the map names."""

    name: str
    lat: float
    lon: float


@dataclass(frozen=True, slots=True, kw_only=True)
class SideShare:
    """The share of the effort that was on one party's side, 0 to 1; ``unequal`` if that is too far from a half."""

    side: PartyId
    share: float
    unequal: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class DailyInputs:
    """Everything that one daily report rests on.

    Attributes:
        period, previous: from :func:`ceasewatch.report.periods.periods`; start included, end excluded.
        observations: all of them, or at least those that were reported or happened in the two periods.
        incidents: all of them, or at least those of the two periods.
        assessments: of the incidents of the period; others are ignored.
        shares: of the effort of the period by side; empty where sides are not known.
        manifests: what each feed says of itself.
        clauses: of the packs in force, for their numbers and summaries.
        releases: earlier ones, oldest first; those of the same report are listed as corrected by this one.
        last_reports: when a feed last reported, for feeds whose last report is not among ``observations``.
        quarantined: rows rejected in the period.
        record_size, record_root, code_version: what was folded, so that others can repeat it.
        as_of: recorded time up to which entries were used; ``None`` is all.
        as_reported: sources' time up to which back-filled history was used; ``None`` if that is not what this is.
    """

    mission: Mission
    period: TimeInterval
    previous: TimeInterval
    observations: ObservationTable
    incidents: IncidentTable
    assessments: Sequence[Assessment] = ()
    coverage: Sequence[Coverage] = ()
    shares: Sequence[SideShare] = ()
    manifests: Mapping[FeedId, FeedManifest] = field(default_factory=dict)
    clauses: Sequence[Clause] = ()
    areas: AreaIndex | None = None
    lines: Sequence[NamedLine] = ()
    towns: Sequence[Town] = ()
    releases: Sequence[Release] = ()
    last_reports: Mapping[FeedId, datetime] = field(default_factory=dict)
    quarantined: int = 0
    record_size: int = 0
    record_root: str = ""
    code_version: str = ""
    as_of: datetime | None = None
    as_reported: datetime | None = None
