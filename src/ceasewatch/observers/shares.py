"""Which share of candidate pairs is of one happening, and which share of each kind's reports is about nothing."""

from __future__ import annotations

from typing import Final

import numpy as np
from scipy.optimize import lsq_linear

from ceasewatch.model.table import OBSERVER_KINDS, Real
from ceasewatch.observers.pair_columns import PairColumns

_O: Final = len(OBSERVER_KINDS)
_SHARE: Final = (1e-4, 0.999)
_CLUTTER: Final = (0.001, 0.9)


def pair_shares(pairs: PairColumns, same: Real) -> Real:
    """(n,) share of pairs of the same two kinds of observer that are of one happening; ten pairs of the mean beside."""
    low, high = np.minimum(pairs.kind_a, pairs.kind_b), np.maximum(pairs.kind_a, pairs.kind_b)
    cell = low.astype(np.int64) * _O + high
    number, found = np.bincount(cell, minlength=_O * _O), np.bincount(cell, same, _O * _O)
    mean = float(same.mean())
    return np.clip((found + 10.0 * mean) / (number + 10.0), *_SHARE)[cell]


def clutter_shares(pairs: PairColumns, same: Real, observations: Real, before: Real, prior: float) -> Real:
    """(O,) share of reports about nothing, from how seldom others confirm them.

    A report of kind a finds partners of kind b at the rate (1 - clutter_a) d_b, whatever a is, if kinds detect
    independently of each other given that something happened: log(partners / reports) = log(1 - clutter_a) + log d_b. A
    weighted least-squares fit over pairs of kinds gives both. A common factor cannot be told from d: ``before`` fixes
    it, as ``prior`` reports of each kind.

    Args:
        pairs: n pairs.
        same: (n,) probability that each is of one happening.
        observations: (O,) number of reports of each kind.
        before: (O,) shares known before.
        prior: what they count as.
    """
    cell = pairs.kind_a.astype(np.int64) * _O + pairs.kind_b
    found = np.bincount(cell, same, _O * _O).reshape(_O, _O)
    found = found + found.T
    a, b = np.nonzero((found > 1.0) & (np.asarray(observations) > 0)[:, None] & ~np.eye(_O, dtype=bool))
    if not len(a):
        return np.array(before, np.float64)
    weight, row = found[a, b], np.arange(len(a))
    design = np.zeros((len(a), 2 * _O))
    design[row, a], design[row, _O + b] = 1.0, 1.0
    target = np.log(found[a, b] / np.asarray(observations)[a])
    pull = np.sqrt(np.concatenate([np.full(_O, prior), np.full(_O, 1e-6)]))
    left = np.vstack([np.sqrt(weight)[:, None] * design, np.diag(pull)])
    right = np.concatenate([np.sqrt(weight) * target, pull[:_O] * np.log1p(-before), np.zeros(_O)])
    least, most = (np.log1p(-share) for share in reversed(_CLUTTER))
    low, high = np.full(2 * _O, -np.inf), np.full(2 * _O, np.inf)
    low[:_O], high[:_O] = least, most
    return np.asarray(-np.expm1(lsq_linear(left, right, (low, high)).x[:_O]), np.float64)
