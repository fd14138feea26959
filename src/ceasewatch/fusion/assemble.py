"""Groups to an IncidentTable."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, cast

import numpy as np
from numpy.typing import NDArray

from ceasewatch.fusion import posterior
from ceasewatch.fusion.arms import SHOWN, weapons
from ceasewatch.fusion.canonical import sort_by
from ceasewatch.fusion.entries import Entries, entries
from ceasewatch.fusion.features import Features, features
from ceasewatch.fusion.groups import Groups
from ceasewatch.fusion.parameters import Parameters
from ceasewatch.fusion.place import where
from ceasewatch.fusion.ruled import Reasons, by_entry
from ceasewatch.fusion.statements import Choices
from ceasewatch.fusion.words import Words
from ceasewatch.model.ids import incident_id
from ceasewatch.model.lazy import LazyColumn
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
        reports=none, origins=none, contradictions=text, weapon=np.zeros((0, SHOWN), np.int8),
        weapon_p=np.zeros((0, SHOWN), np.float32), members=members, observations=table,
    )  # fmt: skip


def assemble(table: ObservationTable, groups: Groups, parameters: Parameters) -> IncidentTable:
    """The incidents of all rows of ``table`` but aggregates."""
    rows: Int = np.flatnonzero(table.role != ROLES.index(Role.aggregate))
    if not len(rows):
        return empty(table)
    f, e = features(table), entries(table, rows, groups)
    start, end = columns((posterior.when(f, part) for part in e.blocks()), len(e))
    ids = objects([incident_id(i) for i in table.ids[e.row[e.first]]])
    order = sort_by(start, ids)
    e = e.ordered(order)
    made = columns((_posterior(f, part, parameters) for part in e.blocks()), len(e))
    lat, lon, ee, en, nn, kind_p, lowest, best, highest, area, weapon, weapon_p = made
    offsets = np.append(e.first, len(e.row)).astype(np.int64)
    words = Words(table, e.row, e.row[e.first[e.incident]], e.size[e.incident], offsets, parameters)
    said = by_entry(groups.spoken, e.row)
    why = cast("Objects", LazyColumn(Reasons(words.reasons, said), np.arange(len(e.row))))
    deciders = {entry: s.by for entry, s in said.items() if s.by}
    return IncidentTable(
        ids=ids[order],
        start_us=start[order],
        end_us=end[order],
        lat=lat,
        lon=lon,
        var_ee=ee,
        var_en=en,
        var_nn=nn,
        kind_p=kind_p,
        count_lowest=lowest,
        count_best=best,
        count_highest=highest,
        area=area,
        reports=e.size.astype(np.int64),
        origins=e.origins,
        contradictions=cast("Objects", LazyColumn(words.contradictions, np.arange(len(e)))),
        weapon=weapon,
        weapon_p=weapon_p,
        members=Members(offsets=offsets, row=e.row, p=e.p, why=why, decided_by=deciders),
        observations=table,
        alternatives=alternatives(groups.choices, e.row[e.first], len(table)),
    )


def columns(parts: Iterable[tuple[NDArray[Any], ...]], n: int) -> list[NDArray[Any]]:
    """Columns of length ``n`` from their parts, of which there is at least one."""
    out: list[NDArray[Any]] = []
    at = 0
    for part in parts:
        out = out or [np.empty((n, *column.shape[1:]), column.dtype) for column in part]
        for whole, column in zip(out, part, strict=True):
            whole[at : at + len(column)] = column
        at += len(part[0])
    return out


def _posterior(f: Features, e: Entries, p: Parameters) -> tuple[NDArray[Any], ...]:
    """Place, kind, counts, area and weapon of the incidents ``e``."""
    kind_p = posterior.kinds(f, e)
    told = (*posterior.counts(f, e, kind_p), posterior.areas(f, e), *weapons(f.table, e))
    return (*where(f, e, p), kind_p, *told)


def alternatives(choices: Choices, anchors: Int, rows: int) -> Alternatives:
    """What else rows may be about, in order of (incident, row)."""
    place = np.full(rows, -1)
    place[anchors] = np.arange(len(anchors))
    incident = place[choices.anchor]
    order = np.lexsort((choices.row, incident))
    return Alternatives(choices.row[order], incident[order], choices.p[order])
