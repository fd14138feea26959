"""The one loop over events and sites: how strongly each site receives each event, and whether it reports it.

    p = available * top * logistic((level(r) + wind - threshold) / width)

and 0 beyond the reach or outside the field of view.

``level`` is in dB (kilometres for ``HORIZON``) and follows one of five laws:

* RAY: source - decade log10(r / km) - loss r: light, and waves in the ground;
* BLAST: Kinney and Graham's peak level - loss r;
* HORIZON: horizon of the event's antenna + horizon of the site's - r;
* INFRASOUND: Kinney and Graham's peak level + 20 log10 of what Le Pichon et al. (2012) leave beside spreading;
* AREA: source, whatever the distance.

Distances are along a great circle of the mean radius, from chords of unit vectors: good to 0.5%.
"""

from __future__ import annotations

from enum import IntEnum
from typing import Final

import numpy as np

from ceasewatch.geo.geodesic import EARTH_RADIUS_M
from ceasewatch.model.compiled import compiled, inner
from ceasewatch.model.table import Int, Real
from ceasewatch.observers.elementary import fast_exp, fast_log
from ceasewatch.observers.infrasound import kept
from ceasewatch.observers.overpressure import DB_OF_AMBIENT, squared_ratio


class Law(IntEnum):
    """How level falls with distance."""

    RAY = 0
    BLAST = 1
    HORIZON = 2
    INFRASOUND = 3
    AREA = 4


EventPart = Real
"""(n, 12): unit vector 0-2, source 3, loss 4, one over the cube root of the yield 5, beta 6 and sigma 7 of infrasound,
wind 8-10, top 11. One array, not twelve: what compiling takes grows with the number of arrays.
"""

SitePart = Real
"""(m, 9): unit vector 0-2, look 3-5, cosine of half the field 6, squared chord of the reach 7, threshold 8.

A cosine below -1 is all round.
"""

_RADIUS_KM: Final = EARTH_RADIUS_M / 1000.0
_LOG10_E: Final = 0.4342944819032518
_DB_OF_SQUARE: Final = 10.0 * _LOG10_E
_LEAST_KM: Final = 1e-3
_CERTAIN: Final = 40.0


@inner
def _near(site: SitePart, x: float, y: float, z: float, near: Int, squared: Real) -> int:
    """Writes the sites within reach that look this way, and their squared chords; returns how many they are."""
    k = 0
    for j in range(site.shape[0]):
        dx, dy, dz = site[j, 0] - x, site[j, 1] - y, site[j, 2] - z
        d2 = dx * dx + dy * dy + dz * dz
        if d2 > site[j, 7]:
            continue
        half = site[j, 6]
        if half > -1.0 and -(dx * site[j, 3] + dy * site[j, 4] + dz * site[j, 5]) < half * np.sqrt(d2):
            continue
        near[k], squared[k] = j, d2
        k += 1
    return k


@inner
def _levels(law: int, event: EventPart, i: int, decade: float, km: Real, level: Real, k: int) -> None:
    """Level of event i at the first ``k`` distances; one loop for each form, so that each is vectorised."""
    source, loss, inverse_root = event[i, 3], event[i, 4], event[i, 5]
    if law == 1:
        for j in range(k):
            square = squared_ratio(1000.0 * km[j], inverse_root)
            level[j] = source + DB_OF_AMBIENT + _DB_OF_SQUARE * fast_log(square) - loss * km[j]
    elif law == 3:
        kept(km, level, k, loss, event[i, 6], event[i, 7])
        for j in range(k):
            square = squared_ratio(1000.0 * km[j], inverse_root) * level[j] * level[j]
            level[j] = source + DB_OF_AMBIENT + _DB_OF_SQUARE * fast_log(square)
    elif decade != 0.0:
        for j in range(k):
            level[j] = source - decade * _LOG10_E * fast_log(km[j]) - loss * km[j]
    else:
        for j in range(k):
            level[j] = source - loss * km[j]


@inner
def _blow(event: EventPart, site: SitePart, i: int, upwind: float, near: Int, km: Real, level: Real, k: int) -> None:
    """Adds the wind's gain: its share along the path, with the upwind ratio against it, grown within the first km."""
    for j in range(k):
        s = near[j]
        dx, dy, dz = site[s, 0] - event[i, 0], site[s, 1] - event[i, 1], site[s, 2] - event[i, 2]
        along = (dx * event[i, 8] + dy * event[i, 9] + dz * event[i, 10]) * _RADIUS_KM / (km[j] + _LEAST_KM)
        level[j] += (along if along > 0.0 else upwind * along) * km[j] / (km[j] + 1.0)


@inner
def _row(
    law: int,
    event: EventPart,
    site: SitePart,
    i: int,
    upwind: float,
    decade: float,
    width: float,
    at: Int,
    room: Real,
) -> None:
    """Probability that each site, were it at work, reports event i; into the first row of ``room`` (3, m)."""
    out, km, level = room[0], room[1], room[2]
    for j in range(out.shape[0]):
        out[j] = 0.0
    top = event[i, 11]
    if top <= 0.0 or event[i, 3] == -np.inf:
        return
    k = _near(site, event[i, 0], event[i, 1], event[i, 2], at, km)
    for j in range(k):
        d2 = km[j]
        km[j] = max(_RADIUS_KM * np.sqrt(d2) * (1.0 + d2 * (1.0 / 24.0 + d2 * 3.0 / 640.0)), _LEAST_KM)
    _levels(law, event, i, decade, km, level, k)
    if upwind != 0.0 and (event[i, 8] != 0.0 or event[i, 9] != 0.0 or event[i, 10] != 0.0):
        _blow(event, site, i, upwind, at, km, level, k)
    softness = 1.0 / width
    for j in range(k):
        level[j] = min(max((site[at[j], 8] - level[j]) * softness, -_CERTAIN), _CERTAIN)
    for j in range(k):
        level[j] = top / (1.0 + fast_exp(level[j]))
    for j in range(k):
        out[at[j]] = level[j]


@compiled
def dense(law: int, event: EventPart, site: SitePart, works: Real, upwind: float, decade: float, width: float) -> Real:
    """(n, m) probabilities; ``works`` is (n, 1) or (n, m), ``width`` positive."""
    n, m = event.shape[0], site.shape[0]
    out, room, near, wide = np.empty((n, m)), np.empty((3, m)), np.empty(m, np.int64), works.shape[1] > 1
    for i in range(n):
        _row(law, event, site, i, upwind, decade, width, near, room)
        for j in range(m):
            out[i, j] = room[0, j] * works[i, j if wide else 0]
    return out
