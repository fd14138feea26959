"""M steps: new numbers of each kind of observer from weighted moments; what was known counts as a few reports."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from ceasewatch.model.table import OBSERVER_KINDS, Int, Real
from ceasewatch.observers.contaminated import Moments, Sides
from ceasewatch.observers.errors import ErrorTable

_O: Final = len(OBSERVER_KINDS)
_TAIL_P: Final = (0.002, 0.4)
_TAIL_FACTOR: Final = (2.0, 100.0)
_STRIDE: Final = 1.7
"""Over-relaxation of variances: EM alone creeps where one observer errs much less than its partners; 2 diverges."""


@dataclass(frozen=True, slots=True)
class Side:
    """One side of the pairs: kinds of observer (n,), moments, and weights (n,): probability of one event."""

    kind: Int
    moments: Moments
    weight: Real


def place_sides(table: ErrorTable, kind: Int) -> Sides:
    """The numbers of place of each row's observer."""
    return Sides(
        scale2=table.place_scale[kind] ** 2,
        floor2=table.place_floor_m[kind] ** 2,
        tail_p=table.place_tail_p[kind],
        tail2=table.place_tail_factor[kind] ** 2,
    )


def clock_sides(table: ErrorTable, kind: Int) -> Sides:
    """The numbers of time."""
    return Sides(
        scale2=np.zeros(len(kind)),
        floor2=table.clock_sd_s[kind] ** 2,
        tail_p=table.clock_tail_p[kind],
        tail2=table.clock_tail_factor[kind] ** 2,
    )


def count_sides(table: ErrorTable, kind: Int) -> Sides:
    """The numbers of counts: no gross errors."""
    nothing = np.zeros(len(kind))
    return Sides(scale2=nothing, floor2=table.count_log_sd[kind] ** 2, tail_p=nothing, tail2=np.ones(len(kind)))


def place_update(now: ErrorTable, before: ErrorTable, sides: tuple[Side, ...], prior: float) -> ErrorTable:
    """New scales, floors and tails of place."""
    scale2 = _variance(now.place_scale**2, before.place_scale**2, sides, "scale", prior)
    floor2 = _variance(now.place_floor_m**2, before.place_floor_m**2, sides, "floor", prior)
    p, factor = _tails(
        (now.place_tail_p, now.place_tail_factor), (before.place_tail_p, before.place_tail_factor), sides, prior
    )
    return replace(
        now,
        place_scale=np.sqrt(scale2),
        place_floor_m=np.sqrt(floor2),
        place_tail_p=p,
        place_tail_factor=factor,
    )


def clock_update(now: ErrorTable, before: ErrorTable, sides: tuple[Side, ...], prior: float) -> ErrorTable:
    """New spreads and tails of time."""
    sd2 = _variance(now.clock_sd_s**2, before.clock_sd_s**2, sides, "floor", prior)
    p, factor = _tails(
        (now.clock_tail_p, now.clock_tail_factor), (before.clock_tail_p, before.clock_tail_factor), sides, prior
    )
    return replace(now, clock_sd_s=np.sqrt(sd2), clock_tail_p=p, clock_tail_factor=factor)


def count_update(now: ErrorTable, before: ErrorTable, sides: tuple[Side, ...], prior: float) -> ErrorTable:
    """New spreads of counts."""
    return replace(
        now, count_log_sd=np.sqrt(_variance(now.count_log_sd**2, before.count_log_sd**2, sides, "floor", prior))
    )


def weights(sides: tuple[Side, ...]) -> Real:
    """(O,) how many reports about a shared event each kind of observer has in the pairs."""
    return _sum(sides, [side.weight for side in sides])


def _sum(sides: tuple[Side, ...], values: list[Real]) -> Real:
    parts = [np.bincount(s.kind, v, minlength=_O) for s, v in zip(sides, values, strict=True)]
    return np.asarray(np.sum(parts, axis=0), np.float64)


def _variance(now: Real, before: Real, sides: tuple[Side, ...], part: str, prior: float) -> Real:
    n = weights(sides)
    grown = _sum(sides, [s.weight * getattr(s.moments, part) for s in sides])
    step = np.maximum((n * now + now**2 * grown + prior * before) / (n + prior), 1e-12)
    return np.asarray(now * (step / now) ** _STRIDE, np.float64)


def _tails(
    now: tuple[Real, Real], before: tuple[Real, Real], sides: tuple[Side, ...], prior: float
) -> tuple[Real, Real]:
    """(share, factor) of gross errors."""
    (p, factor), (p_before, factor_before) = now, before
    n = weights(sides)
    gross = _sum(sides, [s.weight * s.moments.gross for s in sides])
    grown = _sum(sides, [s.weight * s.moments.tail for s in sides])
    new_p = np.clip((gross + prior * p_before) / (n + prior), *_TAIL_P)
    k2, few = factor**2, prior * p_before
    new_k2 = (gross * k2 + k2**2 * grown + few * factor_before**2) / np.maximum(gross + few, 1e-12)
    known = p_before > 0
    return np.where(known, new_p, p), np.where(known, np.clip(np.sqrt(np.maximum(new_k2, 1.0)), *_TAIL_FACTOR), factor)
