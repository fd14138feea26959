"""Members of incidents as flat entries, sorted by (incident, row), and how much each of them weighs."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import numpy as np

from ceasewatch.fusion.echo import sources
from ceasewatch.fusion.groups import Groups
from ceasewatch.model.table import Int, ObservationTable, Real

_BLOCK: Final = 16_384
"""Incidents at a time."""


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

    def ordered(self, order: Int) -> Entries:
        """The same with the incidents in that order."""
        size, old = self.size[order], self.first[order]
        first = np.cumsum(size) - size
        shift = np.repeat(old - first, size)
        picked = np.arange(len(self.row)) + shift
        incident = np.repeat(np.arange(len(order)), size)
        row, p, weight, source = self.row[picked], self.p[picked], self.weight[picked], self.source[picked] - shift
        return Entries(row, incident, first, size, p, weight, self.origins[order], source)

    def blocks(self) -> Iterator[Entries]:
        """Some thousands of incidents at a time, each numbered from 0: what is made of them stays small."""
        for start in range(0, len(self), _BLOCK):
            some = slice(start, start + _BLOCK)
            first = self.first[some]
            at = slice(int(first[0]), int(first[-1] + self.size[some][-1]))
            row, p, weight, source = self.row[at], self.p[at], self.weight[at], self.source[at] - at.start
            incident = self.incident[at] - start
            yield Entries(row, incident, first - at.start, self.size[some], p, weight, self.origins[some], source)


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
