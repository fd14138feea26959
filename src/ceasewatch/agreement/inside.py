"""Probability that an uncertain place lies inside a zone, nearer to a line than a distance, or on a side of it.

With s(x) the signed distance of x from the boundary (negative inside), the drawn boundary off by a normal error of
standard deviation u, and x distributed as the incident's place:

    P(inside) = E_x [ Phi(-s(x) / u) ]

s at the centre is geodesic. Around it x takes 128 points of its distribution (a Gaussian as a golden-angle spiral of
equal probabilities; sectors and areas by ``geo.sample``); their distances are taken on the azimuthal equidistant plane
of the centre, which is off by less than r**3 / (6 R**2): 0.1 m at 25 km, 11 m at 140 km. Where the place is five
times better known than the boundary, the boundary is straight on its scale and P = Phi(-s / hypot(u, sigma)) to 0.005.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import shapely
from numpy.typing import NDArray
from scipy.special import ndtr

from ceasewatch.agreement.places import Figure, Version
from ceasewatch.geo.geodesic import distance_to_line_m, point_in_polygon, to_plane
from ceasewatch.geo.sample import sample_points
from ceasewatch.model.table import PLACE_KINDS, IncidentTable, Int, Real

SAMPLES: Final = 128
_SURE: Final = 6.0
_SHARP: Final = 5.0
_BLOCK: Final = 4_000_000
_POINT: Final = PLACE_KINDS.index("point")
_M_PER_DEG: Final = 111_195.0


@dataclass(frozen=True, slots=True)
class Boundary:
    """A zone's outline (``within_m`` 0), the band nearer than ``within_m`` to a line, or a party's side of a line."""

    figure: Figure
    within_m: float = 0.0
    party: str = ""


@dataclass(frozen=True, slots=True)
class Measured:
    """Of n incidents with respect to one figure.

    Attributes:
        version: index of the geometry that was in force when each began; -1 if none.
        centre_m: geodesic distance of the centre of the place, negative inside an outline; NaN if nobody can tell.
        left: the centre lies left of the line as it is drawn; False for figures that say nothing of sides.
    """

    version: Int
    centre_m: Real
    left: NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Location:
    """Of n incidents with respect to one boundary.

    Attributes:
        p: probability of being inside; NaN where the place is not known or no version was in force.
        centre_m: geodesic distance of the centre to the outline (negative inside) or the line (negative on the
            party's side, where that is asked).
        version: index of the geometry that was in force; -1 if none.
        rows: (u,) incidents, ascending, for which it depends on where in its place each was.
        at: (u, SAMPLES) probability at each point of these places.
    """

    p: Real
    centre_m: Real
    version: Int
    rows: Int
    at: Real


def measure(incidents: IncidentTable, figure: Figure) -> Measured:
    """How far the centres of the incidents' places are from a figure."""
    n = len(incidents)
    centre, left = np.full(n, np.nan), np.zeros(n, bool)
    version = figure.in_force(incidents.start_us)
    for index, geometry in enumerate(figure.versions):
        rows = np.flatnonzero((version == index) & np.isfinite(incidents.lat))
        if len(rows):
            places, which = np.unique(
                np.stack([incidents.lat[rows], incidents.lon[rows]]), axis=1, return_inverse=True
            )  # fmt: skip
            distance = _distance(places[0], places[1], geometry.lat, geometry.lon)
            if figure.closed:
                distance = np.where(point_in_polygon(places[0], places[1], _polygon(geometry)), -distance, distance)
            centre[rows] = distance[which.ravel()]
            if geometry.note.left:
                left[rows] = _beside(places[0], places[1], geometry)[which.ravel()]
    return Measured(version=version, centre_m=centre, left=left)


def locate(incidents: IncidentTable, boundary: Boundary, measured: Measured | None = None) -> Location:
    """Where the incidents' places lie; each against the geometry in force when it began.

    ``measured`` is what :func:`measure` found of the boundary's figure, if somebody has asked already.
    """
    known = measured or measure(incidents, boundary.figure)
    p, centre = np.full(len(incidents), np.nan), known.centre_m.copy()
    open_, at = [np.zeros(0, np.int64)], [np.zeros((0, SAMPLES))]
    for index, geometry in enumerate(boundary.figure.versions):
        rows = np.flatnonzero((known.version == index) & np.isfinite(incidents.lat))
        if boundary.party:
            own = known.left[rows] == (geometry.note.left == boundary.party)
            centre[rows] = np.where(own, -centre[rows], centre[rows])
        if len(rows):
            p[rows], spread, share = _probability(incidents, rows, geometry, boundary, centre[rows])
            open_.append(spread)
            at.append(share)
    order = np.argsort(rows := np.concatenate(open_), kind="stable")
    return Location(p=p, centre_m=centre, version=known.version, rows=rows[order], at=np.concatenate(at)[order])


def _beside(lat: Real, lon: Real, version: Version) -> NDArray[np.bool_]:
    """Whether each position is left of the line; a rough plane around each tells the side of the nearest leg."""
    block, out = max(1, _BLOCK // len(version.lat)), []
    for k in range(0, len(lat), block):
        cos = np.cos(np.radians(lat[k : k + block]))[:, None]
        vx = (version.lon - lon[k : k + block, None]) * cos * _M_PER_DEG
        vy = (version.lat - lat[k : k + block, None]) * _M_PER_DEG
        origin = np.zeros((len(vx), 1))
        out.append(_left(origin, origin, vx, vy)[:, 0])
    return np.concatenate(out)


def _left(px: Real, py: Real, vx: Real, vy: Real) -> NDArray[np.bool_]:
    """(m, s) whether points lie to the left of the line as it is drawn.

    The nearest leg tells. Where two legs are as near (their common vertex is nearest), that which is seen at the
    greater angle does.
    """
    squared = _to_segments(px, py, vx, vy)
    ax, ay = vx[:, None, :-1], vy[:, None, :-1]
    dx, dy = np.diff(vx, axis=1)[:, None, :], np.diff(vy, axis=1)[:, None, :]
    length = np.hypot(dx, dy)
    across = (dx * (py[:, :, None] - ay) - dy * (px[:, :, None] - ax)) / np.where(length > 0, length, 1.0)
    near = squared <= squared.min(axis=2, keepdims=True) * (1.0 + 1e-9) + 1e-6
    leg = np.argmax(np.where(near, np.abs(across), -1.0), axis=2)
    left: NDArray[np.bool_] = np.take_along_axis(across, leg[:, :, None], axis=2)[:, :, 0] > 0
    return left


def _polygon(version: Version) -> shapely.Polygon:
    return shapely.Polygon(np.column_stack([version.lon, version.lat]))


def _distance(lat: Real, lon: Real, line_lat: Real, line_lon: Real) -> Real:
    """Geodesic distance to the line: a rough plane finds the leg, the ellipsoid measures it and its neighbours."""
    out = np.empty(len(lat))
    block = max(1, _BLOCK // len(line_lat))
    nearest = np.concatenate(
        [_nearest_leg(lat[k : k + block], lon[k : k + block], line_lat, line_lon) for k in range(0, len(lat), block)]
    )
    for leg in np.unique(nearest).tolist():
        rows = np.flatnonzero(nearest == leg)
        near = slice(max(0, leg - 1), leg + 3)
        out[rows] = distance_to_line_m(lat[rows], lon[rows], line_lat[near], line_lon[near])
    return out


def _nearest_leg(lat: Real, lon: Real, line_lat: Real, line_lon: Real) -> Int:
    cos = np.cos(np.radians(lat))[:, None]
    x, y = (line_lon - lon[:, None]) * cos, line_lat - lat[:, None]
    nearest: Int = np.argmin(_to_segments(np.zeros((len(lat), 1)), np.zeros((len(lat), 1)), x, y)[:, 0], axis=1)
    return nearest


def _to_segments(px: Real, py: Real, vx: Real, vy: Real) -> Real:
    """(m, s, legs) planar squared distances of (m, s) points to the legs between (m, v) vertices."""
    ax, ay = vx[:, None, :-1], vy[:, None, :-1]
    dx, dy = np.diff(vx, axis=1)[:, None, :], np.diff(vy, axis=1)[:, None, :]
    rx, ry = px[:, :, None] - ax, py[:, :, None] - ay
    length = dx * dx + dy * dy
    along = np.clip((rx * dx + ry * dy) / np.where(length > 0, length, 1.0), 0.0, 1.0)
    squared: Real = (rx - along * dx) ** 2 + (ry - along * dy) ** 2
    return squared


def _probability(
    incidents: IncidentTable, rows: Int, version: Version, boundary: Boundary, centre: Real
) -> tuple[Real, Int, Real]:
    """Probabilities of ``rows``; those of them that depend on the point, with the probability at each."""
    t = incidents
    signed = centre - boundary.within_m
    half = (t.var_ee[rows] + t.var_nn[rows]) / 2
    sigma = np.sqrt(half + np.sqrt(((t.var_ee[rows] - t.var_nn[rows]) / 2) ** 2 + t.var_en[rows] ** 2))
    p = (signed < 0).astype(np.float64)
    near = np.abs(signed) < _SURE * np.hypot(sigma, version.sigma_m)
    sharp = sigma * _SHARP <= version.sigma_m
    straight = np.flatnonzero(near & sharp)
    p[straight] = ndtr(-signed[straight] / np.hypot(np.sqrt(half[straight]), version.sigma_m))
    open_ = np.flatnonzero(near & ~sharp)
    at = np.empty((len(open_), SAMPLES))
    block = max(1, _BLOCK // (SAMPLES * len(version.lat)))
    for start in range(0, len(open_), block):
        part = slice(start, start + block)
        at[part] = _sampled(incidents, rows[open_[part]], version, boundary)
    p[open_] = at.mean(axis=1)
    return p, rows[open_], at


def _sampled(incidents: IncidentTable, rows: Int, version: Version, boundary: Boundary) -> Real:
    px, py = _spread(incidents, rows)
    vx, vy = (
        np.stack(c)
        for c in zip(
            *(to_plane(incidents.lat[r], incidents.lon[r], version.lat, version.lon) for r in rows), strict=True
        )
    )
    distance = np.sqrt(_to_segments(px, py, vx, vy).min(axis=2))
    if boundary.figure.closed:
        distance = np.where(_within(px, py, vx, vy), -distance, distance)
    elif boundary.party:
        distance = np.where(_left(px, py, vx, vy) == (version.note.left == boundary.party), -distance, distance)
    signed = distance - boundary.within_m
    share: Real = ndtr(-signed / version.sigma_m) if version.sigma_m > 0 else (signed < 0).astype(np.float64)
    return share


def _within(px: Real, py: Real, vx: Real, vy: Real) -> NDArray[np.bool_]:
    """Even-odd rule for (m, s) points in the outlines with (m, v) vertices."""
    ax, ay, bx, by = vx[:, None, :-1], vy[:, None, :-1], vx[:, None, 1:], vy[:, None, 1:]
    y = py[:, :, None]
    straddles = (ay > y) != (by > y)
    rise = np.where(by == ay, 1.0, by - ay)
    odd: NDArray[np.bool_] = (straddles & (px[:, :, None] < (bx - ax) * (y - ay) / rise + ax)).sum(axis=2) % 2 == 1
    return odd


def _spiral() -> tuple[Real, Real]:
    k = np.arange(SAMPLES)
    radius = np.sqrt(-2.0 * np.log1p(-(k + 0.5) / SAMPLES))
    angle = k * np.pi * (3.0 - np.sqrt(5.0))
    return radius * np.cos(angle), radius * np.sin(angle)


def _spread(incidents: IncidentTable, rows: Int) -> tuple[Real, Real]:
    """(m, SAMPLES) points of each place on the plane of its centre, metres east and north."""
    a, b = _spiral()
    ee, en, nn = (c[rows][:, None] for c in (incidents.var_ee, incidents.var_en, incidents.var_nn))
    along = np.sqrt(ee)
    across = np.where(along > 0, en / np.where(along > 0, along, 1.0), 0.0)
    px, py = along * a, across * a + np.sqrt(np.maximum(0.0, nn - across**2)) * b
    first = incidents.members.row[incidents.members.offsets[rows]]
    shaped = (incidents.reports[rows] == 1) & (incidents.observations.place_kind[first] != _POINT)
    for k in np.flatnonzero(shaped).tolist():
        points = sample_points(incidents.observations.rows[first[k]].place, SAMPLES)
        if points is not None:
            px[k], py[k] = to_plane(incidents.lat[rows[k]], incidents.lon[rows[k]], *points)
    return px, py
