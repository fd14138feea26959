"""Where an incident is shown: exact, in a cell, by its unit alone, or not at all, and why."""

from __future__ import annotations

from dataclasses import dataclass, field

from ceasewatch.model.ids import IncidentId
from ceasewatch.model.place import E7
from ceasewatch.release import cells
from ceasewatch.release.candidates import Candidate
from ceasewatch.release.cells import Outlines, Pins
from ceasewatch.release.policy import FORCES, Rule
from ceasewatch.release.released import NoPosition


@dataclass(frozen=True, slots=True)
class Placed:
    """A position as a tier may know it; ``cell`` is 0 for an exact place and for none."""

    area: str
    cell: int = 0
    lat_e7: int | None = None
    lon_e7: int | None = None
    radius_m: int = 0
    why_not: NoPosition = NoPosition.shown


@dataclass(frozen=True, slots=True)
class Placer:
    """Puts candidates where a rule lets them be shown; remembers the units of cells."""

    areas: Outlines | None
    pins: Pins
    corrected: frozenset[IncidentId] = frozenset()
    _units: dict[int, str] = field(default_factory=dict)

    def place(self, candidate: Candidate, rule: Rule) -> Placed:
        """The position of one candidate under one rule."""
        resolution = rule.launch_resolution if candidate.origin_of_fire else rule.resolution
        if resolution is None:
            return Placed(candidate.area, why_not=NoPosition.origin_of_fire)
        if candidate.kind in FORCES and not rule.forces:
            return Placed(candidate.area, why_not=NoPosition.force)
        if candidate.radius_m == float("inf"):
            why = NoPosition.too_wide if candidate.area else NoPosition.not_known
            return Placed(candidate.area, why_not=why)
        if resolution == 0:
            return _exact(candidate)
        return self._in_cell(candidate, resolution)

    def _in_cell(self, candidate: Candidate, finest: int) -> Placed:
        resolution = cells.resolution_for(candidate.radius_m, finest)
        pins = () if candidate.id in self.corrected else self.pins.get(candidate.id, ())
        if resolution is None:
            return Placed(candidate.area, why_not=NoPosition.too_wide)
        shown = cells.kept(pins, resolution)
        cell = shown or cells.coarsen(cells.fine_cell(candidate.lat, candidate.lon), resolution)
        lat, lon = cells.centre(cell)
        return Placed(self._unit(cell, candidate.area), cell, round(lat * E7), round(lon * E7))

    def _unit(self, cell: int, own: str) -> str:
        if self.areas is None:
            return own
        if cell not in self._units:
            self._units[cell] = cells.area_of(cell, self.areas)
        return self._units[cell] or own


def _exact(candidate: Candidate) -> Placed:
    return Placed(
        candidate.area,
        lat_e7=round(candidate.lat * E7),
        lon_e7=round(candidate.lon * E7),
        radius_m=round(candidate.radius_m),
    )
