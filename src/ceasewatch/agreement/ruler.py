"""Distances of the places of incidents from one figure, each found once, however many clauses ask how far it is."""

from __future__ import annotations

from typing import Final

import numpy as np
import shapely
from numpy.typing import NDArray

from ceasewatch.agreement.places import Figure, Version
from ceasewatch.agreement.spread import SAMPLES, Points, spread
from ceasewatch.geo.geodesic import distance_m, point_in_polygon
from ceasewatch.geo.polyline import nearest, signed_at
from ceasewatch.model.compiled import compiled
from ceasewatch.model.table import IncidentTable, Int, Real

_M_PER_DEG: Final = 110_500.0
"""The shortest degree of latitude, for lower bounds."""
_COARSE_M: Final = 100.0
"""From this uncertainty of the place on, legs of some kilometres are straight enough."""
_ROUGH: Final = 2e-3
_SHARE: Final = 0.01
"""A centre that is off by less than this share of its place's standard deviation will do for its points."""


class Ruler:
    """Laid at one figure.

    Args:
        incidents: n of them; each is measured from the geometry in force when it began.
        figure: a line or a zone.

    Attributes:
        version: (n,) index of that geometry; -1 where none was in force.
    """

    def __init__(self, incidents: IncidentTable, figure: Figure) -> None:
        n = len(incidents)
        self._incidents, self._figure = incidents, figure
        self.version = figure.in_force(incidents.start_us)
        self._asked = np.zeros(n, bool)
        self._rough, self._foot, self._left = np.full(n, np.nan), np.full((2, n), np.nan), np.zeros(n, bool)
        self._index = {sides: np.full(n, -1) for sides in (False, True)}
        self._points = {sides: np.empty((0, SAMPLES), np.float32) for sides in (False, True)}

    def centres(self, rows: Int, reach_m: Real) -> Real:
        """(m,) distances of the centres of ``rows``, good to 0.2%; negative inside an outline.

        Infinite where it is more than ``reach_m`` for certain; NaN where the place is not known or no geometry was in
        force.
        """
        out = np.where((self.version[rows] >= 0) & np.isfinite(self._incidents.lat[rows]), np.inf, np.nan)
        for index, version in enumerate(self._figure.versions):
            mine = np.flatnonzero((self.version[rows] == index) & np.isinf(out))
            mine = mine[_box_m(version, self._incidents, rows[mine]) <= reach_m[mine]]
            self._measure(rows[mine][~self._asked[rows[mine]]], version)
            out[mine] = self._rough[rows[mine]]
        return out

    def exact(self, rows: Int) -> Real:
        """(m,) geodesic distances of ``rows``, with the sign of :meth:`centres`."""
        self.centres(rows, np.full(len(rows), np.inf))
        t = self._incidents
        d = distance_m(t.lat[rows], t.lon[rows], self._foot[0, rows], self._foot[1, rows])
        out: Real = np.copysign(d, self._rough[rows])
        return out

    def left(self, rows: Int) -> NDArray[np.bool_]:
        """(m,) whether the centres, which :meth:`centres` has found, lie left of the line as it is drawn."""
        return self._left[rows]

    def points(self, rows: Int, *, sides: bool) -> Points:
        """(m, SAMPLES) signed distances of the points of the places of ``rows``, which :meth:`centres` has found.

        With ``sides``, negative to the left of the line.
        """
        index = self._index[sides]
        new = rows[index[rows] < 0]
        if len(new):
            held = self._points[sides]
            index[new] = len(held) + np.arange(len(new))
            self._points[sides] = np.concatenate([held, self._sampled(new, sides=sides)])
        found: Points = self._points[sides][index[rows]]
        return found

    def _measure(self, rows: Int, version: Version) -> None:
        if not len(rows):
            return
        lat, lon = self._incidents.lat[rows], self._incidents.lon[rows]
        found = nearest(version.fine, lat, lon)
        rough = found.rough_m
        if self._figure.closed:
            inside = point_in_polygon(lat, lon, shapely.Polygon(np.column_stack([version.lon, version.lat])))
            rough = np.where(inside, -rough, rough)
        self._rough[rows], self._left[rows], self._asked[rows] = rough, found.left, True
        self._foot[0, rows], self._foot[1, rows] = found.lat, found.lon

    def _sampled(self, rows: Int, *, sides: bool) -> Points:
        t = self._incidents
        px, py = spread(t, rows)
        out = np.empty(px.shape, np.float32)
        wide_m = np.sqrt(np.maximum(t.var_ee[rows], t.var_nn[rows]))
        centre = self._rough[rows].copy()
        fine = np.flatnonzero(np.abs(centre) * _ROUGH > _SHARE * wide_m)
        centre[fine] = self.exact(rows[fine])
        if sides:
            centre = np.where(self._left[rows], -np.abs(centre), np.abs(centre))
        wide = wide_m > _COARSE_M
        for index, version in enumerate(self._figure.versions):
            for part, line in ((wide, version.coarse), (~wide, version.fine)):
                at = np.flatnonzero(part & (self.version[rows] == index))
                asked = (t.lat[rows[at]], t.lon[rows[at]], centre[at], self._figure.closed or sides)
                _fill(line.vertices, *asked, px, py, at, out)
        return out


def _box_m(version: Version, t: IncidentTable, rows: Int) -> Real:
    """At least how far the centres are from the figure: from the box about it."""
    south, north = version.lat.min(), version.lat.max()
    middle, half = (version.lon.min() + version.lon.max()) / 2, (version.lon.max() - version.lon.min()) / 2
    lat, turn = t.lat[rows], (t.lon[rows] - middle + 180.0) % 360.0 - 180.0
    up = np.maximum(0.0, np.maximum(south - lat, lat - north))
    widest = np.maximum(np.abs(lat), max(abs(south), abs(north)))
    across = np.maximum(0.0, np.abs(turn) - half) * np.cos(np.radians(np.minimum(89.9, widest)))
    far: Real = np.maximum(up, np.where(half < 180.0, across, 0.0)) * _M_PER_DEG
    return far


@compiled
def _fill(
    vertices: Real, lat: Real, lon: Real, centre: Real, signed: bool, px: Real, py: Real, part: Int, out: Points
) -> None:
    plane, near = np.empty((len(vertices), 2)), np.empty(len(vertices), np.int64)
    for m in range(len(part)):
        k = part[m]
        signed_at(vertices, lat[m], lon[m], centre[m], signed, px[k], py[k], out[k], plane, near)
