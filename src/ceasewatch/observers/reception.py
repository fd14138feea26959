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
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

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


EventPart = tuple[Real, Real, Real, Real, Real, Real]
"""Of n events: unit vectors (n, 3), source, loss, shape (n, 3), wind (n, 3), top.

Shape is one over the cube root of the yield, then beta and sigma of infrasound.
"""

SitePart = tuple[Real, Real, Real, Real, Real]
"""Of m sites: unit vectors (m, 3), look (m, 3), cosine of half the field, squared chord of the reach, threshold.

A cosine below -1 is all round.
"""

Room = tuple[Real, Int, Real, Real]
"""Working arrays (m,): result, sites within reach, their distance, their level."""

_RADIUS_KM: Final = EARTH_RADIUS_M / 1000.0
_LOG10_E: Final = 0.4342944819032518
_DB_OF_SQUARE: Final = 10.0 * _LOG10_E
_LEAST_KM: Final = 1e-3
_CERTAIN: Final = 40.0


@inner
def _near(site: SitePart, x: float, y: float, z: float, near: Int, squared: Real) -> int:
    """Writes the sites within reach that look this way, and their squared chords; returns how many they are."""
    stand, look, half, reach2, _ = site
    k = 0
    for j in range(stand.shape[0]):
        dx, dy, dz = stand[j, 0] - x, stand[j, 1] - y, stand[j, 2] - z
        d2 = dx * dx + dy * dy + dz * dz
        if d2 > reach2[j]:
            continue
        if half[j] > -1.0 and -(dx * look[j, 0] + dy * look[j, 1] + dz * look[j, 2]) < half[j] * np.sqrt(d2):
            continue
        near[k], squared[k] = j, d2
        k += 1
    return k


@inner
def _levels(law: int, event: EventPart, i: int, decade: float, km: Real, level: Real, k: int) -> None:
    """Level of event i at the first ``k`` distances; one loop for each form, so that each is vectorised."""
    source, loss, inverse_root = event[1][i], event[2][i], event[3][i, 0]
    if law == 1:
        for j in range(k):
            square = squared_ratio(1000.0 * km[j], inverse_root)
            level[j] = source + DB_OF_AMBIENT + _DB_OF_SQUARE * fast_log(square) - loss * km[j]
    elif law == 3:
        kept(km, level, k, loss, event[3][i, 1], event[3][i, 2])
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
    at, wind, stand = event[0], event[4], site[0]
    for j in range(k):
        s = near[j]
        dx, dy, dz = stand[s, 0] - at[i, 0], stand[s, 1] - at[i, 1], stand[s, 2] - at[i, 2]
        along = (dx * wind[i, 0] + dy * wind[i, 1] + dz * wind[i, 2]) * _RADIUS_KM / (km[j] + _LEAST_KM)
        level[j] += (along if along > 0.0 else upwind * along) * km[j] / (km[j] + 1.0)


@inner
def _row(
    law: int, event: EventPart, site: SitePart, i: int, upwind: float, decade: float, width: float, room: Room
) -> None:
    """Probability that each site, were it at work, reports event i; into the first array of ``room``."""
    out, near, km, level = room
    for j in range(out.shape[0]):
        out[j] = 0.0
    top, wind, bar = event[5][i], event[4], site[4]
    if top <= 0.0 or event[1][i] == -np.inf:
        return
    k = _near(site, event[0][i, 0], event[0][i, 1], event[0][i, 2], near, km)
    for j in range(k):
        d2 = km[j]
        km[j] = max(_RADIUS_KM * np.sqrt(d2) * (1.0 + d2 * (1.0 / 24.0 + d2 * 3.0 / 640.0)), _LEAST_KM)
    _levels(law, event, i, decade, km, level, k)
    if upwind != 0.0 and (wind[i, 0] != 0.0 or wind[i, 1] != 0.0 or wind[i, 2] != 0.0):
        _blow(event, site, i, upwind, near, km, level, k)
    softness = 1.0 / width
    for j in range(k):
        level[j] = min(max((bar[near[j]] - level[j]) * softness, -_CERTAIN), _CERTAIN)
    for j in range(k):
        level[j] = top / (1.0 + fast_exp(level[j]))
    for j in range(k):
        out[near[j]] = level[j]


@inner
def _room(m: int) -> Room:
    return np.empty(m, np.float64), np.empty(m, np.int64), np.empty(m, np.float64), np.empty(m, np.float64)


@compiled
def dense(law: int, event: EventPart, site: SitePart, works: Real, upwind: float, decade: float, width: float) -> Real:
    """(n, m) probabilities; ``works`` is (n, 1) or (n, m), ``width`` positive."""
    out = np.empty((event[0].shape[0], site[0].shape[0]))
    wide, room = works.shape[1] > 1, _room(out.shape[1])
    for i in range(out.shape[0]):
        _row(law, event, site, i, upwind, decade, width, room)
        for j in range(out.shape[1]):
            out[i, j] = room[0][j] * works[i, j if wide else 0]
    return out


@compiled
def sparse(
    law: int, event: EventPart, site: SitePart, works: Real, upwind: float, decade: float, width: float, least: float
) -> tuple[Int, Int, Real]:
    """The pairs of which the probability exceeds ``least``, in order: event, site, probability."""
    n, m = event[0].shape[0], site[0].shape[0]
    wide, k, room = works.shape[1] > 1, 0, _room(m)
    rows, columns, chance = np.empty(1024, np.int64), np.empty(1024, np.int64), np.empty(1024, np.float64)
    for i in range(n):
        if k + m > rows.shape[0]:
            size = 2 * rows.shape[0] + m
            rows, columns, chance = _longer(rows, size), _longer(columns, size), _longer(chance, size)
        _row(law, event, site, i, upwind, decade, width, room)
        for j in range(m):
            p = room[0][j] * works[i, j if wide else 0]
            if p > least:
                rows[k], columns[k], chance[k] = i, j, p
                k += 1
    return rows[:k], columns[:k], chance[:k]


@inner
def _longer(values: NDArray[Any], size: int) -> NDArray[Any]:
    out = np.empty(size, values.dtype)
    for i in range(values.shape[0]):
        out[i] = values[i]
    return out
