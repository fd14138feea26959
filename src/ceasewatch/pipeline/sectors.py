"""Sectors that a question may be about: first-level units, and zones of the packs."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final

import numpy as np
import shapely

from ceasewatch.coverage import Grid, grid
from ceasewatch.geo.geodesic import polygon_area_m2
from ceasewatch.model import to_us
from ceasewatch.model.errors import NotFoundError
from ceasewatch.pipeline.mission import MissionFolder

MOST_CELLS: Final = 400
FINEST_M: Final = 500.0


@dataclass(frozen=True, slots=True)
class Sector:
    """A named outline in degrees.

    Attributes:
        unit: whether it is a first-level unit; else it is a zone of a pack.
    """

    name: str
    shape: shapely.Polygon | shapely.MultiPolygon
    unit: bool

    def cells(self, step_m: float = 0.0, *, most: int = MOST_CELLS) -> Grid:
        """Cells of ``step_m``; by default as fine as about ``most`` cells allow, and not finer than 500 m."""
        return grid(self.shape, step_m or max(FINEST_M, float(np.sqrt(polygon_area_m2(self.shape) / most))))


def sector(folder: MissionFolder, name: str, at: datetime) -> Sector:
    """The unit (in any spelling) or the zone (by id) of that name.

    Args:
        folder: the mission.
        name: of a first-level unit, or id of a zone.
        at: zones as they are drawn at this moment.

    Raises:
        NotFoundError: there is none with an outline.
    """
    areas = folder.areas
    unit = areas.find(name) if areas else None
    shape = areas.outline(unit) if areas and unit else None
    if unit and shape is not None:
        return Sector(unit, shape, unit=True)
    found = zones(folder, at)
    for one in found:
        if name.casefold() == one.name.casefold():
            return one
    known = [*(areas.names if areas else ()), *(z.name for z in found)]
    raise NotFoundError(
        f"no sector {name!r} with an outline", todo=f"there are: {', '.join(known)}" if known else "give outlines"
    )


def units(folder: MissionFolder) -> tuple[Sector, ...]:
    """All first-level units that have an outline."""
    areas = folder.areas
    outlines = [(n, areas.outline(n)) for n in areas.names] if areas else []
    return tuple(Sector(n, shape, unit=True) for n, shape in outlines if shape is not None)


def zones(folder: MissionFolder, at: datetime) -> tuple[Sector, ...]:
    """Zones of all packs as they are drawn at ``at``, named by their ids."""
    at_us = to_us(at)
    return tuple(
        Sector(figure.id, shapely.Polygon(np.column_stack([v.lon, v.lat])), unit=False)
        for pack in folder.packs
        for figure in pack.zones.values()
        for v in figure.versions
        if v.from_us <= at_us < v.to_us
    )
