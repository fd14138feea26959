"""Likelihood of two reports being about one happening, against chance: the parts that depend on two reports only.

With x_i the place that report i gives, S_i its covariance as believed, and contamination e_i with factor k_i,

    p(x_i | x) = (1 - e_i) N(x_i; x, S_i) + e_i N(x_i; x, k_i S_i)

so that the density of the distance between two places is a sum of four Gaussians. Times are likewise: the happening is
somewhere in the reported interval, shifted by a clock error that is a contaminated Gaussian; of two intervals the
shorter is taken as a Gaussian of the same variance (length squared / 12), which is exact for moments and within 10% for
equal intervals. The contaminated normal is Tukey's (1960, "A survey of sampling from contaminated distributions").
"""

from __future__ import annotations

import math
from typing import Final

import numpy as np

from ceasewatch.fusion.packed import (
    ALERT,
    AREA,
    BEST,
    CLASS,
    CLOCK2,
    CLOCK_FACTOR2,
    CLOCK_TAIL,
    COS,
    COUNT,
    COUNT_VAR,
    COUNTED,
    EE,
    EN,
    END,
    FACTOR2,
    KIND_PEAK,
    LASTING,
    LAT,
    LON,
    NAME,
    NN,
    OBSERVER,
    PATTERN,
    PEAK,
    SENSE,
    SERIES,
    SOURCE,
    START,
    STATEMENT,
    TAIL,
    WEAPON,
)
from ceasewatch.model.compiled import inner
from ceasewatch.model.table import Int, Real

NEVER: Final = -1e6
"""Log likelihood ratio of what cannot be; finite, so that sums stay ordered."""

M_PER_DEG: Final = 111_195.0
_DAY_S: Final = 86_400.0
_FITS2: Final = 4.0
_LENGTH_ERROR: Final = 0.1
"""Error of the middle of a series, as a share of its length; assumed."""
_LOG_M2_PER_KM2: Final = math.log(1e6)
_TWO_PI: Final = 2.0 * math.pi
_LOG_TWO_PI: Final = math.log(_TWO_PI)
_ROUNDING: Final = 1e-6


@inner
def told_apart(code: Int, i: int, j: int) -> bool:
    """Whether the two reports can never be about one happening: one observer or one row told them apart."""
    if code[i, OBSERVER] >= 0 and code[i, OBSERVER] == code[j, OBSERVER]:
        return True
    if code[i, SOURCE] >= 0 and code[i, SOURCE] == code[j, SOURCE]:
        return True
    if code[i, CLASS] != code[j, CLASS] and code[i, CLASS] >= 0 and code[j, CLASS] >= 0:
        return True
    if code[i, NAME] != code[j, NAME]:
        return True
    unlike = code[i, BEST] != code[j, BEST]
    result: bool = unlike and (code[i, STATEMENT] != code[j, STATEMENT] or code[i, NAME] >= 0)
    return result


@inner
def _gaussian(dx: float, dy: float, ee: float, en: float, nn: float) -> float:
    det = ee * nn - en * en
    return math.exp(-0.5 * (nn * dx * dx - 2.0 * en * dx * dy + ee * dy * dy) / det) / (_TWO_PI * math.sqrt(det))


@inner
def log_place(real: Real, i: int, j: int) -> float:
    """Log density per km2 of the distance between the two places.

    Where both fit well, what gross errors add is below 2% and left out.
    """
    turn = real[j, LON] - real[i, LON]
    turn -= 360.0 * math.floor((turn + 180.0) / 360.0)
    dx = turn * 0.5 * (real[i, COS] + real[j, COS]) * M_PER_DEG
    dy = (real[j, LAT] - real[i, LAT]) * M_PER_DEG
    ei, ni, ci, ej, nj, cj = real[i, EE], real[i, NN], real[i, EN], real[j, EE], real[j, NN], real[j, EN]
    p, q, k, m = real[i, TAIL], real[j, TAIL], real[i, FACTOR2], real[j, FACTOR2]
    total = (1.0 - p) * (1.0 - q) * _gaussian(dx, dy, ei + ej, ci + cj, ni + nj)
    if dx * dx + dy * dy > _FITS2 * min(ei + ej, ni + nj):
        total += p * (1.0 - q) * _gaussian(dx, dy, k * ei + ej, k * ci + cj, k * ni + nj)
        total += (1.0 - p) * q * _gaussian(dx, dy, ei + m * ej, ci + m * cj, ni + m * nj)
        total += p * q * _gaussian(dx, dy, k * ei + m * ej, k * ci + m * cj, k * ni + m * nj)
    return math.log(total + 1e-300) + _LOG_M2_PER_KM2


@inner
def log_place_peak(real: Real, code: Int, i: int, j: int) -> float:
    """The most that :func:`log_place` can give the two reports, wherever they are; of a named area, what it gives."""
    if code[i, NAME] >= 0:
        named: float = -real[i, AREA]
        return named
    ee, en, nn = real[i, EE] + real[j, EE], real[i, EN] + real[j, EN], real[i, NN] + real[j, NN]
    return _LOG_M2_PER_KM2 - 0.5 * math.log(ee * nn - en * en) - _LOG_TWO_PI


@inner
def in_interval(start: float, end: float, at: float, variance: float) -> float:
    """Density per second at ``at`` of a moment uniform over [start, end] plus a Gaussian error."""
    length = end - start
    if length * length < variance:
        variance += length * length / 12.0
        off = at - 0.5 * (start + end)
        return math.exp(-0.5 * off * off / variance) / math.sqrt(_TWO_PI * variance)
    scale = 1.0 / math.sqrt(2.0 * variance)
    return 0.5 * (math.erf((end - at) * scale) - math.erf((start - at) * scale)) / length


@inner
def log_time(real: Real, i: int, j: int, shared: float) -> float:
    """Log density per day that the two times are one.

    ``shared`` is how long the happening itself lasts at most, seconds: where both speak of a series, the shorter of the
    two. Only what an interval is longer than that is uncertainty (as in :mod:`ceasewatch.observers.errors`).
    """
    if real[i, END] - real[i, START] < real[j, END] - real[j, START]:
        i, j = j, i
    start, end = real[i, START] + 0.5 * shared, real[i, END] - 0.5 * shared
    short = real[j, END] - real[j, START] - shared
    at = 0.5 * (real[j, START] + real[j, END])
    both = real[i, CLOCK2] + real[j, CLOCK2]
    own = short * short / 12.0 + (_LENGTH_ERROR * shared) ** 2
    total = (1.0 - real[i, CLOCK_TAIL]) * (1.0 - real[j, CLOCK_TAIL]) * in_interval(start, end, at, both + own)
    off = max(start - at, at - end)
    if off <= 0.0 or off * off <= _FITS2 * (both + own):
        return math.log(total * _DAY_S + 1e-300)
    one = real[i, CLOCK2] * real[i, CLOCK_FACTOR2] + real[j, CLOCK2]
    total += real[i, CLOCK_TAIL] * in_interval(start, end, at, one + own)
    other = real[i, CLOCK2] + real[j, CLOCK2] * real[j, CLOCK_FACTOR2]
    total += (1.0 - real[i, CLOCK_TAIL]) * real[j, CLOCK_TAIL] * in_interval(start, end, at, other + own)
    return math.log(total * _DAY_S + 1e-300)


@inner
def log_counts(mean: float, var: float, a: float, va: float, b: float, vb: float) -> float:
    """Log ratio of two counts (natural logarithms, with variances) being of one number, prior N(mean, var)."""
    x, y = a - mean, b - mean
    xx, yy = var + va, var + vb
    det = xx * yy - var * var
    together = (yy * x * x - 2.0 * var * x * y + xx * y * y) / det
    return -0.5 * (math.log(det) - math.log(xx * yy) + together - x * x / xx - y * y / yy)


@inner
def log_lengths(shorter: float, longer: float, numbers: Real) -> float:
    """Log ratio of two lengths of a series being of one: as counts, but a share of intervals says nothing."""
    a, b = math.log(shorter + 1.0), math.log(longer + 1.0)
    alike = math.exp(log_counts(numbers[5], numbers[6], a, numbers[7], b, numbers[7]))
    return math.log(numbers[8] + (1.0 - numbers[8]) * alike)


@inner
def log_senses(a: int, b: int, numbers: Real) -> float:
    """Log ratio of what two reports say of the time being of one happening: both a moment, or both a series.

    Each is right with probability numbers[11]; of happenings as many are the one as the other. What lasts is neither.
    """
    q = numbers[11]
    if a > 1 or b > 1:
        return 0.0
    return math.log(2.0 * (q * q + (1.0 - q) * (1.0 - q))) if a == b else math.log(4.0 * q * (1.0 - q))


@inner
def log_edges(real: Real, i: int, j: int, numbers: Real) -> float:
    """Two alerts: how well starts and ends agree (Cauchy), per day."""
    edges = numbers[2:5]
    start = abs(real[j, START] - real[i, START])
    end = abs(real[j, END] - real[i, END])
    if start > edges[2]:
        return NEVER
    starts = math.log(_DAY_S / (math.pi * edges[0])) - math.log1p((start / edges[0]) ** 2)
    chance = math.log(edges[1] / 3600.0) - math.log1p((end / 3600.0) ** 2)
    return starts - math.log1p((end / edges[1]) ** 2) - chance


@inner
def log_kinds(kinds: Real, prior: Real, a: int, b: int) -> float:
    """Log ratio of two reported kinds being perceptions of one; rows of ``kinds`` have prior mean 1."""
    total = 0.0
    for k in range(len(prior)):
        total += prior[k] * kinds[a, k] * kinds[b, k]
    return math.log(total + 1e-300)


@inner
def pair(
    real: Real, code: Int, kinds: Real, prior: Real, weapons: Real, numbers: Real, i: int, j: int, least: float
) -> float:
    """Log likelihood ratio of reports i and j being of one happening, per rate of one per km2 and day.

    ``real`` and ``code`` are packed reports; ``kinds`` (patterns, K) the likelihood of what was said for each true
    kind, relative to chance; ``prior`` (K,) that of the kinds; ``weapons`` (W + 1, W + 1) log ratios; ``numbers`` as
    :func:`ceasewatch.fusion.evidence.numbers` gives them. Below ``least`` nobody needs the value: something up to it is
    returned as soon as that is certain.
    """
    if told_apart(code, i, j):
        return NEVER
    if code[i, LASTING] == ALERT:
        return log_edges(real, i, j, numbers)
    total = weapons[code[i, WEAPON], code[j, WEAPON]] + log_senses(code[i, SENSE], code[j, SENSE], numbers)
    if code[i, COUNTED] == code[j, COUNTED] and not (np.isnan(real[i, COUNT]) or np.isnan(real[j, COUNT])):
        total += log_counts(
            numbers[0], numbers[1], real[i, COUNT], real[i, COUNT_VAR], real[j, COUNT], real[j, COUNT_VAR]
        )
    shared = 0.0
    if code[i, LASTING] == SERIES and code[j, LASTING] == SERIES:
        shared = min(real[i, END] - real[i, START], real[j, END] - real[j, START])
        longer = max(real[i, END] - real[i, START], real[j, END] - real[j, START])
        total += log_lengths(shared, longer, numbers)
    else:
        top = min(real[i, PEAK], real[j, PEAK])
        if total + top + min(real[i, KIND_PEAK], real[j, KIND_PEAK]) < least:
            return min(least, NEVER)
    when, most = log_time(real, i, j, shared), log_place_peak(real, code, i, j) + _ROUNDING
    if total + when + most + min(real[i, KIND_PEAK], real[j, KIND_PEAK]) < least:
        return min(least, NEVER)
    total += log_kinds(kinds, prior, code[i, PATTERN], code[j, PATTERN])
    total += when
    if total + most < least:
        return min(least, NEVER)
    total += -real[i, AREA] if code[i, NAME] >= 0 else log_place(real, i, j)
    result: float = max(total, NEVER)
    return result
