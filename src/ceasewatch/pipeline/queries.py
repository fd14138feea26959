"""What faces ask for: lists of what stands now, or of what a cut of the record gives. Nothing here is released yet."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from msgspec.structs import replace

from ceasewatch.model import Assessment, Coverage, Incident, Observation
from ceasewatch.model.ids import IncidentId, ObservationId
from ceasewatch.pipeline import explain as explaining
from ceasewatch.pipeline.explain import Explanation
from ceasewatch.pipeline.fold import Cut, fold
from ceasewatch.pipeline.judging import judging
from ceasewatch.pipeline.mission import MissionFolder
from ceasewatch.pipeline.project import open_projections
from ceasewatch.pipeline.projector import as_changes
from ceasewatch.store import AssessmentFilter, Filter, Order, Projections, QuarantinedRow, Watermark
from ceasewatch.store.sqlite import SqliteProjections

FEW = 1_000
"""Up to so many incidents, looking up each is quicker than reading a whole period."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """Incidents with what a gate needs to judge how they may be shown.

    Attributes:
        observations: all members of the incidents.
        mark: of the fold that gave them.
    """

    incidents: Sequence[Incident]
    observations: Sequence[Observation]
    assessments: Sequence[Assessment] = field(default_factory=tuple)
    mark: Watermark


def view(folder: MissionFolder, *, as_of: datetime | None = None, as_reported: datetime | None = None) -> Projections:
    """Projections to ask: those that stand, or of a fold of what was known or reported then. Close them when done.

    Raises:
        EnvironmentProblem: keys are not at hand, or another process is making the projections.
    """
    if as_of is None and as_reported is None:
        return open_projections(folder)
    with folder.open_record(fresh_keys=True) as record:
        folded = fold(record, judging(folder), Cut(until_time=as_of, as_reported=as_reported))
    store = SqliteProjections.in_memory()
    store.write(as_changes(folded))
    return store


def listed(store: Projections, query: Filter) -> Listed:
    """Incidents with their members and assessments."""
    found = store.incidents(query)
    wanted: list[ObservationId] = list(dict.fromkeys(m.observation for i in found for m in i.members))
    return Listed(
        incidents=found,
        observations=[row.observation for row in store.observations_by_id(wanted)],
        assessments=_of(store, found, query),
        mark=store.watermark(),
    )


def _of(store: Projections, incidents: Sequence[Incident], query: Filter) -> list[Assessment]:
    """Assessments of ``incidents``: one by one while they are few, else all that the query speaks of."""
    if len(incidents) <= FEW:
        return [a for i in incidents for a in store.assessments(AssessmentFilter(incident=i.id))]
    shown = {i.id for i in incidents}
    every = AssessmentFilter(incidents=replace(query, limit=None, offset=0))
    return [a for a in store.assessments(every) if a.incident in shown]


def assessments(folder: MissionFolder, query: AssessmentFilter) -> list[Assessment]:
    """What the clauses make of the incidents that stand."""
    with open_projections(folder) as store:
        return store.assessments(query)


def coverage(folder: MissionFolder, query: Filter) -> list[Coverage]:
    """Who was looking, where and when."""
    with open_projections(folder) as store:
        return store.coverage(query)


def quarantined(folder: MissionFolder, *, feed: str = "", limit: int | None = None) -> list[QuarantinedRow]:
    """The newest rejected rows, in the order in which they were recorded."""
    with open_projections(folder) as store:
        return store.quarantined(Filter(feed=feed, order=Order.newest, limit=limit))[::-1]


def explain(folder: MissionFolder, incident: str) -> Explanation:
    """Why an incident is what it is.

    Raises:
        NotFoundError: there is none of that id, and none was.
    """
    with open_projections(folder) as store:
        return explaining.explain(folder, store, IncidentId(incident))
