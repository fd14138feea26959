"""Places and bearings as vectors, for distances without trigonometry in the inner loop."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from ceasewatch.model.table import Int, Real
from ceasewatch.observers.sites import Sites

Flags = NDArray[np.bool_]


def unit_vectors(lat: Real, lon: Real) -> Real:
    """(n, 3) points on the unit sphere."""
    phi, lam = np.radians(lat), np.radians(lon)
    return np.column_stack([np.cos(phi) * np.cos(lam), np.cos(phi) * np.sin(lam), np.sin(phi)])


def tangents(lat: Real, lon: Real, bearing_deg: Real) -> Real:
    """(n, 3) unit vectors along the ground towards a bearing."""
    phi, lam, turn = np.radians(lat), np.radians(lon), np.radians(bearing_deg)
    east = np.column_stack([-np.sin(lam), np.cos(lam), np.zeros_like(lam)])
    north = np.column_stack([-np.sin(phi) * np.cos(lam), -np.sin(phi) * np.sin(lam), np.cos(phi)])
    return np.asarray(np.sin(turn)[:, None] * east + np.cos(turn)[:, None] * north, np.float64)


def facing(sites: Sites, site: Int, lat: Real, lon: Real) -> Flags:
    """(n,) whether each place lies in the field of view of its site; always where that is all round.

    Args:
        sites: m observers.
        site: (n,) index of each place's.
        lat: (n,) degrees.
        lon: (n,) degrees.
    """
    half_deg, towards = sites.field_deg[site] / 2.0, sites.bearing_deg[site]
    allround = np.isnan(half_deg) | np.isnan(towards) | (half_deg >= 180.0)
    look = tangents(sites.lat[site], sites.lon[site], np.where(allround, 0.0, towards))
    apart = unit_vectors(lat, lon) - unit_vectors(sites.lat[site], sites.lon[site])
    ahead = np.einsum("ni,ni->n", apart, look)
    cosine = np.cos(np.radians(np.where(allround, 180.0, half_deg)))
    return np.asarray(allround | (ahead >= cosine * np.linalg.norm(apart, axis=1)), np.bool_)
