"""Members of incidents as flat entries, sorted by (incident, row), and how much each of them weighs."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass

import numpy as np

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
    """

    row: Int
    incident: Int
    first: Int
    size: Int
    p: Real
    weight: Real
    origins: Int

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
    weight, origins = _origins(table, row, incident, size)
    return Entries(row, incident, first, size, groups.p[row], weight, origins)


def _origins(table: ObservationTable, row: Int, incident: Int, size: Int) -> tuple[Real, Int]:
    """Weight of each entry and number of origins of each incident; an empty origin is one of its own."""
    weight, origins = np.ones(len(row)), np.ones(len(size), np.int64)
    shared = np.flatnonzero(size[incident] > 1)
    seen: dict[tuple[int, Hashable], list[int]] = {}
    for entry, at, name in zip(
        shared.tolist(), incident[shared].tolist(), table.origin[row[shared]].tolist(), strict=True
    ):
        seen.setdefault((at, name or -entry - 1), []).append(entry)
    origins[incident[shared]] = 0
    for (at, _), same in seen.items():
        origins[at] += 1
        if len(same) > 1:
            weight[same] = 1.0 / len(same)
    return weight, origins
