"""Why an incident is what it is: members, how they were joined, what contradicts, why each clause applies or not."""

from __future__ import annotations

from ceasewatch.model import Assessment, Clause, Incident, Observation
from ceasewatch.model.errors import NotFoundError
from ceasewatch.model.ids import DecisionId, IncidentId, incident_id
from ceasewatch.model.struct import Noun
from ceasewatch.model.time import Utc
from ceasewatch.pipeline.fold import tabulated
from ceasewatch.pipeline.mission import MissionFolder
from ceasewatch.pipeline.rulings import standing
from ceasewatch.pipeline.tables import incident_table
from ceasewatch.store import Decided, Projections


class ExplainedMember(Noun, frozen=True, kw_only=True):
    """One observation in the incident.

    Attributes:
        row_id, file, line: how its source finds the row again.
        p_ppm: probability that it is about this incident; none where a person decided that it is.
        why: how it was joined.
        decided_by: name of the person who decided; empty where the machine joined it.
        versions: 1, and one more for each correction.
    """

    observation: Observation
    p_ppm: int | None
    why: str
    decided_by: str
    row_id: str
    file: str
    line: int
    recorded_at: Utc
    versions: int


class ExplainedAlternative(Noun, frozen=True, kw_only=True):
    """An observation that is counted with another incident and may be about this one.

    Attributes:
        p_ppm: probability that it is about this incident.
        counted_with: the incident that it is counted with.
    """

    observation: Observation
    p_ppm: int
    counted_with: IncidentId


class ExplainedClause(Noun, frozen=True, kw_only=True):
    """What one clause, in one reading, says of the incident."""

    clause: Clause
    assessment: Assessment


class ExplainedDecision(Noun, frozen=True, kw_only=True):
    """A person's decision on one of the members.

    Attributes:
        incidents: where the other observations that it speaks of are now.
        against: decisions that it contradicts, because of which it does not stand.
    """

    decided: Decided
    incidents: tuple[IncidentId, ...]
    against: tuple[DecisionId, ...] = ()


class Explanation(Noun, frozen=True, kw_only=True):
    """Everything behind one incident.

    Attributes:
        asked: the id that was asked for; another than the incident's if it was merged since.
        contradictions: what in the members does not fit together.
        alternatives: what may be about this incident though it is counted with another, most probable first.
        decisions: of persons on its members, in the order of the record, also those that were undone.
        clauses: every clause of every pack of the mission, also those that do not apply.
    """

    asked: IncidentId
    incident: Incident
    members: tuple[ExplainedMember, ...]
    contradictions: tuple[str, ...]
    alternatives: tuple[ExplainedAlternative, ...]
    decisions: tuple[ExplainedDecision, ...]
    clauses: tuple[ExplainedClause, ...]
    record_size: int
    code_version: str


def explain(folder: MissionFolder, store: Projections, asked: IncidentId) -> Explanation:
    """Why the incident is what it is.

    Raises:
        NotFoundError: there is none of that id, and none was.
    """
    incident = store.resolve(asked)
    logged = {row.observation.id: row for row in store.observations_by_id([m.observation for m in incident.members])}
    table = incident_table([incident], tabulated(list(logged.values()), folder.areas))
    members = tuple(
        ExplainedMember(
            observation=row.observation,
            p_ppm=m.p_ppm,
            why=m.why,
            decided_by=m.decided_by,
            row_id=row.observation.source.row_id,
            file=row.observation.source.file,
            line=row.observation.source.line,
            recorded_at=row.recorded_at,
            versions=row.versions,
        )
        for m in incident.members
        for row in (logged[m.observation],)
    )
    mark = store.watermark()
    return Explanation(
        asked=asked,
        incident=incident,
        members=members,
        contradictions=incident.contradictions,
        alternatives=_alternatives(store, incident),
        decisions=_decisions(store, incident),
        clauses=tuple(
            ExplainedClause(clause=pack.clause(a.clause), assessment=a)
            for pack in folder.packs
            for a in pack.why(table, incident.id)
        ),
        record_size=mark.size,
        code_version=mark.code_version,
    )


def _alternatives(store: Projections, incident: Incident) -> tuple[ExplainedAlternative, ...]:
    seen = {row.observation.id: row for row in store.observations_by_id([a.observation for a in incident.alternatives])}
    return tuple(
        ExplainedAlternative(
            observation=seen[a.observation].observation,
            p_ppm=a.p_ppm,
            counted_with=store.resolve(incident_id(a.observation)).id,
        )
        for a in incident.alternatives
        if a.observation in seen
    )


def _decisions(store: Projections, incident: Incident) -> tuple[ExplainedDecision, ...]:
    known, members = store.decisions(), {m.observation for m in incident.members}
    aside = standing(known)[1] if known else {}
    return tuple(
        ExplainedDecision(
            decided=d,
            incidents=_elsewhere(store, incident, d),
            against=tuple(other.id for other in aside.get(d.decision.id, ())),
        )
        for d in known
        if not members.isdisjoint(d.decision.observations)
    )


def _elsewhere(store: Projections, incident: Incident, decided: Decided) -> tuple[IncidentId, ...]:
    found = []
    for row in store.observations_by_id(list(decided.decision.observations)):
        try:
            found.append(store.resolve(incident_id(row.observation.id)).id)
        except NotFoundError:  # withdrawn: it is in no incident
            continue
    return tuple(dict.fromkeys(i for i in found if i != incident.id))
