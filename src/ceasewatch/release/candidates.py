"""Incidents as the gate looks at them, whether they come as a table (many) or as Structs (a page of them)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from ceasewatch.geo.moments import CHI2_95, gaussian
from ceasewatch.model import Count, Incident, Kind, Observation, Qualifier, Role, to_us
from ceasewatch.model.ids import IncidentId, ObservationId
from ceasewatch.model.table import KINDS, NO_TIME, IncidentTable
from ceasewatch.release.policy import BACKFILL_S, ORIGIN_OF_FIRE

ORIGIN_P: Final = 0.05
"""An incident that is the origin of fire with at least this probability is treated as one."""
SECOND_US: Final = 1_000_000
LATEST: Final = np.iinfo(np.int64).max


@dataclass(frozen=True, slots=True)
class Candidate:
    """One incident before the gate.

    Attributes:
        known_us: when its first report was made, whichever member that is: the earliest, so that neither the order of
            arrival nor a late report (or a flood of them) takes back or holds up what may be told. The phenomenon's
            end where nothing better is known; the delay counts from the later of the two.
        radius_m: holds the place with probability 0.95; ``inf`` without a position.
        origin_of_fire: its place may be where a weapon stands.
    """

    id: IncidentId
    start_us: int
    end_us: int
    known_us: int
    lat: float
    lon: float
    radius_m: float
    kind: str
    kind_p: float
    origin_of_fire: bool
    count: Count
    area: str
    reports: int
    origins: int
    contradictions: tuple[str, ...]
    members: tuple[Observation, ...]


def from_table(table: IncidentTable, before_us: int) -> tuple[list[Candidate], int]:
    """Incidents of a table that ended and were first reported by ``before_us``, and how many were younger."""
    known = _known(table)
    old = np.flatnonzero(np.maximum(known, table.end_us) <= before_us)
    return [_row(table, int(i), int(known[i])) for i in old], len(table) - len(old)


def from_structs(
    incidents: Sequence[Incident], observations: Iterable[Observation], before_us: int
) -> tuple[list[Candidate], int]:
    """The same for Structs. An incident none of whose members is in ``observations`` is dated by its end alone."""
    by_id = {o.id: o for o in observations}
    made = [_struct(i, by_id) for i in incidents]
    kept = [c for c in made if max(c.known_us, c.end_us) <= before_us]
    return kept, len(made) - len(kept)


def _known(table: IncidentTable) -> NDArray[np.int64]:
    """Time of each incident's first report: the earliest that a source states or, unless it is history, the log's."""
    if not len(table):
        return np.zeros(0, np.int64)
    seen, row = table.observations, table.members.row
    reported, recorded = seen.reported_us[row], seen.recorded_us[row]
    fresh = (recorded != NO_TIME) & (recorded - seen.end_us[row] < BACKFILL_S * SECOND_US)
    stated = np.where(reported != NO_TIME, reported, np.where(fresh, recorded, LATEST))
    first = np.minimum.reduceat(stated, table.members.offsets[:-1])
    return np.where(first == LATEST, table.end_us, first).astype(np.int64)


def _row(table: IncidentTable, i: int, known_us: int) -> Candidate:
    p = table.kind_p[i]
    best = int(np.argmax(p))
    spread = max(float(table.var_ee[i]), float(table.var_nn[i]))
    members = tuple(table.observations.rows[table.members.row[table.members.of(i)]])
    return Candidate(
        id=IncidentId(str(table.ids[i])),
        start_us=int(table.start_us[i]),
        end_us=int(table.end_us[i]),
        known_us=known_us,
        lat=float(table.lat[i]),
        lon=float(table.lon[i]),
        radius_m=_radius(spread) if np.isfinite(table.lat[i]) else float("inf"),
        kind=KINDS[best].value if p[best] > 0 else Kind.other.value,
        kind_p=float(p[best]),
        origin_of_fire=_is_origin({k.value: float(p[KINDS.index(k)]) for k in ORIGIN_OF_FIRE}, members),
        count=_count(table, i),
        area=str(table.area[i]),
        reports=int(table.reports[i]),
        origins=int(table.origins[i]),
        contradictions=tuple(table.contradictions[i] or ()),
        members=members,
    )


def _struct(incident: Incident, by_id: Mapping[ObservationId, Observation]) -> Candidate:
    members = tuple(by_id[m.observation] for m in incident.members if m.observation in by_id)
    first = min((o.reported_at for o in members if o.reported_at), default=None)
    place = gaussian(incident.place)
    known = place is not None and np.isfinite(place.lat)
    return Candidate(
        id=incident.id,
        start_us=to_us(incident.when.start),
        end_us=to_us(incident.when.end),
        known_us=to_us(first or incident.when.end),
        lat=place.lat if place else float("nan"),
        lon=place.lon if place else float("nan"),
        radius_m=_radius(max(place.var_ee, place.var_nn)) if place and known else float("inf"),
        kind=incident.kind.best or Kind.other.value,
        kind_p=incident.kind.p(incident.kind.best or ""),
        origin_of_fire=_is_origin({k.value: incident.kind.p(k.value) for k in ORIGIN_OF_FIRE}, members),
        count=incident.count,
        area=incident.area_name,
        reports=incident.reports,
        origins=incident.origins,
        contradictions=incident.contradictions,
        members=members,
    )


def _radius(variance_m2: float) -> float:
    return float(np.sqrt(CHI2_95 * max(variance_m2, 0.0))) if np.isfinite(variance_m2) else float("inf")


def _is_origin(p: Mapping[str, float], members: Sequence[Observation]) -> bool:
    return sum(p.values()) >= ORIGIN_P or any(is_origin(o) for o in members)


def is_origin(observation: Observation) -> bool:
    """Whether the place of an observation may be where a weapon stands."""
    of_kind = sum(observation.kind.p(k.value) for k in ORIGIN_OF_FIRE)
    return Qualifier.outgoing in observation.qualifiers or of_kind >= ORIGIN_P


def only_statements(members: Sequence[Observation]) -> bool:
    """Whether nothing but parties' statements stands behind the incident."""
    return bool(members) and all(o.role is Role.statement for o in members)


def _count(table: IncidentTable, i: int) -> Count:
    lowest, best, highest = (_whole(c[i]) for c in (table.count_lowest, table.count_best, table.count_highest))
    return Count(lowest=lowest, best=best, highest=highest)


def _whole(value: float) -> int | None:
    return round(float(value)) if np.isfinite(value) else None
