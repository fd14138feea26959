"""Cells: where something was, as coarse as the tier and the uncertainty of the place ask for.

A coarse cell is always the H3 parent of the fine cell, so it is a function of the fine cell alone: who holds both
releases knows no more than who holds the fine one (handbook 8, scenario 15). H3 cells do not nest exactly in the
plane, hence the hierarchy decides, never the position.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Protocol

import h3.api.basic_int as h3
import numpy as np
from numpy.typing import ArrayLike, NDArray

from ceasewatch.geo.cells import cell_of
from ceasewatch.model import Release
from ceasewatch.model.ids import IncidentId
from ceasewatch.release.policy import FINE, HOLDS_M

Pins = Mapping[IncidentId, tuple[int, ...]]
"""Cells that earlier releases showed for an incident."""


class Outlines(Protocol):
    """Names the first-level units at positions (``geo.areas.AreaIndex`` does)."""

    def areas_at(self, lat: ArrayLike, lon: ArrayLike, /) -> NDArray[np.object_]:
        """Names for points (n,); empty outside all units."""
        ...


def fine_cell(lat: float, lon: float) -> int:
    """The cell of 1 km and more that holds a position in degrees."""
    return cell_of(lat, lon, FINE)


def coarsen(cell: int, resolution: int) -> int:
    """The ancestor of ``cell`` at ``resolution``; ``cell`` itself where it is as coarse already."""
    return int(h3.cell_to_parent(cell, min(resolution, resolution_of(cell))))


def resolution_of(cell: int) -> int:
    """H3 resolution of a cell."""
    return int(h3.get_resolution(cell))


def resolution_for(radius_m: float, finest: int) -> int | None:
    """The finest resolution, at most ``finest``, whose cells are not finer than what is known of the place."""
    return next((r for r, holds_m in HOLDS_M if r <= finest and radius_m <= holds_m), None)


def centre(cell: int) -> tuple[float, float]:
    """Latitude and longitude of the cell's centre in degrees, to 1e-4."""
    lat, lon = h3.cell_to_latlng(cell)
    return round(lat, 4), round(lon, 4)


def outline(cell: int) -> list[tuple[float, float]]:
    """Corners as (longitude, latitude), closed, to 1e-4 degrees."""
    corners = [(round(lon, 4), round(lat, 4)) for lat, lon in h3.cell_to_boundary(cell)]
    return [*corners, corners[0]]


def text(cell: int) -> str:
    """As H3 writes a cell, hexadecimal."""
    return str(h3.int_to_str(cell))


def parse(cell: str) -> int:
    """The inverse of :func:`text`."""
    return int(h3.str_to_int(cell))


def units_of(cells: Sequence[int], areas: Outlines) -> dict[int, str]:
    """First-level unit of each cell: that of its centre, else the one that most of its children lie in.

    It is a function of the cell alone: the unit of the position, joined with the cell, could leave a sliver.
    """
    found = dict(zip(cells, _names([h3.cell_to_latlng(c) for c in cells], areas), strict=True))
    for cell in [c for c, name in found.items() if not name]:
        names = [n for n in _names([h3.cell_to_latlng(c) for c in h3.cell_to_children(cell)], areas) if n]
        found[cell] = min(names, key=lambda n: (-names.count(n), n), default="")
    return found


def _names(positions: Sequence[tuple[float, float]], areas: Outlines) -> list[str]:
    if not positions:
        return []
    lat, lon = np.array(positions, np.float64).T
    return [str(name) for name in areas.areas_at(lat, lon)]


def pins_of(releases: Iterable[Release]) -> dict[IncidentId, tuple[int, ...]]:
    """Cells that ``releases``, oldest first, have shown; a correction replaces what it corrects."""
    pins: dict[IncidentId, dict[int, int]] = {}
    for release in releases:
        for incident, cell in release.cells:
            number = parse(cell)
            pins.setdefault(incident, {})[resolution_of(number)] = number
    return {incident: tuple(cells.values()) for incident, cells in pins.items()}


def kept(pins: tuple[int, ...], resolution: int) -> int | None:
    """The cell already shown at ``resolution``, or the parent of the finest one shown; ``None`` if neither."""
    finer = [cell for cell in pins if resolution_of(cell) >= resolution]
    if not finer:
        return None
    same = [cell for cell in finer if resolution_of(cell) == resolution]
    return same[0] if same else coarsen(max(finer, key=resolution_of), resolution)
