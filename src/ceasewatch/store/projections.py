"""The repository behind which every backend stands. Callers see nouns; no SQL leaves this package."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from types import TracebackType
from typing import Protocol, Self

from ceasewatch.model import Assessment, Coverage, Incident, Release
from ceasewatch.model.ids import IncidentId, ObservationId
from ceasewatch.store.changes import Changes
from ceasewatch.store.filters import AssessmentFilter, Filter
from ceasewatch.store.rows import (
    Decided,
    Delivery,
    FeedActivity,
    LastReport,
    Logged,
    Notice,
    QuarantinedRow,
    Totals,
    Watermark,
)


class Projections(Protocol):
    """Observations, incidents, assessments and what surrounds them, as of one watermark.

    Reads may be made by any number of processes; writes are made by the one holder of the run lock.
    """

    def watermark(self) -> Watermark:
        """How much of the record is reflected here."""
        ...

    def write(self, changes: Changes) -> None:
        """Store one step of the fold, all of it or nothing."""
        ...

    def confirm(self, size: int) -> None:
        """A whole fold of ``size`` entries gave the same incidents: nothing in them is provisional any more."""
        ...

    def totals(self) -> Totals:
        """How much there is of each thing."""
        ...

    def observations(self, query: Filter = ...) -> list[Logged]:
        """Observations in order of (start, seq)."""
        ...

    def all_observations(self) -> Iterator[Logged]:
        """Every observation, in order of seq; read as a stream."""
        ...

    def observations_by_id(self, ids: Sequence[ObservationId]) -> list[Logged]:
        """Those of ``ids`` that exist, in the order of ``ids``."""
        ...

    def incidents(self, query: Filter = ...) -> list[Incident]:
        """Incidents in order of (start, id)."""
        ...

    def incident_ids(self) -> list[IncidentId]:
        """The ids of all incidents, sorted."""
        ...

    def resolve(self, incident: IncidentId) -> Incident:
        """The incident that bears this id now, or that now holds the observation the id was made from.

        Raises:
            NotFoundError: there is neither.
        """
        ...

    def assessments(self, query: AssessmentFilter = ...) -> list[Assessment]:
        """Assessments in order of (start of the incident, incident, pack, clause, reading)."""
        ...

    def coverage(self, query: Filter = ...) -> list[Coverage]:
        """Coverage intervals in order of (start, id)."""
        ...

    def deliveries(self, query: Filter = ...) -> list[Delivery]:
        """Files in the order in which they were recorded."""
        ...

    def quarantined(self, query: Filter = ...) -> list[QuarantinedRow]:
        """Rejected rows in the order in which they were recorded."""
        ...

    def releases(self, query: Filter = ...) -> list[Release]:
        """Products that were given out, by time."""
        ...

    def notices(self, query: Filter = ...) -> list[Notice]:
        """What the system said of itself, by time."""
        ...

    def decisions(self) -> list[Decided]:
        """All decisions of persons on what belongs together, undone ones too, in the order of the record."""
        ...

    def activity(self, start: datetime | None = None, end: datetime | None = None) -> list[FeedActivity]:
        """What each feed delivered for phenomena that start in the half-open ``start`` to ``end``; by feed."""
        ...

    def last_reports(self, before: datetime) -> list[LastReport]:
        """When each observer of each feed last reported before that moment; by feed and observer."""
        ...

    def close(self) -> None:
        """Let go of the backend."""
        ...

    def __enter__(self) -> Self: ...

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None: ...
