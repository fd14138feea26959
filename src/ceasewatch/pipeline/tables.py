"""Incidents that were stored as Structs, as a table again: the cores and the reports take tables."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np

from ceasewatch.fusion.arms import SHOWN
from ceasewatch.geo.tabulate import kind_row
from ceasewatch.model import Incident, Point, to_us
from ceasewatch.model.errors import DataError
from ceasewatch.model.struct import PPM
from ceasewatch.model.table import KINDS, WEAPONS, IncidentTable, Members, Objects, ObservationTable

_NOWHERE = (np.nan,) * 5


def incident_table(incidents: Sequence[Incident], observations: ObservationTable) -> IncidentTable:
    """The rows of ``incidents``, in their order, over ``observations``.

    Numbers are those of the Structs: coordinates to 1e-7 degrees, variances to a square metre, probabilities to 1e-6.

    Raises:
        DataError: a member is not among ``observations``.
    """
    columns = np.array([_moments(i) for i in incidents], np.float64).reshape(-1, 5).T
    counts = np.array([_counts(i) for i in incidents], np.float64).reshape(-1, 3).T
    kinds = np.array([kind_row(i.kind) for i in incidents], np.float64).reshape(-1, len(KINDS))
    arms, shares = np.array([_weapons(i) for i in incidents], np.float64).reshape(-1, 2, SHOWN).swapaxes(0, 1)
    return IncidentTable(
        ids=_objects(i.id for i in incidents),
        start_us=np.array([to_us(i.when.start) for i in incidents], np.int64),
        end_us=np.array([to_us(i.when.end) for i in incidents], np.int64),
        lat=columns[0],
        lon=columns[1],
        var_ee=columns[2],
        var_en=columns[3],
        var_nn=columns[4],
        kind_p=kinds,
        count_lowest=counts[0],
        count_best=counts[1],
        count_highest=counts[2],
        area=_objects(i.area_name for i in incidents),
        reports=np.array([i.reports for i in incidents], np.int64),
        origins=np.array([i.origins for i in incidents], np.int64),
        contradictions=_objects(i.contradictions for i in incidents),
        weapon=arms.astype(np.int8),
        weapon_p=shares.astype(np.float32),
        members=_members(incidents, observations),
        observations=observations,
    )


def _members(incidents: Sequence[Incident], observations: ObservationTable) -> Members:
    row_of = {name: n for n, name in enumerate(observations.ids.tolist())}
    flat = [m for i in incidents for m in i.members]
    missing = next((m.observation for m in flat if m.observation not in row_of), None)
    if missing is not None:
        raise DataError(f"observation {missing} is not at hand", todo="run `ceasewatch rebuild`")
    return Members(
        offsets=np.cumsum([0, *(len(i.members) for i in incidents)], dtype=np.int64),
        row=np.array([row_of[m.observation] for m in flat], np.int64),
        p=np.array([np.nan if m.p_ppm is None else m.p_ppm for m in flat], np.float64) / PPM,
        why=_objects(m.why for m in flat),
        decided_by={n: m.decided_by for n, m in enumerate(flat) if m.decided_by},
    )


def _moments(incident: Incident) -> tuple[float, ...]:
    place = incident.place
    if not isinstance(place, Point) or place.covariance is None:
        return _NOWHERE
    spread = place.covariance
    return (place.at.lat_deg, place.at.lon_deg, spread.ee_m2, spread.en_m2, spread.nn_m2)


def _counts(incident: Incident) -> tuple[float, ...]:
    count = incident.count
    return tuple(np.nan if n is None else float(n) for n in (count.lowest, count.best, count.highest))


def _weapons(incident: Incident) -> tuple[tuple[float, ...], tuple[float, ...]]:
    known = [h for h in incident.weapon.classes.hypotheses if h.value in WEAPONS][:SHOWN]
    rest = SHOWN - len(known)
    arms = (*(float(WEAPONS.index(h.value)) for h in known), *(-1.0,) * rest)
    return arms, (*(h.p for h in known), *(0.0,) * rest)


def _objects(values: Iterable[Any]) -> Objects:
    rows = list(values)
    column: Objects = np.empty(len(rows), dtype=object)
    column[:] = rows
    return column
