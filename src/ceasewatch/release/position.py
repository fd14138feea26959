"""Where an incident is shown: exact, in a cell, by its unit alone, or not at all, and why."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

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
    """Puts candidates where a rule lets them be shown."""

    areas: Outlines | None
    pins: Pins
    corrected: frozenset[IncidentId] = frozenset()

    def place_all(self, candidates: Sequence[Candidate], rules: Sequence[Rule]) -> list[Placed]:
        """The positions of candidates, each under its rule; a cell comes with the unit of the cell."""
        placed = [self.place(c, rule) for c, rule in zip(candidates, rules, strict=True)]
        if self.areas is None:
            return placed
        units = cells.units_of(sorted({p.cell for p in placed if p.cell}), self.areas)
        return [replace(p, area=units[p.cell] or p.area) if p.cell else p for p in placed]

    def place(self, candidate: Candidate, rule: Rule) -> Placed:
        """The position of one candidate under one rule, with the candidate's own unit."""
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
        return Placed(candidate.area, cell, round(lat * E7), round(lon * E7))


def _exact(candidate: Candidate) -> Placed:
    return Placed(
        candidate.area,
        lat_e7=round(candidate.lat * E7),
        lon_e7=round(candidate.lon * E7),
        radius_m=round(candidate.radius_m),
    )
