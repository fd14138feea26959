"""Likelihood of a whole group of reports being about one happening, against chance.

For two reports this is the pair's. For more, the unknown place and time are integrated by Laplace's method about their
robust mode: with r_i the chance that report i is not a gross error (iterated, Lange, Little and Taylor 1989) and
W_i = r_i inv(S_i) + (1 - r_i) inv(k_i S_i),

    log L = sum log p(x_i | x*) + log 2 pi - log det(sum W_i) / 2

which is exact for Gaussians. Kinds and weapons are summed over what it may have been; counts share a log-normal number.
"""

from __future__ import annotations

import math
from typing import Final

import numpy as np

from ceasewatch.fusion.likelihood import M_PER_DEG, NEVER, in_interval, log_edges, log_lengths, pair
from ceasewatch.fusion.packed import (
    ALERT,
    AREA,
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
    LASTING,
    LAT,
    LON,
    NAME,
    NN,
    PATTERN,
    SENSE,
    SERIES,
    START,
    TAIL,
    WEAPON,
)
from ceasewatch.model.compiled import inner
from ceasewatch.model.table import Int, Real

_ROUNDS: Final = 3
_TWO_PI: Final = 2.0 * math.pi
_LOG_KM2: Final = math.log(1e6)
_LOG_DAY: Final = math.log(86_400.0)


@inner
def _densities(real: Real, i: int, dx: float, dy: float) -> tuple[float, float]:
    """Weight of the good component at (dx, dy) from report i, and the whole density per m2."""
    det = real[i, EE] * real[i, NN] - real[i, EN] ** 2
    squared = (real[i, NN] * dx * dx - 2.0 * real[i, EN] * dx * dy + real[i, EE] * dy * dy) / det
    good = (1.0 - real[i, TAIL]) * math.exp(-0.5 * squared)
    k = real[i, FACTOR2]
    bad = real[i, TAIL] * math.exp(-0.5 * squared / k) / k
    total = good + bad + 1e-300
    return good / total, total / (_TWO_PI * math.sqrt(det))


@inner
def _offsets(real: Real, members: Int, n: int, xy: Real) -> None:
    base = members[0]
    for m in range(n):
        i = members[m]
        turn = real[i, LON] - real[base, LON]
        turn -= 360.0 * math.floor((turn + 180.0) / 360.0)
        xy[m, 0] = turn * real[base, COS] * M_PER_DEG
        xy[m, 1] = (real[i, LAT] - real[base, LAT]) * M_PER_DEG


@inner
def _seed(real: Real, members: Int, n: int, xy: Real) -> int:
    """The member at whose place the reports are most likely; of many, the first few are asked."""
    best, found = -np.inf, 0
    for a in range(min(n, 8)):
        total = 0.0
        for m in range(n):
            total += math.log(_densities(real, members[m], xy[a, 0] - xy[m, 0], xy[a, 1] - xy[m, 1])[1] + 1e-300)
        if total > best:
            best, found = total, a
    return found


@inner
def place_mode(real: Real, members: Int, n: int, xy: Real) -> tuple[float, float, float, float, float]:
    """East and north of the robust mode from the first member, metres, and its information (ee, en, nn), per m2.

    ``xy`` (n, 2) or more is overwritten with the members' own places.
    """
    _offsets(real, members, n, xy)
    seed = _seed(real, members, n, xy)
    x, y = xy[seed, 0], xy[seed, 1]
    a = b = c = 0.0
    for _ in range(_ROUNDS):
        a = b = c = u = v = 0.0
        for m in range(n):
            i = members[m]
            good = _densities(real, i, x - xy[m, 0], y - xy[m, 1])[0]
            w = (good + (1.0 - good) / real[i, FACTOR2]) / (real[i, EE] * real[i, NN] - real[i, EN] ** 2)
            ee, en, nn = w * real[i, NN], -w * real[i, EN], w * real[i, EE]
            a, b, c = a + ee, b + en, c + nn
            u, v = u + ee * xy[m, 0] + en * xy[m, 1], v + en * xy[m, 0] + nn * xy[m, 1]
        det = a * c - b * b
        x, y = (c * u - b * v) / det, (a * v - b * u) / det
    return x, y, a, b, c


@inner
def joint_place(real: Real, members: Int, n: int, xy: Real) -> float:
    """Log density of n places being of one happening, per km2 to the power n - 1."""
    x, y, a, b, c = place_mode(real, members, n, xy)
    total = math.log(_TWO_PI) - 0.5 * math.log(a * c - b * b) + (n - 1) * _LOG_KM2
    for m in range(n):
        total += math.log(_densities(real, members[m], x - xy[m, 0], y - xy[m, 1])[1] + 1e-300)
    return total


@inner
def _moment(real: Real, i: int, at: float, shared: float) -> float:
    """Density per second of report i's time at ``at``, the middle of the happening."""
    half = 0.5 * min(shared, real[i, END] - real[i, START])
    start, end = real[i, START] + half, real[i, END] - half
    wide = real[i, CLOCK2] * real[i, CLOCK_FACTOR2]
    good = (1.0 - real[i, CLOCK_TAIL]) * in_interval(start, end, at, real[i, CLOCK2] + 0.01 * shared * shared)
    result: float = good + real[i, CLOCK_TAIL] * in_interval(start, end, at, wide)
    return result


@inner
def _variance(real: Real, i: int, shared: float) -> float:
    length = max(0.0, real[i, END] - real[i, START] - shared)
    result: float = real[i, CLOCK2] + 0.01 * shared * shared + length * length / 12.0
    return result


@inner
def joint_time(real: Real, code: Int, members: Int, n: int, numbers: Real) -> float:
    """Log density of n times being of one happening, per day to the power n - 1, and of the lengths of series."""
    shared, total, first = 0.0, 0.0, -1
    for m in range(n):
        i = members[m]
        if code[i, LASTING] == SERIES:
            length = real[i, END] - real[i, START]
            if first >= 0:
                total += log_lengths(min(shared, length), max(shared, length), numbers)
            shared = length if first < 0 else min(shared, length)
            first = i
    base = real[members[0], START]
    at, best = 0.0, -np.inf
    for a in range(min(n, 8)):
        middle = 0.5 * (real[members[a], START] + real[members[a], END])
        there = 0.0
        for m in range(n):
            there += math.log(_moment(real, members[m], middle, shared) + 1e-300)
        if there > best:
            best, at = there, middle - base
    weight = 0.0
    for _ in range(_ROUNDS):
        weight = u = 0.0
        for m in range(n):
            i = members[m]
            v = _variance(real, i, shared)
            off = 0.5 * (real[i, START] + real[i, END]) - base
            k = real[i, CLOCK_FACTOR2]
            good = (1.0 - real[i, CLOCK_TAIL]) * math.exp(-0.5 * (off - at) ** 2 / v)
            bad = real[i, CLOCK_TAIL] * math.exp(-0.5 * (off - at) ** 2 / (v * k)) / math.sqrt(k)
            good /= good + bad + 1e-300
            w = (good + (1.0 - good) / k) / v
            weight, u = weight + w, u + w * off
        at = u / weight
    total += 0.5 * math.log(_TWO_PI / weight) + (n - 1) * _LOG_DAY
    for m in range(n):
        total += math.log(_moment(real, members[m], base + at, shared) + 1e-300)
    return total


@inner
def joint_kinds(code: Int, members: Int, n: int, kinds: Real, prior: Real) -> float:
    """Log ratio of n reported kinds being perceptions of one; scaled as it goes along, so that nothing underflows."""
    total, scale = 0.0, 0.0
    product = prior.copy()
    for m in range(n):
        row = code[members[m], PATTERN]
        total = 0.0
        for k in range(len(prior)):
            product[k] *= kinds[row, k]
            total += product[k]
        if total <= 0.0:
            return NEVER
        scale += math.log(total)
        for k in range(len(prior)):
            product[k] /= total
    return scale


@inner
def joint_weapons(code: Int, members: Int, n: int, weapons: Real) -> float:
    """Mean over the told weapons of their log ratios with the first of them: a tree needs no more."""
    first, total = -1, 0.0
    none = len(weapons) - 1
    for m in range(n):
        own = code[members[m], WEAPON]
        if own != none:
            if first >= 0:
                total += weapons[first, own]
            else:
                first = own
    return total


@inner
def joint_counts(real: Real, code: Int, members: Int, n: int, mean: float, var: float) -> float:
    """Log ratio of the counts (of what the first counted report counts) being of one number, against each by itself."""
    what, number, a, b, c, d = -1, 0, 0.0, 0.0, 0.0, 0.0
    for m in range(n):
        i = members[m]
        if np.isnan(real[i, COUNT]) or (what >= 0 and code[i, COUNTED] != what):
            continue
        what, number = code[i, COUNTED], number + 1
        x, v = real[i, COUNT] - mean, real[i, COUNT_VAR]
        a, b, c = a + 1.0 / v, b + x / v, c + x * x / v
        d += 0.5 * math.log((var + v) / v) + 0.5 * x * x / (var + v)
    if number < 2:
        return 0.0
    precision = a + 1.0 / var
    return d - 0.5 * math.log(precision * var) + 0.5 * (b * b / precision - c)


@inner
def joint_senses(code: Int, members: Int, n: int, right: float) -> float:
    """Log ratio of what is said of the time being of one happening, a moment or a series."""
    moments, series = 0, 0
    for m in range(n):
        moments += code[members[m], SENSE] == 0
        series += code[members[m], SENSE] == 1
    log_right, log_wrong = math.log(2.0 * right), math.log(2.0 * (1.0 - right))
    a, b = moments * log_right + series * log_wrong, series * log_right + moments * log_wrong
    return max(a, b) + math.log(0.5 + 0.5 * math.exp(-abs(a - b)))


@inner
def joint_alerts(real: Real, members: Int, n: int, numbers: Real) -> float:
    """Alerts: n - 1 times the mean over pairs."""
    total = 0.0
    for a in range(n):
        for b in range(a + 1, n):
            total += log_edges(real, members[a], members[b], numbers)
    return 2.0 * total / n


@inner
def joint(
    real: Real, code: Int, kinds: Real, prior: Real, weapons: Real, numbers: Real, members: Int, n: int, xy: Real
) -> float:
    """Log likelihood ratio of the first n ``members`` being about one happening, per unit rates to the power n - 1.

    ``members`` are rows, ascending; pairs that were told apart are the caller's concern. ``xy`` (n, 2) or more is
    overwritten; all else is as for :func:`~ceasewatch.fusion.likelihood.pair`.
    """
    if n < 2:
        return 0.0
    if n == 2:
        return pair(real, code, kinds, prior, weapons, numbers, members[0], members[1], NEVER)
    if code[members[0], LASTING] == ALERT:
        return joint_alerts(real, members, n, numbers)
    total = joint_kinds(code, members, n, kinds, prior)
    if total <= NEVER:
        return NEVER
    total += joint_time(real, code, members, n, numbers) + joint_weapons(code, members, n, weapons)
    total += joint_senses(code, members, n, numbers[11])
    total += joint_counts(real, code, members, n, numbers[0], numbers[1])
    if code[members[0], NAME] >= 0:
        result: float = max(NEVER, total - (n - 1) * real[members[0], AREA])
        return result
    return max(NEVER, total + joint_place(real, members, n, xy))
