"""EM for contaminated normal errors of two observers of which only the difference is seen.

The difference of two errors is normal given who erred grossly, with covariance S = k_a^2 C_a + k_b^2 C_b + Q, where
C = scale^2 S_stated + floor^2 I, k is 1 or the tail factor, and Q is known. For a Gaussian part P of S, the expected
square of that part given the difference d is P + P M P, with M = S^-1 d d' S^-1 - S^-1 (conditioning of Gaussians). So
each variance x of a part x V has the update

    x <- x + x^2 <k^2 tr(M V)> / dim,      k^2 <- k^2 + k^4 <tr(M C)> / dim  over gross errors,

where <> is the mean weighted by the probability that the pair is of one event and that the error was such (Dempster,
Laird and Rubin 1977). In time the dimension is one and Q the variance of uniform slack.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from ceasewatch.model.table import Real

_LEAST: Final = 1e-300


@dataclass(frozen=True, slots=True)
class Square:
    """(n,) symmetric 2 x 2 matrices."""

    ee: Real
    en: Real
    nn: Real

    def times(self, factor: Real | float) -> Square:
        """Each times a factor."""
        return Square(self.ee * factor, self.en * factor, self.nn * factor)

    def plus(self, other: Square) -> Square:
        """Sum."""
        return Square(self.ee + other.ee, self.en + other.en, self.nn + other.nn)

    def trace_with(self, other: Square) -> Real:
        """(n,) trace of the product."""
        return self.ee * other.ee + 2.0 * self.en * other.en + self.nn * other.nn


@dataclass(frozen=True, slots=True)
class Sides:
    """Numbers of one side of each pair: (n,) columns."""

    scale2: Real
    floor2: Real
    tail_p: Real
    tail2: Real


@dataclass(frozen=True, slots=True)
class Moments:
    """What one pair says of one side: weighted sums are the M step.

    Attributes:
        gross: (n,) probability that this side erred grossly.
        scale: (n,) k^2 tr(M S_stated) / dim, averaged over who erred how.
        floor: (n,) the same for the floor.
        tail: (n,) tr(M C) / dim where this side erred grossly, weighted by that.
    """

    gross: Real
    scale: Real
    floor: Real
    tail: Real


Part = tuple[Real, Real, Real]
"""Moments of one side, given who erred grossly: scale, floor, tail."""


@dataclass(frozen=True, slots=True)
class _Case:
    gross_a: int
    gross_b: int
    log_p: Real
    a: Part
    b: Part


def plane(d_e: Real, d_n: Real, a: Square, b: Square, of_a: Sides, of_b: Sides) -> tuple[Real, Moments, Moments]:
    """Log density per square metre of a difference of place, and the moments of both sides."""
    one = Square(np.ones_like(d_e), np.zeros_like(d_e), np.ones_like(d_e))
    c_a = a.times(of_a.scale2).plus(one.times(of_a.floor2))
    c_b = b.times(of_b.scale2).plus(one.times(of_b.floor2))
    cases = []
    for gross_a in (0, 1):
        for gross_b in (0, 1):
            k_a, k_b = of_a.tail2**gross_a, of_b.tail2**gross_b
            s = c_a.times(k_a).plus(c_b.times(k_b))
            det = np.maximum(s.ee * s.nn - s.en**2, _LEAST)
            inverse = Square(s.nn / det, -s.en / det, s.ee / det)
            v_e, v_n = inverse.ee * d_e + inverse.en * d_n, inverse.en * d_e + inverse.nn * d_n
            m = Square(v_e**2 - inverse.ee, v_e * v_n - inverse.en, v_n**2 - inverse.nn)
            log_p = -np.log(2.0 * np.pi) - 0.5 * np.log(det) - 0.5 * (v_e * d_e + v_n * d_n)
            log_p = log_p + _log_share(of_a, gross_a) + _log_share(of_b, gross_b)
            side_a = (k_a * m.trace_with(a) / 2, k_a * m.trace_with(one) / 2, m.trace_with(c_a) / 2)
            side_b = (k_b * m.trace_with(b) / 2, k_b * m.trace_with(one) / 2, m.trace_with(c_b) / 2)
            cases.append(_Case(gross_a, gross_b, log_p, side_a, side_b))
    return _collected(cases)


def line(d: Real, known: Real, of_a: Sides, of_b: Sides) -> tuple[Real, Moments, Moments]:
    """Log density per unit of a difference on a line; ``known`` is the variance that is no error's. No scales."""
    cases = []
    for gross_a in (0, 1):
        for gross_b in (0, 1):
            k_a, k_b = of_a.tail2**gross_a, of_b.tail2**gross_b
            s = np.maximum(k_a * of_a.floor2 + k_b * of_b.floor2 + known, _LEAST)
            m = (d / s) ** 2 - 1.0 / s
            log_p = -0.5 * np.log(2.0 * np.pi * s) - 0.5 * d**2 / s
            log_p = log_p + _log_share(of_a, gross_a) + _log_share(of_b, gross_b)
            nothing = np.zeros_like(d)
            side_a, side_b = (nothing, k_a * m, m * of_a.floor2), (nothing, k_b * m, m * of_b.floor2)
            cases.append(_Case(gross_a, gross_b, log_p, side_a, side_b))
    return _collected(cases)


def _log_share(side: Sides, gross: int) -> Real:
    with np.errstate(divide="ignore"):
        return np.log(side.tail_p) if gross else np.log1p(-side.tail_p)


def _collected(cases: list[_Case]) -> tuple[Real, Moments, Moments]:
    total = np.asarray(np.logaddexp.reduce([case.log_p for case in cases]), np.float64)
    share = [np.exp(case.log_p - total) for case in cases]
    return (
        total,
        _moments(share, [c.gross_a for c in cases], [c.a for c in cases]),
        _moments(share, [c.gross_b for c in cases], [c.b for c in cases]),
    )


def _moments(share: list[Real], gross: list[int], parts: list[Part]) -> Moments:
    erred = [p * g for p, g in zip(share, gross, strict=True)]
    return Moments(
        gross=np.sum(erred, axis=0),
        scale=np.sum([p * part[0] for p, part in zip(share, parts, strict=True)], axis=0),
        floor=np.sum([p * part[1] for p, part in zip(share, parts, strict=True)], axis=0),
        tail=np.sum([e * part[2] for e, part in zip(erred, parts, strict=True)], axis=0),
    )
