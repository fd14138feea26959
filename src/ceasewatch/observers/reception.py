"""The one loop over events and sites: how strongly each site receives each event, and whether it reports it.

    p = available * top * logistic((level(r) + wind - threshold) / width)

and 0 beyond the reach or outside the field of view.

``level`` is in dB (kilometres for ``HORIZON``) and follows one of five laws:

* RAY: source - decade log10(r / km) - loss r: light, and waves in the ground;
* BLAST: Kinney and Graham's peak level - loss r;
* HORIZON: horizon of the event's antenna + horizon of the site's - r;
* INFRASOUND: BLAST with its loss up to 15 km, Le Pichon et al. (2012) from there on;
* AREA: source, whatever the distance.

Distances are along a great circle of the mean radius, from chords of unit vectors: good to 0.5%.
"""

from __future__ import annotations

from enum import IntEnum
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from ceasewatch.geo.geodesic import EARTH_RADIUS_M
from ceasewatch.model.compiled import compiled
from ceasewatch.model.table import Int, Real
from ceasewatch.observers.infrasound import attenuation_db
from ceasewatch.observers.overpressure import peak_level_db


class Law(IntEnum):
    """How level falls with distance."""

    RAY = 0
    BLAST = 1
    HORIZON = 2
    INFRASOUND = 3
    AREA = 4


LONG_RANGE_KM: Final = 15.0
"""Where infrasound changes from the direct wave to the law for long ranges."""

EventPart = tuple[Real, Real, Real, Real, Real, Real]
"""Of n events: unit vectors (n, 3), source, loss, shape (n, 3: cube root of yield, beta, sigma), wind (n, 3), top."""

SitePart = tuple[Real, Real, Real, Real, Real]
"""Of m sites: unit vectors (m, 3), look (m, 3), cosine of half the field, squared chord of the reach, threshold.

A cosine below -1 is all round.
"""

_RADIUS_KM: Final = EARTH_RADIUS_M / 1000.0
_LOG10_E: Final = 0.4342944819032518
_LEAST_KM: Final = 1e-3
_NOTHING: Final = -40.0
_CERTAIN: Final = 40.0


@compiled
def _level(
    law: int, km: float, source: float, loss: float, root_kg: float, beta: float, sigma: float, decade: float
) -> float:
    """Level at distance ``km``."""
    if law == 0:
        return source - decade * _LOG10_E * float(np.log(km)) - loss * km
    if law == 1:
        return source + peak_level_db(1000.0 * km, root_kg) - loss * km
    if law == 2:
        return source - km
    if law == 3:
        if km < LONG_RANGE_KM:
            return source + peak_level_db(1000.0 * km, root_kg) - loss * km
        return source + peak_level_db(1000.0, root_kg) + attenuation_db(km, -loss, beta, sigma)
    return source


@compiled
def _chance(
    law: int,
    upwind: float,
    decade: float,
    width: float,
    bar: float,
    chord: float,
    along: float,
    source: float,
    loss: float,
    root_kg: float,
    beta: float,
    sigma: float,
) -> float:
    """Probability of notice over a chord of the unit sphere; ``along`` is the wind's gain times the chord."""
    km = max(_RADIUS_KM * chord * (1.0 + chord * chord * (1.0 / 24.0 + chord * chord * 3.0 / 640.0)), _LEAST_KM)
    level = _level(law, km, source, loss, root_kg, beta, sigma, decade)
    if along != 0.0:
        level += (along if along > 0.0 else upwind * along) / chord * km / (km + 1.0)
    x = (level - bar) / width
    if not x > _NOTHING:
        return 0.0
    return 1.0 if x > _CERTAIN else 1.0 / (1.0 + float(np.exp(-x)))


@compiled
def _row(
    law: int, event: EventPart, site: SitePart, i: int, upwind: float, decade: float, width: float, out: Real
) -> None:
    """Probability that each site, were it at work, reports event i; into ``out`` (m,)."""
    at, source, loss, shape, wind, top = event
    stand, look, half, reach2, bar = site
    x, y, z, wx, wy, wz = at[i, 0], at[i, 1], at[i, 2], wind[i, 0], wind[i, 1], wind[i, 2]
    s, k, most = source[i], loss[i], top[i]
    root_kg, beta, sigma = shape[i, 0], shape[i, 1], shape[i, 2]
    for j in range(out.shape[0]):
        out[j] = 0.0
        dx, dy, dz = stand[j, 0] - x, stand[j, 1] - y, stand[j, 2] - z
        d2 = dx * dx + dy * dy + dz * dz
        if d2 > reach2[j] or most <= 0.0:
            continue
        chord = np.sqrt(d2)
        if half[j] > -1.0 and -(dx * look[j, 0] + dy * look[j, 1] + dz * look[j, 2]) < half[j] * chord:
            continue
        along = dx * wx + dy * wy + dz * wz
        out[j] = most * _chance(law, upwind, decade, width, bar[j], chord, along, s, k, root_kg, beta, sigma)


@compiled
def dense(law: int, event: EventPart, site: SitePart, works: Real, upwind: float, decade: float, width: float) -> Real:
    """(n, m) probabilities; ``works`` is (n, 1) or (n, m), ``width`` positive."""
    out = np.empty((event[0].shape[0], site[0].shape[0]))
    for i in range(out.shape[0]):
        _row(law, event, site, i, upwind, decade, width, out[i])
        out[i] *= works[i]
    return out


@compiled
def sparse(
    law: int, event: EventPart, site: SitePart, works: Real, upwind: float, decade: float, width: float, least: float
) -> tuple[Int, Int, Real]:
    """The pairs of which the probability exceeds ``least``, in order: event, site, probability."""
    n, m = event[0].shape[0], site[0].shape[0]
    wide, k, row = works.shape[1] > 1, 0, np.empty(m)
    rows, columns, chance = np.empty(1024, np.int64), np.empty(1024, np.int64), np.empty(1024, np.float64)
    for i in range(n):
        if k + m > rows.shape[0]:
            room = 2 * rows.shape[0] + m
            rows, columns, chance = _longer(rows, room), _longer(columns, room), _longer(chance, room)
        _row(law, event, site, i, upwind, decade, width, row)
        for j in range(m):
            p = row[j] * works[i, j if wide else 0]
            if p > least:
                rows[k], columns[k], chance[k] = i, j, p
                k += 1
    return rows[:k], columns[:k], chance[:k]


@compiled
def _longer(values: NDArray[Any], room: int) -> NDArray[Any]:
    out = np.empty(room, values.dtype)
    out[: values.shape[0]] = values
    return out
