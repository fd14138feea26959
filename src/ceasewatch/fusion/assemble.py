"""Groups to an IncidentTable."""

from __future__ import annotations

from dataclasses import replace
from typing import cast

import numpy as np

from ceasewatch.fusion import posterior
from ceasewatch.fusion.canonical import sort_by
from ceasewatch.fusion.entries import entries
from ceasewatch.fusion.features import features
from ceasewatch.fusion.groups import Groups
from ceasewatch.fusion.lazy import LazyColumn
from ceasewatch.fusion.parameters import Parameters
from ceasewatch.fusion.ruled import Reasons, by_entry
from ceasewatch.fusion.statements import Choices
from ceasewatch.fusion.words import Words
from ceasewatch.model.ids import incident_id
from ceasewatch.model.table import KINDS, ROLES, Alternatives, IncidentTable, Int, Members, Objects, ObservationTable
from ceasewatch.model.values import Role


def objects(values: list[object]) -> Objects:
    """A column of Python objects."""
    column = np.empty(len(values), dtype=object)
    column[:] = values
    return column


def empty(table: ObservationTable) -> IncidentTable:
    """No incident over ``table``."""
    none, text, real = np.zeros(0, np.int64), objects([]), np.zeros(0)
    members = Members(offsets=np.zeros(1, np.int64), row=none, p=real, why=text)
    return IncidentTable(
        ids=text, start_us=none, end_us=none, lat=real, lon=real, var_ee=real, var_en=real, var_nn=real,
        kind_p=np.zeros((0, len(KINDS))), count_lowest=real, count_best=real, count_highest=real, area=text,
        reports=none, origins=none, contradictions=text, members=members, observations=table,
    )  # fmt: skip


def in_order(table: IncidentTable) -> IncidentTable:
    """Incidents in order of (start, id)."""
    return table.take(sort_by(table.start_us, table.ids))


def assemble(table: ObservationTable, groups: Groups, parameters: Parameters) -> IncidentTable:
    """The incidents of all rows of ``table`` but aggregates."""
    rows: Int = np.flatnonzero(table.role != ROLES.index(Role.aggregate))
    if not len(rows):
        return empty(table)
    f, e = features(table), entries(table, rows, groups)
    start, end = posterior.when(f, e)
    lat, lon, ee, en, nn = posterior.where(f, e)
    kind_p = posterior.kinds(f, e)
    lowest, best, highest = posterior.counts(f, e, kind_p)
    offsets = np.append(e.first, len(e.row)).astype(np.int64)
    words = Words(table, e.row, e.row[e.first[e.incident]], e.size[e.incident], offsets, parameters)
    said = by_entry(groups.spoken, e.row)
    why = cast("Objects", LazyColumn(Reasons(words.reasons, said), np.arange(len(e.row))))
    deciders = {entry: s.by for entry, s in said.items() if s.by}
    anchors = e.row[e.first]
    made = IncidentTable(
        ids=objects([incident_id(i) for i in table.ids[anchors]]),
        start_us=start,
        end_us=end,
        lat=lat,
        lon=lon,
        var_ee=ee,
        var_en=en,
        var_nn=nn,
        kind_p=kind_p,
        count_lowest=lowest,
        count_best=best,
        count_highest=highest,
        area=posterior.areas(f, e),
        reports=e.size.astype(np.int64),
        origins=e.origins,
        contradictions=cast("Objects", LazyColumn(words.contradictions, np.arange(len(e)))),
        members=Members(offsets=offsets, row=e.row, p=e.p, why=why, decided_by=deciders),
        observations=table,
    )
    order = sort_by(made.start_us, made.ids)
    return replace(made.take(order), alternatives=alternatives(groups.choices, anchors[order], len(table)))


def alternatives(choices: Choices, anchors: Int, rows: int) -> Alternatives:
    """What else rows may be about, in order of (incident, row)."""
    place = np.full(rows, -1)
    place[anchors] = np.arange(len(anchors))
    incident = place[choices.anchor]
    order = np.lexsort((choices.row, incident))
    return Alternatives(choices.row[order], incident[order], choices.p[order])
