"""Online fusion: the code of bulk fusion, re-run on the neighbourhoods that a change touches.

Groups never cross a neighbourhood (a connected component of the links), so only the neighbourhoods of the added,
replaced and removed observations, and those that the added ones link to, can change. The result equals bulk fusion of
everything held. Cost of one call: a few copies of the columns held, and fusion of what lies within the same days.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import fields

import numpy as np

from ceasewatch.fusion.assemble import assemble, empty, in_order
from ceasewatch.fusion.canonical import as_table, canonical, order_of
from ceasewatch.fusion.features import Flags, features, widened
from ceasewatch.fusion.groups import group
from ceasewatch.fusion.neighbours import day_range, links
from ceasewatch.fusion.parameters import DEFAULT, Parameters
from ceasewatch.geo.tabulate import tabulate
from ceasewatch.model.ids import IncidentId, ObservationId
from ceasewatch.model.observation import Observation
from ceasewatch.model.table import IncidentTable, Int, Members, ObservationTable


class Fuser:
    """Holds observations and their incidents, and takes changes.

    Args:
        parameters: numbers of the pair model.
    """

    def __init__(self, *, parameters: Parameters = DEFAULT) -> None:
        self._parameters = parameters
        self._table: ObservationTable = tabulate(())
        self._incidents: IncidentTable = empty(self._table)
        self._neighbourhood: Int = np.zeros(0, np.int64)
        self._ids: set[str] = set()
        self._next = 0
        self._changed: frozenset[IncidentId] = frozenset()

    def __len__(self) -> int:
        return len(self._table)

    def incidents(self) -> IncidentTable:
        """As :func:`~ceasewatch.fusion.fuse` of everything held gives them."""
        return self._incidents

    def changed(self) -> frozenset[IncidentId]:
        """Incidents that the last ``add`` or ``remove`` made, altered or ended."""
        return self._changed

    def add(self, observations: ObservationTable | Iterable[Observation]) -> None:
        """Add observations; one whose id is held already replaces it (a correction).

        Raises:
            DataError: two of ``observations`` have one id, or one has none.
        """
        fresh = canonical(as_table(observations))
        self._replace(self._held(set(fresh.ids.tolist())), fresh)

    def remove(self, ids: Iterable[ObservationId]) -> None:
        """Forget observations (withdrawn ones); ids that are not held are ignored."""
        self._replace(self._held(set(ids)), tabulate(()))

    def _held(self, ids: set[str]) -> Flags:
        """Which rows have one of ``ids``."""
        if self._ids.isdisjoint(ids):
            return np.zeros(len(self), bool)
        return np.fromiter((i in ids for i in self._table.ids.tolist()), dtype=bool, count=len(self))

    def _replace(self, out: Flags, fresh: ObservationTable) -> None:
        """Take the rows ``out`` away, put ``fresh`` in, and redo what that touches."""
        if not (out.any() or len(fresh)):
            self._changed = frozenset()
            return
        kept = np.flatnonzero(~out)
        self._ids.difference_update(self._table.ids[out])
        self._ids.update(fresh.ids)
        stay = self._table.take(kept) if out.any() else self._table
        table = ObservationTable.concat([stay, fresh]) if len(fresh) else stay
        order = order_of(table)
        place = np.argsort(order)
        table = table if (np.diff(order) == 1).all() else table.take(order)
        moved = np.full(len(out), -1, np.int64)
        moved[kept] = place[: len(kept)]
        new = np.sort(place[len(kept) :])
        label = np.full(len(table), -1, np.int64)
        label[moved[kept]] = self._neighbourhood[kept]
        touched = np.union1d(self._neighbourhood[out], self._linked(table, new, label))
        dirty = np.flatnonzero((label < 0) | np.isin(label, touched))
        self._redo(table, dirty, moved, label)

    def _linked(self, table: ObservationTable, new: Int, label: Int) -> Int:
        """Neighbourhoods that the rows ``new`` have links into."""
        near = np.flatnonzero(_same_days(table, new, self._parameters))
        f = features(table.take(near), self._parameters)
        i, j, _ = links(f, self._parameters, only=np.isin(near, new))
        linked: Int = label[near[np.concatenate([i, j])]]
        return linked

    def _redo(self, table: ObservationTable, dirty: Int, moved: Int, label: Int) -> None:
        """Fuse the rows ``dirty`` and put the result beside the incidents that stand."""
        f = features(table.take(dirty), self._parameters)
        groups = group(f, self._parameters)
        fresh = assemble(f, groups, self._parameters)
        label[dirty] = self._next + groups.neighbourhood
        again = np.zeros(len(table) + 1, bool)  # the last one stands for rows that are gone
        again[dirty] = True
        before = self._incidents
        anchor = moved[before.members.row[before.members.offsets[:-1]]]
        ended = (anchor < 0) | again[anchor]
        self._changed = _differences(before.take(ended), fresh)
        self._incidents = in_order(_beside(table, before.take(~ended), moved, fresh, dirty))
        self._table, self._neighbourhood, self._next = table, label, self._next + len(dirty)


def _same_days(table: ObservationTable, new: Int, parameters: Parameters) -> Flags:
    """Rows that touch a day which one of the rows ``new`` touches."""
    first, last = day_range(*widened(table, parameters))
    if not len(new):
        return np.zeros(len(table), bool)
    low, high = int(first[new].min()), int(last[new].max())
    edge = np.zeros(high - low + 2, np.int64)
    np.add.at(edge, first[new] - low, 1)
    np.add.at(edge, last[new] - low + 1, -1)
    taken = np.concatenate([[0], np.cumsum(np.cumsum(edge)[:-1] > 0)])
    start, end = np.clip(first - low, 0, high - low + 1), np.clip(last - low + 1, 0, high - low + 1)
    same: Flags = taken[end] > taken[start]
    return same


def _beside(
    table: ObservationTable, stand: IncidentTable, moved: Int, fresh: IncidentTable, dirty: Int
) -> IncidentTable:
    """Both sets of incidents over ``table``; ``moved`` and ``dirty`` translate their rows."""
    old, new = stand.members, fresh.members
    members = Members(
        offsets=np.concatenate([old.offsets, new.offsets[1:] + old.offsets[-1]]),
        row=np.concatenate([moved[old.row], dirty[new.row]]),
        p=np.concatenate([old.p, new.p]),
        why=np.concatenate([old.why, new.why]),
    )
    names = [f.name for f in fields(stand) if f.name not in {"members", "observations"}]
    columns = {name: np.concatenate([getattr(stand, name), getattr(fresh, name)]) for name in names}
    return IncidentTable(**columns, members=members, observations=table)


def _differences(before: IncidentTable, after: IncidentTable) -> frozenset[IncidentId]:
    """Ids whose incident is not the same in both."""
    old, new = _contents(before), _contents(after)
    return frozenset(i for i in old.keys() | new.keys() if old.get(i) != new.get(i))


def _contents(table: IncidentTable) -> dict[IncidentId, tuple[object, ...]]:
    names = [f.name for f in fields(table) if f.name not in {"members", "observations", "kind_p"}]
    columns = [[repr(v) for v in getattr(table, name).tolist()] for name in names]
    kind = [row.tobytes() for row in table.kind_p]
    spans = [table.members.of(n) for n in range(len(table))]
    ids, m = table.observations.ids, table.members
    parts = [(tuple(ids[m.row[s]]), m.p[s].tobytes(), tuple(m.why[s])) for s in spans]
    told = [tuple(map(repr, table.observations.rows[m.row[s]])) if s.stop - s.start == 1 else () for s in spans]
    return {row[0]: row for row in zip(table.ids.tolist(), *columns, kind, parts, told, strict=True)}
