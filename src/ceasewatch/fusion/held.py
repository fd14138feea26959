"""What is held, by slot: columns that grow in place. A slot is given once and never to another observation."""

from __future__ import annotations

from dataclasses import fields
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ceasewatch.fusion.canonical import sort_by
from ceasewatch.model.ids import ObservationId
from ceasewatch.model.table import Int, ObservationTable


def roomier(column: NDArray[Any], least: int, fill: float | bool | None = 0) -> NDArray[Any]:
    """``column`` with room for ``least`` rows; new ones hold ``fill``.

    It grows by half as much again, or to an eighth more than is needed: the next few rows then find room.
    """
    if least <= len(column):
        return column
    wide = np.full((max(least + least // 8, len(column) * 3 // 2), *column.shape[1:]), fill, column.dtype)
    wide[: len(column)] = column
    return wide


def places(slots: Int, wanted: Int) -> Int:
    """Where each of ``wanted`` is in ``slots``, which are distinct; -1 for those that are not."""
    if not len(slots):
        return np.full(wanted.shape, -1)
    order = np.argsort(slots)
    at = order[np.minimum(np.searchsorted(slots[order], wanted), len(slots) - 1)]
    found: Int = np.where(slots[at] == wanted, at, -1)
    return found


class Held:
    """Observations by slot.

    Attributes:
        count: slots given so far.
        alive: whether the observation in a slot is still held.
        slot_of: slot of each id that is held.
    """

    def __init__(self, table: ObservationTable) -> None:
        self.count = 0
        self.alive = np.zeros(16, bool)
        self.slot_of: dict[str, int] = {}
        self._columns: dict[str, NDArray[Any]] = {
            f.name: np.empty((16, *getattr(table, f.name).shape[1:]), getattr(table, f.name).dtype)
            for f in fields(table)
        }

    def __len__(self) -> int:
        return len(self.slot_of)

    def add(self, table: ObservationTable) -> Int:
        """Slots of the rows of ``table``."""
        slots = np.arange(self.count, self.count + len(table))
        self.count += len(table)
        self.alive = roomier(self.alive, self.count, fill=False)
        self.alive[slots] = True
        for name, column in self._columns.items():
            wide = roomier(column, self.count, None if column.dtype == object else 0)
            wide[slots] = getattr(table, name)
            self._columns[name] = wide
        self.slot_of.update(zip(table.ids.tolist(), slots.tolist(), strict=True))
        return slots

    def drop(self, ids: set[str]) -> Int:
        """Slots, ascending, of those of ``ids`` that were held."""
        slots = np.array(sorted(s for i in ids if (s := self.slot_of.pop(i, -1)) >= 0), np.int64)
        self.alive[slots] = False
        return slots

    def in_order(self, slots: Int) -> Int:
        """``slots`` in canonical order."""
        return slots[sort_by(self._columns["seq"][slots], self._columns["ids"][slots])]

    def ids(self, slots: Int) -> list[ObservationId]:
        """Their ids, also of those that are gone."""
        return list(self._columns["ids"][slots])

    def take(self, slots: Int) -> ObservationTable:
        """Their rows."""
        return ObservationTable(**{name: column[slots] for name, column in self._columns.items()})
