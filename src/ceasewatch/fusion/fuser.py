"""Online fusion: observations come, are corrected and go; the incidents are those of bulk fusion of what is held."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import fields

import numpy as np

from ceasewatch.fusion.assemble import assemble, empty
from ceasewatch.fusion.canonical import as_table, canonical
from ceasewatch.fusion.groups import group
from ceasewatch.fusion.parameters import DEFAULT, Parameters
from ceasewatch.geo.tabulate import tabulate
from ceasewatch.model.ids import IncidentId, ObservationId
from ceasewatch.model.observation import Observation
from ceasewatch.model.table import IncidentTable, ObservationTable


class Fuser:
    """Holds observations and their incidents, and takes changes.

    Args:
        parameters: numbers of the pair model.
    """

    def __init__(self, *, parameters: Parameters = DEFAULT) -> None:
        self._parameters = parameters
        self._table: ObservationTable = tabulate(())
        self._incidents: IncidentTable = empty(self._table)
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
        ids = set(fresh.ids.tolist())
        stay = np.array([i not in ids for i in self._table.ids.tolist()], bool)
        self._redo(ObservationTable.concat([self._table.take(stay), fresh]))

    def remove(self, ids: Iterable[ObservationId]) -> None:
        """Forget observations (withdrawn ones); ids that are not held are ignored."""
        gone = set(ids)
        stay = np.array([i not in gone for i in self._table.ids.tolist()], bool)
        self._redo(self._table.take(stay))

    def _redo(self, table: ObservationTable) -> None:
        table = canonical(table)
        after = assemble(table, group(table, self._parameters), self._parameters)
        self._changed = _differences(self._incidents, after)
        self._table, self._incidents = table, after


def _differences(before: IncidentTable, after: IncidentTable) -> frozenset[IncidentId]:
    """Ids whose incident is not the same in both."""
    old, new = _contents(before), _contents(after)
    return frozenset(i for i in old.keys() | new.keys() if old.get(i) != new.get(i))


def _contents(table: IncidentTable) -> dict[IncidentId, tuple[object, ...]]:
    names = [f.name for f in fields(table) if f.name not in {"members", "observations", "kind_p", "alternatives"}]
    columns = [[repr(v) for v in getattr(table, name).tolist()] for name in names]
    kind = [row.tobytes() for row in table.kind_p]
    spans = [table.members.of(n) for n in range(len(table))]
    ids, m = table.observations.ids, table.members
    parts = [(tuple(ids[m.row[s]]), m.p[s].tobytes(), tuple(m.why[s])) for s in spans]
    told = [tuple(map(repr, table.observations.rows[m.row[s]])) if s.stop - s.start == 1 else () for s in spans]
    return {row[0]: row for row in zip(table.ids.tolist(), *columns, kind, parts, told, strict=True)}
