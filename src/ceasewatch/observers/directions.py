"""Places and bearings as vectors, for distances without trigonometry in the inner loop."""

from __future__ import annotations

import numpy as np

from ceasewatch.model.table import Real


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
