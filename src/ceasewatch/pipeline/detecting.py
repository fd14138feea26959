"""What would have been seen in each first-level unit: the ground on which effort is called adequate."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Final

import numpy as np

from ceasewatch.geo.geodesic import distance_to_line_m
from ceasewatch.model import Coverage, CoverageState, Kind, TimeInterval, to_us
from ceasewatch.pipeline.mission import MissionFolder

if TYPE_CHECKING:
    from ceasewatch.coverage import Grid
    from ceasewatch.pipeline.sectors import Sector

BAND_M: Final = 15_000.0
"""In a unit that a line of a pack passes through, violations are expected within this distance of the line; assumed, as
wide as the withdrawal of heavy weapons under the Memorandum of 19 September 2014."""

SUPPOSED: Final = (Kind.explosion, "mortar_82")
"""The supposed violation: one explosion of an 82 mm mortar round; our convention."""

_SEES: Final = frozenset({CoverageState.observing, CoverageState.degraded})


class UnitDetectability:
    """Detectability by unit for one mission; implements :class:`ceasewatch.release.effort.Detecting`."""

    def __init__(self, folder: MissionFolder) -> None:
        self._folder = folder

    def p_seen(self, coverage: Sequence[Coverage], period: TimeInterval) -> Mapping[str, float]:
        """By unit, over the period: mean probability that the supposed violation would have been seen.

        A unit is left out where it has no outline, or where somebody watched from a place that nobody wrote down.
        """
        told = _placed(coverage, period)
        if self._folder.areas is None or not told:
            return {}
        from ceasewatch.coverage import watching
        from ceasewatch.pipeline.sectors import units
        from ceasewatch.pipeline.watching import book, looked, question

        watch = watching(book(self._folder, coverage, period))
        like = question(*SUPPOSED)
        return {
            unit.name: looked(_cells(self._folder, unit, period.end), watch, period, like, count=FEW).p_sector[0]
            for unit in units(self._folder)
            if unit.name in told
        }


FEW: Final = 8
"""A day is looked at so many times here, in cells of about a hundredth of the unit."""
CELLS: Final = 100


def _placed(coverage: Sequence[Coverage], period: TimeInterval) -> frozenset[str]:
    """Areas in which all who saw something have a position."""
    from ceasewatch.coverage.ledger import ledger

    mine = [c for c in coverage if c.area_name and c.state in _SEES and c.interval.overlaps(period)]
    places = ledger(mine)
    unplaced = set(places.area[np.isnan(places.lat)])
    return frozenset(set(places.area) - unplaced)


def _cells(folder: MissionFolder, unit: Sector, at: datetime) -> Grid:
    """Cells of the unit; those near a line of a pack have all the weight where there are any."""
    from ceasewatch.coverage.maps import weighted

    cells = unit.cells(most=CELLS)
    at_us = to_us(at)
    lines = [
        v
        for pack in folder.packs
        for figure in pack.lines.values()
        for v in figure.versions
        if v.from_us <= at_us < v.to_us
    ]
    if not lines:
        return cells
    away = np.min([distance_to_line_m(cells.lat, cells.lon, v.lat, v.lon) for v in lines], axis=0)
    near = away <= BAND_M
    return weighted(cells, near.astype(np.float64)) if near.any() else cells
