"""Probability that an uncertain place lies inside a zone, nearer to a line than a distance, or on a side of it.

With s(x) the signed distance of x from the boundary (negative inside), the drawn boundary off by a normal error of
standard deviation u, and x distributed as the incident's place:

    P(inside) = E_x [ Phi(-s(x) / u) ]

s at the centre is geodesic. Around it x takes 64 points of its distribution (P to 0.006); how much nearer they are is
told on a plane around the centre (middle-latitude formula, 0.2% of the way). Where the place is five times better known
than the boundary, the boundary is straight on its scale and P = Phi(-s / hypot(u, sigma)) to 0.005.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from scipy.special import ndtr

from ceasewatch.agreement.places import Figure
from ceasewatch.agreement.ruler import Ruler
from ceasewatch.agreement.spread import SAMPLES, Points
from ceasewatch.model.table import IncidentTable, Int, Real

_SURE: Final = 6.0
_SHARP: Final = 5.0
_ROUGH: Final = 3e-3
_FINE: Final = 1e-3
"""What the distance may be off, as a share of the six standard deviations about the boundary: P to 0.003."""


@dataclass(frozen=True, slots=True)
class Boundary:
    """A zone's outline (``within_m`` 0), the band nearer than ``within_m`` to a line, or a party's side of a line."""

    figure: Figure
    within_m: float = 0.0
    party: str = ""


@dataclass(frozen=True, slots=True)
class Location:
    """Of m incidents with respect to one boundary.

    Attributes:
        p: (m,) probability of being inside; NaN where the place is not known or no version was in force.
        open: (u,) which of the m, ascending, for which it depends on where in its place each was.
        at: (u, SAMPLES) probability at each point of these places.
    """

    p: Real
    open: Int
    at: Points


def locate(
    incidents: IncidentTable, boundary: Boundary, rows: Int | None = None, ruler: Ruler | None = None
) -> Location:
    """Where the places of the incidents ``rows`` (all, if not given) lie. ``ruler`` is one laid at the figure."""
    rows = np.arange(len(incidents)) if rows is None else rows
    ruler = ruler or Ruler(incidents, boundary.figure)
    half, sigma = _sigma(incidents, rows)
    drawn = _drawn(boundary.figure, ruler.version[rows])
    blur = _SURE * np.hypot(sigma, drawn)
    # a side is asked of all, however far they are from the line
    reach = np.full(len(rows), np.inf) if boundary.party else boundary.within_m + 1.01 * blur + 1.0
    centre = ruler.centres(rows, reach)
    sign = _signs(boundary, ruler, rows)
    signed = sign * np.abs(centre) - boundary.within_m if boundary.party else centre - boundary.within_m
    off = _ROUGH * np.where(np.isfinite(centre), np.abs(centre), 0.0) + 1.0
    near = np.flatnonzero(np.abs(signed) < blur + off)
    told = near[off[near] > _FINE * blur[near]]
    exact = ruler.exact(rows[told])
    signed[told] = (sign[told] * np.abs(exact) if boundary.party else exact) - boundary.within_m
    p = np.where(np.isnan(signed), np.nan, (signed < 0).astype(np.float64))
    sharp = sigma[near] * _SHARP <= drawn[near]
    straight, open_ = near[sharp], near[~sharp]
    p[straight] = ndtr(-signed[straight] / np.hypot(np.sqrt(half[straight]), drawn[straight]))
    at = _at_points(boundary, ruler, rows[open_], drawn[open_])
    p[open_] = at.mean(axis=1, dtype=np.float64)
    return Location(p=p, open=open_, at=at)


def _sigma(t: IncidentTable, rows: Int) -> tuple[Real, Real]:
    """Half the trace of each place's covariance, and its greatest standard deviation."""
    ee, en, nn = t.var_ee[rows], t.var_en[rows], t.var_nn[rows]
    half = (ee + nn) / 2
    return half, np.sqrt(half + np.sqrt(((ee - nn) / 2) ** 2 + en**2))


def _drawn(figure: Figure, version: Int) -> Real:
    """Standard deviation of the drawn figure about the true one."""
    sigmas = np.array([*(v.sigma_m for v in figure.versions), 0.0])
    drawn: Real = sigmas[version]
    return drawn


def _signs(boundary: Boundary, ruler: Ruler, rows: Int) -> Real:
    """-1 on the party's own side, 1 on the other; 1 if the boundary asks for no side."""
    if not boundary.party:
        return np.ones(len(rows))
    own = ruler.left(rows) == _party_left(boundary, ruler.version[rows])
    return np.where(own, -1.0, 1.0)


def _party_left(boundary: Boundary, version: Int) -> np.ndarray[tuple[int, ...], np.dtype[np.bool_]]:
    lefts = np.array([*(v.note.left == boundary.party for v in boundary.figure.versions), False])
    return lefts[version]


def _at_points(boundary: Boundary, ruler: Ruler, rows: Int, drawn: Real) -> Points:
    """(u, SAMPLES) probability that each point of each place is inside."""
    if not len(rows):
        return np.zeros((0, SAMPLES), np.float32)
    distance = ruler.points(rows, sides=bool(boundary.party))
    if boundary.party:
        distance = np.where(_party_left(boundary, ruler.version[rows])[:, None], distance, -distance)
    narrow = (-1.0 / np.maximum(drawn, 1e-6)).astype(np.float32)[:, None]
    at: Points = ndtr((distance - np.float32(boundary.within_m)) * narrow)
    return at
