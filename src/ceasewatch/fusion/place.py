"""Where each incident was: its place given those who tell of it, each with the error that grouping believes of him.

Report i errs by N(0, S_i), or with probability t_i, a gross error, by N(0, k_i S_i). So the posterior is a mixture of
2^n Gaussians, one for each choice of who errs grossly. Stated are its robust mode (:func:`joint.place_mode`, which an
outlier does not drag) and its second moment about that. Of more than ``_MIXED`` voices the covariance is Laplace's at
the mode, inv(sum W_i), times the Birge ratio sum r'W r / (2 (n - 1)) where that exceeds one (R. T. Birge, 1932).

Each source has one voice, that of its sharpest report, as in grouping.
"""

from __future__ import annotations

import math
from typing import Final

import numpy as np

from ceasewatch.fusion import packed
from ceasewatch.fusion.entries import Entries
from ceasewatch.fusion.evidence import place_errors
from ceasewatch.fusion.features import Features
from ceasewatch.fusion.joint import place_mode
from ceasewatch.fusion.kinds import FIRE
from ceasewatch.fusion.likelihood import M_PER_DEG
from ceasewatch.fusion.packed import EE, EN, FACTOR2, NN, TAIL
from ceasewatch.fusion.parameters import Parameters
from ceasewatch.model.compiled import compiled, inner
from ceasewatch.model.table import Int, Real

_MIXED: Final = 6
"""Up to so many voices the mixture is summed; its 64 parts then cost less than the rest of fusion of such a group."""


def where(f: Features, e: Entries, parameters: Parameters) -> tuple[Real, Real, Real, Real, Real]:
    """Latitude, longitude (degrees) and covariance (m2) of each incident; NaN where nobody tells a place.

    Of one report alone, what it states. A fire has an extent: the mean error of its voices plus their scatter.
    """
    t = f.table
    placed = np.flatnonzero(np.isfinite(t.lat[e.row]))
    real = np.zeros((len(placed), packed.REALS))
    place_errors(t, e.row[placed], parameters, f.best[e.row[placed]], real)
    lead = _sharpest(real, e.source[placed])
    real, entry = real[lead], placed[lead]
    at = e.incident[entry]
    size = np.bincount(at, minlength=len(e))
    told = np.flatnonzero(size)
    found = np.full((len(e), 5), np.nan)
    if len(told):
        first = np.cumsum(size[told]) - size[told]
        found[told] = _posteriors(real, first, size[told], int(size.max()))
        fire = (f.best[e.row[e.first]] == FIRE) & (size > 1)
        found[fire, 2:] = _extents(real, at, found)[fire]
        lone = np.flatnonzero(np.bincount(e.incident[placed], minlength=len(e))[e.incident[placed]] == 1)
        row, own = e.row[placed[lone]], e.incident[placed[lone]]
        found[own, 2:] = np.stack([t.var_ee[row], t.var_en[row], t.var_nn[row]], axis=1)
        lat, lon = real[first, packed.LAT], real[first, packed.LON]
        east = found[told, 0] / (np.cos(np.radians(lat)) * M_PER_DEG)
        found[told, 1] = lat + found[told, 1] / M_PER_DEG
        found[told, 0] = (lon + east + 180.0) % 360.0 - 180.0
    lon, lat, ee, en, nn = np.ascontiguousarray(found.round(6).T)
    return lat, lon, ee, en, nn


def _sharpest(real: Real, source: Int) -> Int:
    """Entries, ascending, of the report with the smallest error of each source; the first of equals."""
    area = real[:, EE] * real[:, NN] - real[:, EN] ** 2
    order = np.lexsort((area, source))
    new = np.ones(len(order), bool)
    new[1:] = source[order][1:] != source[order][:-1]
    return np.sort(order[new])


def _extents(real: Real, at: Int, found: Real) -> Real:
    """(n, 3) scatter of the voices about the mode, plus their mean error; 0 where there are none."""
    first = np.searchsorted(at, at)
    base = real[first]
    turn = (real[:, packed.LON] - base[:, packed.LON] + 180.0) % 360.0 - 180.0
    dx = turn * base[:, packed.COS] * M_PER_DEG - found[at, 0]
    dy = (real[:, packed.LAT] - base[:, packed.LAT]) * M_PER_DEG - found[at, 1]
    parts = (dx * dx + real[:, EE], dx * dy + real[:, EN], dy * dy + real[:, NN])
    number = np.maximum(1, np.bincount(at, minlength=len(found)))
    return np.stack([np.bincount(at, part, minlength=len(found)) / number for part in parts], axis=1)


@inner
def _part(real: Real, begin: int, n: int, xy: Real, gross: int, out: Real) -> float:
    """Log weight of the choice ``gross`` (bits) of who errs grossly; its mean and covariance into ``out``."""
    a = b = c = u = v = log_w = 0.0
    for m in range(n):
        i = begin + m
        bad = (gross >> m) & 1
        k = real[i, FACTOR2] if bad else 1.0
        det = (real[i, EE] * real[i, NN] - real[i, EN] ** 2) * k
        ee, en, nn = real[i, NN] / det, -real[i, EN] / det, real[i, EE] / det
        a, b, c = a + ee, b + en, c + nn
        u, v = u + ee * xy[m, 0] + en * xy[m, 1], v + en * xy[m, 0] + nn * xy[m, 1]
        log_w += math.log((real[i, TAIL] if bad else 1.0 - real[i, TAIL]) / k + 1e-300)
        log_w -= 0.5 * (ee * xy[m, 0] ** 2 + 2.0 * en * xy[m, 0] * xy[m, 1] + nn * xy[m, 1] ** 2)
    det = a * c - b * b
    x, y = (c * u - b * v) / det, (a * v - b * u) / det
    out[0], out[1], out[2], out[3], out[4] = x, y, c / det, -b / det, a / det
    return log_w + 0.5 * (u * x + v * y) - 0.5 * math.log(det)


@inner
def _mixed(real: Real, begin: int, n: int, xy: Real, parts: Real, log_w: Real, out: Real) -> None:
    """Second moment of the mixture about (out[0], out[1]) into out[2:5]."""
    top = -np.inf
    for gross in range(1 << n):
        log_w[gross] = _part(real, begin, n, xy, gross, parts[gross])
        top = max(top, log_w[gross])
    total = ee = en = nn = 0.0
    for gross in range(1 << n):
        w = math.exp(log_w[gross] - top)
        dx, dy = parts[gross, 0] - out[0], parts[gross, 1] - out[1]
        total += w
        ee += w * (parts[gross, 2] + dx * dx)
        en += w * (parts[gross, 3] + dx * dy)
        nn += w * (parts[gross, 4] + dy * dy)
    out[2], out[3], out[4] = ee / total, en / total, nn / total


@inner
def _misfit(real: Real, begin: int, n: int, xy: Real, x: float, y: float) -> float:
    """Sum of r'W r at (x, y), with the robust weights."""
    total = 0.0
    for m in range(n):
        i = begin + m
        dx, dy, k = x - xy[m, 0], y - xy[m, 1], real[i, FACTOR2]
        det = real[i, EE] * real[i, NN] - real[i, EN] ** 2
        squared = (real[i, NN] * dx * dx - 2.0 * real[i, EN] * dx * dy + real[i, EE] * dy * dy) / det
        good = (1.0 - real[i, TAIL]) * math.exp(-0.5 * squared)
        bad = real[i, TAIL] * math.exp(-0.5 * squared / k) / k
        good /= good + bad + 1e-300
        total += squared * (good + (1.0 - good) / k)
    return total


@compiled
def _posteriors(real: Real, first: Int, size: Int, widest: int) -> Real:
    """(n, 5) east and north of the mode from the first voice (m), and covariance (m2), of each run of ``real``."""
    out = np.empty((len(first), 5))
    xy, members = np.empty((widest, 2)), np.empty(widest, np.int64)
    parts, log_w = np.empty((1 << _MIXED, 5)), np.empty(1 << _MIXED)
    for k in range(len(first)):
        n = size[k]
        for m in range(n):
            members[m] = first[k] + m
        x, y, a, b, c = place_mode(real, members, n, xy)
        det = a * c - b * b
        out[k, 0], out[k, 1] = x, y
        if n <= _MIXED:
            _mixed(real, first[k], n, xy, parts, log_w, out[k])
        else:
            ratio = max(1.0, _misfit(real, first[k], n, xy, x, y) / (2.0 * (n - 1))) / det
            out[k, 2], out[k, 3], out[k, 4] = c * ratio, -b * ratio, a * ratio
    return out
