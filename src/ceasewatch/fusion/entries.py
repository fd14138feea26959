"""Members of incidents as flat entries, sorted by (incident, row), and how much each of them weighs."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ceasewatch.fusion.echo import sources
from ceasewatch.fusion.groups import Groups
from ceasewatch.model.table import Int, ObservationTable, Real


@dataclass(frozen=True, slots=True)
class Entries:
    """m memberships in n incidents, sorted by incident, the anchor first.

    Attributes:
        row: (m,) row of the table.
        incident: (m,) 0 to n - 1.
        first: (n,) entry of each incident's anchor.
        size: (n,) number of members.
        p: (m,) membership probability.
        weight: (m,) 1 / number of members of that incident with the same origin.
        origins: (n,) number of distinct origins.
        source: (m,) the first entry of the same incident that rests on the same source.
    """

    row: Int
    incident: Int
    first: Int
    size: Int
    p: Real
    weight: Real
    origins: Int
    source: Int

    def __len__(self) -> int:
        return len(self.first)

    @property
    def shared(self) -> Int:
        """Entries of incidents that have more than one member."""
        return np.flatnonzero(self.size[self.incident] > 1)


def entries(table: ObservationTable, rows: Int, groups: Groups) -> Entries:
    """The memberships of ``rows`` (sorted)."""
    order = np.lexsort((rows, groups.anchor[rows]))
    row = rows[order]
    anchor = groups.anchor[row]
    new = np.ones(len(row), bool)
    new[1:] = anchor[1:] != anchor[:-1]
    first = np.flatnonzero(new)
    incident = np.cumsum(new) - 1
    size = np.diff(np.append(first, len(row)))
    source = _sources(table, row, incident, size, groups.source)
    lead = source == np.arange(len(row))
    weight = 1.0 / np.bincount(source, minlength=len(row))[source]
    origins = np.bincount(incident[lead], minlength=len(first)).astype(np.int64)
    return Entries(row, incident, first, size, groups.p[row], weight, origins, source)


def _sources(table: ObservationTable, row: Int, incident: Int, size: Int, story: Int) -> Int:
    """(m,) the first entry that rests on the same source: one story, one stated origin, or one observer."""
    source = np.arange(len(row))
    shared = np.flatnonzero(size[incident] > 1)
    keys = (_codes(column[row[shared]].tolist()) for column in (table.origin, table.observer))
    source[shared] = shared[sources(incident[shared], story[row[shared]], *keys)]
    return source


def _codes(values: list[str]) -> Int:
    known: dict[str, int] = {}
    return np.array([known.setdefault(v, len(known)) if v else -1 for v in values], np.int64)
