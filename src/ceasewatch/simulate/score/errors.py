"""How far the values of incidents lie from those of the events that they stand for."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from ceasewatch.geo import geodesic
from ceasewatch.geo.moments import CHI2_95
from ceasewatch.model.table import Real

_US = 1_000_000


class Spread(NamedTuple):
    """Size of errors: how many could be measured, the middle one, and one that nine in ten do not exceed."""

    number: int
    median: float
    p90: float


class Ellipses(NamedTuple):
    """n places as Gaussians: degrees, and square metres on the local east-north plane."""

    lat: Real
    lon: Real
    var_ee: Real
    var_en: Real
    var_nn: Real


class CountError(NamedTuple):
    """Errors of counts.

    Attributes:
        factor: median of max(best / true, true / best); 1 is exact.
        inside: share of true counts between lowest and highest.
        total: (sum of best - sum of true) / sum of true.
    """

    factor: float
    inside: float
    total: float


def spread(errors: ArrayLike) -> Spread:
    """Median and 90th percentile of |errors|; NaN among them (nothing to compare) is left out."""
    sizes = np.abs(np.asarray(errors, np.float64))
    sizes = sizes[~np.isnan(sizes)]
    if not len(sizes):
        return Spread(0, float("nan"), float("nan"))
    return Spread(len(sizes), float(np.median(sizes)), float(np.quantile(sizes, 0.9)))


def place_error_m(true_lat: ArrayLike, true_lon: ArrayLike, lat: ArrayLike, lon: ArrayLike) -> Real:
    """Geodesic distance of each found place from the true one, in metres; NaN where either is not known."""
    columns = np.broadcast_arrays(*(np.asarray(a, np.float64) for a in (true_lat, true_lon, lat, lon)))
    known = ~np.any(np.isnan(columns), axis=0)
    distance = np.full(columns[0].shape, np.nan)
    distance[known] = geodesic.distance_m(*(c[known] for c in columns))
    return distance


def inside_ellipse(true_lat: ArrayLike, true_lon: ArrayLike, found: Ellipses) -> Real:
    """1 where the true place lies in the ellipse that should hold it with probability 0.95, 0 where not, NaN unknown.

    Args:
        true_lat: (n,) degrees.
        true_lon: (n,) degrees.
        found: n Gaussians; a variance of less than a square metre is taken as one.
    """
    lat, lon = np.asarray(true_lat, np.float64), np.asarray(true_lon, np.float64)
    known = ~np.any(np.isnan([lat, lon, found.lat, found.lon, found.var_ee, found.var_nn]), axis=0)
    inside = np.full(lat.shape, np.nan)
    bearing = np.radians(geodesic.bearing_deg(found.lat[known], found.lon[known], lat[known], lon[known]))
    away = geodesic.distance_m(found.lat[known], found.lon[known], lat[known], lon[known])
    east, north = away * np.sin(bearing), away * np.cos(bearing)
    ee, nn = np.maximum(found.var_ee[known], 1.0), np.maximum(found.var_nn[known], 1.0)
    en = found.var_en[known]
    determinant = np.maximum(ee * nn - en**2, 1.0)
    square = (nn * east**2 - 2 * en * east * north + ee * north**2) / determinant
    inside[known] = square <= CHI2_95
    return inside


def time_error_s(true_start_us: ArrayLike, true_end_us: ArrayLike, start_us: ArrayLike, end_us: ArrayLike) -> Real:
    """Signed distance in seconds from the middle of the true interval to the middle of the found one."""
    true_start, true_end = np.asarray(true_start_us, np.int64), np.asarray(true_end_us, np.int64)
    start, end = np.asarray(start_us, np.int64), np.asarray(end_us, np.int64)
    return ((start - true_start) + (end - true_end)) / (2.0 * _US)


def count_error(true: ArrayLike, lowest: ArrayLike, best: ArrayLike, highest: ArrayLike) -> CountError:
    """Compare stated counts with true ones. Rows with a NaN, or a best count of zero or less, are left out.

    Args:
        true: (n,) how many there were, positive.
        lowest: (n,) least count stated.
        best: (n,) best count stated.
        highest: (n,) greatest count stated.
    """
    columns = [np.asarray(a, np.float64) for a in (true, lowest, best, highest)]
    kept = ~np.any(np.isnan(columns), axis=0) & (columns[0] > 0) & (columns[2] > 0)
    if not kept.any():
        return CountError(float("nan"), float("nan"), float("nan"))
    was, low, said, high = (c[kept] for c in columns)
    factor = float(np.exp(np.median(np.abs(np.log(said / was)))))
    inside = float(np.mean((low <= was) & (was <= high)))
    return CountError(factor, inside, float((said.sum() - was.sum()) / was.sum()))
