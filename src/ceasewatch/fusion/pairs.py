"""How far two reports are from each other, for what is said of them in words."""

from __future__ import annotations

from typing import Final

import numpy as np

from ceasewatch.fusion.features import Features, floor_m
from ceasewatch.fusion.parameters import Parameters
from ceasewatch.model.table import Int, Real

_M_PER_DEG: Final = 111_195.0


def offset_m(f: Features, i: Int, j: Int) -> tuple[Real, Real]:
    """East and north distance from place i to place j, metres, on the local plane at their middle latitude."""
    t = f.table
    dlon = (t.lon[j] - t.lon[i] + 180.0) % 360.0 - 180.0
    east = dlon * np.cos(np.radians((t.lat[i] + t.lat[j]) / 2)) * _M_PER_DEG
    return east, (t.lat[j] - t.lat[i]) * _M_PER_DEG


def separation(f: Features, i: Int, j: Int, p: Parameters) -> Real:
    """Squared Mahalanobis distance of the two places, with a floor for maps and gazetteers."""
    t = f.table
    floor = floor_m(f.cls[i], p) ** 2
    ee, nn = t.var_ee[i] + t.var_ee[j] + floor, t.var_nn[i] + t.var_nn[j] + floor
    en = t.var_en[i] + t.var_en[j]
    east, north = offset_m(f, i, j)
    squared: Real = (nn * east * east - 2 * en * east * north + ee * north * north) / (ee * nn - en * en)
    return squared


def shared_days(f: Features, i: Int, j: Int) -> Real:
    """Time that the two (widened) intervals share, days; not negative."""
    shared: Real = np.minimum(f.end_d[i], f.end_d[j]) - np.maximum(f.start_d[i], f.start_d[j])
    return shared.clip(0.0)
