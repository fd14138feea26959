"""Incidents put together by the partition that owns the first member, and the table of all of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from typing import Any, Final

import numpy as np

from ceasewatch.fusion.assemble import alternatives, assemble, empty, objects
from ceasewatch.fusion.canonical import sort_by
from ceasewatch.fusion.groups import Groups
from ceasewatch.fusion.parameters import Parameters
from ceasewatch.fusion.partition.part import Part
from ceasewatch.fusion.ruled import Spoken
from ceasewatch.fusion.statements import Choices
from ceasewatch.model.table import IncidentTable, Int, Members, ObservationTable, Real

_NOT_COLUMNS: Final = frozenset({"members", "observations", "alternatives"})


@dataclass(frozen=True, slots=True)
class Whole:
    """All members of some incidents.

    Attributes:
        part: their rows.
        anchor, source: (n,) rows, by their number among these rows; p: (n,) probabilities; spoken: as in ``Groups``.
        parameters: numbers.
    """

    part: Part
    anchor: Int
    source: Int
    p: Real
    spoken: Mapping[int, Spoken]
    parameters: Parameters


def incidents_of(whole: Whole) -> IncidentTable:
    """The incidents, over the observations of this partition, without alternatives; words are made here."""
    none = np.zeros(0, np.int64)
    groups = Groups(whole.anchor, whole.source, whole.p, Choices(none, none, np.zeros(0)), whole.spoken)
    made = assemble(whole.part.table, groups, whole.parameters)
    members = replace(made.members, row=whole.part.row[made.members.row], why=objects(made.members.why.tolist()))
    return replace(made, members=members, contradictions=objects(made.contradictions.tolist()))


def together(table: ObservationTable, tables: list[IncidentTable], choices: Choices) -> IncidentTable:
    """One table of the incidents of all partitions; their members are rows of ``table``, the whole."""
    if not any(len(t) for t in tables):
        return empty(table)
    row, p, why = (np.concatenate([getattr(t.members, name) for t in tables]) for name in ("row", "p", "why"))
    begin = np.cumsum([0, *(len(t.members.row) for t in tables)]).tolist()
    deciders = {b + n: by for b, t in zip(begin, tables, strict=False) for n, by in t.members.decided_by.items()}
    length = np.concatenate([np.diff(t.members.offsets) for t in tables])
    offsets = np.concatenate([[0], np.cumsum(length)]).astype(np.int64)
    columns: dict[str, Any] = {
        f.name: np.concatenate([getattr(t, f.name) for t in tables])
        for f in fields(IncidentTable)
        if f.name not in _NOT_COLUMNS
    }
    every = IncidentTable(members=Members(offsets, row, p, why, deciders), observations=table, **columns)
    order = sort_by(every.start_us, every.ids)
    anchors = row[offsets[:-1]][order]
    return replace(every.take(order), alternatives=alternatives(choices, anchors, len(table)))
